"""Findings about the files of questions: their codes in the series of shapes and queries (KG6xx)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics import Diagnostic, Severity, Span
from kgtools.errors import Location

if TYPE_CHECKING:
    from kgtools.errors import KgError

HEADER, SYNTAX, PARAMETER, COLUMNS, ORDER, UNTESTED = "KG654", "KG655", "KG656", "KG657", "KG658", "KG659"
UNDECLARED, UNBOUND, UNTAGGED = "KG651", "KG652", "KG653"


def finding(code: str, message: str, span: Span, *, cure: str | None = None) -> Diagnostic:
    """Return a finding about a stretch of a query's file."""
    return Diagnostic(code, Severity.ERROR, message, span, help=cure)


def refusal(error: KgError, name: str) -> Diagnostic:
    """Return the finding about a file that is refused.

    Args:
        error: The refusal.
        name: The file, as findings name it.
    """
    code = SYNTAX if error.code.startswith("KG9") else error.code  # KG9 says that something could not be done
    _, *place = error.location or Location(name, 1, 1)
    return finding(code, error.message, Span(name, *place), cure=error.hint)
