"""KG103: a reference to a thing of the project, described nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.file import Role
from kgtools.lint.finding import about
from kgtools.lint.positions import NO_REFERENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import NamedNode

CODE: Final = "KG103"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each value that should be a thing of the project and is described nowhere."""
    for facts in (context.facts, context.shapes):
        for term, found in facts.by_object.items():
            is_ours = context.is_own(term) or context.vocabulary.defines(term)
            if not is_ours or context.is_described(term) or context.is_derived(term):
                continue
            for fact in found:
                if fact.predicate not in NO_REFERENCE:
                    yield _finding(context, term, fact)


def _finding(context: Context, term: NamedNode, fact: Fact) -> Diagnostic:
    suggestions = context.suggestions
    suggested = suggestions.individual(term, fact.predicate)
    if not suggested and fact.file.role is not Role.DATA:
        # Lists in ontology and shapes hold classes and properties too.
        suggested = suggestions.class_(term) or suggestions.property_(term) or suggestions.shape(term)
    advice = suggestions.advice(suggested, fact.file, fact.quad.object_at)
    message = f"reference to an individual described nowhere {context.show(term)}"
    return about(context, CODE, message, fact, fact.object_span, advice=advice)
