"""GraphML and GEXF, opened by networkx and held against the specification."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import igraph
import networkx as nx
import pytest

from kgtools.export import Format, Options, project_graph, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgtools.dataset import Dataset
    from kgtools.export.property_graph import PropertyGraph

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
DATE = re.compile(r"-?\d{4,}-\d\d-\d\d")
# https://gexf.net/schema.html, data.xsd of 1.3
TYPES = {"integer", "long", "double", "float", "boolean", "string", "anyURI", "liststring", "short", "byte"}
LEXICAL = {
    "integer": r"[+-]?\d+",
    "long": r"[+-]?\d+",
    "double": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN",
    "boolean": "true|false|0|1",
}
READERS: dict[Format, Callable[..., Any]] = {
    Format.GRAPHML: lambda data: nx.read_graphml(io.BytesIO(data), force_multigraph=True),
    Format.GEXF: lambda data: nx.MultiDiGraph(nx.read_gexf(io.BytesIO(data), version="1.3")),
}


def nodes(graph: PropertyGraph) -> dict[str, tuple[str, str, str]]:
    return {node.id: (node.label, node.attributes["iri"], node.attributes["type"]) for node in graph.nodes}


def edges(graph: PropertyGraph) -> Counter[tuple[str, ...]]:
    return Counter(
        (each.source, each.target, each.id, each.label, each.attributes.get("status", ""))
        for each in graph.edges
    )


def read_nodes(graph: Any) -> dict[str, tuple[str, str, str]]:
    return {name: (data["label"], data["iri"], data["type"]) for name, data in graph.nodes(data=True)}


def read_edges(graph: Any) -> Counter[tuple[str, ...]]:
    return Counter(
        (source, target, data.get("id", key), data["label"], data.get("status", ""))
        for source, target, key, data in graph.edges(keys=True, data=True)
    )


@pytest.mark.parametrize("profile", [None, "people"])
@pytest.mark.parametrize("form", READERS)
def test_networkx_reads_the_same_nodes_and_edges(garden: Dataset, form: Format, profile: str | None) -> None:
    options = Options(profile=profile)
    graph = project_graph(garden, options)
    back = READERS[form](render(garden, form, options))
    assert read_nodes(back) == nodes(graph)
    assert read_edges(back) == edges(graph)


@pytest.mark.parametrize("form", READERS)
def test_hard_values_come_back(garden: Dataset, form: Format) -> None:
    back = READERS[form](render(garden, form)).nodes
    ann = back["id:person-ann"]
    assert ann["altLabel"] == 'A, B\n<C> & D; Annie; the "elder"'
    assert ann["prefLabel"] == "Ann; 앤"
    assert ann["height"] == 1.5
    assert ann["children"] == 3
    assert ann["retired"] is True
    assert ann["born"] == "-0043"
    assert ann["favourites"] == "rose; Hoe; lily"
    assert (ann["address.street"], ann["address.box.number"]) == ("Elm St", "7")
    assert back["id:person-rtl"]["label"] == "سلام"
    assert back["id:person-path"]["label"] == "../../etc/passwd"
    assert len(back["id:person-long"]["label"]) > 200
    assert back["id:person-nameless"]["label"] == "person-nameless"
    assert back["id:tool-hoe"]["kind"] == "hoe"
    assert back["id:tool-hoe"]["kind_iri"] == "https://garden.example/ns#hoe"
    assert not any("None" in str(value) for _, data in back(data=True) for value in data.values())


@pytest.mark.parametrize("form", READERS)
def test_an_empty_graph_is_a_graph(grown: Callable[..., Dataset], form: Format) -> None:
    dataset = grown(people=None, relations=None)
    back = READERS[form](render(dataset, form))
    assert len(back) == 0


@pytest.mark.parametrize("form", READERS)
def test_characters_that_xml_cannot_hold_are_replaced(grown: Callable[..., Dataset], form: Format) -> None:
    dataset = grown(odd='id:odd a ex:Person ; skos:prefLabel "a\\u0007b\\uFFFEc\\r\\n\\td" .')
    assert READERS[form](render(dataset, form)).nodes["id:odd"]["label"] == "a\ufffdb\ufffdc\r\n\td"


def test_igraph_reads_the_same_graphml(garden: Dataset, tmp_path: Path) -> None:
    graph = project_graph(garden, Options())
    path = tmp_path / "graph.graphml"
    path.write_bytes(render(garden, Format.GRAPHML))
    back = igraph.Graph.Read_GraphML(str(path))
    found = {each["id"]: (each["label"], each["iri"], each["type"]) for each in back.vs}
    assert found == nodes(graph)
    names = back.vs["id"]
    found_edges = Counter((names[each.source], names[each.target], each["label"]) for each in back.es)
    assert found_edges == Counter((key[0], key[1], key[3]) for key in edges(graph).elements())


def test_graphml_ids_are_unique_nmtokens_and_keys_are_declared(garden: Dataset) -> None:
    root = ET.fromstring(render(garden, Format.GRAPHML))  # noqa: S314 - our own text
    keys = root.findall(f"{GRAPHML}key")
    ids = [each.get("id", "") for each in root.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[\w.:-]+", each) for each in ids)
    assert {each.get("key") for each in root.iter(f"{GRAPHML}data")} <= {key.get("id") for key in keys}
    assert {key.get("attr.type") for key in keys} <= {"string", "long", "double", "boolean"}
    named = {key.get("attr.name") for key in keys if key.get("for") == "node"}
    assert {"label", "type", "iri", "status", "x", "y"} <= named
    children = [child.tag.removeprefix(GRAPHML) for child in root]
    assert children == ["key"] * len(keys) + ["graph"]


def test_graphml_header_says_where_it_is_from(garden: Dataset) -> None:
    header = READERS[Format.GRAPHML](render(garden, Format.GRAPHML)).graph
    assert header["title"] == "Gardeners & their <clubs>"
    assert header["profile"] == "default"
    assert header["licence"] == "https://creativecommons.org/licenses/by/4.0/"


def test_gexf_keeps_the_rules_of_1_3(garden: Dataset) -> None:
    root = ET.fromstring(render(garden, Format.GEXF))  # noqa: S314 - our own text
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    assert {child.tag for child in root[0]} <= {
        f"{GEXF}{name}" for name in ("creator", "keywords", "description")
    }
    graph = root[1]
    assert graph.attrib == {
        "defaultedgetype": "directed",
        "idtype": "string",
        "mode": "dynamic",
        "timeformat": "date",
        "timerepresentation": "interval",
    }
    assert [child.tag.removeprefix(GEXF) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    for element in (*graph.iter(f"{GEXF}node"), *graph.iter(f"{GEXF}edge")):
        _keeps_element_rules(element)
    ids = {node.get("id") for node in graph.iter(f"{GEXF}node")}
    assert len(ids) == len(graph[2]) == int(graph[2].get("count", ""))
    assert len({edge.get("id") for edge in graph[3]}) == len(graph[3]) == int(graph[3].get("count", ""))
    assert {end for edge in graph[3] for end in (edge.get("source"), edge.get("target"))} <= ids


def _keeps_element_rules(element: ET.Element) -> None:
    known = {"id", "label", "start", "end"}
    drawn = {"color", "position", "size"}
    if element.tag == f"{GEXF}edge":
        known |= {"source", "target", "type", "kind"}
        drawn = {"shape"}
    assert set(element.attrib) <= known
    tags = [child.tag for child in element]
    assert set(tags) <= {f"{GEXF}attvalues", *(f"{VIZ}{name}" for name in drawn)}
    assert len(tags) == len(set(tags))
    days = [element.get(name) for name in ("start", "end")]
    assert all(DATE.fullmatch(day) for day in days if day)
    for colour in element.iter(f"{VIZ}color"):
        assert all(0 <= int(colour.get(name, "")) <= 255 for name in "rgb")


def test_gexf_attributes_are_declared_with_types_of_the_schema(garden: Dataset) -> None:
    root = ET.fromstring(render(garden, Format.GEXF))  # noqa: S314 - our own text
    for kind in ("node", "edge"):
        declared = root.findall(f"{GEXF}graph/{GEXF}attributes[@class='{kind}']/{GEXF}attribute")
        ids = [each.get("id") for each in declared]
        assert len(ids) == len(set(ids))
        assert {each.get("type") for each in declared} <= TYPES
        used = {
            value.get("for") for each in root.iter(f"{GEXF}{kind}") for value in each.iter(f"{GEXF}attvalue")
        }
        assert used == set(ids)
        types = {each.get("id"): each.get("type", "") for each in declared}
        for element in root.iter(f"{GEXF}{kind}"):
            values = list(element.iter(f"{GEXF}attvalue"))
            assert len({value.get("for") for value in values}) == len(values)
            for value in values:
                assert re.fullmatch(
                    LEXICAL.get(types[value.get("for")], ".*"), value.get("value", ""), re.DOTALL
                )


def test_gexf_draws_doubt_dashed_and_ends_intervals_on_the_last_day(garden: Dataset) -> None:
    root = ET.fromstring(render(garden, Format.GEXF))  # noqa: S314 - our own text
    found = {
        (edge.get("source"), edge.get("label"), edge.get("start"), edge.get("end"), edge[-1].get("value"))
        for edge in root.iter(f"{GEXF}edge")
        if edge.get("label") in ("Membership", "lender")
    }
    assert found == {
        ("id:person-ann", "Membership", "2019-01-01", "2021-02-28", "solid"),
        ("id:person-ann", "Membership", "2022-01-01", None, "solid"),
        ("id:person-bob", "Membership", None, "-0005-01-30", "dashed"),
        ("id:person-rtl", "Membership", None, "-0005-01-30", "dashed"),
        ("id:loan-1", "lender", None, None, "dashed"),
    }


def test_gexf_colours_are_by_class(garden: Dataset) -> None:
    back = READERS[Format.GEXF](render(garden, Format.GEXF))
    colours: dict[str, set[tuple[int, ...]]] = {}
    for _, data in back.nodes(data=True):
        colour = data["viz"]["color"]
        colours.setdefault(data["type"], set()).add((colour["r"], colour["g"], colour["b"]))
    assert all(len(each) == 1 for each in colours.values())
    assert len({next(iter(each)) for each in colours.values()}) == len(colours)


SITUATIONS = """
    ?situation a ex:Membership ; ex:member ?from ; ex:group ?to ; ex:status ?status .
"""


def asked(dataset: Dataset, query: str) -> set[tuple[str, ...]]:
    rows = dataset.store.select(query).rows
    return {tuple(term.value for term in row if term is not None) for row in rows}


@pytest.mark.parametrize("form", READERS)
def test_readers_give_the_answers_of_the_graph(garden: Dataset, form: Format) -> None:
    every = Options(statuses=("accepted", "claimed", "rejected"))
    back = READERS[form](render(garden, form, every))
    names = {name: data["iri"] for name, data in back.nodes(data=True)}
    found = [
        (names[a], names[b], data) for a, b, data in back.edges(data=True) if data["label"] == "Membership"
    ]

    neighbours = asked(garden, f"SELECT DISTINCT ?from ?to {{ {SITUATIONS} }}")
    assert {(a, b) for a, b, _ in found} == neighbours

    by_status = asked(garden, f"SELECT DISTINCT ?situation ?from ?status {{ {SITUATIONS} }}")
    assert {(data["situation"], a, data["status_iri"]) for a, _, data in found} == by_status

    day = "2020-06-01"
    bounded = f'?situation ex:fromMin ?a ; ex:untilMax ?b FILTER("{day}T00:00:00"^^xsd:dateTime >= ?a'
    held = asked(
        garden, f'SELECT ?situation {{ {SITUATIONS} {bounded} && "{day}T00:00:00"^^xsd:dateTime < ?b) }}'
    )
    dated = [data for *_, data in found if "start" in data and "end" in data]
    assert {(data["situation"],) for data in dated if data["start"] <= day <= data["end"]} == held
