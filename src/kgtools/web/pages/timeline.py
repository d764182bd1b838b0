"""``/timeline``: everything with a date, in lanes by class."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.errors import UsageError
from kgtools.export.days import Day
from kgtools.query.parameters import parse_day
from kgtools.terms import OWL, NamedNode
from kgtools.web.pages import record
from kgtools.web.pages.cells import Cell, cell
from kgtools.web.pages.frame import Frame
from kgtools.web.pages.lanes import Bar, lanes
from kgtools.web.problems import refuse
from kgtools.web.things import thing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.web.pages.record import Dated
    from kgtools.web.state import State

_ACCEPTED: Final = ("", "accepted")
_ROWS: Final = 600
_MARGIN: Final = timedelta(120)


class Lane(NamedTuple):
    """A class, how many dated things it has, and the link that shows or hides it."""

    name: str
    size: int
    hue: int
    href: str
    is_on: bool


class Line(NamedTuple):
    """A row of the table below the picture."""

    name: Cell
    kind: str
    start: str
    end: str
    status: str
    is_coarse: bool
    why: str


async def timeline(request: Request, state: State) -> Response:
    """Return the page of time."""
    frame = Frame(request, state, "Timeline", section="/timeline")
    return await frame.state.make(_page, frame)


def _page(frame: Frame) -> Response:
    query = frame.request.query_params
    node = thing(frame.graph, query["about"]) if query.get("about") else None
    chosen = _chosen(frame.graph, query.getlist("class"))
    first, last = _span(frame)
    about = [
        each
        for each in record.dated(frame.graph)
        if (node is None or node.value in each.about) and _overlaps(each, first, last)
    ]
    shown = [each for each in about if not chosen or each.kind in chosen]
    day = Day(*frame.as_of.timetuple()[:3]) if frame.as_of else None
    holding = [each for each in shown if day is None or each.can_hold(day)]
    bars = [_bar(frame, each, is_dim=day is not None and not each.can_hold(day)) for each in shown]
    return frame.render(
        "timeline.html",
        about=cell(frame, node) if node else None,
        first=first,
        last=last,
        lanes=_lanes(frame, about, chosen),
        chosen=chosen,
        picture=lanes(bars, first, last, mark=frame.as_of) if bars else None,
        lines=[_line(frame, each) for each in sorted(holding, key=_by_start)[:_ROWS]],
        left=max(0, len(holding) - _ROWS),
        decades=_decades(frame),
    )


def _chosen(graph: Graph, names: list[str]) -> list[str]:
    """Return the lanes asked for: by what they are called, or by the name of a class in any form."""
    lanes = {each.kind for each in record.dated(graph)} if names else set()
    try:
        classes = [
            None if name in lanes else graph.labels.resolve(name, within=OWL["Class"]) for name in names
        ]
    except UsageError as error:
        raise refuse(400, error.message, hint=error.hint) from error
    return [graph.labels.of(cls) if cls else name for name, cls in zip(names, classes, strict=True)]


def _span(frame: Frame) -> tuple[date, date]:
    known = frame.days or ("1900-01-01", "2000-01-01")
    first, last = (date.fromisoformat(text) for text in known)
    first, last = _moved(first, -_MARGIN), _moved(last, _MARGIN)
    query = frame.request.query_params
    for name in ("from", "to"):
        text = query.get(name, "")
        day = parse_day(text) if text else None
        if text and day is None:
            raise refuse(400, f"'{text[:40]}' is no day", hint="write it like 2018-06-12")
        if day and name == "from":
            first = day
        elif day:
            last = day
    if last <= first:
        raise refuse(400, "the last day is not after the first", hint="exchange them")
    return first, last


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _overlaps(each: Dated, first: date, last: date) -> bool:
    start, end = Day(*first.timetuple()[:3]), Day(*last.timetuple()[:3])
    return (each.start is None or each.start <= end) and (each.end is None or each.end >= start)


def _bar(frame: Frame, each: Dated, *, is_dim: bool) -> Bar:
    return Bar(
        lane=each.kind,
        name=each.name,
        href=frame.thing(NamedNode(each.iri)) if each.iri else "",
        start=_date(each.start),
        end=_date(each.end),
        hue=record.hues(frame.graph).get(each.kind, 0),
        is_doubted=each.status not in _ACCEPTED,
        is_coarse=each.precision not in ("", "day"),
        is_dim=is_dim,
    )


def _date(day: Day | None) -> date | None:
    return date(*day) if day and 1 <= day.year <= 9998 else None  # noqa: PLR2004 - what a date can hold


def _by_start(each: Dated) -> tuple[Day, str]:
    return each.start or Day(-9999, 1, 1), each.name


def _line(frame: Frame, each: Dated) -> Line:
    name = Cell(each.name, "thing", frame.thing(NamedNode(each.iri)) if each.iri else "", each.iri)
    return Line(
        name,
        each.kind,
        str(each.start or ""),
        "" if each.end == each.start else str(each.end or ""),
        each.status,
        each.precision not in ("", "day"),
        _receipt(frame, each),
    )


def _receipt(frame: Frame, each: Dated) -> str:
    """Return the link to the receipt of a date; "" where none is stated."""
    subject, store = NamedNode(each.iri), frame.graph.dataset.store
    roles = (role for rule in frame.graph.project.times for role in (rule.start, rule.last, rule.end) if role)
    stated = (quad for role in roles for quad in store.match(subject, role))
    quad = next(stated, None) if each.iri else None
    return frame.why(subject, quad.predicate, quad.object) if quad else ""


def _lanes(frame: Frame, about: list[Dated], chosen: list[str]) -> list[Lane]:
    hues = record.hues(frame.graph)
    tally = Counter(each.kind for each in about)
    made = []
    for name, count in sorted(tally.items()):
        is_on = name in chosen
        classes = [each for each in chosen if each != name] if is_on else [*chosen, name]
        others = [(key, value) for key, value in frame.others("class")]
        href = frame.link(frame.path, [*others, *(("class", each) for each in classes)])
        made.append(Lane(name, count, hues.get(name, 0), href, is_on))
    return made


def _decades(frame: Frame) -> list[tuple[str, str]]:
    """Return links to the decades that the record reaches into."""
    if not frame.days or frame.static:
        return []
    first, last = int(frame.days[0][:4]) // 10 * 10, int(frame.days[1][:4])
    return [
        (f"{year}s", frame.here(**{"from": f"{year}-01-01", "to": f"{year + 9}-12-31"}))
        for year in range(first, last + 1, 10)
    ]
