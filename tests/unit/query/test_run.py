from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgtools.errors import UsageError
from kgtools.query import header
from kgtools.query.run import Result
from kgtools.store.rdflib_view import RdflibStore
from kgtools.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from kgtools.graph import Graph

ID = "https://example.org/id/"
PEOPLE = "SELECT ?person { ?person a ex:Person } ORDER BY ?person"


def _table(graph: Graph, text: str, **options: int) -> Result:
    found = graph.query(text, **options)
    assert isinstance(found, Result)
    return found


def test_a_select_gives_a_table_of_terms(graph: Graph) -> None:
    found = _table(graph, PEOPLE)
    assert found.columns == ("person",)
    assert found.rows[0] == (NamedNode(f"{ID}person-ada"),)
    assert len(found) == 4
    assert not found.cut


def test_an_ask_gives_a_truth_value(graph: Graph) -> None:
    assert graph.query("ASK { ?s a ex:Person }") is True
    assert graph.query("ASK { ?s a ex:Dog }") is False


def test_a_construct_gives_triples(graph: Graph) -> None:
    found = graph.query("CONSTRUCT { ?p a ex:Agent } WHERE { ?p a ex:Person }")
    assert isinstance(found, tuple)
    assert len(found) == 4
    assert all(isinstance(triple, Triple) for triple in found)


def test_the_projects_prefixes_need_no_declaration(graph: Graph) -> None:
    assert graph.query("ASK { id:person-ada a ex:Person ; skos:prefLabel ?x }") is True


def test_a_syntax_error_names_the_file_of_the_query(graph: Graph) -> None:
    spec = header.read("#+ summary: s\nASK { ?s ?p }", graph.project.queries / "bad.rq")
    with pytest.raises(UsageError, match="syntax error") as caught:
        graph.ask(spec, {})
    assert str(caught.value.location) == "queries/bad.rq:2:13"


def test_escapes_count_anywhere_in_a_query(graph: Graph) -> None:
    assert graph.query("\\u0041SK { ?s a ex:Person }") is True
    assert graph.ask(header.read("\\u0041SK { ?s a ex:Person }", Path("q.rq")), {}) is True


def test_a_query_may_declare_a_prefix_otherwise(graph: Graph) -> None:
    assert graph.query("PREFIX ex: <urn:other:> ASK { ?s a ex:Person }") is False


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT * { ?z ?a ?m }", ("z", "a", "m")),
        ("SELECT DISTINCT * { ?z ?a ?m }", ("z", "a", "m")),
        ("SELECT REDUCED * { $z ?a $m }", ("z", "a", "m")),
        ("PREFIX x: <urn:x> SELECT * { ?z ?a ?m }", ("z", "a", "m")),
        ("SELECT * { ?z ?b ?y { SELECT ?z { ?z ?inner ?y } } }", ("z", "b", "y")),
        ("PREFIX x: <urn:x> PREFIX y: <urn:y> BASE <urn:z> SELECT * { ?z ?a ?m }", ("z", "a", "m")),
        ("SELECT ?z ?a { ?z ?a ?m }", ("z", "a")),
        ("SELECT (?x * 2 AS ?y) ?x { VALUES ?x { 2 } }", ("y", "x")),
        ("SELECT (COUNT(*) AS ?n) ?a { ?z ?a ?m } GROUP BY ?a", ("n", "a")),
    ],
)
def test_columns_keep_the_order_of_the_text(graph: Graph, text: str, columns: tuple[str, ...]) -> None:
    assert _table(graph, text).columns == columns


@pytest.mark.parametrize(
    ("options", "names", "cut"),
    [
        ({}, "abcd", False),
        ({"limit": 2}, "ab", True),
        ({"limit": 4}, "abcd", False),
        ({"limit": 0}, "", True),
        ({"offset": 1}, "bcd", False),
        ({"offset": 1, "limit": 2}, "bc", True),
        ({"offset": 9}, "", False),
    ],
)
def test_a_page_of_rows(graph: Graph, options: dict[str, int], names: str, cut: bool) -> None:
    found = _table(graph, PEOPLE, **options)
    assert [row["person"][0].casefold() for row in found.records() if row["person"]] == list(names)
    assert found.cut is cut


def test_a_page_of_triples(graph: Graph) -> None:
    found = graph.query("CONSTRUCT WHERE { ?p a ex:Person }", offset=1, limit=2)
    assert isinstance(found, tuple)
    assert len(found) == 2


def test_graphs_are_loaded_where_the_query_looks_into_them(graph: Graph) -> None:
    found = _table(graph, "SELECT DISTINCT ?g { GRAPH ?g { ?s a ex:Person } }")
    assert found.rows == ((NamedNode(f"{ID}graph/data/people.ttl"),),)


def test_from_chooses_files(graph: Graph) -> None:
    asked = "ASK FROM <https://example.org/id/graph/data/{}.ttl> {{ ?s a ex:Person }}"
    assert graph.query(asked.format("people")) is True
    assert graph.query(asked.format("concerts")) is False
    with pytest.raises(UsageError, match="FROM may name only"):
        graph.query(asked.format("secrets"))


def test_a_fact_in_two_graphs_is_one_row(graph: Graph) -> None:
    before = len(_table(graph, PEOPLE))
    _table(graph, "SELECT ?g { GRAPH ?g {} }")
    assert len(_table(graph, PEOPLE)) == before


def test_another_engine_may_answer(graph: Graph) -> None:
    mine = graph.ask("engagements", {})
    theirs = graph.ask("engagements", {}, engine="rdflib")
    assert mine == theirs
    assert isinstance(graph._rdflib(inferred=False), RdflibStore)


def test_a_result_is_a_sequence_of_records(graph: Graph) -> None:
    found = _table(graph, "SELECT ?p ?none { ?p a ex:Group } ORDER BY ?p")
    assert (
        list(found)
        == found.records()
        == [
            {"p": "Harbour Brass", "none": None},
            {"p": "Harbour Strings", "none": None},
        ]
    )
    assert found.records(iri=True)[0]["p"] == f"{ID}group-brass"


def test_a_result_shows_itself(graph: Graph) -> None:
    found = _table(graph, "SELECT ?n { VALUES ?n { 1 } }")
    assert found.table() == "n\n1\n1 row; as of 2020-12-31\n"
    assert found._repr_html_().startswith("<table>")
    assert found == Result(("n",), ((Literal("1", datatype=found.rows[0][0].datatype),),), graph.labels)  # type: ignore[union-attr]


def test_a_result_becomes_a_frame(graph: Graph) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not in the base install")
    frame = _table(graph, PEOPLE).df()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["person"])[:2] == ["Ada Brook", "Ben Field"]
    assert list(_table(graph, "SELECT ?a ?b { FILTER(false) }").df().columns) == ["a", "b"]
