"""The footprint of a constraint in SPARQL: which triple patterns hang together with the focus node.

A statement that fits a triple pattern matters to a focus node only if the pattern takes part in a
solution for it. Where other patterns, which such a solution needs as well, lead from ``$this`` to
the pattern, they are the way back. Which ones those are depends on the scope (SPARQL 18.2): a
group sees what is joined with it, a filter and an OPTIONAL only what has a value before them, a
sub-query nothing but the focus node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Variable

from kgtools.shapes.checks import ComponentCheck, SparqlCheck
from kgtools.shapes.paths import Way, predicates, steps
from kgtools.shapes.prebinding import prepare
from kgtools.shapes.uses import Footprint, Use
from kgtools.sparql import tree
from kgtools.sparql.substitute import substitute
from kgtools.terms import BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.shapes.paths import Path

_THIS, _VALUE = Variable("this"), Variable("value")
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_Ways: TypeAlias = "dict[Variable | BlankNode, Way]"
"""Variables to which patterns lead from the focus node; blank nodes of a query are variables."""


def of_query(check: SparqlCheck | ComponentCheck, path: Path | None) -> Footprint:
    """Return the footprint of a constraint in SPARQL, from its focus node.

    Args:
        check: The constraint.
        path: The path of its shape, whose own steps are left out.
    """
    query = prepare(check, has_path=path is not None).query
    if any(map(_is_beyond_sight, tree.walk(query))):
        return Footprint(always=True)
    arguments = dict(check.arguments) if isinstance(check, ComponentCheck) else {}
    named = ("PATH", path) if path is not None else None
    if isinstance(query, tree.Ask):
        collector = _Collector({_THIS: (), _VALUE: (path,) if path is not None else ()})
        collector.group(substitute(query, arguments, named).where, {}, {})
    else:
        collector = _Collector({_THIS: ()})
        collector.select(substitute(query, arguments, named))
    return Footprint(frozenset(collector.uses), frozenset(collector.anywhere), collector.always)


def _is_beyond_sight(part: object) -> bool:
    """Return whether a part of a query depends on more than statements that a footprint can name."""
    if isinstance(part, tree.Call):
        return part.function in _VOLATILE
    return isinstance(part, tree.InGraph | tree.Service | tree.Minus | tree.Negated)


class _Collector:
    """Walks through a query.

    Args:
        given: What has a value everywhere: the focus node, and the value node of an ASK.
    """

    def __init__(self, given: _Ways) -> None:
        self._given = given
        self.uses: set[Use] = set()
        self.anywhere: set[NamedNode] = set()
        self.always = False

    def select(self, query: tree.Select) -> None:
        """Collect the uses of a query or sub-query."""
        computed = [column.expression for column in query.columns or ()]
        computed += [*query.having, *(key.expression for key in query.keys)]
        computed += [order.expression for order in query.order]
        self.group(query.where, {}, {}, computed)

    def group(
        self, group: tree.Group, joined: _Ways, visible: _Ways, computed: Iterable[object] = ()
    ) -> None:
        """Collect the uses of a group.

        Args:
            group: The group.
            joined: Variables that have a value in whatever the solutions of the group are joined with.
            visible: Variables that have a value before the group is looked at.
            computed: Expressions over its solutions.
        """
        triples = [element for element in group.elements if isinstance(element, tree.Triple)]
        ways = _reach(triples, {**self._given, **joined, **visible})
        for triple in triples:
            self._triple(triple, ways)
        own = {**visible, **_among(ways, triples)}
        for expression in computed:
            self._expression(expression, own)
        for number, element in enumerate(group.elements):
            before = [each for each in group.elements[:number] if isinstance(each, tree.Triple)]
            match element:
                case tree.Filter(condition):
                    self._expression(condition, own)
                case tree.Bind(expression):
                    self._expression(expression, {**visible, **_among(ways, before)})
                case tree.Optional(inner):
                    self.group(inner, {}, _among(ways, before))
                case _:
                    self._joined(element, ways)

    def _joined(self, element: tree.Element, ways: _Ways) -> None:
        """Collect the uses of a group inside a group; a sub-query sees nothing around it."""
        match element:
            case tree.Union(groups):
                for inner in groups:
                    self.group(inner, ways, {})
            case tree.Group():
                self.group(element, ways, {})
            case tree.Select():
                self.select(element)

    def _expression(self, expression: object, visible: _Ways) -> None:
        """Collect the uses under EXISTS; one inside another is found through the outer one."""
        match expression:
            case tree.Exists(group):
                self.group(group, {}, visible)
            case tree.Operation(_, arguments) | tree.Call(_, arguments):
                for argument in arguments:
                    self._expression(argument, visible)
            case tree.In(value, members):
                for argument in (value, *members):
                    self._expression(argument, visible)
            case tree.Aggregate(argument=argument):
                self._expression(argument, visible)
            case _:
                pass

    def _triple(self, triple: tree.Triple, ways: _Ways) -> None:
        path = triple.predicate
        from_subject, from_object = _way(triple.subject, ways), _way(triple.object, ways)
        way = from_subject if from_subject is not None else from_object
        if way is None:
            if isinstance(path, Variable) or _may_stay(path):
                self.always = True
            else:
                self.anywhere |= predicates(path)
        elif isinstance(path, Variable):
            self.uses.add(Use(way, None, at_object=from_subject is None))
        else:
            walked = path if from_subject is not None else tree.Inverse(path)
            self.uses.update(Use((*way, *before), predicate) for before, predicate in steps(walked))


def _reach(triples: list[tree.Triple], start: _Ways) -> _Ways:
    """Return the variables that triple patterns lead to, over any number of them."""
    ways = dict(start)
    grown = True
    while grown:
        grown = False
        for triple in triples:
            path = triple.predicate
            if isinstance(path, Variable):
                continue
            for here, there, step in (
                (triple.subject, triple.object, path),
                (triple.object, triple.subject, tree.Inverse(path)),
            ):
                way = _way(here, ways)
                if way is not None and isinstance(there, Variable | BlankNode) and there not in ways:
                    ways[there] = (*way, step)
                    grown = True
    return ways


def _way(node: tree.Node, ways: _Ways) -> Way | None:
    return ways.get(node) if isinstance(node, Variable | BlankNode) else None


def _among(ways: _Ways, triples: Iterable[tree.Triple]) -> _Ways:
    """Return the ways of variables to which some triple patterns give a value."""
    nodes = {node for triple in triples for node in (triple.subject, triple.object)}
    return {variable: way for variable, way in ways.items() if variable in nodes}


def _may_stay(path: Path) -> bool:
    """Return whether a path holds between any node and itself: then every node of the data counts."""
    match path:
        case tree.ZeroOrMore() | tree.ZeroOrOne():
            return True
        case tree.Inverse(inner) | tree.OneOrMore(inner):
            return _may_stay(inner)
        case tree.Sequence(parts):
            return all(map(_may_stay, parts))
        case tree.Alternative(parts):
            return any(map(_may_stay, parts))
        case _:
            return False
