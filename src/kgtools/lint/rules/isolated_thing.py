"""KG405: a thing that nothing is linked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import RDF, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Term

CODE: Final = "KG405"
_TYPE: Final = RDF["type"]


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each thing of the project that no other refers to and that refers to none."""
    referred = context.facts.by_object
    for subject, facts in context.own.items():
        if subject not in referred and not _refers(context, subject, facts):
            message = f"{context.show(subject)} is linked with nothing"
            cure = "link it, or take it out"
            yield about(context, CODE, message, facts[0], facts[0].subject_span, advice=Advice(cure))


def _refers(context: Context, subject: Term, facts: list[Fact]) -> bool:
    return any(
        isinstance(f.quad.object, NamedNode)
        and f.quad.predicate != _TYPE
        and f.quad.object != subject
        and (context.is_own(f.quad.object) or context.vocabulary.defines(f.quad.object))
        for f in facts
    )
