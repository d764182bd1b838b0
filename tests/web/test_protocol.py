"""The SPARQL 1.1 Protocol: the W3C's own requests where they only read, and what they leave out."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import rdflib
from rdflib.collection import Collection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx
    from tests.web.conftest import Server

SUITES = os.environ.get("KGTOOLS_W3C")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/"
BASE = "http://kasei.us/2009/09/sparql/"


@dataclass(frozen=True)
class Exchange:
    """A request of the suite, and what has to come back."""

    method: str
    path: str
    body: bytes | None
    headers: dict[str, str]
    statuses: frozenset[str]
    form: str | None
    truth: bool | None


@dataclass(frozen=True)
class Case:
    name: str
    exchanges: list[Exchange] = field(default_factory=list)


def _ours(text: str) -> str:
    """Return text with the suite's graph names replaced by those of files in a project."""
    for number in range(4):
        for code in (str, lambda each: quote(each, safe="")):
            old, new = f"{DATA}data{number}.rdf", f"{BASE}graph/data/data{number}.nt"
            text = text.replace(code(old), code(new))
    return text


def _cases() -> list[Case]:
    if not SUITES:
        return []
    folder = Path(SUITES) / "sparql11" / "protocol"
    graph = rdflib.Graph().parse(folder / "manifest.ttl")
    return [
        Case(str(test).rpartition("#")[2], list(_exchanges(graph, test)))
        for test in sorted(graph.subjects(rdflib.RDF.type, MF.ProtocolTest))
    ]


def _exchanges(graph: rdflib.Graph, test: Any) -> Iterator[Exchange]:
    action = graph.value(test, MF.action)
    for request in Collection(graph, graph.value(action, HT.requests)):
        body = graph.value(request, HT.body)
        content = None
        if body is not None:
            text = _ours(str(graph.value(body, CNT.chars)))
            content = text.encode(str(graph.value(body, CNT.characterEncoding)))
        head = graph.value(request, HT.headers)
        headers = {
            str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue))
            for each in (Collection(graph, head) if head is not None else [])
        }
        answer = graph.value(request, HT.resp)
        truth = graph.value(answer, MF.expectedBoolean)
        form = graph.value(answer, MF.expectedFormat)
        yield Exchange(
            str(graph.value(request, HT.methodName)),
            _ours(str(graph.value(request, HT.absolutePath))).replace("/sparql/", "/sparql", 1),
            content,
            headers,
            frozenset(str(each)[-3:] for each in graph.objects(answer, MF.expectedStatus)),
            None if form is None else str(form),
            None if truth is None else bool(truth.toPython()),
        )


CASES = _cases()
UPDATES = {case.name for case in CASES if case.name.startswith("update_")}


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., Any]) -> Iterator[httpx.Client]:
    """A server over the data of the suite, each file a named graph."""
    root = tmp_path_factory.mktemp("protocol")
    (root / "data").mkdir()
    (root / "kg.toml").write_text(f'base = "{BASE}"\n')
    (root / "data" / "data0.nt").write_text("# nothing\n")
    for number in (1, 2, 3):
        text = (Path(str(SUITES)) / "sparql11" / "protocol" / f"data{number}.nt").read_text()
        (root / "data" / f"data{number}.nt").write_text(_ours(text))
    with serve(root) as running, running.client() as client:
        yield client


@pytest.mark.skipif(not SUITES, reason="KGTOOLS_W3C does not name a folder with the W3C suites")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_w3c(case: Case, suite: httpx.Client) -> None:
    for each in case.exchanges:
        found = suite.request(each.method, each.path, content=each.body, headers=each.headers)
        if case.name in UPDATES:  # refused on purpose: this server only reads
            is_form = b"update=" in (each.body or b"")
            if is_form or each.headers.get("content-type", "").endswith("sparql-update"):
                assert found.status_code == 400
                assert "only reads" in found.json()["detail"]
            continue
        assert f"{found.status_code // 100}xx" in each.statuses, found.text
        kind = found.headers["content-type"].partition(";")[0]
        if each.form in ("boolean", "tabular"):
            assert kind == "application/sparql-results+json"
        if each.form == "RDF":
            assert kind == "text/turtle"
            rdflib.Graph().parse(data=found.text)
        if each.truth is not None:
            assert found.json()["boolean"] is each.truth


def test_the_suite_is_the_whole_suite() -> None:
    if SUITES:
        assert len(CASES) == 34
        assert len(UPDATES) == 7


SELECT = "SELECT ?s { ?s a ex:Concert } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?s a ex:Concert }"


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.3", "application/sparql-results+xml"),
        (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
        (CONSTRUCT, None, "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE ex:Concert", "text/turtle", "text/turtle"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)
def test_the_client_chooses_the_format(
    http: httpx.Client, query: str, accept: str | None, expected: str
) -> None:
    headers = {"accept": accept} if accept else {"accept": ""}
    found = http.get("/sparql", params={"query": query}, headers=headers)
    assert found.status_code == 200
    assert found.headers["content-type"].partition(";")[0] == expected
    assert found.headers["vary"] == "Accept"


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0"])
def test_no_format_that_fits(http: httpx.Client, accept: str) -> None:
    found = http.get("/sparql", params={"query": "ASK {}"}, headers={"accept": accept})
    assert found.status_code in (400, 406)
    assert found.headers["content-type"] == "application/problem+json"


def test_the_formats_agree(http: httpx.Client) -> None:
    rows = http.get("/sparql", params={"query": SELECT}).json()["results"]["bindings"]
    values = [row["s"]["value"] for row in rows]
    assert values
    csv = http.get("/sparql", params={"query": SELECT}, headers={"accept": "text/csv"}).text
    assert csv.splitlines()[1:] == values
    triples = [
        rdflib.Graph().parse(
            data=http.get("/sparql", params={"query": CONSTRUCT}, headers={"accept": kind}).content,
            format=kind,
        )
        for kind in ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
    ]
    assert all(set(graph) == set(triples[0]) for graph in triples)
    assert {str(s) for s in triples[0].subjects()} == set(values)


def test_graphs_of_the_dataset_only(http: httpx.Client, server: Server) -> None:
    concerts = "https://example.org/id/graph/data/concerts.ttl"
    ask = {"query": "ASK { ?s a ex:Person }"}
    assert http.get("/sparql", params=ask).json()["boolean"] is True
    assert http.get("/sparql", params={**ask, "default-graph-uri": concerts}).json()["boolean"] is False
    named = {"query": "SELECT DISTINCT ?g { GRAPH ?g {} }", "named-graph-uri": concerts}
    rows = http.get("/sparql", params=named).json()["results"]["bindings"]
    assert [row["g"]["value"] for row in rows] == [concerts]
    for foreign in ("http://example.com/data.ttl", f"file://{server.root}/kg.toml", "data/people.ttl"):
        found = http.get("/sparql", params={**ask, "default-graph-uri": foreign})
        assert found.status_code == 400
        assert "nothing is fetched" in found.json()["hint"]


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST", "data": {"update": "CLEAR ALL"}},
        {"method": "POST", "content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}},
        {"method": "POST", "content": "CLEAR ALL", "headers": {"content-type": "application/sparql-query"}},
        {"method": "GET", "params": {"update": "CLEAR ALL"}},
        {"method": "GET", "params": {"query": "DROP ALL"}},
        {"method": "GET", "params": {"query": "PREFIX : <urn:a> INSERT DATA { :a :b :c }"}},
        {"method": "GET", "params": {"query": "\\u0044ROP ALL"}},
        {"method": "PUT", "content": "CLEAR ALL"},
        {"method": "DELETE"},
        {"method": "PATCH", "content": "CLEAR ALL"},
    ],
)
def test_an_update_is_refused_however_it_is_sent(http: httpx.Client, request_: dict[str, Any]) -> None:
    method = request_.pop("method")
    found = http.request(method, "/sparql", **request_)
    assert found.status_code in (400, 405)
    assert found.headers["content-type"] == "application/problem+json"
    assert http.get("/sparql", params={"query": "ASK { ?s a ex:Person }"}).json()["boolean"] is True


def test_a_syntax_error_has_its_place(http: httpx.Client) -> None:
    problem = http.get("/sparql", params={"query": "SELECT *\n{ ?s ?p }"}).json()
    assert (problem["status"], problem["code"], problem["line"]) == (400, "KG901", 2)
    assert problem["column"] > 1


def test_prefixes_of_the_project_are_known(http: httpx.Client) -> None:
    assert http.post("/sparql", data={"query": "ASK { ?s a ex:Person }"}).json()["boolean"] is True


def test_what_follows_is_asked_when_wanted(http: httpx.Client) -> None:
    ask = {"query": "ASK { ?s a ex:Situation }"}
    assert http.get("/sparql", params=ask).json()["boolean"] is False
    assert http.get("/sparql", params={**ask, "inferred": "1"}).json()["boolean"] is True


SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


@pytest.mark.parametrize("accept", ["*/*", "text/turtle", "application/rdf+xml", "application/ld+json"])
def test_the_service_describes_itself(http: httpx.Client, server: Server, accept: str) -> None:
    found = http.get("/sparql", headers={"accept": accept})
    graph = rdflib.Graph().parse(data=found.text, format=found.headers["content-type"].partition(";")[0])
    service = rdflib.URIRef(f"{server.address}/sparql")
    assert (service, rdflib.RDF.type, SD.Service) in graph
    assert (service, SD.endpoint, service) in graph
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    dataset = graph.value(service, SD.defaultDataset)
    names = {str(graph.value(each, SD.name)) for each in graph.objects(dataset, SD.namedGraph)}
    assert "https://example.org/id/graph/data/people.ttl" in names


def test_the_graph_store_is_read(http: httpx.Client) -> None:
    people = "https://example.org/id/graph/data/people.ttl"
    whole = rdflib.Graph().parse(data=http.get("/store?default").text)
    part = rdflib.Graph().parse(data=http.get("/store", params={"graph": people}).text)
    assert 0 < len(part) < len(whole)
    head = http.head("/store", params={"graph": people})
    assert (head.status_code, head.content) == (200, b"")
    assert http.get("/store", params={"graph": "urn:none"}).status_code == 404
    assert http.get("/store").status_code == 400
    assert http.get("/store?default&graph=urn:x").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_the_graph_store_is_not_written(http: httpx.Client, method: str) -> None:
    found = http.request(method, "/store?default", content=b"<urn:a> <urn:b> <urn:c> .")
    assert found.status_code == 405
    assert found.headers["allow"] == "GET, HEAD"
