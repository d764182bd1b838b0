"""Cytoscape JSON, for Cytoscape.js and Cytoscape Desktop: https://js.cytoscape.org/#notation/elements-json."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from kgtools.export.layout import layout

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgtools.export.property_graph import Edge, Node, PropertyGraph

# In an edge, "source" is the node it starts from.
_OTHER_NAMES = {"source": "source_document", "source_iri": "source_document_iri"}


def cyjs(graph: PropertyGraph) -> str:
    """Return a property graph as Cytoscape JSON, one element per line.

    Numbers and truth values are such. The document behind an edge is ``source_document``.
    """
    places = layout(graph)
    nodes = [_node(node, graph.node_columns, places[node.id]) for node in graph.nodes]
    edges = [_edge(edge, graph.edge_columns) for edge in graph.edges]
    data = {"name": graph.header.get("title", ""), **graph.header}
    return (
        '{"format_version": "1.0", "generated_by": "kgtools", "target_cytoscapejs_version": "~3",\n'
        f'"data": {_json(data)},\n"elements": {{"nodes": [\n'
        + ",\n".join(map(_json, nodes))
        + '\n], "edges": [\n'
        + ",\n".join(map(_json, edges))
        + "\n]}}\n"
    )


def _node(node: Node, types: Mapping[str, str], place: tuple[float, float]) -> dict[str, Any]:
    own = {"id": node.id, "name": node.label, "label": node.label}
    return {
        "data": {**own, **_values(node.attributes, types)},
        "position": {"x": place[0], "y": -place[1]},  # its y axis points down
        "classes": "situation" if node.is_situation else "thing",
    }


def _edge(edge: Edge, types: Mapping[str, str]) -> dict[str, Any]:
    values = _values(edge.attributes, types)
    own = {"id": edge.id, "source": edge.source, "target": edge.target}
    names = {"name": edge.label, "label": edge.label, "interaction": edge.label}
    renamed = {_OTHER_NAMES.get(column, column): value for column, value in values.items()}
    return {"data": {**own, **names, **renamed}, "classes": "doubted" if edge.is_doubted else "accepted"}


def _values(row: Mapping[str, str], types: Mapping[str, str]) -> dict[str, Any]:
    return {column: _value(text, types[column]) for column, text in row.items()}


def _value(text: str, kind: str) -> str | float | bool:
    if kind == "boolean":
        return text == "true"
    if kind == "long":
        return int(text)
    if kind == "double" and math.isfinite(float(text)):  # JSON knows no infinity
        return float(text)
    return text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
