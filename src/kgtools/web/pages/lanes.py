"""A picture of time: dated things in lanes, as SVG that needs no script."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup, escape

from kgtools.web.pages.drawing import short

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ROW, _HEAD, _AXIS = 18, 26, 30
_LETTER: Final = 6.3
_LETTERS: Final = 42  # of a name beside its bar; one inside may be as long as the bar
_POINT: Final = 10.0
_EDGE: Final = 5.0
_YEAR: Final = 34
"""How far the number of a year reaches to the right of its line."""
_LABELLED: Final = 70
"""A lane with more things than this shows the names of those that have no room for them as tooltips only."""
_STEPS: Final = (1, 2, 5, 10, 20, 50, 100)


class Bar(NamedTuple):
    """Something in a lane.

    Attributes:
        lane: The lane.
        name: What it is called.
        href: Where it leads.
        start: First possible day; None for "since always".
        end: Last possible day, inclusive; None for "goes on".
        hue: Of its class.
        is_doubted: Drawn dashed.
        is_coarse: Its dates are known to the month or year alone.
        is_dim: It does not belong to the day that is asked for.
    """

    lane: str
    name: str
    href: str
    start: date | None
    end: date | None
    hue: int = 210
    is_doubted: bool = False
    is_coarse: bool = False
    is_dim: bool = False


class Scale(NamedTuple):
    """Days on paper, with room on both sides for half a point."""

    first: date
    last: date
    width: float

    def x(self, day: date) -> float:
        """Return where a day begins."""
        days = max(1, (self.last - self.first).days)
        clipped = min(max(day, self.first), self.last)
        return round(_EDGE + (clipped - self.first).days / days * (self.width - 2 * _EDGE), 1)


def lanes(
    bars: Iterable[Bar], first: date, last: date, *, mark: date | None = None, width: float = 1160
) -> Markup:
    """Return bars in lanes, sorted by lane and start, over an axis of years.

    Args:
        bars: What to draw.
        first: Where the picture begins.
        last: Where it ends.
        mark: A day to mark.
        width: Of the picture.
    """
    scale = Scale(first, last, width)
    ordered = sorted(bars, key=lambda bar: (bar.lane, bar.start or date.min, bar.name))
    y, parts = float(_AXIS), []
    for lane, group in groupby(ordered, key=lambda bar: bar.lane):
        members = list(group)
        head = _HEAD if lane else 0
        if lane:
            parts.append(
                f'<text class="lane" x="2" y="{y + 17}">{escape(lane)} '
                f'<tspan class="how">{len(members)}</tspan></text>'
            )
        drawn, rows = _lane(members, scale, y + head)
        parts += drawn
        y += head + rows * _ROW + 6
        parts.append(f'<line class="rule" x1="0" x2="{width}" y1="{y - 2}" y2="{y - 2}"/>')
    grid, marked = _axis(scale, y), []
    if mark and first <= mark <= last:
        x = scale.x(mark)
        marked.append(f'<line class="mark" x1="{x}" x2="{x}" y1="16" y2="{y}"/>')
        marked.append(f'<text class="mark" x="{x}" y="12">{mark}</text>')
    label = f"{len(ordered)} dated things, {first.year} to {last.year}"
    box = f'viewBox="0 0 {width:.0f} {y + 4:.0f}" width="{width:.0f}"'
    opened = f'<svg class="lanes" {box} role="group" aria-label="{label}">'
    return Markup(f"{opened}{''.join([*grid, *parts, *marked])}</svg>")  # noqa: S704 - every text in it is escaped


def _lane(bars: Sequence[Bar], scale: Scale, top: float) -> tuple[list[str], int]:
    """Return the bars of a lane, none over another, and how many rows they take."""
    ends: list[float] = []
    named = len(bars) <= _LABELLED
    found = []
    for bar in bars:
        x = scale.x(bar.start) if bar.start else 0.0
        until = scale.x(bar.end + timedelta(1)) if bar.end else scale.width
        size = max(until - x, 0.0)
        room = int((size - 12) / _LETTER)
        text = short(bar.name, max(_LETTERS, room)) if named or room >= _LETTERS else ""
        inside = len(text) <= room
        taken = x + max(size, _POINT) + (0 if inside or not text else len(text) * _LETTER + 8)
        before = taken > scale.width and not inside and text and x > len(text) * _LETTER + 12
        left = x - len(text) * _LETTER - 11 if before else x
        row = next((number for number, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [(x + max(size, _POINT) if before else taken) + 4]
        found.append(
            _bar(
                bar,
                (x, top + row * _ROW, size),
                text,
                "inside" if inside else "before" if before else "after",
            )
        )
    return found, len(ends)


def _bar(bar: Bar, box: tuple[float, float, float], text: str, side: str) -> str:
    x, y, size = box
    told = (
        " to ".join([str(bar.start or "…"), str(bar.end or "…")]) if bar.end != bar.start else str(bar.start)
    )
    title = f"<title>{escape(bar.name)}, {told}{', known roughly' if bar.is_coarse else ''}</title>"
    looks = [
        name
        for name, on in (("doubted", bar.is_doubted), ("coarse", bar.is_coarse), ("dim", bar.is_dim))
        if on
    ]
    if size < _POINT:
        shape = f'<circle cx="{x}" cy="{y + 8}" r="4.5"/>'
        size = 5.0
    else:
        shape = f'<rect x="{x}" y="{y + 2}" width="{size:.1f}" height="12" rx="3"/>'
    where = {"inside": (x + 5, "start"), "after": (x + size + 4, "start"), "before": (x - 7, "end")}[side]
    label = (
        f'<text x="{where[0]:.1f}" y="{y + 12}" text-anchor="{where[1]}">{escape(text)}</text>'
        if text
        else ""
    )
    classes = f' class="{" ".join(["bar", side, *looks])}"'
    inside = f'<g{classes} style="--h:{bar.hue}">{title}{shape}{label}</g>'
    return f'<a href="{escape(bar.href)}">{inside}</a>' if bar.href else inside


def _axis(scale: Scale, bottom: float) -> list[str]:
    """Return the years, as many as there is room for."""
    years = scale.last.year - scale.first.year + 1
    step = next((each for each in _STEPS if scale.width / years * each >= 46), _STEPS[-1])  # noqa: PLR2004 - letters
    found = []
    for year in range(scale.first.year - scale.first.year % step, scale.last.year + 1, step):
        if year >= max(1, scale.first.year):
            x = scale.x(date(year, 1, 1))
            found.append(
                f'<line class="grid" x1="{x}" x2="{x}" y1="20" y2="{bottom}"/>'
                + (f'<text class="year" x="{x + 3}" y="24">{year}</text>' if x + _YEAR < scale.width else "")
            )
    return found
