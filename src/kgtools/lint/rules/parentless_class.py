"""KG757: a class that stands nowhere: below no other, and not marked as a top class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import OWL, RDFS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.terms import Term

CODE: Final = "KG757"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each class without a named superclass or a definition by an expression.

    Marked as a top class is what is stated to be below ``owl:Thing``, or disjoint from something: its
    author thought of where it stands. One with subclasses is the top of their tree.
    """
    placed = set(_placed(context)) | context.vocabulary.disjoint.keys()
    for term in context.declared.of_kind("class"):
        if term.node not in placed and term.fact.object != RDFS["Datatype"]:
            message = f"the class {context.show(term.node)} is below no other"
            advice = Advice("add rdfs:subClassOf; for a top class, `rdfs:subClassOf owl:Thing`")
            yield about(context, CODE, message, term.fact, term.fact.subject_span, advice=advice)


def _placed(context: Context) -> Iterator[Term]:
    """Yield the classes about whose place something is said."""
    facts = context.ontology
    for fact in facts.using(RDFS["subClassOf"]):
        if isinstance(fact.object, NamedNode):
            yield from (fact.subject, fact.object)
    for axiom in (OWL["equivalentClass"], OWL["disjointUnionOf"]):
        yield from (fact.subject for fact in facts.using(axiom))
