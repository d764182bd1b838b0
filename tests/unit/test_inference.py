from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from kgtools.dataset import Dataset
from kgtools.errors import LimitError, UsageError
from kgtools.graph import Graph
from kgtools.inference import Inference, of_project
from kgtools.project import load
from kgtools.query.run import Result
from kgtools.reason import Limits
from kgtools.reason.limits import Meter
from kgtools.terms import OWL, RDF, NamedNode, Triple
from rules import HEAD, add_rules, set_check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BEFORE = NamedNode("urn:before")
PLAYS = "SELECT ?who { ?who ex:playsIn ?group }"


def _chain(length: int) -> Iterator[Triple]:
    """Yield a transitive property over a chain of things."""
    nodes = [NamedNode(f"urn:n{number}") for number in range(length)]
    yield Triple(_BEFORE, RDF["type"], OWL["TransitiveProperty"])
    yield from (Triple(one, _BEFORE, other) for one, other in pairwise(nodes))


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


def test_a_project_says_how_much_may_follow(folder: Path) -> None:
    add_rules(folder)
    file = folder / "kg.toml"
    file.write_text(f"{file.read_text()}\n[limits]\ninferred = 30\ninference_time = 5\n")
    limits = of_project(load(folder).limits)
    assert limits == Limits(factor=30, seconds=5)
    meter = Meter(limits)
    meter.asserted = 10_000
    assert meter.allowed == 300_000
    file.write_text(file.read_text().replace("inference_time = 5", "inference_time = 0.1"))
    slow = replace(of_project(load(folder).limits), facts=10**9)
    with pytest.raises(LimitError, match=r"longer than 0\.1 s"):
        _ = Inference([("chain.nt", _chain(1500))], limits=slow).inferred


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
