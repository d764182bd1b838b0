"""A part of a property graph: what is within some steps of a few nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.export.property_graph import Edge, Node, PropertyGraph


def near(graph: PropertyGraph, around: Iterable[str], *, hops: int, limit: int) -> dict[str, Any]:
    """Return nodes and edges within some steps of a few nodes, nearest first, as plain values.

    Args:
        graph: The whole.
        around: IRIs of nodes; none takes the whole graph. The IRI of a relation that became an edge
            stands for its ends.
        hops: How many edges away.
        limit: How many nodes at most.

    Returns:
        ``nodes``, ``edges``, and ``truncated``: whether the limit left nodes out.
    """
    nodes = {node.id: node for node in graph.nodes}
    by_iri = {node.attributes.get("iri", ""): node.id for node in graph.nodes}
    edges: dict[str, list[Edge]] = {}
    ends: dict[str, list[str]] = {}
    for edge in graph.edges:
        edges.setdefault(edge.source, []).append(edge)
        edges.setdefault(edge.target, []).append(edge)
        ends.setdefault(edge.attributes.get("situation", ""), []).extend((edge.source, edge.target))
    wanted = list(around)
    start = [each for iri in wanted for each in ([by_iri[iri]] if iri in by_iri else ends.get(iri, []))]
    found = _reached(start, edges, hops) if wanted else list(nodes)
    kept = dict.fromkeys(found[:limit])
    inside = [edge for edge in graph.edges if edge.source in kept and edge.target in kept]
    return {
        "nodes": [_node(nodes[name]) for name in kept],
        "edges": [_edge(edge) for edge in inside],
        "truncated": len(found) > limit,
    }


def _reached(start: Iterable[str], edges: dict[str, list[Edge]], hops: int) -> list[str]:
    """Return the nodes within some steps, in the order in which a walk in all directions meets them."""
    found = dict.fromkeys(start)
    border = list(found)
    for _ in range(hops):
        border = list(
            dict.fromkeys(
                other
                for node in border
                for edge in edges.get(node, ())
                for other in (edge.source, edge.target)
                if other not in found
            )
        )
        found.update(dict.fromkeys(border))
    return list(found)


def _node(node: Node) -> dict[str, Any]:
    when = {"start": node.start, "end": node.end}
    days = {name: str(day) for name, day in when.items() if day is not None}
    return {"id": node.id, "label": node.label, **days, "is_situation": node.is_situation, **node.attributes}


def _edge(edge: Edge) -> dict[str, Any]:
    when = {"start": edge.start, "end": edge.end}
    days = {name: str(day) for name, day in when.items() if day is not None}
    ends = {"id": edge.id, "source": edge.source, "target": edge.target, "label": edge.label}
    return {**edge.attributes, **ends, **days, "is_doubted": edge.is_doubted}
