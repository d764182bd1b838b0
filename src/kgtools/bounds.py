"""Date bounds: when things begin and end at the earliest and the latest, derived so that SPARQL can compare.

Years and months do not compare with days in SPARQL; these bounds do (design: model, section 5).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgtools.project import Bounds, TimeRule
    from kgtools.terms import Subject

_DATE_TIME = XSD["dateTime"]
_NODE = (NamedNode, BlankNode)


def derive(
    facts: Callable[[NamedNode], Iterable[Quad]], rules: Iterable[TimeRule], bounds: Bounds
) -> Iterator[Quad]:
    """Yield the earliest and latest first and first-no-longer day of everything that has a date.

    Args:
        facts: Gives the facts of a property.
        rules: Which properties say when something holds.
        bounds: The derived properties.
    """
    for rule in rules:
        # Who states two days breaks a rule of most projects; the answer must not depend on their order.
        starts = _dated(facts(rule.start), min)
        for node, start in starts.items():
            yield from _pair(node, bounds.start_min, bounds.start_max, days(start))
        if rule.last:  # an event: the day after its last day is the first without it
            ends = _dated(facts(rule.last), max)
            lasts = {node: ends.get(node, start) for node, start in starts.items()}
            for node, last in lasts.items():
                yield from _pair(node, bounds.end_min, bounds.end_max, days(last, 1))
        if rule.end:
            for node, end in _dated(facts(rule.end), max).items():
                yield from _pair(node, bounds.end_min, bounds.end_max, days(end))
        if rule.ended:
            for node in _dated(facts(rule.ended), max):
                # Ended, day unknown: certain on no day, possible on every one since its start.
                since = days(starts.get(node, "0001-01-01"))
                yield from _pair(node, bounds.end_min, bounds.end_min, since and (since[0], since[0]))


def _dated(facts: Iterable[Quad], choose: Callable[[str, str], str]) -> dict[Subject, str]:
    """Return the day of every node; ``choose`` picks between two days of one node."""
    found: dict[Subject, str] = {}
    for quad in facts:
        subject, value = quad.subject, quad.object
        if not isinstance(value, Literal) or not isinstance(subject, _NODE):
            continue
        day = value.value
        if day != "false":  # what the boolean role says of things that have not ended
            found[subject] = choose(found[subject], day) if subject in found else day
    return found


def _pair(
    node: Subject, low: NamedNode, high: NamedNode, days: tuple[Literal, Literal] | None
) -> tuple[Quad, ...]:
    return (Quad(node, low, days[0]), Quad(node, high, days[1])) if days else ()


@lru_cache(maxsize=4096)
def days(text: str, later: int = 0) -> tuple[Literal, Literal] | None:
    """Return the beginning of the first and of the last day that a year, month or day can mean.

    None where the text is no day of the calendar; the literal checks report that.

    Args:
        text: As it stands in a literal.
        later: How many days later.

    Example:
        >>> [day.value for day in days("2018-02") or ()]
        ['2018-02-01T00:00:00', '2018-02-28T00:00:00']
    """
    year, month, day = (*text[:10].split("-"), "", "")[:3]
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        last = first if day else _last_of_month(first.year, int(month or 12))
        shift = timedelta(days=later)
        return _midnight(first + shift), _midnight(last + shift)
    except (ValueError, OverflowError):
        return None


def _midnight(day: date) -> Literal:
    return Literal(f"{day.isoformat()}T00:00:00", datatype=_DATE_TIME)


def _last_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
