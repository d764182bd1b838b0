"""A small RDF graph in memory: the shapes graph, or a report that another engine wrote.

It keeps terms exactly as they were parsed (a store would rewrite literals) and answers in the
order of the text, so that findings and reports come out in a stable order.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from kgtools.terms import RDF, RDFS, BlankNode, Literal, NamedNode, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.terms import Subject, TripleLike

FIRST, REST, NIL = RDF["first"], RDF["rest"], RDF["nil"]


class MalformedListError(ValueError):
    """A node that should be a SHACL list is none: a fork, an end without ``rdf:nil`` or a cycle."""


class Graph:
    """Triples by subject and predicate; the graph names of quads are ignored.

    Example:
        >>> from pyoxigraph import RdfFormat, parse
        >>> graph = Graph(parse("<x:a> <x:p> '01'^^<x:d> .", RdfFormat.TURTLE))
        >>> graph.objects(NamedNode("x:a"), NamedNode("x:p"))[0].value
        '01'
    """

    def __init__(self, triples: Iterable[TripleLike]) -> None:
        self._forward: dict[Subject, dict[NamedNode, dict[Term, None]]] = {}
        self._backward: dict[NamedNode, dict[Term, list[Subject]]] = {}  # of what was asked about
        for triple in triples:
            subject, object_ = triple.subject, triple.object
            if isinstance(subject, NamedNode | BlankNode) and isinstance(
                object_, NamedNode | BlankNode | Literal
            ):
                self._forward.setdefault(subject, {}).setdefault(triple.predicate, {})[object_] = None

    @cached_property
    def _by_predicate(self) -> dict[NamedNode, list[Subject]]:
        found: dict[NamedNode, list[Subject]] = defaultdict(list)
        for subject, row in self._forward.items():
            for predicate in row:
                found[predicate].append(subject)
        return found

    def __len__(self) -> int:
        return sum(len(objects) for row in self._forward.values() for objects in row.values())

    def __iter__(self) -> Iterator[tuple[Subject, NamedNode, Term]]:
        for subject, row in self._forward.items():
            for predicate, objects in row.items():
                for object_ in objects:
                    yield subject, predicate, object_

    def __contains__(self, triple: tuple[Subject, NamedNode, Term]) -> bool:
        subject, predicate, object_ = triple
        return object_ in self._forward.get(subject, {}).get(predicate, {})

    def nodes(self) -> Iterator[Subject]:
        """Yield every subject once."""
        return iter(self._forward)

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the objects of the triples with this subject and predicate."""
        row = self._forward.get(subject) if not isinstance(subject, Literal) else None
        return list(row.get(predicate, ())) if row else []

    def subjects(self, predicate: NamedNode, object_: Term | None = None) -> list[Subject]:
        """Return the subjects of the triples with this predicate (and object), each once."""
        if object_ is None:
            return list(self._by_predicate.get(predicate, ()))
        if predicate not in self._backward:
            self._backward[predicate] = self._by_object(predicate)
        return self._backward[predicate].get(object_, [])

    def _by_object(self, predicate: NamedNode) -> dict[Term, list[Subject]]:
        found: dict[Term, list[Subject]] = defaultdict(list)
        for subject in self._by_predicate.get(predicate, ()):
            for object_ in self._forward[subject][predicate]:
                found[object_].append(subject)
        return found

    def predicates(self, subject: Term) -> list[NamedNode]:
        """Return the predicates of the triples with this subject."""
        return list(self._forward.get(subject, ())) if not isinstance(subject, Literal) else []

    def members(self, head: Term) -> tuple[Term, ...]:
        """Return the members of a SHACL list (SHACL 1.1, "SHACL list").

        Raises:
            MalformedListError: The node is no well-formed list.
        """
        members: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            first, rest = self.objects(head, FIRST), self.objects(head, REST)
            if head in seen:
                raise MalformedListError("the list runs in a circle")
            if len(first) != 1 or len(rest) != 1:
                raise MalformedListError(
                    f"a list node has {len(first)} values of rdf:first and {len(rest)} of rdf:rest, "
                    "not one each"
                )
            seen.add(head)
            members.append(first[0])
            head = rest[0]
        return tuple(members)

    def subclasses(self, class_: Term) -> set[Term]:
        """Return a class and everything that is ``rdfs:subClassOf`` it, over any number of steps."""
        found: set[Term] = {class_}
        open_: list[Term] = [class_]
        while open_:
            for subject in self.subjects(RDFS["subClassOf"], open_.pop()):
                if subject not in found:
                    found.add(subject)
                    open_.append(subject)
        return found

    def instances(self, class_: NamedNode) -> list[Subject]:
        """Return the SHACL instances of a class (SHACL 1.1), each once."""
        found: dict[Subject, None] = {}
        for subclass in self.subclasses(class_):
            found.update(dict.fromkeys(self.subjects(RDF["type"], subclass)))
        return list(found)
