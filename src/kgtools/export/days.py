"""Days of the calendar behind dates, months and years, also before the year 1.

Python's :mod:`datetime` ends at the year 1; XML Schema does not
(https://www.w3.org/TR/xmlschema11-2/#dateTime). Years are astronomical: 0000 is 1 BCE.
"""

from __future__ import annotations

import re
from calendar import isleap
from typing import NamedTuple

# The beginning of xsd:date, dateTime, gYearMonth and gYear, whatever zone follows.
_ISO = re.compile(r"(-?[0-9]{4,})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?=$|[TZ+]|-[0-9]{2}:)")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Day(NamedTuple):
    """A day of the proleptic Gregorian calendar; days compare by time."""

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"

    def before(self) -> Day:
        """Return the day before.

        Example:
            >>> str(Day(0, 1, 1).before())
            '-0001-12-31'
        """
        if self.day > 1:
            return self._replace(day=self.day - 1)
        year, month = (self.year, self.month - 1) if self.month > 1 else (self.year - 1, 12)
        return Day(year, month, _length(year, month))


class Span(NamedTuple):
    """The first and the last day that a date can mean, and how precise it is."""

    first: Day
    last: Day
    precision: str


def span(text: str) -> Span | None:
    """Return the days that a date, month or year can mean; None where it is none of the calendar.

    Example:
        >>> print(*span("2024-02"))
        2024-02-01 2024-02-29 month
    """
    found = _ISO.match(text)
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    if not 1 <= month <= len(_LENGTHS) or not 1 <= day <= _length(year, month):
        return None
    first = Day(year, month, day)
    if found[3]:
        return Span(first, first, "day")
    if found[2]:
        return Span(first, Day(year, month, _length(year, month)), "month")
    return Span(first, Day(year, 12, 31), "year")


def _length(year: int, month: int) -> int:
    return _LENGTHS[month - 1] + (month == 2 and isleap(year))  # noqa: PLR2004 - February
