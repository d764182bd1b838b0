"""KG102: a property in a namespace of the ontology or the project, declared nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import about
from kgtools.lint.positions import PROPERTY_POSITIONS
from kgtools.terms import SH, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.facts import Joined
    from kgtools.terms import Term

CODE: Final = "KG102"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each property that nothing declares, where it is used as one."""
    parameters = set(_parameters(context.shapes))
    for facts in (context.facts, context.shapes):
        for predicate, found in facts.by_predicate.items():
            if predicate not in parameters and _is_unknown(context, predicate):
                suggested = context.suggestions.property_(predicate)
                for fact in found:
                    advice = context.suggestions.advice(suggested, fact.file, fact.quad.predicate_at)
                    message = f"undeclared property {context.show(predicate)}"
                    yield about(context, CODE, message, fact, fact.predicate_span, advice=advice)
        for position in PROPERTY_POSITIONS:
            for fact in facts.using(position):
                term = fact.object
                if isinstance(term, NamedNode) and term not in parameters and _is_unknown(context, term):
                    suggested = context.suggestions.property_(term)
                    advice = context.suggestions.advice(suggested, fact.file, fact.quad.object_at)
                    message = f"undeclared property {context.show(term)}"
                    yield about(context, CODE, message, fact, fact.object_span, advice=advice)


def _parameters(shapes: Joined) -> Iterator[Term]:
    """Yield the parameters of constraint components of one's own: naming one is declaring it."""
    for component in shapes.using(SH["parameter"]):
        yield from shapes.values(component.object, SH["path"])


def _is_unknown(context: Context, term: NamedNode) -> bool:
    return (
        term not in context.vocabulary.properties
        and context.is_word(term)
        and not context.is_described(term)
        and not context.is_derived(term)
    )
