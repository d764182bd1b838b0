"""Date bounds: when things begin and end at the earliest and the latest, derived so that SPARQL can compare.

Years and months do not compare with days in SPARQL; these bounds do (design: model, section 5).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from kgtools.gate import FORMATS
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgtools.project import Bounds, TimeRule
    from kgtools.store.memory import MemoryStore
    from kgtools.terms import Subject

Days: TypeAlias = tuple[Literal, Literal]
"""The beginnings of the first and of the last day that a text can mean."""
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
    for low, high, dated in _dates(facts, rules, bounds):
        for node, text, later in dated:
            yield from _quads(node, low, high, days(text, later))


def add(store: MemoryStore, rules: Iterable[TimeRule], bounds: Bounds) -> None:
    """Derive the bounds from what a store holds, and add them to it.

    They go in as text, which is read in half of the time that making quads takes; nodes without a name
    would get another label there.

    Args:
        store: Its default graph is read and added to.
        rules: Which properties say when something holds.
        bounds: The derived properties.

    Example:
        >>> from pyoxigraph import RdfFormat
        >>> from kgtools import bundle, project
        >>> from kgtools.store.memory import MemoryStore
        >>> policy, store = project.load(bundle.root()), MemoryStore()
        >>> facts = f'<x:a> <{policy.times[0].start.value}> "2018-02"^^<{XSD["gYearMonth"].value}> .'
        >>> store.load_text(facts.encode(), RdfFormat.TURTLE, name="facts.ttl")
        >>> add(store, policy.times, policy.bounds)
        >>> [quad.object.value for quad in store.match(None, policy.bounds.start_max)]
        ['2018-02-28T00:00:00']
    """
    lines: list[str] = []
    unnamed: list[Quad] = []
    for low, high, dated in _dates(lambda role: store.match(None, role), rules, bounds):
        earliest, latest = str(low), str(high)
        for node, text, later in dated:
            if isinstance(node, BlankNode):
                unnamed += _quads(node, low, high, days(text, later))
            elif pair := _written(text, later):
                lines.append(f"<{node.value}> {earliest} {pair[0]} .\n<{node.value}> {latest} {pair[1]} .\n")
    store.load_text("".join(lines).encode(), FORMATS[".nt"], name="date bounds")
    store.load(unnamed)


def _quads(node: Subject, low: NamedNode, high: NamedNode, pair: Days | None) -> tuple[Quad, ...]:
    return (Quad(node, low, pair[0]), Quad(node, high, pair[1])) if pair else ()


def _dates(
    facts: Callable[[NamedNode], Iterable[Quad]], rules: Iterable[TimeRule], bounds: Bounds
) -> Iterator[tuple[NamedNode, NamedNode, Iterator[tuple[Subject, str, int]]]]:
    """Yield two of the properties and the nodes that get them, each with a date and how many days later."""
    for rule in rules:
        # Who states two days breaks a rule of most projects; the answer must not depend on their order.
        starts = _dated(facts(rule.start), min)
        yield bounds.start_min, bounds.start_max, ((node, start, 0) for node, start in starts.items())
        if rule.last:  # an event: the day after its last day is the first without it
            lasts = _dated(facts(rule.last), max)
            days_after = ((node, lasts.get(node, start), 1) for node, start in starts.items())
            yield bounds.end_min, bounds.end_max, days_after
        if rule.end:
            ends = _dated(facts(rule.end), max)
            yield bounds.end_min, bounds.end_max, ((node, end, 0) for node, end in ends.items())
        if rule.ended:
            # Ended, day unknown: certain on no day, possible on every one since its start.
            ended = ((node, starts.get(node, "0001-01-01")) for node in _dated(facts(rule.ended), max))
            first_days = ((node, pair[0].value, 0) for node, start in ended if (pair := days(start)))
            yield bounds.end_min, bounds.end_min, first_days


def _dated(facts: Iterable[Quad], choose: Callable[[str, str], str]) -> dict[Subject, str]:
    """Return the day of every node; ``choose`` picks between two days of one node."""
    found: dict[Subject, str] = {}
    for quad in facts:
        subject, value = quad.subject, quad.object
        if not isinstance(value, Literal) or not isinstance(subject, _NODE):
            continue
        day = value.value
        if day != "false":  # what the boolean role says of things that have not ended
            known = found.setdefault(subject, day)
            if known != day:
                found[subject] = choose(known, day)
    return found


@lru_cache(maxsize=4096)
def _written(text: str, later: int) -> tuple[str, str] | None:
    """Return the same as :func:`days` as it is written in N-Triples."""
    pair = days(text, later)
    return pair and (str(pair[0]), str(pair[1]))


@lru_cache(maxsize=4096)
def days(text: str, later: int = 0) -> Days | None:
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
