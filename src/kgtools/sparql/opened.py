"""A query opened up: all its variables visible, every step of its paths a triple pattern of its own.

Solutions of the opened query tell which triples each pattern met. It has at least the solutions of
the query itself: grouping, limits and sorting are gone.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Variable

from kgtools.sparql import tree
from kgtools.sparql.tree import Group, Path, Select, Triple
from kgtools.terms import BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgtools.sparql.tree import Element, Expression, Node

_OWN = "kgr"  # variables of ours begin so
_LARGE = 40  # patterns; to join all that a larger sub-query hides takes longer than anybody waits


class Closure(NamedTuple):
    """A path of any length, or along unnamed properties, between two ends."""

    subject: Node
    path: Path
    object: Node


class Opened(NamedTuple):
    """What an opened query consists of.

    Attributes:
        where: Its pattern.
        patterns: All triple patterns that may have met a triple.
        closures: The same for paths without a fixed number of steps.
        absent: Groups that must not match (``NOT EXISTS``, ``MINUS``).
        is_closed: Whether a sub-query, too large to be opened, decides what is a solution and hides why.
    """

    where: Group
    patterns: tuple[Triple, ...]
    closures: tuple[Closure, ...]
    absent: tuple[Group, ...]
    is_closed: bool


def opened(query: Select) -> Opened:
    """Return a query opened up.

    Example:
        >>> from kgtools.sparql import algebra, write
        >>> query = algebra.parse("SELECT ?a { ?a <urn:p>/^<urn:q> [] }")
        >>> write.group(opened(query).where)
        '{ ?a <urn:p> ?kgr2 . ?kgr1 <urn:q> ?kgr2 . }'
    """
    opening = _Opening()
    where = opening.group(query.where)
    if query.values is not None:
        where = Group((*where.elements, query.values))
    found = tuple(opening.patterns), tuple(opening.closures), tuple(opening.absent)
    return Opened(where, *found, is_closed=opening.is_closed)


class _Opening:
    """One query on its way to being opened."""

    def __init__(self) -> None:
        self.patterns: list[Triple] = []
        self.closures: list[Closure] = []
        self.absent: list[Group] = []
        self.is_closed = False
        self._blank: dict[str, Variable] = {}
        self._fresh = 0

    def group(self, group: Group) -> Group:
        elements: list[Element] = []
        for element in group.elements:
            elements.extend(self._element(element))
        return Group(tuple(elements))

    def _element(self, element: Element) -> Iterator[Element]:
        match element:
            case Triple():
                yield from self._triple(
                    self._node(element.subject), element.predicate, self._node(element.object)
                )
            case tree.Optional() | tree.InGraph():
                yield replace(element, group=self.group(element.group))
            case tree.Union():
                yield tree.Union(tuple(self.group(each) for each in element.groups))
            case tree.Minus():
                self.absent.append(element.group)
                yield element
            case Group():
                yield self.group(element)
            case Select():
                yield from self._sub_query(element)
            case tree.Filter():
                yield element
                yield from self._existing(element.condition)
            case _:
                yield element

    def _sub_query(self, query: Select) -> Iterator[Element]:
        """Yield a sub-query, which decides what is a solution, and beside it what it hides."""
        yield Group((query,))
        if sum(isinstance(part, Triple) for part in tree.walk(query)) > _LARGE:
            self.is_closed = True
            return
        seen = {column.variable for column in query.columns or ()}
        hidden = dict.fromkeys(
            part
            for part in tree.walk(query)
            if isinstance(part, Variable) and query.columns is not None and part not in seen
        )
        names = {variable: self._new() for variable in hidden}
        # What a column computes comes from the sub-query itself.
        computed = {column.variable for column in query.columns or () if column.expression is not None}
        names |= {variable: self._new() for variable in computed}
        inside = self.group(_renamed(query.where, names))
        yield Group((*inside.elements, *([query.values] if query.values else [])))

    def _existing(self, condition: Expression) -> Iterator[Element]:
        """Yield what EXISTS found as an optional part; remember what NOT EXISTS must not find."""
        for part in tree.walk(condition):
            if isinstance(part, tree.Exists):
                if part.negated:
                    self.absent.append(part.group)
                else:
                    yield tree.Optional(self.group(part.group))

    def _triple(self, subject: Node, path: Variable | Path, value: Node) -> Iterator[Element]:
        """Yield the steps of a path one by one."""
        match path:
            case tree.Inverse(inner):
                yield from self._triple(value, inner, subject)
            case tree.Sequence(parts):
                ends = [subject, *(self._new() for _ in parts[1:]), value]
                for number, part in enumerate(parts):
                    yield from self._triple(ends[number], part, ends[number + 1])
            case tree.Alternative(parts):
                yield tree.Union(tuple(Group(tuple(self._triple(subject, part, value))) for part in parts))
            case NamedNode() | Variable():
                pattern = Triple(subject, path, value)
                self.patterns.append(pattern)
                yield pattern
            case _:
                self.closures.append(Closure(subject, path, value))
                yield Triple(subject, path, value)

    def _node(self, node: Node) -> Node:
        if not isinstance(node, BlankNode):
            return node
        if node.value not in self._blank:
            self._blank[node.value] = self._new()
        return self._blank[node.value]

    def _new(self) -> Variable:
        self._fresh += 1
        return Variable(f"{_OWN}{self._fresh}")


def _renamed(value: Any, names: Mapping[Variable, Variable]) -> Any:
    """Return any part of a query with some of its variables called otherwise, also after AS."""
    if isinstance(value, Variable):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_renamed(each, names) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{each.name: _renamed(getattr(value, each.name), names) for each in fields(value)})
