"""The same questions to real engines: the same answers as from the embedded store."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgtools.cases import arguments
from kgtools.pushing import push
from kgtools.query.run import Result
from kgtools.remote import RemoteDataset, manifest_graph
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Outcome
    from tests.remote.conftest import Engine

    from kgtools.graph import Graph
    from kgtools.terms import Quad

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
# What Virtuoso 7.2.5 does with named queries; docs/remote.md says it to users.
SLOW = "it does not finish within a minute"
BY_PLAN = "its compiler fails with some of the plans that it chooses (VECSL)"
VIRTUOSO = {
    "allied-by-accession-only": BY_PLAN,
    "brokers": SLOW,
    "event-in-time-zones": "an error in an expression fails the query",
    "panel-mandate": "an error in an expression fails the query",
    "paths": "its compiler fails (SP031)",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_named_query_gives_the_same_rows(
    request: pytest.FixtureRequest, pushed: Engine, distant: Graph, bundled: Graph, name: str
) -> None:
    if pushed.name == "virtuoso" and name in VIRTUOSO:
        if VIRTUOSO[name] in (SLOW, BY_PLAN):
            pytest.skip(f"Virtuoso 7: {VIRTUOSO[name]}; see docs/remote.md")
        request.applymarker(pytest.mark.xfail(strict=True, reason=VIRTUOSO[name]))
    spec = bundled.queries.get(name)
    cases = [arguments(case) for case in spec.tests]
    if not any(param.required for param in spec.params):
        cases.append({})
    if not os.environ.get("KGTOOLS_NIGHTLY"):
        cases = cases[:1]
    for given in cases:
        here, there = bundled.ask(spec, given), distant.ask(spec, given)
        assert isinstance(here, Result)
        assert isinstance(there, Result)
        assert there.columns == here.columns
        assert there.records(iri=True) == here.records(iri=True), given
        assert there.records() == here.records(), given


def test_graphs_of_files_are_there(distant: Graph, bundled: Graph) -> None:
    text = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    here, there = bundled.query(text), distant.query(text)
    assert isinstance(here, Result)
    assert isinstance(there, Result)
    assert there.records() == here.records()


def test_what_follows_is_there(distant: Graph, bundled: Graph) -> None:
    text = "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
    here, there = bundled.query(text, inferred=True), distant.query(text, inferred=True)
    assert isinstance(here, Result)
    assert isinstance(there, Result)
    assert there.records() == here.records()


def test_triples_come_back(distant: Graph, bundled: Graph) -> None:
    text = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c FILTER(isIRI(?s)) }"
    here, there = bundled.query(text), distant.query(text)
    assert isinstance(here, tuple)
    assert isinstance(there, tuple)
    assert Counter(map(str, there)) == Counter(map(str, here))


def test_pushing_again_writes_nothing(kg: Callable[..., Outcome], pushed: Engine, bundled: Graph) -> None:
    done = kg("-C", bundled.project.root, "push", "--endpoint", pushed.address.query)
    assert done.code == 0, done.err
    assert done.out.startswith("0 written, 0 dropped")


def test_updates_write_the_same_as_the_graph_store(engine: Engine, graph: Graph) -> None:
    address = engine.address._replace(graph_store="")
    assert push(graph.dataset, address).written
    there = RemoteDataset(graph.project, address)
    for name in (None, *map(graph.project.graph_of, graph.project.data_files)):
        wanted = sorted(_without_labels(quad) for quad in graph.dataset.graphs.match(graph=name))
        assert sorted(_without_labels(quad) for quad in there.graphs.match(graph=name)) == wanted
    assert not push(graph.dataset, address).written
    for name in there.manifest:
        there.endpoint.update(f"DROP SILENT GRAPH {name}")
    there.endpoint.update(f"DROP SILENT GRAPH {manifest_graph(graph.project)}")


def _without_labels(quad: Quad) -> str:
    return " ".join("_:" if isinstance(term, BlankNode) else str(term) for term in quad.triple)
