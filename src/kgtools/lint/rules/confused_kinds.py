"""KG107: a class where an individual belongs, or a property where a class belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.lint.positions import NO_REFERENCE
from kgtools.lint.vocabulary import CLASSES, PROPERTIES
from kgtools.terms import DCTERMS, OWL, RDF, RDFS, SKOS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG107"
_TYPE: Final = RDF["type"]
# Words that say something about any term, and lists, which hold terms of any kind.
_ABOUT_TERMS: Final = (RDF, RDFS, OWL, SKOS, DCTERMS)


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each term of the ontology that is used as what it is not."""
    vocabulary = context.vocabulary
    for term in vocabulary.classes:
        if vocabulary.defines(term) and not _is_individual(context, term):
            yield from _class_elsewhere(context, term)
    for term in vocabulary.properties - vocabulary.classes:
        if vocabulary.defines(term):
            for fact in context.facts.by_object.get(term, ()):
                if fact.predicate == _TYPE:
                    message = f"the property {context.show(term)} stands where a class belongs"
                    yield about(context, CODE, message, fact, fact.object_span)


def _class_elsewhere(context: Context, term: NamedNode) -> Iterator[Diagnostic]:
    for fact in context.data.by_object.get(term, ()):
        if fact.predicate not in NO_REFERENCE and not fact.predicate.value.startswith(_ABOUT_TERMS):
            message = f"the class {context.show(term)} stands where an individual belongs"
            advice = Advice("name one of its instances")
            yield about(context, CODE, message, fact, fact.object_span, advice=advice)
    if term not in context.vocabulary.properties:
        for fact in context.facts.using(term):
            message = f"the class {context.show(term)} stands where a property belongs"
            yield about(context, CODE, message, fact, fact.predicate_span)


def _is_individual(context: Context, term: NamedNode) -> bool:
    return any(kind not in CLASSES | PROPERTIES for kind in context.facts.types.get(term, ()))
