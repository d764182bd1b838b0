"""GraphML 1.0, for yEd, Gephi, igraph, Cytoscape and networkx: http://graphml.graphdrawing.org/specification.html."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.export.layout import layout
from kgtools.export.markup import DECLARATION, attributes, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.export.property_graph import Edge, Node, PropertyGraph

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_PLACE = {"x": "double", "y": "double"}
_LABEL = {"label": "string"}


def graphml(graph: PropertyGraph) -> str:
    """Return a property graph as GraphML.

    Node ids are compact IRIs where there are any; the IRI itself is always the key ``iri``.
    ``start`` and ``end`` are the first and the last possible day, ``valid_from`` and
    ``valid_to`` what the data say.
    """
    node_keys = _keys("node", {**_LABEL, **_PLACE, **graph.node_columns})
    edge_keys = _keys("edge", {**_LABEL, **graph.edge_columns})
    header_keys = _keys("graph", dict.fromkeys(graph.header, "string"))
    places = layout(graph)
    parts = [
        f'{DECLARATION}<graphml xmlns="{_NAMESPACE}">\n',
        *_declared("graph", header_keys),
        *_declared("node", node_keys),
        *_declared("edge", edge_keys),
        '  <graph id="G" edgedefault="directed">\n',
        *_data(header_keys, graph.header),
        *(_node(node, node_keys, places[node.id]) for node in graph.nodes),
        *(_edge(edge, edge_keys) for edge in graph.edges),
        "  </graph>\n</graphml>\n",
    ]
    return "".join(parts)


def _keys(kind: str, columns: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return id and type of the key of each column; ids are unique in the document."""
    return {column: (f"{kind}{number}", columns[column]) for number, column in enumerate(columns)}


def _declared(kind: str, keys: Mapping[str, tuple[str, str]]) -> Iterable[str]:
    for column, (key, type_) in keys.items():
        given = {"attr.name": column, "attr.type": type_}
        yield f"  <key{attributes(id=key, for_=kind, **given)}/>\n"


def _node(node: Node, keys: Mapping[str, tuple[str, str]], place: tuple[float, float]) -> str:
    own = {"label": node.label, "x": str(place[0]), "y": str(place[1])}
    data = "".join(_data(keys, {**own, **node.attributes}))
    return f"    <node{attributes(id=node.id)}>\n{data}    </node>\n"


def _edge(edge: Edge, keys: Mapping[str, tuple[str, str]]) -> str:
    data = "".join(_data(keys, {"label": edge.label, **edge.attributes}))
    ends = attributes(id=edge.id, source=edge.source, target=edge.target)
    return f"    <edge{ends}>\n{data}    </edge>\n"


def _data(keys: Mapping[str, tuple[str, str]], values: Mapping[str, str]) -> Iterable[str]:
    for column, value in values.items():
        yield f'      <data key="{keys[column][0]}">{escape(value)}</data>\n'
