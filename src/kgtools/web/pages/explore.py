"""``/explore``: the graph, one step at a time; without JavaScript a table of neighbours."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kgtools.export.neighbourhood import near
from kgtools.terms import RDFS, NamedNode
from kgtools.web import parameters
from kgtools.web.pages import record
from kgtools.web.pages.frame import Frame
from kgtools.web.pages.naming import distinct
from kgtools.web.things import thing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.web.state import State

_START, _MOST, _HOPS = 50, 300, 3
_LINKS: Final = 400


class Kind(NamedTuple):
    """A class in the tree: how deep it stands, how many things it has in all, whether it is hidden."""

    name: str
    depth: int
    size: int
    hue: int
    is_hidden: bool


class Link(NamedTuple):
    """A row of the table of links."""

    start: str
    start_href: str
    label: str
    end: str
    end_href: str
    since: str
    until: str
    status: str


async def explore(request: Request, state: State) -> Response:
    """Return the page of the canvas."""
    frame = Frame(request, state, "Explore", section="/explore")
    return await frame.state.make(_page, frame)


def _page(frame: Frame) -> Response:
    query = frame.request.query_params
    names = query.getlist("node")[:50]
    nodes = [thing(frame.graph, name) for name in names]
    hops = max(1, parameters.number(frame.request, "hops", 1, most=_HOPS))
    hidden = query.getlist("hide")
    status = query.get("status", "")
    found = _found(frame, nodes, hops, hidden, status)
    return frame.render(
        "explore.html",
        chosen=[(frame.name(node), frame.graph.labels.of(node)) for node in nodes],
        hops=hops,
        chosen_status=status,
        statuses=_statuses(frame.graph),
        kinds=_kinds(frame.graph, hidden),
        found=found,
        links=_links(found),
        data=_data(frame, found, hidden, nodes, status),
    )


def _found(frame: Frame, nodes: list[NamedNode], hops: int, hidden: list[str], status: str) -> dict[str, Any]:
    """Return what is near the chosen nodes, or the best connected nodes where none is chosen."""
    whole = record.projection(frame.graph, frame.as_of)
    if nodes:
        found = near(whole, [node.value for node in nodes], hops=hops, limit=_MOST)
    else:
        degrees = Counter(end for edge in whole.edges for end in (edge.source, edge.target))
        best = {key for key, _ in sorted(degrees.items(), key=lambda pair: (-pair[1], pair[0]))[:_START]}
        iris = [node.attributes["iri"] for node in whole.nodes if node.id in best]
        found = near(whole, iris, hops=0, limit=_START)
    kept = [node for node in found["nodes"] if node.get("type", "") not in hidden]
    ids = {node["id"] for node in kept}
    edges = [
        edge
        for edge in found["edges"]
        if edge["source"] in ids
        and edge["target"] in ids
        and (not status or edge.get("status", status) == status)
    ]
    for node in kept:
        node["href"] = frame.thing(NamedNode(node["iri"]))
        node["label"] = distinct(frame.graph, NamedNode(node["iri"]))
    return {"nodes": kept, "edges": edges, "truncated": found["truncated"]}


def _links(found: dict[str, Any]) -> list[Link]:
    nodes = {node["id"]: node for node in found["nodes"]}
    made = []
    for edge in found["edges"][:_LINKS]:
        start, end = nodes[edge["source"]], nodes[edge["target"]]
        made.append(
            Link(
                start["label"],
                start["href"],
                edge["label"],
                end["label"],
                end["href"],
                edge.get("valid_from", ""),
                edge.get("valid_to", ""),
                edge.get("status", ""),
            )
        )
    return sorted(made)


@lru_cache(maxsize=4)
def _statuses(graph: Graph) -> list[str]:
    found = record.projection(graph)
    return sorted({each.attributes["status"] for each in found.edges if "status" in each.attributes})


def _kinds(graph: Graph, hidden: list[str]) -> list[Kind]:
    """Return the tree of classes that have nodes, as indented lines."""
    found = record.projection(graph)
    own = Counter(node.attributes.get("type", "") for node in found.nodes)
    iris = {
        NamedNode(iri)
        for node in found.nodes
        for iri in node.attributes.get("type_iri", "").split("; ")
        if iri
    }
    store, labels, hues = graph.dataset.store, graph.labels, record.hues(graph)
    known = record.vocabulary(graph)
    parents: dict[NamedNode, list[NamedNode]] = {}
    waiting = list(iris)
    while waiting:
        cls = waiting.pop()
        if cls not in parents:
            objects = {quad.object for quad in store.match(cls, RDFS["subClassOf"])}
            # A class of another vocabulary with the same name would be a line that says nothing.
            others = {each for each in known & objects if labels.of(each) != labels.of(cls)}
            parents[cls] = sorted(others, key=str)
            waiting += parents[cls]
    below: dict[NamedNode | None, list[NamedNode]] = {}
    for cls, above in parents.items():
        below.setdefault(above[0] if above else None, []).append(cls)

    made: list[Kind] = []

    def grow(cls: NamedNode, depth: int) -> int:
        place = len(made)
        name = labels.of(cls)
        made.append(Kind(name, depth, own[name], hues.get(name, 0), name in hidden))
        total = own[name] + sum(grow(each, depth + 1) for each in sorted(below.get(cls, ()), key=labels.of))
        made[place] = made[place]._replace(size=total)
        return total

    for root in sorted(below.get(None, ()), key=labels.of):
        grow(root, 0)
    return made


def _data(
    frame: Frame, found: dict[str, Any], hidden: list[str], nodes: list[NamedNode], status: str
) -> dict[str, Any]:
    """Return what the script of the page starts with."""
    return {
        **found,
        "base": frame.graph.project.base,
        "hues": dict(record.hues(frame.graph)),
        "hidden": hidden,
        "chosen": [node.value for node in nodes],
        "status": status,
        "asof": str(frame.as_of or ""),
    }
