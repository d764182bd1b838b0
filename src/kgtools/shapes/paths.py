"""SHACL property paths: a typed form, read from a shapes graph and written as SPARQL (SHACL 2.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from kgtools.shapes.graph import FIRST, NIL, REST, MalformedListError
from kgtools.sparql import write
from kgtools.sparql.tree import Alternative, Inverse, OneOrMore, Path, Sequence, ZeroOrMore, ZeroOrOne, walk
from kgtools.terms import SH, BlankNode, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.shapes.graph import Graph
    from kgtools.terms import Prefixes, Subject, Term


__all__ = [
    "MalformedListError",
    "MalformedPathError",
    "Path",
    "Way",
    "predicates",
    "read",
    "show",
    "steps",
    "triples",
]

Way: TypeAlias = tuple[Path, ...]
"""Paths that follow each other, from a focus node to somewhere."""

UNARY: dict[NamedNode, type[Inverse | ZeroOrMore | OneOrMore | ZeroOrOne]] = {
    SH["inversePath"]: Inverse,
    SH["zeroOrMorePath"]: ZeroOrMore,
    SH["oneOrMorePath"]: OneOrMore,
    SH["zeroOrOnePath"]: ZeroOrOne,
}
_DEEPEST = 64
_LARGEST = 1000
_FEWEST_PARTS = 2


class MalformedPathError(ValueError):
    """A node that should be a SHACL property path is none."""


def read(graph: Graph, node: Term) -> Path:
    """Return the path that a node of a shapes graph stands for.

    A node that is a list is a sequence path, whatever else it says (the W3C suite expects so).

    Raises:
        MalformedPathError: The node is no well-formed path, or one nested too deep or too large.
        MalformedListError: A list in it is malformed or cyclic.
    """
    return _Reader(graph).read(node, ())[0]


class _Reader:
    """Reads one path; shared parts are read once, so that a path of doubled parts stays cheap."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._done: dict[Term, tuple[Path, int]] = {}

    def read(self, node: Term, above: tuple[Term, ...]) -> tuple[Path, int]:
        """Return the path and how many steps it has when written out."""
        if node in above:
            raise MalformedPathError("the path contains itself")
        if len(above) >= _DEEPEST:
            raise MalformedPathError(f"the path is nested deeper than {_DEEPEST} levels")
        if node not in self._done:
            self._done[node] = self._read(node, (*above, node))
        if self._done[node][1] > _LARGEST:
            raise MalformedPathError(f"the path has more than {_LARGEST} steps")
        return self._done[node]

    def _read(self, node: Term, inside: tuple[Term, ...]) -> tuple[Path, int]:
        graph = self._graph
        if graph.objects(node, FIRST) or graph.objects(node, REST):
            parts, size = self._parts(node, inside)
            return Sequence(parts), size
        if isinstance(node, NamedNode):
            return node, 1
        alternatives = graph.objects(node, SH["alternativePath"])
        steps = [(kind, term) for name, kind in UNARY.items() for term in graph.objects(node, name)]
        if len(alternatives) + len(steps) != 1:
            raise MalformedPathError(
                "a path is an IRI, a list, or a node with exactly one of sh:alternativePath, "
                "sh:inversePath, sh:zeroOrMorePath, sh:oneOrMorePath and sh:zeroOrOnePath"
            )
        if alternatives:
            parts, size = self._parts(alternatives[0], inside)
            return Alternative(parts), size
        kind, term = steps[0]
        inner, size = self.read(term, inside)
        return kind(inner), size + 1

    def _parts(self, head: Term, inside: tuple[Term, ...]) -> tuple[tuple[Path, ...], int]:
        members = self._graph.members(head)
        if len(members) < _FEWEST_PARTS:
            raise MalformedPathError("a sequence or alternative path needs at least two members")
        read = [self.read(member, inside) for member in members]
        return tuple(path for path, _ in read), sum(size for _, size in read)


def show(path: Path, prefixes: Prefixes) -> str:
    """Return a path as SPARQL 1.1 writes it (section 9.1), with prefixed names.

    Example:
        >>> from kgtools.terms import RDFS, Prefixes
        >>> show(Sequence((RDFS["label"], Inverse(RDFS["seeAlso"]))), Prefixes())
        'rdfs:label/^rdfs:seeAlso'
    """
    return write.path(path, prefixes.show)


def predicates(path: Path) -> frozenset[NamedNode]:
    """Return the predicates that a path walks along, in either direction."""
    return frozenset(part for part in walk(path) if isinstance(part, NamedNode))


def steps(path: Path) -> Iterator[tuple[Way, NamedNode]]:  # noqa: C901 - one case each
    """Yield each property in a path with the way from its start to the subject of the statement.

    Example:
        >>> from kgtools.terms import RDFS
        >>> [(len(way), step.value[-5:]) for way, step in steps(Sequence((RDFS["label"], RDFS["range"])))]
        [(0, 'label'), (1, 'range')]
    """
    match path:
        case NamedNode():
            yield (), path
        case Inverse(inner):
            # Walked from the object: the statement's subject is where the inner path begins.
            for before, predicate in steps(inner):
                yield (path, *before), predicate
        case Sequence(parts):
            for number, part in enumerate(parts):
                for before, predicate in steps(part):
                    yield (*parts[:number], *before), predicate
        case Alternative(parts):
            for part in parts:
                yield from steps(part)
        case ZeroOrMore(inner) | OneOrMore(inner):
            for before, predicate in steps(inner):
                yield (ZeroOrMore(inner), *before), predicate
        case ZeroOrOne(inner):
            yield from steps(inner)


def triples(path: Path, head: Subject) -> Iterator[Triple]:
    """Yield the triples that describe a path in RDF, with a given node at its head; none for an IRI."""
    if isinstance(path, NamedNode):
        return
    if isinstance(path, Sequence):
        yield from _list(path.parts, head)
    elif isinstance(path, Alternative):
        members = BlankNode()
        yield Triple(head, SH["alternativePath"], members)
        yield from _list(path.parts, members)
    else:
        for predicate, kind in UNARY.items():
            if isinstance(path, kind):
                inner: Subject = path.path if isinstance(path.path, NamedNode) else BlankNode()
                yield Triple(head, predicate, inner)
                yield from triples(path.path, inner)


def _list(parts: tuple[Path, ...], head: Subject) -> Iterator[Triple]:
    for number, part in enumerate(parts):
        member: Subject = part if isinstance(part, NamedNode) else BlankNode()
        rest = NIL if number == len(parts) - 1 else BlankNode()
        yield Triple(head, FIRST, member)
        yield from triples(part, member)
        yield Triple(head, REST, rest)
        head = rest
