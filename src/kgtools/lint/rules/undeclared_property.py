"""KG102: a property in a namespace of the ontology, declared nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import about
from kgtools.lint.positions import PROPERTY_POSITIONS
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG102"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each property that nothing declares, where it is used as one."""
    for facts in (context.facts, context.shapes):
        for predicate, found in facts.by_predicate.items():
            if _is_unknown(context, predicate):
                suggested = context.suggestions.property_(predicate)
                for fact in found:
                    advice = context.suggestions.advice(suggested, fact.file, fact.quad.predicate_at)
                    message = f"undeclared property {context.show(predicate)}"
                    yield about(context, CODE, message, fact, fact.predicate_span, advice=advice)
        for position in PROPERTY_POSITIONS:
            for fact in facts.using(position):
                if isinstance(fact.object, NamedNode) and _is_unknown(context, fact.object):
                    suggested = context.suggestions.property_(fact.object)
                    advice = context.suggestions.advice(suggested, fact.file, fact.quad.object_at)
                    message = f"undeclared property {context.show(fact.object)}"
                    yield about(context, CODE, message, fact, fact.object_span, advice=advice)


def _is_unknown(context: Context, term: NamedNode) -> bool:
    vocabulary = context.vocabulary
    return (
        term not in vocabulary.properties
        and vocabulary.defines(term)
        and not context.is_described(term)
        and not context.is_derived(term)
    )
