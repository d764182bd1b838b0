"""Findings of the rules: code and severity from the registry, the place from the fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgtools.diagnostics import Diagnostic, Severity
from kgtools.diagnostics.registry import REGISTRY

if TYPE_CHECKING:
    from kgtools.diagnostics import Fix, Related, Span
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact


class Advice(NamedTuple):
    """What to do about a finding, and the edits that do it."""

    help: str | None = None
    fixes: tuple[Fix, ...] = ()


def finding(
    code: str,
    message: str,
    span: Span,
    *,
    cure: str | None = None,
    fixes: tuple[Fix, ...] = (),
    related: tuple[Related, ...] = (),
    severity: Severity | None = None,
) -> Diagnostic:
    """Return a finding about a stretch of a file."""
    level = severity or REGISTRY[code].severity
    return Diagnostic(code, level, message, span, help=cure, fixes=fixes, related=related)


def about(
    context: Context,
    code: str,
    message: str,
    fact: Fact,
    span: Span,
    *,
    advice: Advice | None = None,
    related: tuple[Related, ...] = (),
    severity: Severity | None = None,
) -> Diagnostic:
    """Return a finding about a fact, shown at one of its terms."""
    return Diagnostic(
        code,
        severity or REGISTRY[code].severity,
        message,
        span,
        focus_node=fact.subject,
        path=context.project.prefixes.show(fact.predicate),
        value=fact.object,
        help=advice.help if advice else None,
        fixes=advice.fixes if advice else (),
        related=related,
    )
