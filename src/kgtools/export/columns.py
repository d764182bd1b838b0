"""Attributes of nodes and edges: their names, values and types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgtools.terms import XSD, Literal, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kgtools.terms import NamedNode, Prefixes, Term

STRING = "string"
# Names that mean something else to a format or to the projection.
RESERVED = frozenset(
    {
        *("id", "iri", "key", "label", "property", "situation", "type", "weight", "x", "y", "z"),
        *("claimant", "end", "precision", "source", "start", "status", "target", "valid_from", "valid_to"),
    }
)

_INTEGERS = frozenset(
    XSD + name
    for name in (
        *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("nonPositiveInteger", "negativeInteger"),
        *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
_REALS = frozenset(XSD + name for name in ("decimal", "double", "float"))
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")  # always fits in 64 bits
_REAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_BOOLEAN = {"true": "true", "1": "true", "false": "false", "0": "false"}


class Columns:
    """Names columns and learns their types from the values.

    Args:
        properties: All properties that may name a column.
        prefixes: How a name is told from another with the same local name.

    Example:
        >>> from kgtools.terms import NamedNode, Prefixes
        >>> size, other = NamedNode("urn:a:size"), NamedNode("urn:b:size")
        >>> table = Columns([size], Prefixes())
        >>> table.put(row := {}, table.name(size), [Literal(3)])
        >>> row, table.types([row])
        ({'size': '3'}, {'size': 'long'})
    """

    def __init__(self, properties: Iterable[NamedNode], prefixes: Prefixes) -> None:
        self._kinds: dict[str, set[str]] = {}
        self._names: dict[NamedNode, str] = {}
        same: dict[str, list[NamedNode]] = {}
        for role in properties:
            same.setdefault(local_name(role.value), []).append(role)
        for name, roles in same.items():
            beside = name.removesuffix("_iri")
            taken = beside != name and (beside in same or beside in RESERVED)
            free = name and len(roles) == 1 and name not in RESERVED and not taken
            for role in roles:
                self._names[role] = name if free else prefixes.show(role).strip("<>")

    def name(self, role: NamedNode) -> str:
        """Return the column of a property: its local name where no other column has it."""
        return self._names[role]

    def put(self, row: dict[str, str], column: str, values: Sequence[Term | str]) -> None:
        """Set a column from the values of a property; more than one are joined by ``; ``."""
        if not values:
            return
        # One text in two languages is said once; two things with one name are two.
        texts = dict.fromkeys(map(_text, values)) if isinstance(values[0], Literal) else values
        row[column] = "; ".join(map(_text, texts))
        self._kinds.setdefault(column, set()).add(_kind(values[0]) if len(values) == 1 else STRING)

    def types(self, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
        """Return the columns that the rows use, each with the type of all its values."""
        used = sorted({column for row in rows for column in row})
        return {column: _common(self._kinds.get(column, {STRING})) for column in used}


def _text(value: Term | str) -> str:
    if isinstance(value, str):
        return value
    text: str = value.value
    return _BOOLEAN[text] if _kind(value) == "boolean" else text


def _kind(value: Term | str) -> str:
    if not isinstance(value, Literal):
        return STRING
    datatype = value.datatype.value
    if datatype in _INTEGERS and _INTEGER.fullmatch(value.value):
        return "long"
    if datatype in _REALS and _REAL.fullmatch(value.value):
        return "double"
    if datatype == XSD + "boolean" and value.value in _BOOLEAN:
        return "boolean"
    return STRING


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"long", "double"} else STRING
