"""KG009: a blank node among the facts: nobody can refer to it, and no comparison can name it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Severity
from kgtools.lint.file import Role
from kgtools.lint.finding import Advice, about
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Term

CODE: Final = "KG009"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each blank node in a file of facts, where it first stands.

    In a file that is only checked, and is no part of the project yet, it is a warning.
    """
    seen: set[Term] = set()
    blank = (file for file in context.files if file.role is Role.DATA and file.has_blank_nodes)
    for fact in chain.from_iterable(file.facts for file in blank):
        quad = fact.quad
        for node, at in ((quad.subject, quad.subject_at), (quad.object, quad.object_at)):
            if isinstance(node, BlankNode) and node not in seen:
                seen.add(node)
                yield _finding(context, fact, fact.file.span(at))


def _finding(context: Context, fact: Fact, span: Span) -> Diagnostic:
    advice = Advice(f"give it an IRI such as `{context.project.base}kind-name`")
    severity = Severity.WARNING if fact.file.is_extra else None
    message = "blank node among the facts"
    return about(context, CODE, message, fact, span, advice=advice, severity=severity)
