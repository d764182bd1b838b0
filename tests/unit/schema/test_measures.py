from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import RdfFormat, parse

from kgtools.schema.measures import expressivity, measures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgtools.graph import Graph

HEAD = """PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@pytest.mark.parametrize(
    ("axioms", "name"),
    [
        (":A rdfs:subClassOf :B .", "AL"),
        (":A owl:disjointWith :B .", "ALC"),
        (":p a owl:TransitiveProperty .", "S"),
        (":p rdfs:subPropertyOf :q . :p a owl:FunctionalProperty .", "ALHF"),
        (":p a owl:TransitiveProperty ; rdfs:subPropertyOf :q ; owl:inverseOf :r .", "SHI"),
        (
            ":p owl:propertyChainAxiom ( :p :q ) ; rdfs:subPropertyOf :q ; owl:inverseOf :r ."
            " :q a owl:TransitiveProperty . :d a owl:DatatypeProperty ."
            " :A rdfs:subClassOf [ owl:oneOf ( :a ) ] , [ owl:maxQualifiedCardinality 1 ] .",
            "SROIQ(D)",
        ),
    ],
)
def test_the_logic_is_the_least_that_has_all_constructors(axioms: str, name: str) -> None:
    assert expressivity(parse(HEAD + axioms, RdfFormat.TURTLE)) == name


def test_measures_of_a_project(graph: Graph) -> None:
    found = dict(measures(graph.dataset))
    classes = int(found["classes"])
    assert classes > 3
    assert found["depth of the class tree"] == "2"
    assert found["classes with instances"].endswith(f"of {classes}")
    kinds = [int(value) for name, value in found.items() if name.startswith("axioms: ")]
    assert sum(kinds) == int(found["axioms"])


def test_links_are_counted_at_both_ends(kg: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('name = "three"\nbase = "https://example.org/"\n')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text(
        f"{HEAD}:a <x:p> :b . :c a <x:C> ; <x:p> <https://other.org/d> ."
    )
    rows = json.loads(kg("-C", tmp_path, "stats", "-f", "json").out)
    found = {row["measure"]: row["value"] for row in rows}
    assert found["project"] == "three"
    assert found["things without a link"] == "1 of 3"
    assert found["links per thing"] == "0.67"
    assert found["most links of a thing"] == "1"
    assert found["most triples of a file"] == "3"


def test_a_project_without_anything(kg: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('name = "bare"\nbase = "https://example.org/"\n')
    rows = json.loads(kg("-C", tmp_path, "stats", "-f", "json").out)
    found = {row["measure"]: row["value"] for row in rows}
    assert (found["classes"], found["depth of the class tree"], found["expressivity"]) == ("0", "0", "AL")
