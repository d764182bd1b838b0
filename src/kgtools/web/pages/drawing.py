"""Pictures of a few things and what joins them, as SVG that needs no script and follows the theme."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup, escape

from kgtools.export.layout import layout
from kgtools.export.property_graph import Counts, Edge, Node, PropertyGraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_ROW, _WIDTH, _LEFT = 26, 380, 22
_LETTER: Final = 6.6
_MARGIN, _TALL = 70.0, 14.0


class Drawn(NamedTuple):
    """A thing in a picture: its name, where it leads, its hue, how it is joined, whether in doubt."""

    name: str
    href: str
    hue: int
    link: str = ""
    is_doubted: bool = False


def fan(centre: Drawn, neighbours: Sequence[Drawn]) -> Markup:
    """Return one thing on the left and its neighbours below each other, each with how it is joined."""
    height = max(2, len(neighbours)) * _ROW + 12
    middle, x = height / 2, 96
    parts = [_curve(middle, _y(number), each.is_doubted) for number, each in enumerate(neighbours)]
    parts.append(_circle(_LEFT, middle, 11, centre))
    for number, each in enumerate(neighbours):
        y = _y(number)
        room = int((_WIDTH - x - 14) / _LETTER)
        link = each.link[: room // 2]
        name = short(each.name, room - len(link) - 2)
        text = f'<tspan>{escape(name)}</tspan><tspan class="how" dx="7">{escape(link)}</tspan>'
        title = f"<title>{escape(each.name)} ({escape(each.link)})</title>"
        parts.append(
            f'<a href="{escape(each.href)}">{title}{_dot(x, y, 5, each.hue)}'
            f'<text x="{x + 11}" y="{y + 4}">{text}</text></a>'
        )
    label = f"{centre.name} and {len(neighbours)} neighbours"
    return _svg(_WIDTH, height, label, parts)


def network(nodes: Mapping[str, Drawn], edges: Iterable[tuple[str, str, str]]) -> Markup:
    """Return things as circles and what joins them as lines; the best connected are named first.

    Args:
        nodes: By any key.
        edges: Key, key, and what the line means.
    """
    drawn = list(dict.fromkeys(edges))
    graph = PropertyGraph(
        header={},
        nodes=tuple(Node(key, node.name, {"type": str(node.hue)}) for key, node in nodes.items()),
        edges=tuple(Edge(f"e{n}", a, b, text, {}) for n, (a, b, text) in enumerate(drawn)),
        node_columns={},
        edge_columns={},
        counts=Counts(),
    )
    places = layout(graph)
    left = min(x for x, _ in places.values()) - _MARGIN
    top = min(y for _, y in places.values()) - _MARGIN / 2
    at = {key: (round(x - left, 1), round(y - top, 1)) for key, (x, y) in places.items()}
    degrees = Counter(end for a, b, _ in drawn for end in (a, b))
    labels = _labels({key: nodes[key] for key in sorted(nodes, key=lambda key: -degrees[key])}, at)
    width = max(_MARGIN + max(x for x, _ in at.values()), *(right for _, right in labels))
    height = max(y for _, y in at.values()) + _MARGIN / 2
    parts = [_line(at[a], at[b], text) for a, b, text in drawn]
    parts += [_linked(each, _circle(*at[key], 7, each)) for key, each in nodes.items()]
    parts += [text for text, _ in labels]
    return _svg(width, height, f"{len(nodes)} things and {len(drawn)} links", parts)


def short(text: str, most: int) -> str:
    """Return a text cut to some letters, with an ellipsis where something is missing.

    Example:
        >>> short("On the Origin of Species", 10)
        'On the Or…'
    """
    return text if len(text) <= most else f"{text[: max(1, most - 1)].rstrip()}…"


def _y(number: int) -> int:
    return 6 + _ROW // 2 + number * _ROW


def _curve(start: float, end: float, is_doubted: bool) -> str:  # noqa: FBT001 - a part of the picture
    dashes = ' class="doubted"' if is_doubted else ""
    return f'<path{dashes} d="M{_LEFT},{start} C{_LEFT + 44},{start} {_LEFT + 34},{end} 96,{end}"/>'


def _circle(x: float, y: float, radius: float, node: Drawn) -> str:
    return f"<g><title>{escape(node.name)}</title>{_dot(x, y, radius, node.hue)}</g>"


def _dot(x: float, y: float, radius: float, hue: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" style="--h:{hue}"/>'


def _linked(node: Drawn, inside: str) -> str:
    return f'<a href="{escape(node.href)}" tabindex="-1">{inside}</a>' if node.href else inside


def _line(start: tuple[float, float], end: tuple[float, float], text: str) -> str:
    title = f"<title>{escape(text)}</title>" if text else ""
    return f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}">{title}</line>'


def _labels(nodes: Mapping[str, Drawn], at: Mapping[str, tuple[float, float]]) -> list[tuple[str, float]]:
    """Return names that are links and where each ends: on the right of a thing, else on its left.

    One that would cover another on both sides is left out.
    """
    taken: set[tuple[int, int]] = set()
    found = []
    for key, node in nodes.items():
        (x, y), text = at[key], short(node.name, 34)
        room = len(text) * _LETTER
        for left, end, anchor in ((x + 11, x + 11, "start"), (x - 11 - room, x - 11, "end")):
            cells = _cells(left, left + room, y + 4)
            if left > 0 and taken.isdisjoint(cells):
                taken |= cells
                label = f'<text x="{end:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
                linked = f'<a href="{escape(node.href)}">{label}</a>' if node.href else label
                found.append((linked, left + room))
                break
    return found


def _cells(left: float, right: float, y: float) -> set[tuple[int, int]]:
    """Return the cells of a grid that a line of text covers."""
    columns = range(int(left // _TALL), int(right // _TALL) + 1)
    return {(column, row) for column in columns for row in (int(y // _TALL), int(y // _TALL) + 1)}


def _svg(width: float, height: float, label: str, parts: Iterable[str]) -> Markup:
    box = f"0 0 {width:.0f} {height:.0f}"
    sized = f'style="--w:{width:.0f}px" viewBox="{box}"'
    head = f'<svg class="drawing" {sized} role="group" aria-label="{escape(label)}">'
    return Markup(f"{head}{''.join(parts)}</svg>")  # noqa: S704 - every text in it is escaped above
