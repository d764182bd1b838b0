"""SVG: a picture of the graph with tooltips and links."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from kgtools.export.layout import layout
from kgtools.export.markup import DECLARATION, attributes, escape
from kgtools.export.property_graph import colours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.export.property_graph import Edge, Node, PropertyGraph

_MARGIN, _LEGEND, _LINE = 60.0, 190.0, 18.0
_LETTER, _TALL = 6.2, 13.0  # the room that a label of 11 pixels takes
_LONGEST = 40
_STYLE = """
text { font: 11px system-ui, sans-serif; fill: #1c2430; paint-order: stroke; stroke: #fff; stroke-width: 3px }
line, path { stroke: #8a94a3; stroke-width: 1; fill: none } .doubted { stroke-dasharray: 4 3 }
circle { stroke: #fff; stroke-width: 1.5 } a:hover circle, a:focus circle { stroke: #1c2430 }
"""

_Places = dict[str, tuple[float, float]]


def svg(graph: PropertyGraph) -> str:
    """Return a property graph as one SVG picture.

    Every node is a link with a tooltip; labels are drawn where they do not cover each other,
    those of the best connected things first. What is doubted is dashed.
    """
    degrees = Counter(end for edge in graph.edges for end in (edge.source, edge.target))
    places, (width, height) = _shifted(layout(graph))
    palette = {name: f"rgb{colour}".replace(" ", "") for name, colour in colours(graph.nodes).items()}
    box = {"viewBox": f"0 0 {width:.0f} {max(height, _LINE * (len(palette) + 3)):.0f}"}
    radii = {node.id: round(4 + 2 * math.sqrt(degrees[node.id]), 1) for node in graph.nodes}
    parts = [
        f'{DECLARATION}<svg xmlns="http://www.w3.org/2000/svg"{attributes(**box)} role="img">\n',
        f"<title>{escape(graph.header.get('title', ''))}</title>\n",
        f"<desc>{escape(', '.join(f'{key} {text}' for key, text in graph.header.items()))}</desc>\n",
        f'<style>{_STYLE}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n<g>\n',
        *(_edge(edge, places) for edge in graph.edges),
        "</g>\n<g>\n",
        *(
            _node(node, palette[node.attributes.get("type", "")], places[node.id], radii[node.id])
            for node in graph.nodes
        ),
        "</g>\n<g>\n",
        *_labels(sorted(graph.nodes, key=lambda node: -degrees[node.id]), places, radii),
        "</g>\n<g>\n",
        *_legend(palette),
        "</g>\n</svg>\n",
    ]
    return "".join(parts)


def _shifted(places: _Places) -> tuple[_Places, tuple[float, float]]:
    """Return the places on a sheet that begins at 0, right of the legend, y down; and its size."""
    left = min((x for x, _ in places.values()), default=0.0) - _MARGIN - _LEGEND
    top = max((y for _, y in places.values()), default=0.0) + _MARGIN
    moved = {node: (round(x - left, 1), round(top - y, 1)) for node, (x, y) in places.items()}
    right = max((x for x, _ in moved.values()), default=_LEGEND) + 3 * _MARGIN
    bottom = max((y for _, y in moved.values()), default=0.0) + _MARGIN
    return moved, (right, bottom)


def _edge(edge: Edge, places: _Places) -> str:
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    doubt = attributes(class_="doubted" if edge.is_doubted else None)
    told = filter(None, (edge.label, edge.attributes.get("status"), edge.attributes.get("valid_from")))
    title = f"<title>{escape(', '.join(told))}</title>"
    if edge.source == edge.target:
        loop = f"M{x1},{y1}c-24,-30 24,-30 0,0"
        return f"<path{attributes(d=loop)}{doubt}>{title}</path>\n"
    return f"<line{attributes(x1=x1, y1=y1, x2=x2, y2=y2)}{doubt}>{title}</line>\n"


def _node(node: Node, colour: str, place: tuple[float, float], radius: float) -> str:
    iri = node.attributes["iri"]
    title = f"<title>{escape(node.label)} ({escape(node.attributes.get('type', ''))})</title>"
    circle = f"<circle{attributes(cx=place[0], cy=place[1], r=radius, fill=colour)}>{title}</circle>"
    if not iri.startswith(("http:", "https:")):
        return f"{circle}\n"
    return f"<a{attributes(href=iri)}>{circle}</a>\n"


def _labels(nodes: list[Node], places: _Places, radii: dict[str, float]) -> Iterator[str]:
    """Yield labels that do not cover each other: on the right of a node, else on its left."""
    taken: set[tuple[int, int]] = set()
    for node in nodes:
        (x, y), gap = places[node.id], radii[node.id] + 3
        text = node.label if len(node.label) <= _LONGEST else f"{node.label[: _LONGEST - 1]}…"
        room = len(text) * _LETTER
        for left, anchor in ((x + gap, None), (x - gap - room, "end")):
            cells = _cells(left, left + room, y + 4)
            if left > 0 and taken.isdisjoint(cells):
                taken |= cells
                end = round(left + room if anchor else left, 1)
                placed = attributes(x=end, y=round(y + 4, 1), **{"text-anchor": anchor})
                yield f"<text{placed}>{escape(text)}</text>\n"
                break


def _cells(left: float, right: float, y: float) -> set[tuple[int, int]]:
    """Return the cells of a grid that a line of text covers."""
    row = int(y // _TALL)
    columns = range(int(left // _TALL), int(right // _TALL) + 1)
    return {(column, line) for column in columns for line in (row, row + 1)}


def _legend(palette: dict[str, str]) -> Iterator[str]:
    for number, (name, colour) in enumerate(sorted(palette.items())):
        y = _LINE * (number + 1.5)
        yield f"<circle{attributes(cx=20, cy=y - 4, r=5, fill=colour)}/>"
        yield f"<text{attributes(x=32, y=y)}>{escape(name)}</text>\n"
