"""W3C SPARQL 1.1 results formats: what our writers write is what the suite expects, by its manifests."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

from kgtools.query import results
from kgtools.query.run import Result, answer
from kgtools.shapes.graph import Graph as Shapes
from kgtools.store.rdflib_view import RdflibStore
from kgtools.terms import RDF, XSD, BlankNode, Literal, NamedNode, Namespace

if TYPE_CHECKING:
    from kgtools.graph import Graph

SUITES = os.environ.get("KGTOOLS_W3C")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
XSD_DOUBLE = NamedNode(XSD + "double")
KINDS = ("QueryEvaluationTest", "CSVResultFormatTest")
ENDINGS = {".srj": "srj", ".csv": "csv", ".tsv": "tsv"}


def _cases() -> list[Any]:
    found = []
    for name in ("csv-tsv-res", "json-res") if SUITES else ():
        manifest = Path(str(SUITES)).resolve() / "sparql11" / name / "manifest.ttl"
        graph = Shapes(parse(path=manifest, format=RdfFormat.TURTLE, base_iri=manifest.as_uri()))
        for kind in KINDS:
            for test in graph.subjects(RDF["type"], MF[kind]):
                (action,) = graph.objects(test, MF["action"])
                files = (graph.objects(action, QT["query"]), graph.objects(action, QT["data"]))
                files = (*files, graph.objects(test, MF["result"]))
                paths = [Path(each[0].value.removeprefix("file://")) for each in files]
                found.append(pytest.param(*paths, id=test.value.rpartition("#")[2]))
    return found


def _written(graph: Graph, query: Path, data: Path, form: str) -> str:
    """Return the answer over the data; rdflib keeps numbers as they were written."""
    store = RdflibStore()
    store.load(parse(path=data, format=RdfFormat.TURTLE))
    found = answer(query.read_text(), graph.dataset, graph.labels, engine=store)
    if isinstance(found, bool):
        return results.truth(form, found)
    assert isinstance(found, Result)
    return results.table(form, found.columns, found.rows)


def _read(text: str, form: str) -> object:
    """Return what a document says: columns in order, rows in any; blank nodes only as such."""
    if form == "csv":
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        return head, sorted([["_:" if cell.startswith("_:") else cell for cell in row] for row in rows])
    kind = QueryResultsFormat.JSON if form == "srj" else QueryResultsFormat.TSV
    found = parse_query_results(text, format=kind)
    if isinstance(found, QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return names, sorted([_told(row[name]) for name in names] for row in found)


def _told(term: object) -> str:
    if isinstance(term, BlankNode):
        return "_:"
    if isinstance(term, Literal) and term.datatype == XSD_DOUBLE:  # the suite itself writes 1.0E6 as 1.0e6
        return repr(float(term.value))
    return str(term)


@pytest.mark.skipif(not SUITES, reason="set KGTOOLS_W3C to a folder whose sparql11/ holds the W3C's tests")
@pytest.mark.parametrize(("query", "data", "expected"), _cases())
def test_an_answer_is_written_as_expected(graph: Graph, query: Path, data: Path, expected: Path) -> None:
    form = ENDINGS[expected.suffix]
    written = _written(graph, query, data, form)
    assert _read(written, form) == _read(expected.read_text(encoding="utf-8"), form)
    if form == "srj":
        assert json.loads(written).keys() <= {"head", "results", "boolean"}


@pytest.mark.skipif(not SUITES, reason="set KGTOOLS_W3C to a folder whose sparql11/ holds the W3C's tests")
def test_the_suite_is_the_whole_suite() -> None:
    assert len(_cases()) == 10
