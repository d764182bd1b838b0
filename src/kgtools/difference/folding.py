"""Blank nodes by what they say, so that two graphs can be compared triple by triple.

The label of a blank node means nothing outside its file. A blank node that one triple at most points
at is folded into a :class:`Structure`; one that several point at, or that leads back to itself, gets a
label made from all that is connected with it. Two graphs with the same facts are isomorphic (RDF 1.1
Concepts, 3.6).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeAlias, TypeVar

from kgtools.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


_SHORT: Final = 400


class Statement(Protocol):
    """A triple, wherever it comes from."""

    # The gate refuses RDF 1.2, so no term is a triple; pyoxigraph's signatures allow it, hence Any.
    @property
    def subject(self) -> Any: ...  # noqa: D102
    @property
    def predicate(self) -> NamedNode: ...  # noqa: D102
    @property
    def object(self) -> Any: ...  # noqa: D102


S = TypeVar("S", bound=Statement)


@dataclass(frozen=True, slots=True)
class Structure:
    """A blank node as what it says: its predicates and values, sorted; equal where they are.

    Attributes:
        pairs: Predicates and values; a value may be a structure again.
        key: The same as text; where that is long, its digest, so that a list takes no square of its length.
    """

    pairs: tuple[tuple[NamedNode, Value], ...] = field(compare=False, repr=False)
    key: str

    @classmethod
    def of(cls, pairs: Iterable[tuple[NamedNode, Value]]) -> Structure:
        """Return a structure of predicates and values in any order."""
        keyed = sorted(
            ((f"{predicate} {key_of(value)}", (predicate, value)) for predicate, value in pairs),
            key=itemgetter(0),
        )
        inside = " ; ".join(key for key, _ in keyed)
        key = inside if len(inside) <= _SHORT else _digest([inside])
        return cls(tuple(pair for _, pair in keyed), f"[ {key} ]")


Node: TypeAlias = NamedNode | BlankNode | Structure
Value: TypeAlias = NamedNode | BlankNode | Literal | Structure


class Fact(NamedTuple):
    """A triple in which blank nodes are told by what they say.

    The triples of a blank node that nothing points at have the structure as their subject.
    """

    subject: Node
    predicate: NamedNode
    value: Value


def key_of(value: Value) -> str:
    """Return a term as N-Triples write it, or the key of a structure."""
    return value.key if isinstance(value, Structure) else str(value)


def fold(statements: Iterable[S]) -> Iterator[tuple[Fact, S]]:
    """Yield each fact of a graph, with the triple that states it.

    What a structure says is no fact of its own.

    Example:
        >>> from pyoxigraph import RdfFormat, parse
        >>> one = parse("<x:a> <x:p> [ <x:q> 1 ; <x:r> 2 ] .", RdfFormat.TURTLE)
        >>> other = parse("<x:a> <x:p> _:b . _:b <x:r> 2 . _:b <x:q> 1 .", RdfFormat.TURTLE)
        >>> [fact for fact, _ in fold(one)] == [fact for fact, _ in fold(other)]
        True
    """
    first: dict[tuple[Node, NamedNode, Value], S] = {}
    for statement in statements:
        first.setdefault((statement.subject, statement.predicate, statement.object), statement)
    blank = _Blank(first.values())
    for statement in first.values():
        if statement.subject not in blank.inner:
            subject: Node = blank.name(statement.subject)
            yield Fact(subject, statement.predicate, blank.name(statement.object)), statement


class _Blank:
    """The blank nodes of a graph, and what each is called.

    Attributes:
        inner: Those that are told with what points at them.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._about: dict[BlankNode, list[Statement]] = defaultdict(list)
        self._uses: dict[BlankNode, list[Statement]] = defaultdict(list)
        for statement in statements:
            if isinstance(statement.subject, BlankNode):
                self._about[statement.subject].append(statement)
            if isinstance(statement.object, BlankNode):
                self._uses[statement.object].append(statement)
        self.inner: set[BlankNode] = set()
        self._names: dict[BlankNode, BlankNode | Structure] = {}
        seen: Counter[str] = Counter()
        for nodes in self._components():
            if self._is_tree(nodes):
                self.inner.update(node for node in nodes if self._uses[node])
            else:
                self._label(nodes, seen)

    def name(self, term: Any) -> Any:
        """Return what a term is called: a blank node by what it says, any other as it is."""
        if not isinstance(term, BlankNode):
            return term
        waiting = [term]
        while waiting:  # no recursion: lists may be long
            node = waiting[-1]
            below = [s.object for s in self._about[node] if isinstance(s.object, BlankNode)]
            unnamed = [] if node in self._names else [each for each in below if each not in self._names]
            if not unnamed:
                waiting.pop()
                if node not in self._names:
                    self._names[node] = self._structure(node)
            waiting += unnamed
        return self._names[term]

    def _structure(self, node: BlankNode) -> Structure:
        return Structure.of(
            (s.predicate, self._names[s.object] if isinstance(s.object, BlankNode) else s.object)
            for s in self._about[node]
        )

    def _components(self) -> Iterator[set[BlankNode]]:
        """Yield blank nodes that triples connect with each other."""
        left = dict.fromkeys((*self._about, *self._uses))
        while left:
            found, waiting = set[BlankNode](), [next(iter(left))]
            while waiting:
                node = waiting.pop()
                if node in left:
                    del left[node]
                    found.add(node)
                    waiting += [s.object for s in self._about[node] if isinstance(s.object, BlankNode)]
                    waiting += [s.subject for s in self._uses[node] if isinstance(s.subject, BlankNode)]
            yield found

    def _is_tree(self, nodes: set[BlankNode]) -> bool:
        inside = sum(isinstance(s.subject, BlankNode) for node in nodes for s in self._uses[node])
        return inside == len(nodes) - 1 and all(len(self._uses[node]) < 2 for node in nodes)  # noqa: PLR2004

    def _label(self, nodes: set[BlankNode], seen: Counter[str]) -> None:
        """Name nodes after all that is said of them; the second of two equal components gets a number."""
        colours = self._colours(nodes)
        touched = dict.fromkeys(s for node in nodes for s in (*self._about[node], *self._uses[node]))
        whole = _digest(sorted(_line(statement, colours) for statement in touched))
        seen[whole] += 1
        for node, colour in colours.items():
            self._names[node] = BlankNode(f"b{whole}n{_digest([colour])}x{seen[whole]}")

    def _colours(self, nodes: set[BlankNode]) -> dict[BlankNode, str]:
        """Return a different colour for each node, told by its neighbours' as far as they tell it.

        Where they leave a tie, one node is set apart and the neighbours are asked again. If the tied
        nodes are no mirror images of each other, the same graph may get other colours, and is then
        shown as changed; different graphs never get the same.
        """
        colours = dict.fromkeys(sorted(nodes, key=lambda node: node.value), "")
        while True:
            colours = self._refined(colours)
            groups = defaultdict(list)
            for node, colour in colours.items():
                groups[colour].append(node)
            tied = min(((c, group) for c, group in groups.items() if len(group) > 1), default=None)
            if tied is None:
                return colours
            colours[tied[1][0]] += "!"

    def _refined(self, colours: dict[BlankNode, str]) -> dict[BlankNode, str]:
        while True:
            before = len(set(colours.values()))
            colours = {
                node: _digest(
                    [
                        colour,
                        *sorted(_line(s, colours, node) for s in self._about[node]),
                        *sorted(_line(s, colours, node) for s in self._uses[node]),
                    ]
                )
                for node, colour in colours.items()
            }
            if len(set(colours.values())) in {before, len(colours)}:
                return colours


def _line(statement: Statement, colours: Mapping[BlankNode, str], own: BlankNode | None = None) -> str:
    """Return a triple with colours for its blank nodes; the one it is seen from is called ``*``."""
    ends = (
        ("*" if term == own else colours[term]) if isinstance(term, BlankNode) else str(term)
        for term in (statement.subject, statement.object)
    )
    return f"{statement.predicate} {' '.join(ends)}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
