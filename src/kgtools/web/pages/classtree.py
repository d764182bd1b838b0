"""The tree of classes as SVG that needs no script and follows the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from markupsafe import Markup, escape

from kgtools.web.pages.drawing import short

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kgtools.schema import Word
    from kgtools.terms import NamedNode

_ROW: Final = 24
_STEP: Final = 30
_LEFT: Final = 12
_ROOM: Final = 300
_LETTERS: Final = 42


def class_tree(words: Sequence[Word], anchor: Callable[[NamedNode], str]) -> Markup:
    """Return classes below each other, each joined to its parent and leading to its place on the page.

    Args:
        words: The classes in the order of the tree, with their depth.
        anchor: The name of a class on the page.
    """
    if not words:
        return Markup()
    width = _LEFT + _STEP * max(word.depth for word in words) + _ROOM
    height = _ROW * len(words) + 8
    above: list[int] = []
    parts = []
    for number, word in enumerate(words):
        x, y = _LEFT + word.depth * _STEP, number * _ROW + 16
        del above[word.depth :]
        if above:
            parts.append(f'<path d="M{x - _STEP} {above[-1] + 5}V{y}H{x - 5}"/>')
        above.append(y)
        name, count = escape(short(word.label, _LETTERS)), f"{word.size:,}" if word.size else ""
        parts.append(
            f'<a href="#{escape(quote(anchor(word.node), safe=":"))}"><circle cx="{x}" cy="{y}" r="4.5"/>'
            f'<text x="{x + 11}" y="{y + 4}">{name}<tspan class="how" dx="7">{count}</tspan></text></a>'
        )
    return Markup(  # noqa: S704 - every text in it is escaped above
        f'<svg class="classtree" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="group" aria-label="Tree of {len(words)} classes">{"".join(parts)}</svg>'
    )
