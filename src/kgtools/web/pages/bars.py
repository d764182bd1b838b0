"""Numbers as bars below each other, as SVG that needs no script and follows the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup, escape

from kgtools.web.pages.drawing import short

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW, _THICK = 26, 16
_WIDTH, _NAMES, _NUMBERS = 640, 230, 60
_LETTERS: Final = 32  # of a name, which fit beside its bar


class Amount(NamedTuple):
    """A number, what it is called, where that leads, and the hue of its bar."""

    name: str
    value: float
    text: str
    href: str = ""
    hue: int = 210


def bars(amounts: Sequence[Amount], label: str) -> Markup:
    """Return a bar for each number, in the order given, all from one line of zero.

    Args:
        amounts: What to draw; at least one.
        label: What the numbers are.

    Example:
        >>> str(bars([Amount("Ada", 2, "2")], "concerts")).count("<rect")
        1
    """
    least, most = min(0.0, *(each.value for each in amounts)), max(0.0, *(each.value for each in amounts))
    unit = (_WIDTH - _NAMES - _NUMBERS) / ((most - least) or 1.0)
    zero = _NAMES - least * unit
    height = len(amounts) * _ROW + 8
    parts = [_bar(each, number * _ROW + 4, zero, unit) for number, each in enumerate(amounts)]
    parts.append(f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{height}"/>')
    told = escape(f"{len(amounts)} bars: {label}")
    opened = f'<svg class="amounts" viewBox="0 0 {_WIDTH} {height}" role="group" aria-label="{told}">'
    return Markup(f"{opened}{''.join(parts)}</svg>")  # noqa: S704 - every text in it is escaped


def _bar(amount: Amount, top: int, zero: float, unit: float) -> str:
    left, size = zero + min(0.0, amount.value) * unit, abs(amount.value) * unit
    middle = top + _THICK - 3
    name = f'<text class="name" x="{_NAMES - 10}" y="{middle}">{escape(short(amount.name, _LETTERS))}</text>'
    if amount.href:
        name = f'<a href="{escape(amount.href)}">{name}</a>'
    shape = f'<rect x="{left:.1f}" y="{top}" width="{max(size, 1):.1f}" height="{_THICK}" rx="2"/>'
    number = f'<text x="{left + size + 6:.1f}" y="{middle}">{escape(amount.text)}</text>'
    title = f"<title>{escape(amount.name)}: {escape(amount.text)}</title>"
    return f'<g style="--h:{amount.hue}">{title}{name}{shape}{number}</g>'
