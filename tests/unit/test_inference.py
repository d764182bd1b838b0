from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.dataset import Dataset
from kgtools.errors import UsageError
from kgtools.graph import Graph
from kgtools.project import load
from kgtools.query.run import Result
from rules import HEAD, add_rules, set_check

if TYPE_CHECKING:
    from pathlib import Path

PLAYS = "SELECT ?who { ?who ex:playsIn ?group }"


def count(graph: Graph, text: str, *, inferred: bool) -> int:
    found = graph.query(text, inferred=inferred)
    assert isinstance(found, Result)
    return len(found)


def test_derived_quads_stand_in_one_graph_of_their_own(folder: Path) -> None:
    add_rules(folder)
    dataset = Dataset(load(folder))
    assert {quad.graph_name.value for quad in dataset.inferred} == {"https://example.org/id/graph/inferred"}  # type: ignore[union-attr]
    stated = {quad.triple for quad in dataset.inference.quads}
    assert not stated & {quad.triple for quad in dataset.inferred}
    assert len({quad.triple for quad in dataset.inferred}) == len(dataset.inferred)
    assert dataset.project.file_of(dataset.project.inferred_graph) is None


def test_queries_see_derived_facts_only_on_request(folder: Path) -> None:
    add_rules(folder)
    graph = Graph(folder)
    before = len(graph.dataset.store)
    assert count(graph, PLAYS, inferred=False) == 0
    assert "inference" not in vars(graph.dataset)  # nothing is paid for what is not asked
    asked = count(graph, PLAYS, inferred=True)
    assert asked > 0
    assert (
        count(
            graph,
            f"SELECT ?who {{ GRAPH <https://example.org/id/graph/inferred> {PLAYS[11:]} }}",
            inferred=True,
        )
        == asked
    )
    named = PLAYS.replace("{", "FROM <https://example.org/id/graph/inferred> {", 1)
    assert count(graph, named, inferred=True) == asked
    with pytest.raises(UsageError):
        graph.query(named)
    assert count(graph, PLAYS, inferred=False) == 0
    assert len(graph.dataset.store) >= before


def test_the_engines_agree_on_derived_facts(folder: Path) -> None:
    add_rules(folder)
    (folder / "queries" / "plays.rq").write_text(f"#+ summary: who plays\n{PLAYS} ORDER BY ?who")
    graph = Graph(folder)
    mine = graph.ask("plays", {}, inferred=True)
    theirs = graph.ask("plays", {}, inferred=True, engine="rdflib")
    assert isinstance(mine, Result)
    assert mine == theirs
    assert len(mine) > 0


def test_blank_nodes_of_two_files_stay_apart(folder: Path) -> None:
    for name in "ab":
        (folder / "data" / f"{name}.ttl").write_text(f"{HEAD}_:x a ex:Concert ; ex:performer id:{name} .")
    dataset = Dataset(load(folder))
    subjects = {quad.subject for quad in dataset.inference.quads}
    assert sum(str(subject).startswith("_:") for subject in subjects) == 2


def test_axioms_for_another_reasoner_give_no_rules(folder: Path) -> None:
    add_rules(folder)
    (folder / "ontology" / "dl.ttl").write_text(f"{HEAD}ex:Group rdfs:subClassOf ex:Odd .")

    def odd() -> int:
        return sum(q.object.value.endswith("Odd") for q in Dataset(load(folder)).inferred)  # type: ignore[union-attr]

    assert odd() == 2
    set_check(folder, 'dl = ["ontology/dl.ttl"]')
    assert odd() == 0
