"""Answers as pictures: of things and what joins them, of time, of numbers."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.export.days import span
from kgtools.query.run import Result
from kgtools.terms import Literal, NamedNode, local_name
from kgtools.web.pages import record
from kgtools.web.pages.answers import spaced
from kgtools.web.pages.bars import Amount, bars
from kgtools.web.pages.cells import cell, literal
from kgtools.web.pages.drawing import Drawn, network
from kgtools.web.pages.lanes import Bar, lanes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markupsafe import Markup

    from kgtools.export.days import Day
    from kgtools.query.run import Answer
    from kgtools.terms import Term, Triple
    from kgtools.web.pages.frame import Frame

VIEWS: Final = (("table", "Table"), ("graph", "Graph"), ("timeline", "Timeline"), ("bar", "Bars"))
"""How an answer can be looked at; the rows stand below each picture."""
_NODES: Final = 150
_BARS: Final = 80
_NAMES: Final = 2  # things that name a bar
_END: Final = ("end", "until", "terminated", "to")
_LAST: Final = ("last", "lastdate")  # without one, the first day is the last


class Dates(NamedTuple):
    """What a bar of a timeline shows: of what, from when, until when; no end where it goes on."""

    thing: Term | None
    start: tuple[Day, Day, str]
    last: tuple[Day, Day, str] | None


def picture(frame: Frame, view: str, found: Answer) -> Markup | None:
    """Return an answer as the picture that a view asks for; None where it has nothing to draw."""
    if isinstance(found, bool):
        return None
    match view:
        case "graph":
            return _network(frame, found)
        case "timeline":
            return _timeline(frame, found)
        case "bar" if isinstance(found, Result):
            return _bars(frame, found)
    return None


def _network(frame: Frame, found: Result | tuple[Triple, ...]) -> Markup | None:
    """Return things and what joins them: those of a row to its first, those of a triple to each other."""
    nodes: dict[str, Drawn] = {}
    edges: list[tuple[str, str, str]] = []
    hues = record.hues(frame.graph)
    for things, names in _joined(frame, found):
        if len(nodes) >= _NODES:
            break
        for term in things:
            if term.value not in nodes:
                shown = cell(frame, term, described=True)
                kinds = [frame.graph.labels.of(cls) for cls in frame.graph.labels.types(term)]
                nodes[term.value] = Drawn(shown.text, shown.href, hues.get(kinds[0], 0) if kinds else 0)
        first = things[0].value
        edges += [
            (first, term.value, name)
            for term, name in zip(things[1:], names, strict=True)
            if term.value != first
        ]
    return network(nodes, edges) if edges else None


def _joined(frame: Frame, found: Result | tuple[Triple, ...]) -> Iterator[tuple[list[NamedNode], list[str]]]:
    """Yield things, and how each but the first is joined to the first; sources are left out."""
    base, labels = frame.graph.project.base, frame.graph.labels
    source = frame.graph.project.roles.source
    evidence = local_name(source.value) if source else ""  # what a row rests on is nothing that it joins
    if isinstance(found, Result):
        for row in found.rows:
            things = [
                (name, term)
                for name, term in zip(found.columns, row, strict=True)
                if isinstance(term, NamedNode) and term.value.startswith(base) and name != evidence
            ]
            if things:
                yield [term for _, term in things], [spaced(name) for name, _ in things[1:]]
        return
    for subject, predicate, value in found:
        ends = [
            term for term in (subject, value) if isinstance(term, NamedNode) and term.value.startswith(base)
        ]
        if len(ends) == 2:  # noqa: PLR2004 - both ends are things
            yield ends, [labels.of(predicate)]


def _timeline(frame: Frame, found: Result | tuple[Triple, ...]) -> Markup | None:
    made = _of_rows(found) if isinstance(found, Result) else _of_triples(frame, found)
    drawn = [_lane(frame, each) for each in made]
    days = [day for bar in drawn for day in (bar.start, bar.end) if day]
    return lanes(drawn, min(days), max(days), mark=frame.as_of) if days else None


def _of_rows(found: Result) -> Iterator[Dates]:
    """Yield the dates of each row; its first thing names the bar."""
    dates = [number for number in range(len(found.columns)) if _is_dated(found.rows, number)]
    named = {number: found.columns[number].lower() for number in dates}
    ends = [number for number, name in named.items() if name in _END + _LAST]
    goes_on = any(named[number] in _END for number in ends[:1])
    starts = [number for number in dates if number not in ends] or dates
    if not dates:
        return
    for row in found.rows:
        start, last = _span(row[starts[0]]), _span(row[ends[0]]) if ends else None
        if start is not None:
            title = next((term for term in row if isinstance(term, NamedNode)), None)
            yield Dates(title, start, last or (None if goes_on else start))


def _of_triples(frame: Frame, found: tuple[Triple, ...]) -> Iterator[Dates]:
    """Yield the dates of each subject, by the properties that the project says are dates."""
    rules = frame.graph.project.times
    dates: dict[Term, dict[NamedNode, tuple[Day, Day, str]]] = defaultdict(dict)
    for subject, predicate, value in found:
        if known := _span(value):
            dates[subject].setdefault(predicate, known)
    for subject, known_dates in dates.items():
        for rule in rules:
            if start := known_dates.get(rule.start):
                goes_on = rule.end is not None and rule.last is None
                ends = (known_dates.get(each) for each in (rule.end, rule.last) if each is not None)
                yield Dates(subject, start, next(filter(None, ends), None if goes_on else start))
                break


def _lane(frame: Frame, dates: Dates) -> Bar:
    shown = cell(frame, dates.thing, described=True) if dates.thing is not None else None
    (first, _, precision), last = dates.start, dates.last
    return Bar(
        "",
        shown.text if shown else str(first),
        shown.href if shown else "",
        _date(first),
        _date(last[1]) if last else None,
        is_coarse=precision != "day",
    )


def _bars(frame: Frame, found: Result) -> Markup | None:
    """Return the last column of numbers as bars; the other columns name them."""
    numeric = [number for number in range(len(found.columns)) if _is_numeric(found.rows, number)]
    if not numeric:
        return None
    column = numeric[-1]
    amounts = [_amount(frame, row, row[column], numeric) for row in found.rows if row[column] is not None]
    return bars(amounts[:_BARS], spaced(found.columns[column])) if amounts else None


def _amount(frame: Frame, row: Sequence[Term | None], term: Term | None, numeric: Sequence[int]) -> Amount:
    """Return a number of a row, called by what is no number in it."""
    things = [each for number, each in enumerate(row) if each is not None and number not in numeric]
    names = [cell(frame, each, described=True) for each in things[:_NAMES]]
    kinds = [frame.graph.labels.of(cls) for each in things[:1] for cls in _types(frame, each)]
    value = str(getattr(term, "value", ""))
    return Amount(
        " · ".join(name.text for name in names),
        float(value),
        value,
        next((name.href for name in names if name.href), ""),
        record.hues(frame.graph).get(kinds[0], 0) if kinds else 210,
    )


def _types(frame: Frame, term: Term) -> Iterable[NamedNode]:
    return frame.graph.labels.types(term) if isinstance(term, NamedNode) else ()


def _is_numeric(rows: Iterable[Sequence[Term | None]], number: int) -> bool:
    found = [row[number] for row in rows if row[number] is not None]
    return bool(found) and all(
        isinstance(term, Literal) and literal(term).kind == "number" and _is_finite(term.value)
        for term in found
    )


def _is_finite(text: str) -> bool:
    return float(text) - float(text) == 0.0


def _is_dated(rows: Iterable[Sequence[Term | None]], number: int) -> bool:
    found = [row[number] for row in rows if row[number] is not None]
    return bool(found) and all(_span(term) is not None for term in found)


def _span(term: Term | None) -> tuple[Day, Day, str] | None:
    if not isinstance(term, Literal) or not term.datatype.value.endswith(
        ("date", "dateTime", "gYear", "gYearMonth")
    ):
        return None
    found = span(term.value[:10])
    return (found.first, found.last, found.precision) if found else None


def _date(day: Day) -> date | None:
    return date(*day) if 1 <= day.year <= 9998 else None  # noqa: PLR2004 - what a date can hold
