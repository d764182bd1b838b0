"""KG758: a term that is replaced but not deprecated, or deprecated without a word on what to use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import DCTERMS, OWL, RDFS, SKOS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG758"
_OBO: Final = "http://purl.obolibrary.org/obo/IAO_0100001"
_REPLACED: Final = (DCTERMS["isReplacedBy"], NamedNode(_OBO))
# Also enough for a deprecated term: a word on what became of it.
_TOLD: Final = (*_REPLACED, RDFS["seeAlso"], SKOS["changeNote"], SKOS["historyNote"])


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each declared term with one of the two and not the other."""
    deprecated = set(context.vocabulary.deprecated())
    for term in context.declared.terms:
        stated = context.ontology.about(term.node)
        replaced = next((fact for fact in stated if fact.predicate in _REPLACED), None)
        if replaced and term.node not in deprecated:
            message = f"{context.show(term.node)} is replaced but not marked as deprecated"
            advice = Advice("add `owl:deprecated true`")
            yield about(context, CODE, message, replaced, replaced.predicate_span, advice=advice)
        if term.node in deprecated and not any(fact.predicate in _TOLD for fact in stated):
            mark = next(fact for fact in stated if fact.predicate == OWL["deprecated"])
            message = f"{context.show(term.node)} is deprecated, and nothing says what to use instead"
            advice = Advice("add dcterms:isReplacedBy; without a successor, skos:changeNote")
            yield about(context, CODE, message, mark, mark.predicate_span, advice=advice)
