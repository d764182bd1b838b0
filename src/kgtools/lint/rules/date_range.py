"""KG206: a date that is too early or too late to be true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.lint.usage import DATES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG206"
_YEAR: Final = re.compile(r"(-?)([0-9]{4,})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_FIRST_YEAR: Final = 1000
_YEARS_AHEAD: Final = 100


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each date that is out of any likely range, or lies ahead of the data.

    What the project says has begun or happened (``[[time]]`` in kg.toml) cannot do so after its
    ``as_of``; what ends may.
    """
    as_of = context.project.as_of
    past = {node for rule in context.project.times for node in (rule.start, rule.last) if node}
    last_year = as_of.year + _YEARS_AHEAD if as_of else None
    for fact, value in context.data.literals(DATES):
        match = _YEAR.match(value.value)
        if match is None:
            continue
        year = int(match[2])
        if match[1] or year < _FIRST_YEAR or (last_year and year > last_year):
            message = f"the year {match[1]}{match[2]} is out of range"
            yield about(context, CODE, message, fact, fact.object_span, advice=Advice("correct the year"))
        elif as_of and match[0] > as_of.isoformat()[: len(match[0])] and fact.predicate in past:
            message = f"this lies after {as_of.isoformat()}, the last day that the data cover"
            cure = "correct the date, or as_of in kg.toml"
            yield about(context, CODE, message, fact, fact.object_span, advice=Advice(cure))
