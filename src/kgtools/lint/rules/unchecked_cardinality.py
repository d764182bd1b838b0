"""KG762: a cardinality in OWL that somebody may take for a check of the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import OWL, SH, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG762"
_CARDINALITIES: Final = {
    OWL["cardinality"]: ("minCount", "maxCount"),
    OWL["qualifiedCardinality"]: ("minCount", "maxCount", "qualifiedMinCount", "qualifiedMaxCount"),
    OWL["minCardinality"]: ("minCount",),
    OWL["minQualifiedCardinality"]: ("minCount", "qualifiedMinCount"),
    OWL["maxCardinality"]: ("maxCount",),
    OWL["maxQualifiedCardinality"]: ("maxCount", "qualifiedMaxCount"),
}


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each cardinality whose property no shape counts.

    A reasoner takes a missing value to be unknown, and one too many to be a second name: neither is
    ever found. Where a shape counts the same property, the axiom only says what the word means. "At
    most 0" is no count but a prohibition, which a reasoner does refute.
    """
    ontology = context.ontology
    for axiom, counts in _CARDINALITIES.items():
        for fact in ontology.using(axiom):
            if isinstance(fact.object, Literal) and fact.object.value == "0":
                continue
            for role in ontology.values(fact.subject, OWL["onProperty"]):
                if isinstance(role, NamedNode) and not _is_counted(context, role, counts):
                    message = f"{context.show(axiom)} on {context.show(role)} checks nothing"
                    advice = Advice(f"let a shape ask for it with sh:{counts[0]}")
                    yield about(context, CODE, message, fact, fact.predicate_span, advice=advice)


def _is_counted(context: Context, role: NamedNode, counts: tuple[str, ...]) -> bool:
    shapes = [fact.subject for fact in context.shapes.using(SH["path"]) if fact.object == role]
    asked = {fact.predicate for shape in shapes for fact in context.shapes.about(shape)}
    return not asked.isdisjoint(SH[count] for count in counts)
