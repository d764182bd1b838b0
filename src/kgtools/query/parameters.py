"""Arguments of a named query: text typed, labels resolved, written into its VALUES blocks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from kgtools.errors import UsageError
from kgtools.sparql.rewrite import bind, blocks
from kgtools.terms import XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.labels import Labels
    from kgtools.query.spec import Param, QuerySpec
    from kgtools.terms import Prefixes

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class AnyValue:
    """The argument that asks for every value, as ``--any PARAM`` does."""


ANY = AnyValue()


def bound_text(spec: QuerySpec, arguments: Mapping[str, object], labels: Labels, prefixes: Prefixes) -> str:
    """Return the query's text with its parameters bound.

    Args:
        spec: The query.
        arguments: For each parameter a value or a list of values, as text or as Python
            values (``date``, ``int``, ``bool``, terms); ``ANY`` for every value.
        labels: Resolves labels to IRIs.
        prefixes: Resolves class names of the header.

    Raises:
        UsageError: An unknown or missing parameter, a malformed value, a label that
            matches nothing or two things.
    """
    names = {python_name(param.name): param.name for param in spec.params}
    given = {names.get(key, key): value for key, value in arguments.items()}
    for name in given:
        if spec.param(name) is None:
            raise UsageError(f"query '{spec.name}' has no parameter '{name}'", hint=_hint(spec, name))
    for param in spec.params:
        if param.required and given.get(param.name) in (None, [], ()):
            raise UsageError(
                f"query '{spec.name}' needs a value for '{param.name}'",
                hint=f"give --{flag(param.name)} {param.type.upper()}",
            )
    values = {
        name: None if value is ANY else _terms(spec.param(name), value, labels, prefixes)
        for name, value in given.items()
        if value is not None
    }
    return bind(spec.text, values)


def flag(name: str) -> str:
    """Return the command-line flag of a parameter, without the dashes in front.

    Example:
        >>> flag("asof"), flag("first_day")
        ('as-of', 'first-day')
    """
    return "as-of" if name == "asof" else name.replace("_", "-")


def python_name(name: str) -> str:
    """Return the keyword argument of a parameter: a Python keyword takes a ``_`` at its end."""
    from keyword import iskeyword

    return f"{name}_" if iskeyword(name) else name


def default(spec: QuerySpec, param: Param, prefixes: Prefixes) -> str | list[str] | None:
    """Return a parameter's default as the block in the query has it; None for UNDEF."""
    block = next(block for block in blocks(spec.text, name=spec.path.name) if block.variable == param.name)
    kinds = ("string", "iri", "name", "number", "word")
    values = [_plain(token.text, prefixes) for token in block.values if token.kind in kinds]
    # A typed literal is three tokens: "2018-01-01" ^^ xsd:date. Only the first is the value.
    if any(token.kind == "string" for token in block.values):
        values = [_plain(token.text, prefixes) for token in block.values if token.kind == "string"]
    if not values or values == ["UNDEF"]:
        return None
    return values[0] if len(values) == 1 else values


def _plain(text: str, prefixes: Prefixes) -> str:
    if text[0] in "\"'":
        return text.strip("\"'")
    return prefixes.resolve(text) or text


def _terms(
    param: Param | None, value: object, labels: Labels, prefixes: Prefixes
) -> list[NamedNode | Literal]:
    if param is None:  # the caller has refused unknown names already
        return []
    several: Iterable[object] = value if isinstance(value, list | tuple) else [value]
    return [_term(param, each, labels, prefixes) for each in several]


def _term(param: Param, value: object, labels: Labels, prefixes: Prefixes) -> NamedNode | Literal:
    if isinstance(value, NamedNode | Literal):
        return value
    text = value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, bool):
        text = text.lower()
    if param.choices and text not in param.choices:
        raise UsageError(
            f"'{text}' is no choice of '{param.name}'", hint=f"one of: {', '.join(param.choices)}"
        )
    if param.type == "iri":
        within = prefixes.resolve(param.cls) if param.cls else None
        return labels.resolve(text, within=NamedNode(within) if within else None)
    return literal(param, text)


def literal(param: Param, text: str) -> Literal:
    """Return a text as the literal that a parameter's type asks for.

    Raises:
        UsageError: It is none.

    Example:
        >>> from kgtools.query.spec import Param
        >>> literal(Param("day", "date"), "2018-06-12").datatype.value
        'http://www.w3.org/2001/XMLSchema#date'
    """
    from decimal import Decimal, InvalidOperation

    try:
        match param.type:
            case "date":
                if parse_day(text):
                    return Literal(text, datatype=XSD["date"])
            case "integer":
                return Literal(str(int(text)), datatype=XSD["integer"])
            case "decimal":
                return Literal(f"{Decimal(text):f}", datatype=XSD["decimal"])
            case "boolean":
                return Literal({"true": "true", "false": "false"}[text.lower()], datatype=XSD["boolean"])
            case _:
                return Literal(text)
    except (ValueError, KeyError, InvalidOperation):
        pass
    expected = {"date": "a day such as 2018-06-12", "boolean": "true or false"}
    raise UsageError(
        f"'{text}' is no {param.type} for '{param.name}'",
        hint=f"expected {expected.get(param.type, f'a {param.type}')}",
    )


def parse_day(text: str) -> date | None:
    """Return the day that a text such as 2018-06-12 names, None where it names none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _hint(spec: QuerySpec, name: str) -> str:
    from rapidfuzz import process

    names = [param.name for param in spec.params]
    if not names:
        return "it takes no parameters"
    near = process.extractOne(name, names, score_cutoff=60)
    return f"did you mean '{near[0]}'?" if near else f"it takes: {', '.join(names)}"
