"""KG107: a class where an individual belongs, a property where a class belongs, one name for two kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.lint.positions import NO_REFERENCE
from kgtools.lint.vocabulary import CLASSES, DATATYPE_PROPERTY, INDIVIDUALS, OBJECT_PROPERTY, PROPERTIES
from kgtools.terms import DCTERMS, OWL, RDF, RDFS, SKOS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG107"
_TYPE: Final = RDF["type"]
# Words that say something about any term, and lists, which hold terms of any kind.
_ABOUT_TERMS: Final = (RDF, RDFS, OWL, SKOS, DCTERMS)
# What OWL 2 DL keeps apart, and what it allows but few mean: a class that is an individual, too.
_KINDS: Final = (
    ("a class", CLASSES),
    ("an object property", frozenset({OBJECT_PROPERTY})),
    ("a datatype property", frozenset({DATATYPE_PROPERTY})),
    ("an annotation property", frozenset({OWL["AnnotationProperty"]})),
    ("an individual", INDIVIDUALS),
)


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
    yield from _of_two_kinds(context)


def _of_two_kinds(context: Context) -> Iterator[Diagnostic]:
    for declared in context.declared.terms:
        types = context.ontology.types[declared.node]
        kinds = [(words, types.keys() & kind) for words, kind in _KINDS if not kind.isdisjoint(types)]
        if len(kinds) > 1:
            (first, _), (second, stated) = kinds[:2]
            fact = types[min(stated, key=lambda node: node.value)]
            message = f"{context.show(declared.node)} is declared {first} and {second}"
            advice = Advice("give each a name of its own")
            yield about(context, CODE, message, fact, fact.object_span, advice=advice)


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
