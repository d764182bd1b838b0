"""Answers as tables, as pictures of things, and as pictures of time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.export.days import span
from kgtools.query.run import Result
from kgtools.terms import Literal, NamedNode
from kgtools.web.pages import record
from kgtools.web.pages.cells import Cell, cell
from kgtools.web.pages.drawing import Drawn, network
from kgtools.web.pages.lanes import Bar, lanes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from kgtools.export.days import Day
    from kgtools.query.run import Answer
    from kgtools.query.spec import QuerySpec
    from kgtools.terms import Term
    from kgtools.web.pages.frame import Frame

PAGE: Final = 200
"""Rows on one page."""
_NODES: Final = 150
_END: Final = ("end", "until", "last", "terminated", "lastdate", "to")


class Column(NamedTuple):
    """The head of a column: its text, the link that sorts by it, and how it is sorted now."""

    label: str
    href: str
    sorted: str


class Row(NamedTuple):
    """Cells, and the function that links to the receipt of each."""

    cells: list[Cell | None]
    receipt: Callable[[int], str] | None


class Table(NamedTuple):
    """One page of an answer."""

    columns: list[Column]
    rows: list[Row]
    total: int
    page: int
    pages: int
    cut: bool


def table(frame: Frame, spec: QuerySpec | None, found: Answer) -> Table:
    """Return an answer as a table, sorted and cut into pages as the address says."""
    names, rows = _rows(found)
    wanted = frame.request.query_params.get("sort", "")
    key, backwards = wanted.removeprefix("-"), wanted.startswith("-")
    order = list(enumerate(rows))
    if key in names:
        place = names.index(key)
        order.sort(key=lambda pair: _sortable(frame, pair[1][place]), reverse=backwards)
    page = _number(frame.request.query_params.get("page", "1"))
    part = order if frame.static else order[(page - 1) * PAGE : page * PAGE]
    with_receipts = spec is not None and isinstance(found, Result) and not frame.static
    return Table(
        columns=[_column(frame, name, key, backwards=backwards) for name in names],
        rows=[
            Row(
                [cell(frame, term, described=True) if term is not None else None for term in row],
                _receipt(frame, number, names) if with_receipts else None,
            )
            for number, row in part
        ],
        total=len(rows),
        page=page,
        pages=1 if frame.static else max(1, -(-len(rows) // PAGE)),
        cut=isinstance(found, Result) and found.cut,
    )


def graph_of(frame: Frame, found: Result) -> Markup | None:
    """Return a picture of the things in an answer: those of a row are joined to its first."""
    nodes: dict[str, Drawn] = {}
    edges: list[tuple[str, str, str]] = []
    hues = record.hues(frame.graph)
    for row in found.rows:
        things = [
            (name, term)
            for name, term in zip(found.columns, row, strict=True)
            if isinstance(term, NamedNode) and term.value.startswith(frame.graph.project.base)
        ]
        if not things or len(nodes) >= _NODES:
            continue
        for _, term in things:
            if term.value not in nodes:
                shown = cell(frame, term, described=True)
                kinds = [frame.graph.labels.of(cls) for cls in frame.graph.labels.types(term)]
                nodes[term.value] = Drawn(shown.text, shown.href, hues.get(kinds[0], 0) if kinds else 0)
        first = things[0][1].value
        edges += [(first, term.value, name) for name, term in things[1:] if term.value != first]
    return network(nodes, edges) if len(nodes) > 1 else None


def timeline_of(frame: Frame, found: Result) -> Markup | None:
    """Return a picture of the dates in an answer; the first column with things names the bars."""
    bars = []
    dates = [number for number, name in enumerate(found.columns) if _is_dated(found.rows, number)]
    if not dates:
        return None
    ends = [number for number in dates if found.columns[number].lower() in _END]
    starts = [number for number in dates if number not in ends] or dates
    for row in found.rows:
        first = _span(row[starts[0]])
        last = _span(row[ends[0]]) if ends else None
        if first is None:
            continue
        title = next((term for term in row if isinstance(term, NamedNode)), None)
        shown = cell(frame, title, described=True) if title is not None else None
        until = None if ends and last is None else _date((last or first)[1])
        bars.append(
            Bar(
                "",
                shown.text if shown else str(first[0]),
                shown.href if shown else "",
                _date(first[0]),
                until,
                is_coarse=first[2] != "day",
            )
        )
    days = [day for bar in bars for day in (bar.start, bar.end) if day]
    return lanes(bars, min(days), max(days), mark=frame.as_of) if days else None


def _rows(found: Answer) -> tuple[Sequence[str], Sequence[Sequence[Term | None]]]:
    if isinstance(found, Result):
        return found.columns, found.rows
    if isinstance(found, bool):
        return ("answer",), [(Literal(found),)]
    triples = [(each.subject, each.predicate, each.object) for each in found]
    return ("subject", "predicate", "object"), triples  # type: ignore[return-value]  # no quoted triples


def _column(frame: Frame, name: str, key: str, *, backwards: bool) -> Column:
    is_key = name == key
    toward = f"-{name}" if is_key and not backwards else name
    state = ("descending" if backwards else "ascending") if is_key else ""
    return Column(_spaced(name), frame.here(sort=toward), state)


def _spaced(name: str) -> str:
    """Return the name of a variable as words.

    Example:
        >>> _spaced("lastDate")
        'last date'
    """
    return (
        "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
        .replace("_", " ")
        .strip()
    )


def _receipt(frame: Frame, number: int, names: Sequence[str]) -> Callable[[int], str]:
    def link(place: int) -> str:
        page = frame.request.query_params.get("page")
        return f"{frame.here(page=page, cell=f'{number}.{names[place]}')}#receipt"

    return link


def _sortable(frame: Frame, term: Term | None) -> tuple[int, float, str]:
    if term is None:
        return (2, 0.0, "")
    if isinstance(term, Literal):
        try:
            return (0, float(term.value), "")
        except ValueError:
            return (1, 0.0, term.value.casefold())
    return (1, 0.0, frame.graph.labels.of(term).casefold())


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


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1  # noqa: PLR2004
