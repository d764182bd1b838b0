"""What OWL tools need beside the triples: one header, declared terms, named individuals.

The mapping of OWL 2 to RDF (https://www.w3.org/TR/owl2-mapping-to-rdf/, table 7) wants one
ontology header per document and every entity declared. Without ``owl:NamedIndividual`` some
tools show no individuals at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.export.triples import statement
from kgtools.terms import DCTERMS, OWL, RDF, RDFS, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.export.triples import Statement
    from kgtools.terms import Term

_TYPE = RDF["type"]
_ONTOLOGY, _LICENCE = OWL["Ontology"], DCTERMS["license"]
_CLASS, _DATATYPE, _INDIVIDUAL = OWL["Class"], RDFS["Datatype"], OWL["NamedIndividual"]
_OBJECT, _DATA, _ANNOTATION = OWL["ObjectProperty"], OWL["DatatypeProperty"], OWL["AnnotationProperty"]
_PROPERTY_KINDS = (_OBJECT, _DATA, _ANNOTATION)
_OBJECT_ONLY = {
    OWL[f"{kind}Property"]
    for kind in ("Asymmetric", "InverseFunctional", "Irreflexive", "Reflexive", "Symmetric", "Transitive")
}
_PROPERTIES = {*_PROPERTY_KINDS, *_OBJECT_ONLY, RDF["Property"], OWL["FunctionalProperty"]}
_CLASSES = {_CLASS, RDFS["Class"]}
# What stands after these is a class, wherever it is an IRI.
_CLASS_VALUED = {
    *(RDFS[name] for name in ("domain", "range", "subClassOf")),
    *(
        OWL[name]
        for name in (
            "allValuesFrom",
            "complementOf",
            "disjointUnionOf",
            "disjointWith",
            "equivalentClass",
            "onClass",
            "someValuesFrom",
        )
    ),
}
_PROPERTY_LINKS = {RDFS["subPropertyOf"], OWL["equivalentProperty"], OWL["inverseOf"]}
_BUILT_IN = (OWL, RDF, RDFS, XSD)


def is_vocabulary(cls: Term) -> bool:
    """Return whether an instance of the class is part of an ontology and no thing it speaks of.

    Example:
        >>> is_vocabulary(OWL["Class"]), is_vocabulary(OWL["NamedIndividual"])
        (True, False)
    """
    return (
        isinstance(cls, NamedNode)
        and cls.value.startswith((OWL, RDF, RDFS))
        and cls not in (_INDIVIDUAL, OWL["Thing"], RDFS["Resource"])
    )


def licences(triples: Iterable[Statement]) -> list[str]:
    """Return the licences that the ontology headers name, sorted.

    Example:
        >>> licences([])
        []
    """
    found = set(triples)
    headers = _headers(found)
    return sorted(
        {each.object.value for each in found if each.predicate == _LICENCE and each.subject in headers}
    )


def _headers(triples: Iterable[Statement]) -> set[Term]:
    return {each.subject for each in triples if each.predicate == _TYPE and each.object == _ONTOLOGY}


def as_ontology(
    triples: Iterable[Statement], header: NamedNode, *, title: str, version: str
) -> set[Statement]:
    """Return the triples as one OWL document.

    Args:
        triples: What the project says.
        header: The IRI of the document's only ontology header.
        title: What the document is called.
        version: Its ``owl:versionInfo``.

    Headers of the project's own files lose their type, version IRI and imports of each
    other; imports of anything else move to the new header. All other triples stay.
    """
    found = set(triples)
    licence = licences(found)
    found = _one_header(found, header)
    found.add(statement(header, _TYPE, _ONTOLOGY))
    found.add(statement(header, DCTERMS["title"], Literal(title)))
    found.add(statement(header, OWL["versionInfo"], Literal(version)))
    for value in licence:
        term = NamedNode(value) if ":" in value and " " not in value else Literal(value)
        found.add(statement(header, _LICENCE, term))
    return found | _Declarations(found).missing()


def _one_header(found: set[Statement], header: NamedNode) -> set[Statement]:
    headers = _headers(found)
    kept = set()
    for triple in found:
        if triple.subject in headers:
            if triple.object == _ONTOLOGY or triple.predicate == OWL["versionIRI"]:
                continue
            if triple.predicate == OWL["imports"]:
                if triple.object not in headers:
                    kept.add(statement(header, OWL["imports"], triple.object))
                continue
        kept.add(triple)
    return kept


class _Declarations:
    """Finds what a set of triples uses without declaring it."""

    def __init__(self, triples: set[Statement]) -> None:
        self._triples = triples
        self._kinds: dict[Term, set[NamedNode]] = {}
        for triple in triples:
            if triple.predicate == _TYPE and isinstance(triple.object, NamedNode):
                self._kinds.setdefault(triple.subject, set()).add(triple.object)
        self._new: dict[Term, NamedNode] = {}

    def missing(self) -> set[Statement]:
        """Return the declarations to add: classes, then properties, then individuals."""
        self._add_classes()
        self._add_properties()
        declared = {statement(term, _TYPE, kind) for term, kind in self._new.items()}
        return declared | {statement(node, _TYPE, _INDIVIDUAL) for node in self._individuals()}

    def _kind_of(self, term: Term, kinds: Iterable[NamedNode]) -> bool:
        own = self._kinds.get(term, ())
        return any(kind in own or self._new.get(term) == kind for kind in kinds)

    def _add_classes(self) -> None:
        for triple in self._triples:
            value = triple.object
            if not isinstance(value, NamedNode) or value.value.startswith(_BUILT_IN):
                continue
            if triple.predicate == _TYPE or triple.predicate in _CLASS_VALUED:
                data = triple.predicate == RDFS["range"] and self._kind_of(triple.subject, [_DATA])
                if not self._kind_of(value, [_CLASS, _DATATYPE]):
                    self._new[value] = _DATATYPE if data else _CLASS
        for term, kinds in self._kinds.items():
            if RDFS["Class"] in kinds and _CLASS not in kinds and isinstance(term, NamedNode):
                self._new[term] = _CLASS

    def _add_properties(self) -> None:
        uses: dict[NamedNode, list[Statement]] = {}
        for triple in self._triples:
            uses.setdefault(triple.predicate, []).append(triple)
        mentioned = {
            term for term, kinds in self._kinds.items() if kinds & _PROPERTIES and isinstance(term, NamedNode)
        }
        for term in sorted(mentioned | uses.keys(), key=lambda each: each.value):
            if not term.value.startswith(_BUILT_IN) and not self._kind_of(term, _PROPERTY_KINDS):
                self._new[term] = self._use(term, uses.get(term, []))
        self._follow_links()

    def _follow_links(self) -> None:
        """Declare properties that are only named beside another of the same kind."""
        links = [triple for triple in self._triples if triple.predicate in _PROPERTY_LINKS]
        pairs = [(t.subject, t.object) for t in links] + [(t.object, t.subject) for t in links]
        changed = True
        while changed:
            changed = False
            for known, other in pairs:
                if not isinstance(other, NamedNode) or other.value.startswith(_BUILT_IN):
                    continue
                kind = next((kind for kind in _PROPERTY_KINDS if self._kind_of(known, [kind])), None)
                if kind and not self._kind_of(other, _PROPERTY_KINDS):
                    self._new[other], changed = kind, True

    def _use(self, term: NamedNode, uses: list[Statement]) -> NamedNode:
        """Return the kind of property that fits how an undeclared one is used."""
        if self._kind_of(term, _OBJECT_ONLY):
            return _OBJECT
        if uses and not any(self._is_term(triple.subject) for triple in uses):
            if all(isinstance(triple.object, Literal) for triple in uses):
                return _DATA
            if not any(isinstance(t.object, Literal) or self._is_term(t.object) for t in uses):
                return _OBJECT
        return _ANNOTATION

    def _is_term(self, node: Term) -> bool:
        return any(is_vocabulary(kind) for kind in self._kinds.get(node, ())) or node in self._new

    def _individuals(self) -> set[NamedNode]:
        found: set[Term] = {
            node for node, kinds in self._kinds.items() if not all(is_vocabulary(kind) for kind in kinds)
        }
        for triple in self._triples:
            if self._kind_of(triple.predicate, [_OBJECT]):
                found |= {triple.subject, triple.object}
        return {node for node in found if isinstance(node, NamedNode) and not self._is_term(node)}
