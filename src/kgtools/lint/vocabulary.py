"""What the ontology declares: classes, properties, and what follows from their axioms."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from kgtools.terms import OWL, RDF, RDFS, SKOS, WELL_KNOWN, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.lint.facts import Facts
    from kgtools.terms import Term

CLASSES: Final = frozenset({OWL["Class"], RDFS["Class"], RDFS["Datatype"]})
OBJECT_PROPERTY: Final = OWL["ObjectProperty"]
DATATYPE_PROPERTY: Final = OWL["DatatypeProperty"]
PROPERTIES: Final = frozenset(
    {
        RDF["Property"],
        OBJECT_PROPERTY,
        DATATYPE_PROPERTY,
        *(OWL[f"{kind}Property"] for kind in ("Annotation", "Ontology", "Functional", "Transitive")),
        *(OWL[f"{kind}Property"] for kind in ("Symmetric", "Asymmetric", "Reflexive", "Irreflexive")),
        OWL["InverseFunctionalProperty"],
    }
)
INDIVIDUALS: Final = frozenset({OWL["NamedIndividual"], SKOS["Concept"], SKOS["ConceptScheme"]})
_FOREIGN: Final = frozenset(WELL_KNOWN.values())


def namespace(iri: str) -> str:
    """Return an IRI up to its last ``#`` or ``/``.

    Example:
        >>> namespace("https://example.org/terms/Person")
        'https://example.org/terms/'
    """
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


class Vocabulary:
    """The terms of an ontology.

    Args:
        ontology: Its facts.
        everything: Facts and ontology: a class may be declared beside the facts.
    """

    def __init__(self, ontology: Facts, everything: Facts) -> None:
        self._ontology = ontology
        self._all = everything

    @cached_property
    def classes(self) -> frozenset[NamedNode]:
        """The declared classes."""
        return frozenset(self._of_kind(CLASSES))

    @cached_property
    def properties(self) -> frozenset[NamedNode]:
        """The declared properties."""
        return frozenset(self._of_kind(PROPERTIES))

    def _of_kind(self, kinds: frozenset[NamedNode]) -> Iterator[NamedNode]:
        for subject, types in self._all.types.items():
            if isinstance(subject, NamedNode) and not kinds.isdisjoint(types):
                yield subject

    def is_a(self, term: Term, kind: NamedNode) -> bool:
        """Return whether a term is declared to be of a kind, such as ``owl:ObjectProperty``."""
        return kind in self._all.types.get(term, ())

    @cached_property
    def namespaces(self) -> frozenset[str]:
        """The namespaces that the ontology defines; only in these an unknown name is a mistake.

        Words of another vocabulary that it only repeats (``rdfs:isDefinedBy`` elsewhere) do not count.
        """
        headers = {f.subject for f in self._ontology.using(RDF["type"]) if f.object == OWL["Ontology"]}
        found: set[str] = set()
        for node, types in self._ontology.types.items():
            kinds = types.keys()
            if not isinstance(node, NamedNode) or kinds.isdisjoint(CLASSES | PROPERTIES | INDIVIDUALS):
                continue
            home = namespace(node.value)
            definers = self._ontology.values(node, RDFS["isDefinedBy"])
            if home not in _FOREIGN and (not definers or not headers.isdisjoint(definers)):
                found.add(home)
        return frozenset(found)

    def defines(self, term: Term) -> bool:
        """Return whether a term stands in a namespace that the ontology defines, and has a name there."""
        return (
            isinstance(term, NamedNode)
            and (home := namespace(term.value)) in self.namespaces
            and len(term.value) > len(home)
        )

    @cached_property
    def _parents(self) -> dict[NamedNode, set[NamedNode]]:
        found: dict[NamedNode, set[NamedNode]] = {}
        for fact in self._all.using(RDFS["subClassOf"]):
            if isinstance(fact.subject, NamedNode) and isinstance(fact.object, NamedNode):
                found.setdefault(fact.subject, set()).add(fact.object)
        return found

    @cached_property
    def _superclasses(self) -> dict[NamedNode, frozenset[NamedNode]]:
        return {}

    def superclasses(self, node: NamedNode) -> frozenset[NamedNode]:
        """Return a class and everything it is a subclass of."""
        known = self._superclasses.get(node)
        if known is None:
            found, waiting = {node}, [node]
            while waiting:
                for parent in self._parents.get(waiting.pop(), ()):
                    if parent not in found:
                        found.add(parent)
                        waiting.append(parent)
            known = self._superclasses[node] = frozenset(found)
        return known

    def all_types(self, node: Term) -> frozenset[NamedNode]:
        """Return the stated classes of a node and their superclasses."""
        known = self._all_types.get(node)
        if known is None:
            stated = self._all.types.get(node, ())
            known = self._all_types[node] = frozenset().union(*map(self.superclasses, stated))
        return known

    @cached_property
    def _all_types(self) -> dict[Term, frozenset[NamedNode]]:
        return {}

    @cached_property
    def domains(self) -> dict[NamedNode, list[NamedNode]]:
        """The classes that ``rdfs:domain`` gives to the subjects of each property."""
        return self._named(RDFS["domain"])

    @cached_property
    def ranges(self) -> dict[NamedNode, list[NamedNode]]:
        """The classes and datatypes that ``rdfs:range`` gives to the values of each property."""
        return self._named(RDFS["range"])

    def _named(self, axiom: NamedNode) -> dict[NamedNode, list[NamedNode]]:
        found: dict[NamedNode, list[NamedNode]] = {}
        for fact in self._all.using(axiom):
            if isinstance(fact.subject, NamedNode) and isinstance(fact.object, NamedNode):
                found.setdefault(fact.subject, []).append(fact.object)
        return found

    @cached_property
    def disjoint(self) -> dict[NamedNode, set[NamedNode]]:
        """The classes that each class is stated to share no member with."""
        found: dict[NamedNode, set[NamedNode]] = {}
        for group in self._disjoint_groups():
            for one in group:
                found.setdefault(one, set()).update(other for other in group if other != one)
        return found

    def _disjoint_groups(self) -> Iterator[list[NamedNode]]:
        facts = self._all
        for fact in facts.using(OWL["disjointWith"]):
            yield [term for term in (fact.subject, fact.object) if isinstance(term, NamedNode)]
        groups = (f for f in facts.using(OWL["members"]) if self.is_a(f.subject, OWL["AllDisjointClasses"]))
        heads = [fact.object for fact in (*facts.using(OWL["disjointUnionOf"]), *groups)]
        for head in heads:
            yield [term for term in facts.members(head) if isinstance(term, NamedNode)]

    def deprecated(self) -> Iterator[NamedNode]:
        """Yield the terms that are no longer to be used."""
        for fact in self._all.using(OWL["deprecated"]):
            is_true = isinstance(fact.object, Literal) and fact.object.value in {"true", "1"}
            if is_true and isinstance(fact.subject, NamedNode):
                yield fact.subject
