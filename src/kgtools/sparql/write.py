"""The one place where a query tree becomes text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Variable

from kgtools.sparql import tree
from kgtools.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.sparql.tree import Element, Expression, Group, Path, Query, Select


def query(value: Query) -> str:
    """Return a query as SPARQL text without prefixes.

    Example:
        >>> subject = Variable("s")
        >>> triple = tree.Triple(subject, NamedNode("http://example.org/p"), Literal("a"))
        >>> query(tree.Select((tree.Projected(subject),), tree.Group((triple,))))
        'SELECT ?s WHERE { ?s <http://example.org/p> "a" . }'
    """
    if isinstance(value, tree.Ask):
        return f"ASK {group(value.where)}"
    return _select(value)


def group(value: Group) -> str:
    """Return a group graph pattern, braces included."""
    if len(value.elements) == 1 and isinstance(value.elements[0], tree.Select):
        return _element(value.elements[0])
    return "{ " + " ".join(_element(element) for element in value.elements) + " }"


def _select(value: Select) -> str:
    columns = "*" if value.columns is None else " ".join(_column(column) for column in value.columns)
    parts = ["SELECT DISTINCT" if value.distinct else "SELECT", columns, "WHERE", group(value.where)]
    if value.keys:
        parts += ["GROUP BY", *(_key(key) for key in value.keys)]
    if value.having:
        parts += ["HAVING", *(f"({expression(condition)})" for condition in value.having)]
    if value.order:
        parts += ["ORDER BY", *(_order(order) for order in value.order)]
    if value.limit is not None:
        parts.append(f"LIMIT {value.limit}")
    if value.offset is not None:
        parts.append(f"OFFSET {value.offset}")
    if value.values is not None:
        parts.append(_values(value.values))
    return " ".join(parts)


def _column(column: tree.Projected) -> str:
    if column.expression is None:
        return str(column.variable)
    return f"({expression(column.expression)} AS {column.variable})"


def _key(key: tree.Key) -> str:
    if key.variable is not None:
        return f"({expression(key.expression)} AS {key.variable})"
    return str(key.expression) if isinstance(key.expression, Variable) else f"({expression(key.expression)})"


def _order(order: tree.Order) -> str:
    return f"{'DESC' if order.descending else 'ASC'}({expression(order.expression)})"


def _element(element: Element) -> str:
    writer: Callable[..., str] = _ELEMENTS[type(element)]
    return writer(element)


def _triple(element: tree.Triple) -> str:
    return f"{element.subject} {path(element.predicate)} {element.object} ."


def _union(element: tree.Union) -> str:
    return " UNION ".join(group(branch) for branch in element.groups)


def _values(element: tree.Values) -> str:
    if len(element.variables) == 1:
        cells = " ".join(_cell(row[0]) for row in element.rows)
        return f"VALUES {element.variables[0]} {{ {cells} }}"
    names = " ".join(str(variable) for variable in element.variables)
    rows = " ".join("(" + " ".join(_cell(cell) for cell in row) + ")" for row in element.rows)
    return f"VALUES ({names}) {{ {rows} }}"


def _cell(cell: NamedNode | Literal | None) -> str:
    return "UNDEF" if cell is None else str(cell)


_ELEMENTS: dict[type, Callable[..., str]] = {
    tree.Triple: _triple,
    tree.Filter: lambda element: f"FILTER({expression(element.condition)})",
    tree.Bind: lambda element: f"BIND({expression(element.expression)} AS {element.variable})",
    tree.Optional: lambda element: f"OPTIONAL {group(element.group)}",
    tree.Minus: lambda element: f"MINUS {group(element.group)}",
    tree.Union: _union,
    tree.InGraph: lambda element: f"GRAPH {element.name} {group(element.group)}",
    tree.Service: lambda element: f"SERVICE {element.name} {group(element.group)}",
    tree.Values: _values,
    tree.Group: group,
    tree.Select: lambda element: f"{{ {_select(element)} }}",
}


def expression(value: Expression) -> str:  # noqa: PLR0911 - one case each
    """Return an expression; everything compound is in parentheses."""
    match value:
        case tree.Operation(operator, (only,)):
            return f"{operator}({expression(only)})"
        case tree.Operation(operator, arguments):
            return "(" + f" {operator} ".join(expression(argument) for argument in arguments) + ")"
        case tree.Call(function, arguments):
            return f"{function}({', '.join(expression(argument) for argument in arguments)})"
        case tree.In(member, members, negated):
            inside = ", ".join(expression(argument) for argument in members)
            return f"({expression(member)} {'NOT IN' if negated else 'IN'} ({inside}))"
        case tree.Exists(pattern, negated):
            return f"{'NOT EXISTS' if negated else 'EXISTS'} {group(pattern)}"
        case tree.Aggregate():
            return _aggregate(value)
        case _:
            return str(value)


def _aggregate(value: tree.Aggregate) -> str:
    inside = "*" if value.argument is None else expression(value.argument)
    distinct = "DISTINCT " if value.distinct else ""
    separator = f" ; SEPARATOR = {Literal(value.separator)}" if value.separator is not None else ""
    return f"{value.function}({distinct}{inside}{separator})"


_SUFFIXES = {tree.ZeroOrMore: "*", tree.OneOrMore: "+", tree.ZeroOrOne: "?"}


def path(  # noqa: PLR0911 - one case each
    value: Path | Variable, show: Callable[[NamedNode], str] = str
) -> str:
    """Return a property path, or the variable in its place.

    Args:
        value: The path.
        show: How an IRI is written.
    """

    def grouped(part: Path) -> str:
        text = path(part, show)
        return text if isinstance(part, NamedNode) else f"({text})"

    def step(part: Path) -> str:
        # Only sequences and alternatives need parentheses inside each other.
        return grouped(part) if isinstance(part, tree.Sequence | tree.Alternative) else path(part, show)

    match value:
        case NamedNode():
            return show(value)
        case tree.Inverse(inner):
            return "^" + grouped(inner)
        case tree.Sequence(parts):
            return "/".join(step(part) for part in parts)
        case tree.Alternative(parts):
            return "|".join(step(part) for part in parts)
        case tree.ZeroOrMore(inner) | tree.OneOrMore(inner) | tree.ZeroOrOne(inner):
            return grouped(inner) + _SUFFIXES[type(value)]
        case tree.Negated(names):
            return "!(" + "|".join(path(name, show) for name in names) + ")"
        case _:
            return str(value)
