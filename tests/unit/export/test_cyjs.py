"""Cytoscape JSON, opened by networkx."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from kgtools.export import Format, Options, project_graph, render

from .test_graphs import edges, nodes, read_edges, read_nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.dataset import Dataset


def opened(data: bytes) -> Any:
    document = json.loads(data, parse_constant=pytest.fail)  # NaN and Infinity are no JSON
    for kind, key in (("nodes", "value"), ("edges", "key")):  # what networkx names them by
        for element in document["elements"][kind]:
            element["data"][key] = element["data"]["id"]
    return nx.cytoscape_graph({**document, "directed": True, "multigraph": True, "data": []})


@pytest.mark.parametrize("profile", [None, "people"])
def test_networkx_reads_the_same_nodes_and_edges(garden: Dataset, profile: str | None) -> None:
    options = Options(profile=profile)
    graph = project_graph(garden, options)
    back = opened(render(garden, Format.CYJS, options))
    assert read_nodes(back) == nodes(graph)
    assert read_edges(back) == edges(graph)


def test_hard_values_keep_their_types(garden: Dataset) -> None:
    ann = opened(render(garden, Format.CYJS)).nodes["id:person-ann"]
    assert ann["altLabel"] == 'A, B\n<C> & D; Annie; the "elder"'
    assert (ann["height"], ann["children"], ann["retired"], ann["born"]) == (1.5, 3, True, "-0043")


def test_every_element_has_an_id_and_every_node_a_place(garden: Dataset) -> None:
    elements = json.loads(render(garden, Format.CYJS))["elements"]
    ids = Counter(each["data"]["id"] for kind in ("nodes", "edges") for each in elements[kind])
    assert max(ids.values()) == 1
    places = {(each["position"]["x"], each["position"]["y"]) for each in elements["nodes"]}
    assert len(places) == len(elements["nodes"])
    known = {each["data"]["id"] for each in elements["nodes"]}
    assert {each["data"][end] for each in elements["edges"] for end in ("source", "target")} <= known


def test_the_document_behind_an_edge_does_not_replace_its_source(garden: Dataset) -> None:
    elements = json.loads(render(garden, Format.CYJS))["elements"]
    found = [each["data"] for each in elements["edges"] if "source_document" in each["data"]]
    assert [(each["source"], each["source_document"]) for each in found] == [("id:person-ann", "Ledger")]


def test_a_number_that_json_cannot_hold_stays_text(grown: Callable[..., Dataset]) -> None:
    dataset = grown(odd='id:odd a ex:Person ; ex:height "1e400"^^xsd:double .')
    assert opened(render(dataset, Format.CYJS)).nodes["id:odd"]["height"] == "1e400"


def test_an_empty_graph_is_a_graph(grown: Callable[..., Dataset]) -> None:
    assert len(opened(render(grown(people=None, relations=None), Format.CYJS))) == 0
