"""Reads what the documentation of a schema says out of a dataset."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kgtools.explain import shapes_in_words
from kgtools.schema.model import Codes, Schema, Word
from kgtools.schema.tree import tree
from kgtools.sparql.names import names
from kgtools.terms import OWL, RDF, RDFS, SKOS, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.dataset import Dataset
    from kgtools.labels import Labels
    from kgtools.query.catalogue import Catalogue
    from kgtools.terms import Term

CLASSES: Final = (OWL["Class"], RDFS["Class"])
PROPERTIES: Final = (
    OWL["ObjectProperty"],
    OWL["DatatypeProperty"],
    OWL["AnnotationProperty"],
    RDF["Property"],
)
DEFINITIONS: Final = (SKOS["definition"], RDFS["comment"])
_FEW: Final = 3


def read(dataset: Dataset, labels: Labels, queries: Catalogue) -> Schema:
    """Return the words of a project: what they mean, how they are used, and which questions use them.

    Args:
        dataset: Ontology, facts and shapes.
        labels: Names of things.
        queries: The questions.

    Raises:
        InputError: A file or a query cannot be read.
    """
    return _Reader(dataset, labels, queries).schema()


class _Reader:
    """Reads the vocabulary of one dataset."""

    def __init__(self, dataset: Dataset, labels: Labels, queries: Catalogue) -> None:
        self._project, self._store, self._labels = dataset.project, dataset.store, labels
        self._asked = tuple(queries)
        self._shapes = shapes_in_words(dataset.project)

    def schema(self) -> Schema:
        """Return everything."""
        questions = {spec.name: spec.summary for spec in self._asked}
        return Schema(self.classes(), self.properties(), self.codes(), self._shapes, questions)

    def classes(self) -> tuple[Word, ...]:
        """Return the classes as a tree."""
        known = self._of(*CLASSES)
        parents = {cls: self._objects(cls, RDFS["subClassOf"]) & known for cls in known}
        return tuple(self._class(cls, depth, parents[cls]) for cls, depth in tree(parents, self._labels.of))

    def _class(self, cls: NamedNode, depth: int, parents: Iterable[NamedNode]) -> Word:
        instances = sorted(self._labels.instances(cls), key=lambda each: (self._labels.of(each), each.value))
        return self._word(cls)._replace(
            depth=depth,
            size=len(instances),
            links=self._links({"below": parents, "properties in use": self._used.get(cls, ())}),
            shapes=tuple(shape.node for shape in self._shapes if cls in shape.classes),
            instances=tuple(instances[:_FEW]),
        )

    def properties(self) -> tuple[Word, ...]:
        """Return the properties by name."""
        return tuple(
            self._word(role)._replace(
                size=self._uses[role],
                links=self._links(
                    {
                        "below": self._objects(role, RDFS["subPropertyOf"]),
                        "from": self._objects(role, RDFS["domain"]),
                        "to": self._objects(role, RDFS["range"]),
                    }
                ),
                uses=self._statements(role),
            )
            for role in sorted(self._of(*PROPERTIES), key=lambda role: self._labels.of(role).casefold())
        )

    def codes(self) -> tuple[Codes, ...]:
        """Return the code lists with their codes."""
        found = []
        for scheme in sorted(self._of(SKOS["ConceptScheme"]), key=self._labels.of):
            members = {quad.subject for quad in self._store.match(None, SKOS["inScheme"], scheme)}
            named = [each for each in members if isinstance(each, NamedNode)]
            words = tuple(self._word(each) for each in sorted(named, key=self._labels.of))
            found.append(Codes(self._word(scheme), words))
        return tuple(found)

    def _word(self, node: NamedNode) -> Word:
        return Word(
            node,
            self._labels.of(node),
            self._definition(node),
            questions=tuple(self._questions.get(node, ())),
        )

    def _links(self, given: dict[str, Iterable[NamedNode]]) -> tuple[tuple[str, tuple[NamedNode, ...]], ...]:
        found = ((how, tuple(sorted(nodes, key=self._labels.of))) for how, nodes in given.items())
        return tuple((how, nodes) for how, nodes in found if nodes)

    def _definition(self, node: NamedNode) -> str:
        languages = (*self._project.languages, "")
        for role in DEFINITIONS:
            texts = {
                quad.object.language or "": quad.object.value
                for quad in self._store.match(node, role)
                if isinstance(quad.object, Literal)
            }
            for language in (*languages, *texts):
                if language in texts:
                    return texts[language]
        return ""

    def _statements(self, role: NamedNode) -> tuple[tuple[Term, Term], ...]:
        """Return the first statements about things of the project, by what these are called."""
        found: list[tuple[Term, Term]] = [
            (quad.subject, quad.object)  # type: ignore[misc]  # no triple terms in files
            for quad in self._store.match(None, role)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(self._project.base)
        ]
        return tuple(sorted(found, key=str)[:_FEW])

    @cached_property
    def _uses(self) -> Counter[NamedNode]:
        return Counter(quad.predicate for quad in self._store.match())

    @cached_property
    def _used(self) -> dict[NamedNode, set[NamedNode]]:
        """The properties that instances of each class have."""
        known, roles = self._of(*CLASSES), self._of(*PROPERTIES)
        types: dict[object, list[NamedNode]] = {}
        for quad in self._store.match(None, RDF["type"]):
            if isinstance(quad.object, NamedNode) and quad.object in known:
                types.setdefault(quad.subject, []).append(quad.object)
        found: dict[NamedNode, set[NamedNode]] = {}
        for quad in self._store.match():
            if quad.predicate in roles:
                for cls in types.get(quad.subject, ()):
                    found.setdefault(cls, set()).add(quad.predicate)
        return found

    @cached_property
    def _questions(self) -> dict[NamedNode, list[str]]:
        """The queries that use each term."""
        found: dict[NamedNode, list[str]] = {}
        for spec in self._asked:
            for node in names(spec.text, self._project.prefixes):
                found.setdefault(node, []).append(spec.name)
        return found

    def _of(self, *kinds: NamedNode) -> frozenset[NamedNode]:
        found = (quad.subject for kind in kinds for quad in self._store.match(None, RDF["type"], kind))
        return frozenset(node for node in found if isinstance(node, NamedNode))

    def _objects(self, node: NamedNode, role: NamedNode) -> frozenset[NamedNode]:
        found = (quad.object for quad in self._store.match(node, role))
        return frozenset(each for each in found if isinstance(each, NamedNode))
