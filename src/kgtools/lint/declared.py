"""The terms that the ontology files of a project declare as their own, for the rules of its quality."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.lint.vocabulary import CLASSES, INDIVIDUALS, PROPERTIES
from kgtools.terms import DCTERMS, OWL, RDF, RDFS, SKOS, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgtools.lint.facts import Facts
    from kgtools.lint.file import Fact
    from kgtools.lint.vocabulary import Vocabulary

DEFINITIONS: Final = (
    SKOS["definition"],
    NamedNode("http://purl.obolibrary.org/obo/IAO_0000115"),
    DCTERMS["description"],
    RDFS["comment"],
)
"""How ontologies say what a term means, the most exact first."""


class Declared(NamedTuple):
    """A term of the project's own vocabulary.

    Attributes:
        node: The term.
        kind: ``class``, ``property`` or ``individual``.
        fact: The statement that declares it.
    """

    node: NamedNode
    kind: str
    fact: Fact


class Ontology:
    """What the ontology files declare and say of their own terms.

    Words of other vocabularies that they repeat do not count, nor do classes that a file of facts declares.

    Args:
        facts: The facts of the ontology files.
        vocabulary: Which namespaces are the project's.
    """

    def __init__(self, facts: Facts, vocabulary: Vocabulary) -> None:
        self.facts = facts
        self._vocabulary = vocabulary

    @cached_property
    def terms(self) -> tuple[Declared, ...]:
        """The declared terms, in the order of files and texts."""
        kinds = (("class", CLASSES), ("property", PROPERTIES), ("individual", INDIVIDUALS))
        found: dict[NamedNode, Declared] = {}
        for fact in self.facts.using(RDF["type"]):
            node = fact.quad.subject
            if isinstance(node, NamedNode) and node not in found and self._vocabulary.defines(node):
                kind = next((kind for kind, types in kinds if fact.quad.object in types), None)
                if kind:
                    found[node] = Declared(node, kind, fact)
        return tuple(found.values())

    @cached_property
    def by_node(self) -> Mapping[NamedNode, Declared]:
        """The declared terms by their names."""
        return {term.node: term for term in self.terms}

    def of_kind(self, kind: str) -> Iterator[Declared]:
        """Yield the declared terms of a kind."""
        return (term for term in self.terms if term.kind == kind)

    def texts(self, node: NamedNode, roles: Iterable[NamedNode]) -> Iterator[tuple[Fact, Literal]]:
        """Yield the literals that some properties give to a term, property by property."""
        about = self.facts.about(node)
        for role in roles:
            for fact in about:
                if fact.quad.predicate == role and isinstance(fact.quad.object, Literal):
                    yield fact, fact.quad.object

    def links(self, axiom: NamedNode) -> Mapping[NamedNode, list[Fact]]:
        """Return the facts with a property that lead from an own term to another name, by that term."""
        found: defaultdict[NamedNode, list[Fact]] = defaultdict(list)
        for fact in self.facts.using(axiom):
            start = fact.quad.subject
            if isinstance(start, NamedNode) and isinstance(fact.quad.object, NamedNode):
                found[start].append(fact)
        return {node: facts for node, facts in found.items() if node in self.by_node}

    @cached_property
    def headers(self) -> tuple[Fact, ...]:
        """The statements that something is an ``owl:Ontology``."""
        return tuple(fact for fact in self.facts.using(RDF["type"]) if fact.object == OWL["Ontology"])
