"""What the patterns of a query say without running it: what they bind, and what they compare texts with."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from pyoxigraph import Variable

from kgtools.sparql import tree
from kgtools.terms import XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STRING = XSD["string"]


def unbound(query: tree.Query) -> Iterator[Variable]:
    """Yield the variables in columns, of sub-queries too, that nothing binds (SPARQL 1.1, section 18.2.1).

    Example:
        >>> from kgtools.sparql.algebra import parse
        >>> list(unbound(parse("SELECT ?s ?x { ?s ?p ?o FILTER NOT EXISTS { ?s ?p ?x } }")))
        [<Variable value=x>]
    """
    for select in tree.walk(query):
        if isinstance(select, tree.Select):
            bound = _inside(select)
            for column in select.columns or ():
                yield from _used(column.expression or column.variable) - bound
                bound.add(column.variable)


def compared_texts(query: tree.Query) -> Iterator[tuple[Literal, frozenset[NamedNode]]]:
    """Yield texts without language tag, each with the properties whose values it is compared with."""
    properties: dict[Variable, frozenset[NamedNode]] = {}
    for part in tree.walk(query):
        if isinstance(part, tree.Triple) and isinstance(part.object, Variable):
            known = properties.get(part.object, frozenset())
            properties[part.object] = known | _last(part.predicate)
    for part in tree.walk(query):
        for compared, text in _pairs(part):
            if is_plain(text):
                found = properties.get(compared) if isinstance(compared, Variable) else _last(compared)
                if found:
                    yield text, found


def is_plain(term: object) -> TypeGuard[Literal]:
    """Return whether a term is a text without language tag."""
    return isinstance(term, Literal) and term.language is None and term.datatype == _STRING


def _pairs(part: object) -> Iterator[tuple[Variable | tree.Path, Literal]]:
    """Yield the literals that a part of a query compares with the values of a variable, or of a path."""
    match part:
        case tree.Triple(_, predicate, Literal() as text):
            if not isinstance(predicate, Variable):
                yield predicate, text
        case tree.Operation("=" | "!=", (Variable() as variable, Literal() as text)):
            yield variable, text
        case tree.Operation("=" | "!=", (Literal() as text, Variable() as variable)):
            yield variable, text
        case tree.In(Variable() as variable, members):
            yield from ((variable, member) for member in members if isinstance(member, Literal))
        case tree.Values(variables, rows):
            cells = (cell for row in rows for cell in zip(variables, row, strict=True))
            yield from ((variable, term) for variable, term in cells if isinstance(term, Literal))


def _last(path: Variable | tree.Path) -> frozenset[NamedNode]:
    """Return the properties whose values a path ends at; none where that is not plain to see."""
    match path:
        case NamedNode():
            return frozenset([path])
        case tree.Alternative(parts):
            return frozenset().union(*map(_last, parts))
        case tree.Sequence(parts):
            return _last(parts[-1])
    return frozenset()


def _bound(element: object) -> set[Variable]:  # noqa: PLR0911 - one case each
    """Return the variables that an element of a group can bind."""
    match element:
        case tree.Triple(subject, predicate, value):
            return {node for node in (subject, predicate, value) if isinstance(node, Variable)}
        case tree.Group(elements):
            return _all(elements)
        case tree.Union(groups):
            return _all(groups)
        case tree.Optional(group):
            return _bound(group)
        case tree.InGraph(name, group) | tree.Service(name, group):
            return _bound(group) | ({name} if isinstance(name, Variable) else set())
        case tree.Bind(_, variable):
            return {variable}
        case tree.Values(variables, _):
            return set(variables)
        case tree.Select(columns):
            return _inside(element) if columns is None else {column.variable for column in columns}
    return set()  # FILTER and MINUS bind nothing


def _all(elements: Iterable[object]) -> set[Variable]:
    return set().union(*map(_bound, elements))


def _inside(select: tree.Select) -> set[Variable]:
    """Return the variables that the pattern of a query can bind, and its grouping keys."""
    keys = {key.variable for key in select.keys if key.variable is not None}
    return _bound(select.where) | _bound(select.values) | keys


def _used(expression: object) -> set[Variable]:
    """Return the variables that an expression takes from its solution; EXISTS has its own."""
    match expression:
        case Variable():
            return {expression}
        case tree.Operation(_, arguments) | tree.Call(_, arguments):
            return set().union(*map(_used, arguments))
        case tree.In(value, members):
            return set().union(*map(_used, (value, *members)))
        case tree.Aggregate(_, argument):
            return _used(argument)
    return set()
