"""DOT, the language of Graphviz: https://graphviz.org/doc/info/lang.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.export.layout import layout
from kgtools.export.markup import ILLEGAL
from kgtools.export.property_graph import colours

if TYPE_CHECKING:
    from kgtools.export.property_graph import Edge, Node, PropertyGraph

# Graphviz reads backslashes as its own signs, and "&" as the start of an entity.
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "", "&": "&amp;"})


def dot(graph: PropertyGraph) -> str:
    """Return a property graph as DOT.

    Nodes are named ``n0, n1, ...``: Graphviz would read an IRI as a port. ``dot`` makes a layout
    of its own; ``neato -n`` keeps the places given, moved apart as far as names would cover each other.
    """
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    palette, places = colours(graph.nodes), layout(graph)
    comment = "".join(f"// {key}: {_plain(text)}\n" for key, text in graph.header.items())
    parts = [
        f"{comment}digraph {_quoted(graph.header.get('title', ''))} {{\n",
        '  graph [overlap=false, outputorder=edgesfirst, fontname="sans-serif"];\n',
        '  node [shape=box, style="rounded,filled", fontname="sans-serif", fontcolor=white, color=white];\n',
        '  edge [fontname="sans-serif", fontsize=9, color="#666666"];\n',
        *(
            _node(node, names, palette[node.attributes.get("type", "")], places[node.id])
            for node in graph.nodes
        ),
        *(_edge(edge, names) for edge in graph.edges),
        "}\n",
    ]
    return "".join(parts)


def _node(node: Node, names: dict[str, str], colour: tuple[int, int, int], place: tuple[float, float]) -> str:
    # Darkened until white text on it can be read.
    red, green, blue = (part * 6 // 10 for part in colour)
    given = {
        "label": node.label,
        "tooltip": f"{node.attributes.get('type', '')}: {node.attributes['iri']}",
        "fillcolor": f"#{red:02x}{green:02x}{blue:02x}",
        "pos": f"{place[0]},{place[1]}",
    }
    if node.attributes["iri"].startswith(("http:", "https:")):
        given["URL"] = node.attributes["iri"]
    return f"  {names[node.id]} [{_attributes(given)}];\n"


def _edge(edge: Edge, names: dict[str, str]) -> str:
    period = " to ".join(edge.attributes.get(name, "") for name in ("valid_from", "valid_to")).strip()
    told = [edge.label, edge.attributes.get("status", ""), period if period != "to" else ""]
    given = {"label": edge.label, "tooltip": ", ".join(filter(None, told))}
    if edge.is_doubted:
        given["style"] = "dashed"
    return f"  {names[edge.source]} -> {names[edge.target]} [{_attributes(given)}];\n"


def _attributes(given: dict[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(text)}" for name, text in given.items())


def _quoted(text: str) -> str:
    return f'"{ILLEGAL.sub(chr(0xFFFD), text).translate(_ESCAPES)}"'


def _plain(text: str) -> str:
    """Return text that stays on its line."""
    return " ".join(ILLEGAL.sub(chr(0xFFFD), text).split())
