"""Receipts: lines, sources and statuses behind rows, in Python and on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kgtools.errors import UsageError
from kgtools.query.run import Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from kgtools.graph import Graph


def _ask(graph: Graph, text: str, *, inferred: bool = False) -> Result:
    found = graph.query(text, inferred=inferred)
    assert isinstance(found, Result)
    return found


def test_every_entry_stands_in_the_line_that_it_names(graph: Graph) -> None:
    found = _ask(graph, "SELECT ?s ?name { ?s a ex:Engagement ; ex:start ?name }")
    assert found.rows
    for receipt in found.receipts():
        assert receipt.entries
        for entry in receipt.entries:
            assert entry.span is not None
            line = (graph.project.root / entry.span.file).read_text().splitlines()[(entry.span.line or 0) - 1]
            assert graph.project.prefixes.show(entry.triple.predicate) in line or " a " in f" {line} "


def test_sources_and_status_are_those_of_the_subject(graph: Graph) -> None:
    found = _ask(
        graph, "SELECT ?s { ?s a ex:Engagement ; ex:status ?status ; dcterms:source ?source } LIMIT 1"
    )
    (document,) = [receipt.documents(graph.project.prefixes) for receipt in found.receipts()]
    assert {"s", "p", "o", "file", "line", "column", "source", "status", "inferred"} <= document[0].keys()
    assert all(entry["source"] and entry["status"] for entry in document)


def test_an_inferred_triple_shows_its_rule_and_premises(graph: Graph) -> None:
    text = "SELECT ?s { ?s a ex:Situation } LIMIT 1"
    (receipt,) = _ask(graph, text, inferred=True).receipts()
    inferred = [entry for entry in receipt.entries if entry.rule]
    assert inferred
    assert all(entry.span is None and entry.premises for entry in inferred)
    assert all(premise.span and premise.span.line for entry in inferred for premise in entry.premises)


def test_a_derived_date_bound_rests_on_the_stated_date(graph: Graph) -> None:
    (receipt,) = _ask(graph, "SELECT ?s ?day { ?s ex:startMin ?day } ORDER BY ?s LIMIT 1").receipts()
    (entry,) = receipt.entries
    assert "date bounds" in entry.rule
    assert {premise.triple.predicate.value for premise in entry.premises} <= {
        f"https://example.org/terms/{name}" for name in ("start", "end", "endUnknown", "date", "lastDate")
    }
    assert receipt.places


def test_the_rdflib_engine_gives_none(graph: Graph) -> None:
    found = graph.ask("engagements", {}, engine="rdflib")
    assert isinstance(found, Result)
    with pytest.raises(UsageError, match="no receipts"):
        found.receipts()


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "md", "table"])
def test_the_command_line_prints_them(kg: Callable[..., Any], graph: Graph, form: str) -> None:
    done = kg("-C", graph.project.root, "query", "engagements", "--receipt", "-f", form)
    assert done.code == 0
    assert "data/engagements.ttl" in done.out


def test_json_has_them_as_one_more_key(kg: Callable[..., Any], graph: Graph) -> None:
    rows = json.loads(kg("-C", graph.project.root, "query", "engagements", "--receipt", "-f", "json").out)
    plain = json.loads(kg("-C", graph.project.root, "query", "engagements", "-f", "json").out)
    assert [{key: row[key] for key in row if key != "receipt"} for row in rows] == plain
    assert all(row["receipt"][0]["line"] for row in rows)


@pytest.mark.parametrize("form", ["srj", "ttl", "html"])
def test_formats_without_room_refuse_them(kg: Callable[..., Any], graph: Graph, form: str) -> None:
    done = kg("-C", graph.project.root, "query", "engagements", "--receipt", "-f", form)
    assert done.code == 2
    assert "receipts" in done.err


def test_a_path_of_the_record_has_a_receipt_that_names_what_makes_the_link(bundled: Graph) -> None:
    found = bundled.ask("paths", {"a": "Donald Trump", "b": "Kim Jong Un"})
    assert isinstance(found, Result)
    via = found.columns.index("via")
    for row, receipt in zip(found.rows, found.receipts(), strict=True):
        assert {entry.triple.subject for entry in receipt.entries} == {row[via]}
        assert "was chosen by a sub-query that is too large to be looked into" in receipt.notes
