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
_TRUTH = XSD + "boolean"
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
        if len(values) == 1:
            text, kind = _read(values[0])
        elif values:
            texts = [_read(value)[0] for value in values]
            # One text in two languages is said once; two things with one name are two.
            text = "; ".join(dict.fromkeys(texts) if isinstance(values[0], Literal) else texts)
            kind = STRING
        else:
            return
        row[column] = text
        self._kinds.setdefault(column, set()).add(kind)

    def types(self, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
        """Return the columns that the rows use, each with the type of all its values."""
        used = sorted({column for row in rows for column in row})
        return {column: _common(self._kinds.get(column, {STRING})) for column in used}


def _read(value: Term | str) -> tuple[str, str]:
    """Return the text of a value and the type that it has by itself."""
    if isinstance(value, str):
        return value, STRING
    text = value.value
    if not isinstance(value, Literal) or value.language:
        return text, STRING
    datatype = value.datatype.value
    if datatype in _INTEGERS and _INTEGER.fullmatch(text):
        return text, "long"
    if datatype in _REALS and _REAL.fullmatch(text):
        return text, "double"
    if datatype == _TRUTH and text in _BOOLEAN:
        return _BOOLEAN[text], "boolean"
    return text, STRING


def _common(kinds: set[str]) -> str:
    if len(kinds) == 1:
        return next(iter(kinds))
    return "double" if kinds == {"long", "double"} else STRING
