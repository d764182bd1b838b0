"""DOT, read by Graphviz; SVG, read as XML."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from kgtools.export import Format, project_graph, render
from kgtools.export.layout import layout
from kgtools.export.options import Options

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.dataset import Dataset

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}"


def drawn(data: bytes, *options: str) -> ET.Element:
    """Return what Graphviz draws; any warning fails."""
    if not shutil.which("dot"):
        if os.environ.get("KG_REQUIRE_GRAPHVIZ"):
            pytest.fail("Graphviz is not installed")
        pytest.skip("Graphviz is not installed")
    done = subprocess.run(["dot", "-Tsvg", *options], input=data, capture_output=True, check=True)
    assert done.stderr == b""
    return ET.fromstring(done.stdout)  # noqa: S314 - from our own text


def titles(element: ET.Element) -> list[str]:
    return [each.get(f"{LINK}title", "") for each in element.iter(f"{SVG}a")]


def test_graphviz_draws_every_node_and_edge_without_a_warning(garden: Dataset) -> None:
    graph = project_graph(garden, Options())
    picture = drawn(render(garden, Format.DOT))
    classes = [each.get("class") for each in picture.iter(f"{SVG}g")]
    assert (classes.count("node"), classes.count("edge")) == (len(graph.nodes), len(graph.edges))
    iris = {html.unescape(each.get(f"{LINK}href", "")) for each in picture.iter(f"{SVG}a")}
    assert {node.attributes["iri"] for node in graph.nodes} <= iris


def test_graphviz_shows_hard_labels_as_they_are(grown: Callable[..., Dataset]) -> None:
    hard = 'a "b" \\\\N &amp; <c> & d'
    dataset = grown(odd=f"id:odd a ex:Person ; skos:prefLabel '{hard}' .")
    texts = ["".join(each.itertext()) for each in drawn(render(dataset, Format.DOT)).iter(f"{SVG}text")]
    assert 'a "b" \\N &amp; <c> & d'.replace(" ", "") in {
        text.replace("\xa0", "").replace(" ", "") for text in texts
    }


def test_dashes_mark_doubt_in_both(garden: Dataset) -> None:
    doubted = sum(edge.is_doubted for edge in project_graph(garden, Options()).edges)
    assert doubted == 5
    assert render(garden, Format.DOT).count(b'style="dashed"') == doubted
    assert render(garden, Format.SVG).count(b'class="doubted"') == doubted


def test_svg_has_a_link_with_a_title_for_every_node(garden: Dataset) -> None:
    graph = project_graph(garden, Options())
    picture = ET.fromstring(render(garden, Format.SVG))  # noqa: S314 - our own text
    links = {each.get("href"): each[0][0].text for each in picture.iter(f"{SVG}a")}
    expected = {n.attributes["iri"]: f"{n.label} ({n.attributes['type']})" for n in graph.nodes}
    assert links == expected
    assert len([*picture.iter(f"{SVG}line"), *picture.iter(f"{SVG}path")]) == len(graph.edges)
    width, height = map(float, picture.get("viewBox", "").split()[2:])
    for circle in picture.iter(f"{SVG}circle"):
        assert 0 < float(circle.get("cx", "")) < width
        assert 0 < float(circle.get("cy", "")) < height


def test_svg_runs_nothing(grown: Callable[..., Dataset]) -> None:
    dataset = grown(
        odd='id:odd a ex:Person ; skos:prefLabel "</style><script>alert(1)</script>" .'
        "\n<urn:x:javascript> a ex:Person ."
    )
    text = render(dataset, Format.SVG).decode()
    assert "<script" not in text
    assert not re.search(r'href="(?!https?:)', text)


def test_an_empty_graph_is_a_picture(grown: Callable[..., Dataset]) -> None:
    dataset = grown(people=None, relations=None)
    ET.fromstring(render(dataset, Format.SVG))  # noqa: S314 - our own text
    drawn(render(dataset, Format.DOT))


def test_a_layout_keeps_neighbours_near_and_strangers_apart(garden: Dataset) -> None:
    graph = project_graph(garden, Options())
    places = layout(graph)
    assert places == layout(graph)
    assert len(set(places.values())) == len(graph.nodes)

    def apart(one: str, other: str) -> float:
        return float(sum((a - b) ** 2 for a, b in zip(places[one], places[other], strict=True)) ** 0.5)

    near = [apart(edge.source, edge.target) for edge in graph.edges if edge.source != edge.target]
    pairs = [apart(one, other) for one in places for other in places if one < other]
    assert sum(near) / len(near) < sum(pairs) / len(pairs)
    assert min(pairs) > 5
