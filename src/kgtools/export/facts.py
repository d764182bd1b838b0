"""The parsed triples, indexed for the projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.export.owl import is_vocabulary
from kgtools.terms import OWL, RDF, RDFS, Literal, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgtools.dataset import Dataset
    from kgtools.export.triples import Statement
    from kgtools.terms import Term

_TYPE = RDF["type"]
_HIERARCHIES = (RDFS["subClassOf"], RDFS["subPropertyOf"])


class Facts:
    """Triples by subject, the classes of things, and what is below what.

    Args:
        triples: Sorted; every answer keeps their order.

    Attributes:
        of: The values of each thing, by property.
        types: The stated classes of each thing.
        vocabulary: Classes, properties, axioms and headers.

    Example:
        >>> Facts([]).below(NamedNode("urn:a"), RDFS["subClassOf"])
        frozenset({<NamedNode value=urn:a>})
    """

    def __init__(self, triples: Iterable[Statement]) -> None:
        self.of: dict[Term, dict[NamedNode, list[Term]]] = {}
        self.types: dict[Term, list[NamedNode]] = {}
        self.vocabulary: set[Term] = set()
        self._specific: dict[tuple[NamedNode, ...], list[NamedNode]] = {}
        self._narrower: dict[NamedNode, dict[Term, list[NamedNode]]] = {role: {} for role in _HIERARCHIES}
        for _, subject, role, value, _ in triples:
            self.of.setdefault(subject, {}).setdefault(role, []).append(value)
            if role == _TYPE:
                self._add_type(subject, value)
            elif role in _HIERARCHIES and isinstance(subject, NamedNode):
                self._narrower[role].setdefault(value, []).append(subject)

    def _add_type(self, subject: Term, cls: Term) -> None:
        if is_vocabulary(cls):
            self.vocabulary.add(subject)
        elif isinstance(cls, NamedNode) and cls != OWL["NamedIndividual"]:
            self.types.setdefault(subject, []).append(cls)

    def below(self, term: NamedNode, link: NamedNode) -> frozenset[NamedNode]:
        """Return a term and all that lead to it by ``rdfs:subClassOf`` or ``rdfs:subPropertyOf``."""
        narrower = self._narrower[link]
        found, waiting = {term}, [term]
        while waiting:
            fresh = [each for each in narrower.get(waiting.pop(), ()) if each not in found]
            found.update(fresh)
            waiting += fresh
        return frozenset(found)

    def above(self, term: NamedNode, link: NamedNode) -> frozenset[Term]:
        """Return a term and all that it leads to by ``rdfs:subClassOf`` or ``rdfs:subPropertyOf``."""
        found: set[Term] = {term}
        waiting: list[Term] = [term]
        while waiting:
            fresh = [each for each in self.values(waiting.pop(), link) if each not in found]
            found.update(fresh)
            waiting += fresh
        return frozenset(found)

    def most_specific(self, classes: Iterable[NamedNode]) -> list[NamedNode]:
        """Return the classes, sorted, that have none of the others below them."""
        stated = tuple(dict.fromkeys(classes))
        if stated not in self._specific:
            general = {each for cls in stated for each in self.above(cls, RDFS["subClassOf"]) - {cls}}
            own = [cls for cls in stated if cls not in general] or list(stated)
            self._specific[stated] = sorted(own, key=lambda cls: cls.value)
        return self._specific[stated]

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property."""
        known = self.of.get(subject)
        return known.get(predicate, []) if known else []

    def classes_of(self, nodes: Iterable[Term]) -> frozenset[NamedNode]:
        """Return all stated classes of some things."""
        return frozenset(cls for node in nodes for cls in self.types.get(node, ()))

    def label(self, node: NamedNode, roles: Sequence[NamedNode], languages: Sequence[str]) -> str:
        """Return the first name by property, then by language; the local name where there is none."""
        for role in roles:
            names: dict[str, str] = {}
            for value in self.values(node, role):
                if isinstance(value, Literal) and value.value:
                    names.setdefault(value.language or "", value.value)
            for language in (*languages, "", *sorted(names)):
                if language in names:
                    return names[language]
        return local_name(node.value) or node.value


def declaration_order(dataset: Dataset) -> dict[Term, int]:
    """Return the place of each term in the ontology's files, which people put in a telling order."""
    order: dict[Term, int] = {}
    ontology = set(dataset.project.ontology_files)
    for file in dataset.files:
        if file.path in ontology:
            for quad in file.quads():
                order.setdefault(quad.subject, len(order))  # type: ignore[arg-type]
    return order
