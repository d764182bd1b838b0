"""Draws the tables of ``run.py`` as an SVG: CPU seconds on a logarithmic scale, one bar for each engine."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

WIDTH, LEFT, ROW, GAP, TOP = 760, 130, 22, 34, 30
_COLOURS = {"kgtools": "#1f6f54"}
_OTHER = "#9aa5b1"


class Bar(NamedTuple):
    """One engine on one file.

    Attributes:
        engine: Its name.
        seconds: CPU seconds; of a run that was stopped those that it had used by then.
        peak: Peak memory in MB.
        is_stopped: Whether it was stopped by a limit.
    """

    engine: str
    seconds: float
    peak: float
    is_stopped: bool = False

    @property
    def label(self) -> str:
        """What stands beside the bar."""
        return f"{'> ' if self.is_stopped else ''}{self.seconds:.2f} s, {self.peak:.0f} MB"


def draw(tables: dict[str, list[Bar]]) -> str:
    """Return an SVG with a group of bars under each title."""
    seconds = [bar.seconds for bars in tables.values() for bar in bars]
    low, high = floor(log10(min(seconds))), ceil(log10(max(seconds)))
    scale = (WIDTH - LEFT - 150) / max(1, high - low)
    parts: list[str] = []
    y = TOP
    for title, bars in tables.items():
        parts.append(f'<text x="{LEFT}" y="{y}" class="title">{escape(title)}</text>')
        for bar in bars:
            y += ROW
            length = max(2.0, (log10(bar.seconds) - low) * scale)
            colour = _COLOURS.get(bar.engine, _OTHER)
            parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{escape(bar.engine)}</text>')
            opacity = 0.5 if bar.is_stopped else 1
            parts.append(
                f'<rect x="{LEFT}" y="{y - 8}" width="{length:.1f}" height="15" fill="{colour}" '
                f'fill-opacity="{opacity}"/>'
            )
            parts.append(f'<text x="{LEFT + length + 6:.1f}" y="{y + 4}">{bar.label}</text>')
        y += GAP
    axis = []
    for power in range(low, high + 1):
        x = f"{LEFT + (power - low) * scale:.1f}"
        axis.append(f'<text x="{x}" y="{y}" text-anchor="middle">{10.0**power:g} s</text>')
        axis.append(f'<line x1="{x}" x2="{x}" y1="{TOP - 16}" y2="{y - 16}" stroke="#d8dde3"/>')
    style = "text{font:13px sans-serif;fill:#222}.title{font-weight:bold}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 14}" role="img" '
        f'aria-label="CPU seconds of validation by engine"><style>{style}</style>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(axis + parts)}</svg>\n'
    )
