"""Queries of SHACL-SPARQL: what they may contain, and which can run for all focus nodes at once.

The rules are those of the Recommendation, section 5.2.1 and appendix A (pre-binding).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Variable

from kgtools.shapes.model import ComponentCheck, SparqlCheck
from kgtools.sparql import algebra, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPTIONAL = frozenset({"shapesGraph", "currentShape"})
_FORBIDDEN = {tree.Minus: "MINUS", tree.Values: "VALUES", tree.Service: "SERVICE"}


class ForbiddenQueryError(ValueError):
    """A query is well-formed SPARQL, but not allowed in a shapes graph."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A constraint's query, read and found allowed.

    Attributes:
        query: The query, nothing bound yet.
        is_flat: Whether focus nodes can be joined in instead of being bound one by one.
        uses_shapes_graph: Whether it reads the shapes graph.
    """

    query: tree.Query
    is_flat: bool
    uses_shapes_graph: bool


def prepare(check: SparqlCheck | ComponentCheck, *, has_path: bool) -> Prepared:
    """Return the query of a constraint as a tree.

    Args:
        check: The constraint.
        has_path: Whether its shape is a property shape, so that ``$PATH`` means something.

    Raises:
        MalformedQueryError: A syntax error.
        ForbiddenQueryError: Something that pre-binding excludes.
    """
    source = check.query
    query = algebra.parse(source.text, source.prefixes)
    if source.ask is not isinstance(query, tree.Ask):
        raise ForbiddenQueryError("sh:ask needs an ASK query and sh:select a SELECT query")
    required = {"this"} | ({"value"} if source.ask else set())
    if isinstance(check, ComponentCheck):
        required |= set(check.parameters)
    _refuse(query, frozenset(required), has_path=has_path)
    variables = {part.value for part in tree.walk(query) if isinstance(part, Variable)}
    flat = _is_flat_select(query) if isinstance(query, tree.Select) else _is_flat(query.where, in_exists=True)
    return Prepared(query, flat, "shapesGraph" in variables)


def _refuse(query: tree.Query, required: frozenset[str], *, has_path: bool) -> None:
    if query.dataset:
        raise ForbiddenQueryError("FROM is not allowed in a constraint")
    if isinstance(query, tree.Select) and query.columns is not None and "this" not in _projected(query):
        raise ForbiddenQueryError("the query must project $this")
    for part in tree.walk(query):
        if type(part) in _FORBIDDEN:
            raise ForbiddenQueryError(f"{_FORBIDDEN[type(part)]} is not allowed in a constraint")
        named = _named(part)
        if named is not None and named.value in required | _OPTIONAL | {"PATH"}:
            raise ForbiddenQueryError(f"AS ?{named.value} would bind a variable that is bound already")
        if isinstance(part, tree.Select) and part is not query:
            missing = sorted(required - _projected(part))
            if missing:
                raise ForbiddenQueryError(f"a sub-query must project ${missing[0]}")
    if not has_path and any(part == Variable("PATH") for part in tree.walk(query)):
        raise ForbiddenQueryError("$PATH needs a property shape")


def _named(part: object) -> Variable | None:
    """Return the variable that a part of a query gives a value to by AS."""
    if isinstance(part, tree.Bind):
        return part.variable
    if isinstance(part, tree.Projected | tree.Key):
        return part.variable if isinstance(part, tree.Key) or part.expression is not None else None
    return None


def _projected(query: tree.Select) -> set[str]:
    if query.columns is not None:
        return {column.variable.value for column in query.columns}
    return {variable.value for variable in _in_scope(query.where)}


def _in_scope(group: tree.Group) -> Iterator[Variable]:
    """Yield the variables that ``SELECT *`` over a group projects (SPARQL 18.2.1)."""
    for element in group.elements:
        match element:
            case tree.Triple(subject, predicate, object_):
                yield from (part for part in (subject, predicate, object_) if isinstance(part, Variable))
            case tree.Bind(_, variable):
                yield variable
            case tree.Optional(inner) | tree.InGraph(_, inner):
                yield from _in_scope(inner)
            case tree.Union(groups):
                for inner in groups:
                    yield from _in_scope(inner)
            case tree.Group():
                yield from _in_scope(element)
            case tree.Select():
                yield from (Variable(name) for name in _projected(element))
            case _:
                pass


def _is_flat_select(query: tree.Select) -> bool:
    if query.columns is None or query.keys or query.having or query.order:
        return False
    if query.limit is not None or query.offset is not None:
        return False
    computed = [column.expression for column in query.columns if column.expression is not None]
    return all(_is_simple(expression) for expression in computed) and _is_flat(query.where)


def _is_flat(group: tree.Group, *, in_exists: bool = False) -> bool:
    """Return whether every use of a variable in a group sees the group's own bindings."""
    for element in group.elements:
        match element:
            case tree.Triple():
                pass
            case tree.Filter(condition):
                if not _is_simple(condition):
                    return False
            case tree.Optional(inner) if not in_exists:
                if not all(isinstance(each, tree.Triple) for each in inner.elements):
                    return False
            case _:
                return False
    return True


def _is_simple(expression: tree.Expression) -> bool:
    """Return whether an expression holds no aggregate, and only flat groups under EXISTS."""
    if isinstance(expression, tree.Aggregate):
        return False
    if isinstance(expression, tree.Exists):
        return _is_flat(expression.group, in_exists=True)
    match expression:
        case tree.Operation(_, arguments) | tree.Call(_, arguments):
            return all(_is_simple(argument) for argument in arguments)
        case tree.In(value, members):
            return all(_is_simple(argument) for argument in (value, *members))
        case _:
            return True
