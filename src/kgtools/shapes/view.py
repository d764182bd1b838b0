"""A data graph as validation sees it: the default graph of a store, with literals as written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph

from kgtools.shapes.table import LiteralTable, stored
from kgtools.sparql.tree import (
    Alternative,
    Inverse,
    Negated,
    OneOrMore,
    Path,
    Sequence,
    ZeroOrMore,
    ZeroOrOne,
)
from kgtools.terms import RDF, BlankNode, Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

    from kgtools.terms import Quad

_GRAPH = DefaultGraph()
_TYPE = RDF["type"]


class View:
    """Reads values along paths, one focus node at a time.

    Args:
        store: Its default graph is read.
        table: What the store rewrote.
        is_complete: Whether the table knows all of that.
    """

    def __init__(self, store: Store, table: LiteralTable | None = None, *, is_complete: bool = True) -> None:
        self.store = store
        self.table = table if table is not None else LiteralTable()
        self.is_complete = is_complete

    def __iter__(self) -> Iterator[tuple[Subject, NamedNode, Term]]:
        """Yield all triples, each statement that the store rewrote as it was written."""
        done: set[tuple[Subject, NamedNode]] = set()
        for quad in self.store.quads_for_pattern(None, None, None, _GRAPH):
            subject, predicate, object_ = quad.subject, quad.predicate, quad.object
            if not isinstance(subject, NamedNode | BlankNode):
                continue
            if not self.table.originals(subject, predicate):
                if isinstance(object_, NamedNode | BlankNode | Literal):
                    yield subject, predicate, object_
            elif (subject, predicate) not in done:
                done.add((subject, predicate))
                for value in self.objects(subject, predicate):
                    yield subject, predicate, value

    def states(self, quad: Quad) -> bool:
        """Return whether the data graph holds a statement, spelt just so."""
        subject, predicate, object_ = quad.subject, quad.predicate, quad.object
        if not isinstance(subject, NamedNode | BlankNode):
            return False
        if not isinstance(object_, Literal):
            return quad in self.store
        return quad in self.store and self._says(subject, predicate, object_, stored(object_))

    def objects(self, subject: Term, predicate: NamedNode) -> Iterator[Term]:
        """Yield the objects of a subject and predicate, each once."""
        if isinstance(subject, Literal):
            return
        originals = self.table.originals(subject, predicate)
        rewritten = {stored(original) for original in originals}
        for quad in self.store.quads_for_pattern(subject, predicate, None, _GRAPH):
            object_ = quad.object
            if object_ not in rewritten and isinstance(object_, NamedNode | BlankNode | Literal):
                yield object_
        yield from originals

    def subjects(self, predicate: NamedNode, object_: Term) -> Iterator[Term]:
        """Yield the subjects of a predicate and object, each once."""
        sought = stored(object_) if isinstance(object_, Literal) else object_
        for quad in self.store.quads_for_pattern(None, predicate, sought, _GRAPH):
            subject = quad.subject
            if isinstance(subject, NamedNode | BlankNode) and self._says(subject, predicate, object_, sought):
                yield subject

    def _says(
        self, subject: NamedNode | BlankNode, predicate: NamedNode, written: Term, sought: Term
    ) -> bool:
        originals = self.table.originals(subject, predicate)
        if any(stored(original) == sought for original in originals):
            return written in originals
        return written == sought

    def triples(self, subject: Term) -> Iterator[tuple[NamedNode, Term]]:
        """Yield predicate and object of all triples of a subject."""
        if isinstance(subject, Literal):
            return
        quads: Iterable[Quad] = self.store.quads_for_pattern(subject, None, None, _GRAPH)
        for predicate in dict.fromkeys(quad.predicate for quad in quads):
            for object_ in self.objects(subject, predicate):
                yield predicate, object_

    def has_type(self, node: Term, classes: Iterable[NamedNode]) -> bool:
        """Return whether a node has one of several types."""
        if isinstance(node, Literal):
            return False
        sought = frozenset(classes)
        return any(quad.object in sought for quad in self.store.quads_for_pattern(node, _TYPE, None, _GRAPH))

    def values(self, node: Term, path: Path) -> list[Term]:
        """Return the value nodes of a path, each once (SHACL 2.3.1)."""
        return list(dict.fromkeys(self._walk(node, path, backwards=False)))

    def _walk(self, node: Term, path: Path, *, backwards: bool) -> Iterator[Term]:
        match path:
            case NamedNode():
                yield from self.subjects(path, node) if backwards else self.objects(node, path)
            case Inverse(inner):
                yield from self._walk(node, inner, backwards=not backwards)
            case Sequence(parts):
                yield from self._sequence(node, parts[::-1] if backwards else parts, backwards=backwards)
            case Alternative(parts):
                for part in parts:
                    yield from self._walk(node, part, backwards=backwards)
            case ZeroOrOne(inner):
                yield node
                yield from self._walk(node, inner, backwards=backwards)
            case ZeroOrMore(inner):
                yield from self._closure([node], inner, backwards=backwards)
            case OneOrMore(inner):
                yield from self._closure(
                    self._walk(node, inner, backwards=backwards), inner, backwards=backwards
                )
            case Negated():
                raise ValueError("SHACL has no negated property sets")

    def _sequence(self, node: Term, parts: tuple[Path, ...], *, backwards: bool) -> Iterable[Term]:
        level: Iterable[Term] = [node]
        for part in parts:
            level = dict.fromkeys(
                following for current in level for following in self._walk(current, part, backwards=backwards)
            )
        return level

    def _closure(self, start: Iterable[Term], inner: Path, *, backwards: bool) -> Iterable[Term]:
        found = dict.fromkeys(start)
        open_ = list(found)
        while open_:
            for following in self._walk(open_.pop(), inner, backwards=backwards):
                if following not in found:
                    found[following] = None
                    open_.append(following)
        return found
