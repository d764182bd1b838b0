"""A SPARQL query as a tree of values that follows its grammar (SPARQL 1.1, section 19.8).

The tree is what queries are made of here: the shape compiler builds it, ``algebra`` reads it from
text, ``substitute`` binds variables in it and ``write`` turns it into text. Terms stay terms until
then, so nothing is ever pasted into a query.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import Variable

from kgtools.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

# Property paths (section 9)


@dataclass(frozen=True, slots=True)
class Inverse:
    """The path walked backwards: ``^path``."""

    path: Path


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after another: ``a/b``."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any one of several paths: ``a|b``."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ZeroOrMore:
    """``path*``."""

    path: Path


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """``path+``."""

    path: Path


@dataclass(frozen=True, slots=True)
class ZeroOrOne:
    """``path?``."""

    path: Path


@dataclass(frozen=True, slots=True)
class Negated:
    """Any property but these: ``!(a|^b)``."""

    parts: tuple[NamedNode | Inverse, ...]


Path: TypeAlias = NamedNode | Inverse | Sequence | Alternative | ZeroOrMore | OneOrMore | ZeroOrOne | Negated

# Expressions (section 17)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator and what it stands between or before: ``&&``, ``||``, ``!``, ``=``, ``+`` ..."""

    operator: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A built-in call by its keyword, or a function or cast by its IRI."""

    function: str | NamedNode
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class In:
    """``value IN (members)`` or ``NOT IN``."""

    value: Expression
    members: tuple[Expression, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Exists:
    """``EXISTS { ... }`` or ``NOT EXISTS``."""

    group: Group
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``COUNT(DISTINCT ?x)`` and the like; no argument means ``*``."""

    function: str
    argument: Expression | None
    distinct: bool = False
    separator: str | None = None


Expression: TypeAlias = (
    Variable | NamedNode | Literal | Operation | Call | In | Exists | Aggregate | BlankNode
)  # fmt: skip

# Graph patterns (section 5)

Node: TypeAlias = Variable | NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple pattern, whose predicate may be a path."""

    subject: Node
    predicate: Variable | Path
    object: Node


@dataclass(frozen=True, slots=True)
class Filter:
    """``FILTER (condition)``; it holds for the whole group that it stands in."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Bind:
    """``BIND (expression AS ?variable)``."""

    expression: Expression
    variable: Variable


@dataclass(frozen=True, slots=True)
class Optional:
    """``OPTIONAL { ... }``."""

    group: Group


@dataclass(frozen=True, slots=True)
class Minus:
    """``MINUS { ... }``."""

    group: Group


@dataclass(frozen=True, slots=True)
class Union:
    """``{ ... } UNION { ... }``."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class InGraph:
    """``GRAPH name { ... }``."""

    name: Variable | NamedNode
    group: Group


@dataclass(frozen=True, slots=True)
class Service:
    """``SERVICE name { ... }``; known only to be refused."""

    name: Variable | NamedNode
    group: Group


@dataclass(frozen=True, slots=True)
class Values:
    """``VALUES``: rows of terms, None for UNDEF."""

    variables: tuple[Variable, ...]
    rows: tuple[tuple[NamedNode | Literal | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """``{ ... }``: the elements in their order. A sub-query is a group that holds only itself."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Projected:
    """A column: a variable, or ``(expression AS ?variable)``."""

    variable: Variable
    expression: Expression | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A grouping key: an expression, named where it was written with AS."""

    expression: Expression
    variable: Variable | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One sorting condition."""

    expression: Expression
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT query or sub-query; columns None means ``*``."""

    columns: tuple[Projected, ...] | None
    where: Group
    distinct: bool = False
    keys: tuple[Key, ...] = ()
    having: tuple[Expression, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int | None = None
    values: Values | None = None
    dataset: tuple[NamedNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """An ASK query."""

    where: Group
    dataset: tuple[NamedNode, ...] = ()


Element: TypeAlias = (
    Triple | Filter | Bind | Optional | Minus | Union | InGraph | Service | Values | Group | Select
)  # fmt: skip
Query: TypeAlias = Select | Ask


def walk(value: object) -> Iterator[object]:
    """Yield a part of a query and every part inside it, terms included.

    Example:
        >>> [type(part).__name__ for part in walk(Filter(Call("BOUND", (Variable("x"),))))]
        ['Filter', 'Call', 'Variable']
    """
    open_ = [value]
    while open_:
        part = open_.pop()
        if isinstance(part, tuple):
            open_.extend(reversed(part))
        elif part is not None and not isinstance(part, str | bool | int):
            yield part
            names = _backwards(type(part))  # type: ignore[arg-type]  # a type can be hashed
            open_.extend([getattr(part, name) for name in names])


@cache
def _backwards(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of the fields of a kind of part, the last first; none of a term."""
    return tuple(each.name for each in reversed(fields(kind))) if is_dataclass(kind) else ()
