"""GEXF 1.3, for Gephi and sigma: https://gexf.net/, schema of 2022."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.export.layout import layout
from kgtools.export.markup import DECLARATION, attributes, escape
from kgtools.export.property_graph import colours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.export.property_graph import Edge, Node, PropertyGraph

_NAMESPACES = 'xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"'
_GRAPH = {
    "defaultedgetype": "directed",
    "idtype": "string",
    "mode": "dynamic",
    "timeformat": "date",
    "timerepresentation": "interval",
}
_THING, _SITUATION = 10, 4
# Columns that are attributes of the element itself.
_OWN = frozenset({"start", "end"})


def gexf(graph: PropertyGraph) -> str:
    """Return a property graph as dynamic GEXF.

    The ends of intervals are inclusive: the last possible day is written, and what the data
    say stays in ``valid_to``. Colour is by class, situations are small, doubted relations
    dashed. ``kind`` keeps parallel edges of different kinds apart in Gephi.
    """
    node_columns = _numbered(graph.node_columns)
    edge_columns = _numbered(graph.edge_columns)
    palette, places = colours(graph.nodes), layout(graph)
    described = ", ".join(f"{key} {text}" for key, text in graph.header.items() if key != "title")
    parts = [
        f'{DECLARATION}<gexf {_NAMESPACES} version="1.3">\n',
        "  <meta>\n    <creator>kgtools</creator>\n",
        f"    <description>{escape(graph.header.get('title', ''))} ({escape(described)})</description>\n",
        "  </meta>\n",
        f"  <graph{attributes(**_GRAPH)}>\n",
        *_declared("node", node_columns, graph.node_columns),
        *_declared("edge", edge_columns, graph.edge_columns),
        f'    <nodes count="{len(graph.nodes)}">\n',
        *(
            _node(node, node_columns, palette[node.attributes.get("type", "")], places[node.id])
            for node in graph.nodes
        ),
        f'    </nodes>\n    <edges count="{len(graph.edges)}">\n',
        *(_edge(edge, edge_columns) for edge in graph.edges),
        "    </edges>\n  </graph>\n</gexf>\n",
    ]
    return "".join(parts)


def _numbered(columns: Mapping[str, str]) -> dict[str, str]:
    return {column: str(number) for number, column in enumerate(sorted(columns.keys() - _OWN))}


def _declared(kind: str, numbers: Mapping[str, str], types: Mapping[str, str]) -> Iterable[str]:
    if numbers:
        yield f'    <attributes class="{kind}">\n'
        for column, number in numbers.items():
            yield f"      <attribute{attributes(id=number, title=column, type=types[column])}/>\n"
        yield "    </attributes>\n"


def _node(
    node: Node, columns: Mapping[str, str], colour: tuple[int, int, int], place: tuple[float, float]
) -> str:
    red, green, blue = colour
    size = _SITUATION if node.is_situation else _THING
    return (
        f"      <node{attributes(id=node.id, label=node.label, start=node.start, end=node.end)}>\n"
        f"{_values(columns, node.attributes)}"
        f'        <viz:color r="{red}" g="{green}" b="{blue}"/>\n'
        f'        <viz:position x="{place[0]}" y="{place[1]}" z="0.0"/>\n'
        f'        <viz:size value="{size}.0"/>\n'
        "      </node>\n"
    )


def _edge(edge: Edge, columns: Mapping[str, str]) -> str:
    given = attributes(
        id=edge.id,
        source=edge.source,
        target=edge.target,
        type="directed",
        label=edge.label,
        kind=edge.label,
        start=edge.start,
        end=edge.end,
    )
    shape = "dashed" if edge.is_doubted else "solid"
    return (
        f"      <edge{given}>\n{_values(columns, edge.attributes)}"
        f'        <viz:shape value="{shape}"/>\n      </edge>\n'
    )


def _values(columns: Mapping[str, str], values: Mapping[str, str]) -> str:
    found = "".join(
        f'          <attvalue for="{columns[column]}" value="{escape(value)}"/>\n'
        for column, value in values.items()
        if column in columns
    )
    return f"        <attvalues>\n{found}        </attvalues>\n" if found else ""
