"""The formats of the W3C, read back by other readers."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kgtools.query import results
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Triple

COLUMNS = ("a", "b")
ROWS = (
    (NamedNode("urn:x&y"), Literal('say "hi",\nthere\t<now>')),
    (BlankNode("b1"), Literal("chat", language="fr")),
    (None, Literal("1", datatype=XSD["integer"])),
    (Literal("é한"), None),
    (Literal("1.0", datatype=XSD["decimal"]), Literal("true", datatype=XSD["boolean"])),
)


@pytest.mark.parametrize(
    ("form", "syntax"),
    [
        ("srj", QueryResultsFormat.JSON),
        ("srx", QueryResultsFormat.XML),
        ("tsv", QueryResultsFormat.TSV),
    ],
)
def test_another_reader_gets_the_same_terms(form: str, syntax: QueryResultsFormat) -> None:
    text = results.table(form, COLUMNS, ROWS)
    found = parse_query_results(text.encode(), syntax)
    assert isinstance(found, QuerySolutions)
    assert [variable.value for variable in found.variables] == list(COLUMNS)
    assert [tuple(row) for row in found] == list(ROWS)


def test_csv_has_plain_values_and_line_ends_of_its_standard() -> None:
    text = results.table("csv", COLUMNS, ROWS)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == list(COLUMNS)
    assert rows[1] == ["urn:x&y", 'say "hi",\nthere\t<now>']
    assert rows[2] == ["_:b1", "chat"]
    assert text.endswith("\r\n")


@pytest.mark.parametrize("form", ["srj", "srx", "csv", "tsv"])
def test_truth(form: str) -> None:
    text = results.truth(form, True)  # noqa: FBT003 - the value itself
    if form == "srj":
        assert json.loads(text)["boolean"] is True
    elif form == "srx":
        assert ET.fromstring(text).findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "true"  # noqa: S314 - our own text
    else:
        assert text == "true\n"


def test_a_cut_answer_says_so_where_there_is_room() -> None:
    assert json.loads(results.table("srj", COLUMNS, ROWS, cut=True))["truncated"] == results.CUT
    assert f"<!-- {results.CUT} -->" in results.table("srx", COLUMNS, ROWS, cut=True)
    triple = Triple(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))
    assert results.triples("ttl", [triple], {}, cut=True).startswith(b"# cut by a limit")


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_triples_are_written_once_and_in_order(form: str) -> None:
    triples = [Triple(NamedNode(f"urn:{n}"), NamedNode("http://e.org/p"), Literal("c")) for n in "bab"]
    assert results.triples(form, triples, {}) == results.triples(form, reversed(triples), {})


def test_a_predicate_without_a_name_cannot_be_written_as_xml() -> None:
    from kgtools.errors import UsageError

    odd = Triple(NamedNode("urn:a"), NamedNode("http://e.org/p/"), Literal("c"))
    try:
        data = results.triples("rdf", [odd], {})
    except UsageError as error:
        assert error.hint == "ask for text/turtle"
    else:
        assert b"http://e.org/p" in data
