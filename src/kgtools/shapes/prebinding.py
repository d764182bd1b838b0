"""Queries of SHACL-SPARQL: what they may contain, and which can run for all focus nodes at once.

The rules are those of the Recommendation, section 5.2.1 and appendix A (pre-binding).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import Variable

from kgtools.shapes.checks import ComponentCheck, SparqlCheck
from kgtools.sparql import algebra, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPTIONAL = frozenset({"shapesGraph", "currentShape"})
# The engine plans a query of many groups in more than linear time.
_LONGEST = 50_000
_FORBIDDEN = {tree.Minus: "MINUS", tree.Values: "VALUES", tree.Service: "SERVICE"}


class ForbiddenQueryError(ValueError):
    """A query is well-formed SPARQL, but not allowed in a shapes graph."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A constraint's query, read and found allowed.

    Attributes:
        query: The query, nothing bound yet.
        is_flat: Whether focus nodes can be joined in instead of being bound one by one.
        is_grouped: Whether it groups its solutions, by focus node if it is flat.
        uses_shapes_graph: Whether it reads the shapes graph.
    """

    query: tree.Query
    is_flat: bool
    is_grouped: bool
    uses_shapes_graph: bool


@lru_cache(maxsize=1024)
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
    if len(source.text) > _LONGEST:
        raise ForbiddenQueryError(f"it is longer than {_LONGEST:,} characters")
    query = algebra.parse(source.text, source.prefixes)
    if source.ask is not isinstance(query, tree.Ask):
        raise ForbiddenQueryError("sh:ask needs an ASK query and sh:select a SELECT query")
    required = {"this"} | ({"value"} if source.ask else set())
    if isinstance(check, ComponentCheck):
        required |= set(check.parameters)
    _refuse(query, frozenset(required), has_path=has_path)
    variables = {part.value for part in tree.walk(query) if isinstance(part, Variable)}
    flat = _is_flat_select(query) if isinstance(query, tree.Select) else _is_flat(query.where, in_exists=True)
    grouped = isinstance(query, tree.Select) and bool(query.keys)
    return Prepared(query, flat, grouped, "shapesGraph" in variables)


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
    if query.columns is None or query.order or query.limit is not None or query.offset is not None:
        return False
    if query.keys and tree.Key(Variable("this")) not in query.keys:
        return False
    computed = [column.expression for column in query.columns if column.expression is not None]
    computed += [*query.having, *(key.expression for key in query.keys)]
    aggregated = bool(query.keys)
    return all(_is_simple(expression, aggregated=aggregated) for expression in computed) and _is_flat(
        query.where
    )


def _is_flat(group: tree.Group, *, in_exists: bool = False) -> bool:
    """Return whether a group means the same with the focus nodes joined into it and its inner groups."""
    for element in group.elements:
        match element:
            case tree.Triple():
                continue
            case tree.Filter(condition):
                sound = _is_simple(condition)
            case _ if in_exists:
                # A BIND or an inner group under EXISTS would not see the focus node.
                sound = False
            case tree.Bind(expression):
                sound = _is_simple(expression)
            case tree.Optional(inner):
                sound = _is_flat(inner)
            case tree.Union(groups):
                sound = all(_is_flat(inner) for inner in groups)
            case tree.Group():
                sound = _is_flat(element)
            case _:
                sound = False
        if not sound:
            return False
    return True


def with_targets(group: tree.Group, targets: tuple[tree.Element, ...]) -> tree.Group:
    """Return a flat group with a pattern for focus nodes in front, in its inner groups as well.

    Optional groups of triple patterns alone are left as they are: what stands before them binds the focus
    node, and a pattern that shares no variable with theirs would multiply their solutions.

    Args:
        group: A group of a query that is flat.
        targets: A pattern that binds each focus node once.
    """
    # A group that comes first has the pattern inside; with a second one beside it the engine joins both.
    starts_with_group = isinstance(next(iter(group.elements), None), tree.Group)
    elements: list[tree.Element] = [] if starts_with_group else [*targets]
    for element in group.elements:
        match element:
            case tree.Optional(inner) if not all(isinstance(each, tree.Triple) for each in inner.elements):
                elements.append(tree.Optional(with_targets(inner, targets)))
            case tree.Union(groups):
                elements.append(tree.Union(tuple(with_targets(inner, targets) for inner in groups)))
            case tree.Group():
                elements.append(with_targets(element, targets))
            case _:
                elements.append(element)
    return tree.Group(tuple(elements))


def _is_simple(expression: tree.Expression, *, aggregated: bool = False) -> bool:
    """Return whether an expression holds only flat groups under EXISTS, and aggregates only by focus node."""
    match expression:
        case tree.Aggregate(argument=argument):
            return aggregated and (argument is None or _is_simple(argument))
        case tree.Exists(group):
            return _is_flat(group, in_exists=True)
        case tree.Operation(_, arguments) | tree.Call(_, arguments):
            return all(_is_simple(argument, aggregated=aggregated) for argument in arguments)
        case tree.In(value, members):
            return all(_is_simple(argument, aggregated=aggregated) for argument in (value, *members))
        case _:
            return True
