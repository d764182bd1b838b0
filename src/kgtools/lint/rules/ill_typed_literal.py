"""KG201: a literal that is no value of its datatype."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.literals import is_lexical_form, is_plain
from kgtools.terms import RDF, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG201"
# Their literals may hold any text.
_ANY: Final = {XSD["string"], RDF["langString"]}
_DATES: Final = ("date", "gYearMonth", "gYear", "dateTime")
_DAY: Final = re.compile(r"(-?[0-9]{4,})-([0-9]{2})-([0-9]{2})(?![0-9])")


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each literal whose text its datatype does not allow."""
    for facts in (context.facts, context.shapes):
        for fact, value in facts.literals(each for each in facts.by_datatype if each not in _ANY):
            text, datatype = value.value, value.datatype.value
            if not is_plain(text, datatype) and not is_lexical_form(text, datatype):
                shown = context.show(value.datatype)
                message = f'"{text}" is no {shown}{_reason(text, datatype)}'
                yield about(context, CODE, message, fact, fact.object_span, advice=_advice(value, fact))


def _reason(text: str, datatype: str) -> str:
    """Return why a day is none, in words; nothing where that is plain to see."""
    day = _DAY.match(text)
    if not day or datatype not in {XSD + name for name in _DATES}:
        return ""
    year, month, number = (int(part) for part in day.groups())
    if not 1 <= month <= len(month_name) - 1:
        return f": there is no month {month}"
    length = monthrange(year, month)[1] if 0 < year < 10_000 else None  # noqa: PLR2004 - what calendars know
    if length and number > length:
        return f": {month_name[month]} {year} has {length} days"
    return ""


def _advice(value: Literal, fact: Fact) -> Advice:
    """Return the datatype that fits a date of another precision."""
    if value.datatype.value not in {XSD + name for name in _DATES}:
        return Advice()
    fitting = next((name for name in _DATES if is_lexical_form(value.value, XSD + name)), None)
    if fitting is None:
        return Advice("write a date as 2019-06-30, a month as 2019-06, a year as 2019")
    datatype = NamedNode(XSD + fitting)
    written = fact.file.show(Literal(value.value, datatype=datatype))
    return Advice(f"`{value.value}` is an xsd:{fitting}", fact.file.fix(fact.quad.object_at, written))
