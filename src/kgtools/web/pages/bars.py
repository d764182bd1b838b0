"""Numbers as bars below each other, as SVG that needs no script and follows the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup, escape

from kgtools.web.pages.drawing import short

if TYPE_CHECKING:
    from collections.abc import Sequence

_ROW, _THICK, _BASE = 26, 16, 13
_BARS, _NUMBERS, _GAP = 260, 60, 10
_LETTER: Final = 7.0
_LETTERS: Final = 36  # of a name, which fit beside its bar


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
    unit = _BARS / ((most - least) or 1.0)
    names = [short(each.name, _LETTERS) for each in amounts]
    left = round(max(map(len, names)) * _LETTER + _GAP)
    zero = left - least * unit
    width = left + _BARS + _NUMBERS
    height = len(amounts) * _ROW + 8
    parts = [
        f'<g style="--h:{each.hue}">{_name(each, name, left, top)}{_bar(each, top, zero, unit)}</g>'
        for top, each, name in zip(range(4, height, _ROW), amounts, names, strict=False)
    ]
    parts.append(f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="0" y2="{height}"/>')
    told = escape(f"{len(amounts)} bars: {label}")
    box = f'style="--w:{width}px" viewBox="0 0 {width} {height}"'
    opened = f'<svg class="amounts" {box} role="group" aria-label="{told}">'
    return Markup(f"{opened}{''.join(parts)}</svg>")  # noqa: S704 - every text in it is escaped


def _bar(amount: Amount, top: int, zero: float, unit: float) -> str:
    left, size = zero + min(0.0, amount.value) * unit, abs(amount.value) * unit
    shape = f'<rect x="{left:.1f}" y="{top}" width="{max(size, 1):.1f}" height="{_THICK}" rx="2"/>'
    return f'{shape}<text x="{left + size + 6:.1f}" y="{top + _BASE}">{escape(amount.text)}</text>'


def _name(amount: Amount, name: str, right: int, top: int) -> str:
    title = f"<title>{escape(amount.name)}: {escape(amount.text)}</title>"
    text = f'<text class="name" x="{right - _GAP}" y="{top + _BASE}">{escape(name)}</text>'
    return title + (f'<a href="{escape(amount.href)}">{text}</a>' if amount.href else text)
