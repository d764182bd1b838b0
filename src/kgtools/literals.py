"""Which lexical forms the XSD datatypes allow (XML Schema 1.1 part 2), calendar included.

RDF takes a lexical form as it stands: no whitespace is collapsed before it is looked at.
"""

from __future__ import annotations

import re
from calendar import isleap
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.terms import RDF, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

_INTEGER = re.compile(r"[+-]?[0-9]+")
_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}


class Stored(NamedTuple):
    """What a store makes of a datatype: the datatype it keeps, and the bounds of the original."""

    datatype: NamedNode
    lowest: int | None = None
    highest: int | None = None


REWRITTEN: Final = {
    XSD + name: Stored(XSD["integer"], *bounds) for name, bounds in _BOUNDS.items() if name != "integer"
} | {XSD + "dateTimeStamp": Stored(XSD["dateTime"])}
"""The datatypes whose IRI a store replaces."""

_ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"(?P<year>-?(?:[1-9][0-9]{3,}|0[0-9]{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DATES: Final = {
    "date": re.compile(f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}"),
    "dateTime": re.compile(f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}"),
    "dateTimeStamp": re.compile(f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE.removesuffix('?')}"),
    "gYear": re.compile(f"{_YEAR}{_ZONE}"),
    "gYearMonth": re.compile(f"{_YEAR}-{_MONTH}{_ZONE}"),
    "gMonthDay": re.compile(f"--{_MONTH}-{_DAY}{_ZONE}"),
    "gMonth": re.compile(f"--{_MONTH}{_ZONE}"),
    "gDay": re.compile(f"---{_DAY}{_ZONE}"),
    "time": re.compile(f"{_TIME}{_ZONE}"),
}

_YEARS = r"(?:[0-9]+Y(?:[0-9]+M)?|[0-9]+M)"
_SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
_CLOCK = rf"T(?:[0-9]+H(?:[0-9]+M)?(?:{_SECONDS})?|[0-9]+M(?:{_SECONDS})?|{_SECONDS})"
_DAYS = rf"(?:[0-9]+D(?:{_CLOCK})?|{_CLOCK})"
_NAME_START = r"[^\W\d]"
_NAME = rf"{_NAME_START}[\w.\-\u00b7]*"
_FLOAT = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_WORDS = r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?"
_PATTERNS: Final = {
    "boolean": re.compile("true|false|1|0"),
    "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    "float": _FLOAT,
    "double": _FLOAT,
    "duration": re.compile(f"-?P(?:{_YEARS}(?:{_DAYS})?|{_DAYS})"),
    "yearMonthDuration": re.compile(f"-?P{_YEARS}"),
    "dayTimeDuration": re.compile(f"-?P{_DAYS}"),
    "hexBinary": re.compile(r"(?:[0-9a-fA-F]{2})*"),
    "base64Binary": re.compile(
        r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
        r"|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?"
    ),
    "normalizedString": re.compile(r"[^\t\n\r]*"),
    "token": re.compile(_WORDS),
    "language": re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*"),
    "NMTOKEN": re.compile(r"[\w.\-:\u00b7]+"),
    "Name": re.compile(rf"(?:{_NAME_START}|:)[\w.\-:\u00b7]*"),
    "NCName": re.compile(_NAME),
    "ID": re.compile(_NAME),
    "IDREF": re.compile(_NAME),
    "ENTITY": re.compile(_NAME),
    "QName": re.compile(rf"(?:{_NAME}:)?{_NAME}"),
}
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY, _LONGEST_IN_COMMON_YEARS = 2, 28


@lru_cache(maxsize=65536)
def is_lexical_form(text: str, datatype: str) -> bool:
    """Return whether a text is a lexical form of a datatype; True for datatypes not known here.

    Args:
        text: The lexical form, taken as it stands.
        datatype: The IRI of the datatype.

    Example:
        >>> is_lexical_form("2019-02-30", XSD + "date"), is_lexical_form("-0044-03-15", XSD + "date")
        (False, True)
    """
    if not datatype.startswith(XSD):
        return True
    name = datatype[len(XSD) :]
    if name in _BOUNDS:
        return _is_integer(text, *_BOUNDS[name])
    if name in _DATES:
        return _is_date(text, name)
    pattern = _PATTERNS.get(name)
    return pattern is None or pattern.fullmatch(text) is not None


def _is_integer(text: str, lowest: int | None, highest: int | None) -> bool:
    if not _INTEGER.fullmatch(text):
        return False
    if lowest is None and highest is None:
        return True
    digits = text.lstrip("+-").lstrip("0")
    longest = 20  # digits of the largest bounded type
    if len(digits) > longest:
        return text.startswith("-") if lowest is None else highest is None and not text.startswith("-")
    number = int(text)
    return (lowest is None or number >= lowest) and (highest is None or number <= highest)


def _is_date(text: str, name: str) -> bool:
    match = _DATES[name].fullmatch(text)
    if match is None:
        return False
    found = match.groupdict()
    if "day" not in found or "month" not in found:
        return True
    month, day = int(found["month"]), int(found["day"])
    if month == _FEBRUARY and day > _LONGEST_IN_COMMON_YEARS and "year" in found:
        # The last four digits tell a leap year of any size: 10,000 is a multiple of 400.
        year = int(found["year"][-4:])
        before_common_era = found["year"].startswith("-")
        return isleap(-year if before_common_era else year) and day <= _MONTH_LENGTHS[1]
    return day <= _MONTH_LENGTHS[month - 1]


def is_well_formed(literal: Literal) -> bool:
    """Return whether a literal is in the lexical space of its datatype.

    Example:
        >>> is_well_formed(Literal("300", datatype=XSD["byte"]))
        False
    """
    return is_lexical_form(literal.value, literal.datatype.value)


def matches(term: object, datatype: NamedNode, *, kept: bool = True) -> bool:
    """Return whether a term satisfies ``sh:datatype``: that datatype, and well-formed (SHACL 4.1.2).

    Args:
        term: The value node.
        datatype: What it should have.
        kept: Whether the term is as it was written; if not, what a store makes of the datatype is
            accepted where the value fits.
    """
    if not isinstance(term, Literal):
        return False
    if datatype == RDF["langString"]:
        return term.language is not None
    if not kept and datatype.value in REWRITTEN and term.datatype == REWRITTEN[datatype.value].datatype:
        return is_lexical_form(term.value, datatype.value)
    return term.datatype == datatype and is_well_formed(term)


_CANONICAL: Final[dict[str, Callable[[str], object]]] = {
    XSD + "integer": re.compile(r"-?[1-9][0-9]{0,17}|0").fullmatch,
    XSD + "boolean": re.compile("true|false").fullmatch,
    XSD + "gYear": re.compile("[1-9][0-9]{3}").fullmatch,
    XSD + "decimal": re.compile(r"-?(?:[1-9][0-9]{0,9}|0)\.[0-9]{0,5}[1-9]|[1-9][0-9]{0,9}").fullmatch,
}
_PLAIN_DATE = re.compile(r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])")
_PLAIN_TIME = re.compile(_PLAIN_DATE.pattern + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z?")
_CANONICAL[XSD + "date"] = _PLAIN_DATE.fullmatch
_CANONICAL[XSD + "dateTime"] = _PLAIN_TIME.fullmatch


def is_plain(text: str, datatype: str) -> bool:
    """Return whether a literal is surely well-formed and comes back from a store as it went in.

    False means that it has to be looked at closely, not that something is wrong with it.

    Example:
        >>> is_plain("5", XSD + "integer"), is_plain("05", XSD + "integer")
        (True, False)
    """
    test = _CANONICAL.get(datatype)
    return test is not None and test(text) is not None
