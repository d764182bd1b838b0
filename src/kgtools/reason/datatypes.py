"""Values of literals, and which values a datatype has (OWL 2 Structural Specification, section 4)."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kgtools.terms import OWL, RDF, RDFS, XSD

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.terms import Literal

Plain: TypeAlias = Decimal | float | bool | str | datetime
"""A value as Python compares it."""


class Value(NamedTuple):
    """A value and the space it belongs to; values of different spaces are never equal."""

    space: str
    plain: Plain


# Bounds of the datatypes derived from integer: XML Schema 1.1 part 2, section 3.4.
_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_STRINGS: dict[str, str] = {
    "string": r"(?s:.*)",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\s]+(?: [^\s]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": r"[^\W\d][\w.:-]*|:[\w.:-]*",
    "NCName": r"[^\W\d][\w.-]*",
    "NMTOKEN": r"[\w.:-]+",
}
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
# Datatypes whose values are compared by their text: exact for all that has one spelling per value.
_BY_TEXT: dict[str, str] = {
    "gYear": rf"-?\d{{4,}}{_ZONE}",
    "gYearMonth": rf"-?\d{{4,}}-\d\d{_ZONE}",
    "gMonth": rf"--\d\d{_ZONE}",
    "gMonthDay": rf"--\d\d-\d\d{_ZONE}",
    "gDay": rf"---\d\d{_ZONE}",
    "time": rf"\d\d:\d\d:\d\d(?:\.\d+)?{_ZONE}",
    "duration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    "anyURI": r"\S*",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"[0-9a-zA-Z+/=\s]*",
}
# Datatypes that are whole value spaces, or several.
_WIDE: dict[str, set[str]] = {
    OWL + "real": {"number"},
    OWL + "rational": {"number"},
    RDF + "langString": {"langString"},
    RDF + "PlainLiteral": {"string", "langString"},
}
_DATE = re.compile(rf"\d{{4}}-\d\d-\d\d({_ZONE})")
_DATETIME = re.compile(rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?({_ZONE})")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_FLOATS = {"INF": "inf", "+INF": "inf", "-INF": "-inf", "NaN": "nan"}


def value(literal: Literal) -> Value | None:
    """Return the value of a literal, or None where its text is no value of its datatype.

    A literal of a datatype that nobody here knows is its own value.

    Example:
        >>> from kgtools.terms import Literal
        >>> value(Literal("01", datatype=XSD["int"])) == value(Literal("1.0", datatype=XSD["decimal"]))
        True
    """
    datatype = literal.datatype.value
    if literal.language:
        return Value("langString", f"{literal.value}@{literal.language.lower()}")
    if not datatype.startswith(XSD):
        return Value(datatype, literal.value)
    name = datatype[len(XSD) :]
    read = _READERS.get(name)
    if read is None:
        return Value(datatype, literal.value)
    found = read(literal.value)
    return found if found is None or _within(name, found) else None


def contains(datatype: str, literal: Literal) -> bool:
    """Return whether the value of a literal lies in a datatype; True where nobody can know.

    Args:
        datatype: An IRI. One outside the datatype map contains what carries it, and may contain more.
        literal: A literal; an ill-typed one lies in no datatype.

    Example:
        >>> from kgtools.terms import Literal
        >>> contains(XSD + "integer", Literal("2.0", datatype=XSD["decimal"]))
        True
        >>> contains(XSD + "integer", Literal("two"))
        False
    """
    found = value(literal)
    if found is None:
        return False
    if datatype in {RDFS + "Literal", literal.datatype.value}:
        return True
    if datatype in _WIDE:
        return found.space in _WIDE[datatype]
    name = datatype.removeprefix(XSD)
    if not is_known(datatype):
        return True
    return found.space == _SPACES[name] and _within(name, found)


def is_known(datatype: str) -> bool:
    """Return whether the values of this datatype are known here."""
    return datatype in {RDFS + "Literal", *_WIDE} or datatype.removeprefix(XSD) in _READERS


def in_owl_map() -> frozenset[str]:
    """Return the datatypes read here that are in the OWL 2 datatype map: dates and durations are not."""
    others = {"boolean", "hexBinary", "base64Binary", "anyURI", "dateTime", "dateTimeStamp"}
    names = {*_INTEGERS, *_STRINGS, "decimal", "float", "double", *others}
    return frozenset({*(XSD + name for name in names), RDF + "PlainLiteral", RDF + "langString"})


def _within(name: str, found: Value) -> bool:
    """Return whether a value of the right space also lies in a derived datatype."""
    if name in _INTEGERS:
        low, high = _INTEGERS[name]
        number = found.plain
        if not isinstance(number, Decimal) or number != number.to_integral_value():
            return False
        return (low is None or number >= low) and (high is None or number <= high)
    if name in _STRINGS:
        return re.fullmatch(_STRINGS[name], str(found.plain)) is not None
    if name == "dateTimeStamp":
        return isinstance(found.plain, datetime) and found.plain.tzinfo is not None
    return True


def _decimal(text: str) -> Value | None:
    try:
        return Value("number", Decimal(text)) if _DECIMAL.fullmatch(text.strip()) else None
    except InvalidOperation:  # pragma: no cover - the pattern admits nothing else
        return None


def _integer(text: str) -> Value | None:
    return None if "." in text else _decimal(text)


def _float(space: str) -> Callable[[str], Value | None]:
    def read(text: str) -> Value | None:
        try:
            # float() takes underscores and words that XML Schema does not know.
            if re.fullmatch(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", text):
                return Value(space, float(text))
            return Value(space, float(_FLOATS[text]))
        except KeyError:
            return None

    return read


def _boolean(text: str) -> Value | None:
    return Value("boolean", text in {"true", "1"}) if text in {"true", "false", "1", "0"} else None


def _string(text: str) -> Value | None:
    return Value("string", text)


def _moment(space: str, pattern: re.Pattern[str]) -> Callable[[str], Value | None]:
    def read(text: str) -> Value | None:
        if not pattern.fullmatch(text):
            return None
        try:
            return Value(space, datetime.fromisoformat(_with_time(text, space)))
        except ValueError:
            return None

    return read


def _with_time(text: str, space: str) -> str:
    """Return a form that Python reads: its dates take no zone, its fractions six digits."""
    if space == "date":
        return f"{text[:10]}T00:00:00{text[10:]}"
    return re.sub(r"(\.\d{6})\d+", r"\1", text)


def _by_text(space: str, pattern: str) -> Callable[[str], Value | None]:
    compiled = re.compile(pattern)
    return lambda text: Value(space, text) if compiled.fullmatch(text) else None


_READERS: dict[str, Callable[[str], Value | None]] = {
    **dict.fromkeys(_INTEGERS, _integer),
    **dict.fromkeys(_STRINGS, _string),
    **{name: _by_text(name, pattern) for name, pattern in _BY_TEXT.items()},
    "decimal": _decimal,
    "float": _float("float"),
    "double": _float("double"),
    "boolean": _boolean,
    "date": _moment("date", _DATE),
    "dateTime": _moment("dateTime", _DATETIME),
    "dateTimeStamp": _moment("dateTime", _DATETIME),
}
_SPACES: dict[str, str] = {
    **dict.fromkeys((*_INTEGERS, "decimal"), "number"),
    **dict.fromkeys(_STRINGS, "string"),
    **{name: name for name in (*_BY_TEXT, "float", "double", "boolean", "date", "dateTime")},
    "dateTimeStamp": "dateTime",
}
