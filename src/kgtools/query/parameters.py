"""Arguments of a named query: text typed, labels resolved, written into its VALUES blocks."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from kgtools.errors import UsageError
from kgtools.sparql.rewrite import bind, blocks
from kgtools.sparql.tokens import decode_escapes
from kgtools.terms import XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kgtools.labels import Labels
    from kgtools.query.spec import Param, QuerySpec
    from kgtools.sparql.tokens import Token
    from kgtools.terms import Prefixes

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")  # no literal of a fact has a longer number, either
_DECIMAL = re.compile(r"[+-]?(?=\.?[0-9])[0-9]{0,40}(?:\.[0-9]{0,40})?")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CHARACTERS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


_NOTHING: tuple[object, ...] = (None, [], ())  # given so, a parameter keeps its default
_SHOWN = 60  # characters of a refused value that a message repeats


class AnyValue:
    """The argument that asks for every value, as ``--any PARAM`` does."""

    def __reduce__(self) -> str:
        return "ANY"  # a copy, also in another process, is the same one


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
        if param.required and given.get(param.name) in _NOTHING:
            raise UsageError(
                f"query '{spec.name}' needs a value for '{param.name}'",
                hint=f"give --{flag(param.name)} {param.type.upper()}",
            )
    values = {
        name: None if value is ANY else _terms(spec.param(name), value, labels, prefixes)
        for name, value in given.items()
        if value not in _NOTHING
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
    """Return a parameter's default as the block in the query has it.

    None stands for UNDEF, and for a parameter that has not exactly one block (a finding of lint).
    """
    text = decode_escapes(spec.text)
    mine = [block for block in blocks(text, name=spec.path.name) if block.variable == param.name]
    values = list(_lexical(mine[0].values, prefixes)) if len(mine) == 1 else []
    return values[0] if len(values) == 1 else values or None


def _lexical(found: Iterable[Token], prefixes: Prefixes) -> Iterator[str]:
    """Yield the IRI or lexical form of each value among the tokens of a block."""
    before = ""
    for token in found:
        if token.kind == "string":
            yield _unquoted(token.text)
        elif token.kind in ("iri", "name") and before != "^^":  # else it is a datatype
            yield prefixes.resolve(token.text) or token.text
        elif token.kind == "number":
            yield f"-{token.text}" if before == "-" else token.text
        elif token.kind == "word" and not token.is_word("UNDEF"):
            yield token.text
        before = token.text


def _unquoted(text: str) -> str:
    marks = 3 if text.startswith(('"""', "'''")) else 1
    return _ESCAPED.sub(lambda found: _CHARACTERS.get(found[1], found[1]), text[marks:-marks])


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
    if param.type == "boolean":
        text = text.lower()
    fits: dict[str, Callable[[str], object]] = {
        "date": parse_day,
        "integer": _INTEGER.fullmatch,
        "decimal": _DECIMAL.fullmatch,
        "boolean": ("true", "false").__contains__,
    }
    if param.type not in fits:
        return Literal(text)
    if fits[param.type](text):
        return Literal(text, datatype=XSD[param.type])
    expected = {
        "date": "a day such as 2018-06-12",
        "integer": "an integer",
        "decimal": "a decimal such as 1.5",
        "boolean": "true or false",
    }[param.type]
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    raise UsageError(f"'{shown}' is no {param.type} for '{param.name}'", hint=f"expected {expected}")


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
