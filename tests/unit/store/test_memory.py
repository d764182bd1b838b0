from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest
from pyoxigraph import RdfFormat

from kgtools.errors import InputError, Location, QueryError, UsageError
from kgtools.store import Engine
from kgtools.store.memory import MemoryStore
from kgtools.store.rdflib_view import RdflibStore
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Quad, Triple

Make: TypeAlias = Callable[..., Engine]
A, B, C, G = (NamedNode(f"urn:{name}") for name in "abcg")
QUADS = [
    Quad(A, B, C),
    Quad(A, B, Literal("x", language="en")),
    Quad(C, B, A),
    Quad(A, B, C, G),
    Quad(B, B, B, G),
]


@pytest.fixture(params=[MemoryStore, RdflibStore], ids=["memory", "rdflib"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both engines keep the same protocol."""
    made: Engine = request.param({"u": "urn:"})
    made.load(QUADS)
    return made


def test_select_gives_variables_and_rows(engine: Engine) -> None:
    found = engine.select("SELECT ?o ?none { u:a u:b ?o } ORDER BY ?o")
    assert found.variables == ("o", "none")
    assert set(found.rows) == {(C, None), (Literal("x", language="en"), None)}


def test_a_solution_without_any_binding_is_a_row(engine: Engine) -> None:
    assert list(engine.select("SELECT ?x { VALUES ?x { UNDEF UNDEF } }").rows) == [(None,), (None,)]


def test_a_triple_in_two_graphs_is_one_row_of_the_default_graph(engine: Engine) -> None:
    assert len(list(engine.select("SELECT * { ?s ?p ?o }").rows)) == 3


def test_named_graphs_are_reached_by_name(engine: Engine) -> None:
    assert set(engine.select("SELECT ?s { GRAPH u:g { ?s ?p ?o } }").rows) == {(A,), (B,)}


@pytest.mark.parametrize(("pattern", "holds"), [("u:a u:b u:c", True), ("u:a u:b u:a", False)])
def test_ask(engine: Engine, pattern: str, holds: bool) -> None:
    assert engine.ask(f"ASK {{ {pattern} }}") is holds


def test_construct(engine: Engine) -> None:
    assert list(engine.construct("CONSTRUCT { ?o u:b ?s } WHERE { ?s u:b ?o . FILTER(?s = u:c) }")) == [
        Triple(A, B, C)
    ]


def test_describe_is_a_form_of_construct(engine: Engine) -> None:
    assert Triple(C, B, A) in set(engine.construct("DESCRIBE u:c"))


@pytest.mark.parametrize(
    ("method", "text"),
    [("select", "ASK {}"), ("ask", "SELECT * {}"), ("construct", "ASK {}"), ("ask", "DESCRIBE <urn:a>")],
)
def test_each_method_takes_its_form_only(engine: Engine, method: str, text: str) -> None:
    with pytest.raises(UsageError, match="expected a"):
        list(getattr(engine, method)(text))


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ({}, 3),
        ({"subject": A}, 2),
        ({"predicate": B, "value": C}, 1),
        ({"value": Literal("x", language="en")}, 1),
        ({"value": Literal("x")}, 0),
        ({"graph": G}, 2),
        ({"subject": C, "graph": G}, 0),
    ],
)
def test_match(engine: Engine, pattern: dict[str, NamedNode], count: int) -> None:
    quads = list(engine.match(**pattern))  # type: ignore[arg-type]
    assert len(quads) == count
    assert all(isinstance(quad, Quad) for quad in quads)


def test_close_forgets(engine: Engine) -> None:
    engine.close()
    assert isinstance(engine, MemoryStore | RdflibStore)


def test_matching_graphs_gives_a_fact_once_per_graph() -> None:
    store = MemoryStore()
    store.load([*QUADS, Quad(A, B, C, B)])
    assert len(list(store.match_graphs(A, B, C))) == 2
    assert len(list(store.match_graphs())) == 3


def test_a_text_goes_to_the_default_graph_or_to_one_by_name() -> None:
    store = MemoryStore()
    for graph in (None, G):
        store.load_text(b"<urn:a> <urn:b> <urn:c> .", RdfFormat.TURTLE, name="a.ttl", graph=graph)
    assert len(store) == 2
    assert list(store.match(graph=G)) == [Quad(A, B, C, G)]


def test_a_syntax_error_names_the_place_and_adds_nothing() -> None:
    store = MemoryStore()
    with pytest.raises(InputError) as caught:
        store.load_text(b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .", RdfFormat.TURTLE, name="a.ttl")
    assert caught.value.location == Location("a.ttl", 2, 17)
    assert len(store) == 0


def test_a_base_makes_relative_iris_absolute() -> None:
    store = MemoryStore()
    store.load_text(b"<a> <b> <c> .", RdfFormat.TURTLE, name="a.ttl", base="https://example.org/")
    assert store.ask("ASK { <https://example.org/a> ?p ?o }")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("SELECT ?x\n{ ?x ?y }", 2, 9), ("SELECT", 1, 7), ("SELECT ?x {\n?x ?y ?z\nFILTER(?x >) }", 3, 12)],
)
def test_a_malformed_query_has_line_and_column(text: str, line: int, column: int) -> None:
    with pytest.raises(UsageError, match="syntax error") as caught:
        MemoryStore().select(text)
    assert caught.value.location == Location("query", line, column)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ASK { no:such ?p ?o }", "query:1:7"),
        ("ASK {\n?s no: no:x }", "query:2:4"),
        ("PREFIX a: <urn:a> ASK { a:x u:y ''^^no:x }", "query:1:37"),
        ("ASK { ?s :x ?o }", "query:1:10"),
    ],
)
def test_an_undeclared_prefix_is_named(text: str, place: str) -> None:
    with pytest.raises(UsageError, match=r"the prefix '(no)?' is not declared") as caught:
        MemoryStore({"u": "urn:"}).ask(text)
    assert str(caught.value.location) == place


def test_the_engines_failure_is_a_query_error() -> None:
    with pytest.raises(QueryError, match="the engine failed"):
        MemoryStore({"not a prefix": "not an IRI"}).ask("ASK {}")


def test_blank_nodes_and_typed_literals_survive() -> None:
    quad = Quad(BlankNode("b"), B, Literal("2018", datatype=XSD["gYear"]))
    store = MemoryStore()
    store.load([quad])
    assert list(store.match()) == [quad]
