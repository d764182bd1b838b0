"""Answers as tables: sorted, cut into pages, each value with the link to its receipt."""

from __future__ import annotations

from math import isnan, nan
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.query.run import Result
from kgtools.terms import Literal
from kgtools.web.pages.cells import Cell, cell, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kgtools.query.run import Answer
    from kgtools.terms import Term
    from kgtools.web.pages.frame import Frame

PAGE: Final = 200
"""Rows on one page."""


class Column(NamedTuple):
    """The head of a column: its text, the link that sorts by it, how it is sorted now, what its cells are."""

    label: str
    href: str
    sorted: str
    kind: str


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


def table(frame: Frame, found: Answer) -> Table:
    """Return an answer as a table, sorted and cut into pages as the address says."""
    names, rows = rows_of(found)
    wanted = frame.request.query_params.get("sort", "")
    key, backwards = wanted.removeprefix("-"), wanted.startswith("-")
    order = list(enumerate(rows))
    if key in names:
        place = names.index(key)
        order.sort(key=lambda pair: _sortable(frame, pair[1][place]), reverse=backwards)
    page = _number(frame.request.query_params.get("page", "1"))
    part = order if frame.static else order[(page - 1) * PAGE : page * PAGE]
    with_receipts = isinstance(found, Result) and not frame.static
    shown_rows = [
        Row(
            [cell(frame, term, described=True) if term is not None else None for term in row],
            _receipt(frame, number, names) if with_receipts else None,
        )
        for number, row in part
    ]
    return Table(
        columns=[
            _column(frame, name, key, _kind(shown.cells[place] for shown in shown_rows), backwards=backwards)
            for place, name in enumerate(names)
        ],
        rows=shown_rows,
        total=len(rows),
        page=page,
        pages=1 if frame.static else max(1, -(-len(rows) // PAGE)),
        cut=isinstance(found, Result) and found.cut,
    )


def rows_of(found: Answer) -> tuple[Sequence[str], Sequence[Sequence[Term | None]]]:
    """Return columns and rows of any answer: a truth value is one row, a triple a row of three."""
    if isinstance(found, Result):
        return found.columns, found.rows
    if isinstance(found, bool):
        return ("answer",), [(Literal(found),)]
    triples = [(each.subject, each.predicate, each.object) for each in found]
    return ("subject", "predicate", "object"), triples  # type: ignore[return-value]  # no quoted triples


def _kind(cells: Iterable[Cell | None]) -> str:
    """Return what all cells of a column are; "" where they differ."""
    kinds = {shown.kind for shown in cells if shown}
    return kinds.pop() if len(kinds) == 1 else ""


def _column(frame: Frame, name: str, key: str, kind: str, *, backwards: bool) -> Column:
    is_key = name == key
    toward = f"-{name}" if is_key and not backwards else name
    state = ("descending" if backwards else "ascending") if is_key else ""
    return Column(spaced(name), frame.here(sort=toward), state, kind)


def spaced(name: str) -> str:
    """Return the name of a variable as words.

    Example:
        >>> spaced("lastDate")
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
        number = _amount(term)
        return (1, 0.0, term.value.casefold()) if number is None else (0, number, "")
    return (1, 0.0, frame.graph.labels.of(term).casefold())


def _amount(term: Literal) -> float | None:
    """Return a number; None for all else, be it a year, and for what cannot be compared."""
    try:
        amount = float(term.value) if literal(term).kind == "number" else nan
    except ValueError:  # it is ill-typed
        return None
    return None if isnan(amount) else amount


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1  # noqa: PLR2004
