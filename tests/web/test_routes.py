"""Named queries, things, search, neighbours, proofs, checks, exports, and the description of all this."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
import rdflib

from kgtools.export import Format
from kgtools.query.run import Result
from kgtools.web.negotiation import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    import httpx
    from tests.web.conftest import Server

    from kgtools.graph import Graph


def _tables(graph: Graph) -> list[str]:
    return [
        spec.name
        for spec in graph.queries
        if spec.columns and not any(param.required for param in spec.params)
    ]


def test_a_query_answers_alike_in_python_on_the_command_line_and_over_http(
    graph: Graph, http: httpx.Client, kg: Callable[..., Any]
) -> None:
    for name in _tables(graph):
        answer = graph.ask(name, {})
        assert isinstance(answer, Result)
        expected = answer.records()
        assert http.get(f"/q/{name}.json").json() == expected
        assert json.loads(kg("-C", graph.project.root, "query", name, "-f", "json").out) == expected
        for form in ("csv", "tsv", "md"):
            printed = kg("-C", graph.project.root, "query", name, "-f", form).out
            assert http.get(f"/q/{name}.{form}").text == printed


def test_parameters_are_typed_as_on_the_command_line(http: httpx.Client, graph: Graph) -> None:
    spec = graph.queries.get("engagements")
    assert [param.name for param in spec.params]
    rows = http.get("/q/engagements.json").json()
    assert rows
    wrong = http.get("/q/engagements.json", params={"nonsense": "1"})
    assert wrong.status_code == 400
    assert "it takes: " in wrong.json()["hint"]


def test_dates_labels_curies_and_iris(http: httpx.Client) -> None:
    def ask(**given: str) -> httpx.Response:
        return http.get("/q/engagements.json", params=given)

    rows = ask(person="Ada Brook").json()
    assert [row["group"] for row in rows] == ["Harbour Strings"]
    for same in ("ada brook", "id:person-ada", "https://example.org/id/person-ada"):
        assert ask(person=same).json() == rows
    everybody = ask().json()
    assert ask(**{"any.person": "1"}).json() == ask(person="").json() == everybody
    assert ask(asof="2002-01-01").json() == ask(**{"as-of": "2002-01-01"}).json() != everybody
    assert ask(asof="2018-02-30").status_code == 400
    unknown = ask(person="Ada Brok")
    assert unknown.status_code == 400
    assert "Ada Brook" in unknown.json()["hint"]


def test_the_runner_has_its_own_options(http: httpx.Client) -> None:
    everything = http.get("/q/engagements.json").json()
    assert http.get("/q/engagements.json?limit=1").json() == everything[:1]
    assert http.get("/q/engagements.json?limit=1&offset=1").json() == everything[1:2]
    iris = http.get("/q/engagements.json?iri=1&limit=1").json()[0]
    assert any(str(value).startswith("https://") for value in iris.values())
    assert http.get("/q/engagements.json?limit=-1").status_code == 400
    assert http.get("/q/engagements.json?iri=maybe").status_code == 400


def test_receipts_over_http(http: httpx.Client) -> None:
    rows = http.get("/q/engagements.json?receipt=1").json()
    stated = [entry for row in rows for entry in row["receipt"] if not entry["inferred"]]
    assert stated
    assert all(entry["file"].startswith("data/") and entry["line"] for entry in stated)


@pytest.mark.parametrize("name", ["none", "../kg", "%2e%2e", "UPPER", "a" * 80, "engagements.exe"])
def test_a_query_that_is_not_there(http: httpx.Client, name: str) -> None:
    found = http.get(f"/q/{name}")
    assert found.status_code == 404
    assert found.json()["code"] == "KG901"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/turtle", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
        ("*/*", "turtle"),
    ],
)
def test_a_thing_in_the_format_that_the_client_wants(
    http: httpx.Client, graph: Graph, accept: str, expected: str
) -> None:
    node = next(iter(graph.find("Ada Brook"))).node
    local = node.value.removeprefix(graph.project.base)
    found = http.get(f"/id/{local}", headers={"accept": accept})
    assert found.status_code == 200
    triples = rdflib.Graph().parse(data=found.text, format=expected)
    assert (rdflib.URIRef(node.value), None, None) in triples
    assert http.get(f"/id/{graph.project.prefixes.compress(node.value)}.nt").status_code == 200
    assert http.get(f"/id/{node.value}", headers={"accept": accept}).status_code == 200


def test_a_thing_that_is_not_there_gets_suggestions(http: httpx.Client) -> None:
    found = http.get("/id/ada-brok", headers={"accept": "text/turtle"})
    assert found.status_code == 404
    assert "Ada Brook" in found.json()["hint"]


def test_search(http: httpx.Client) -> None:
    hits = http.get("/search?q=ada").json()
    assert hits[0]["label"] == "Ada Brook"
    assert {"iri", "id", "types", "score"} <= hits[0].keys()
    assert http.get("/search", headers={"accept": "application/json"}).status_code == 400


def test_neighbours(http: httpx.Client, graph: Graph) -> None:
    node = next(iter(graph.find("Ada Brook"))).node
    found = http.get("/graph", params={"around": node.value}).json()
    names = {each["id"] for each in found["nodes"]}
    assert node.value in {each["iri"] for each in found["nodes"]}
    assert all(edge["source"] in names and edge["target"] in names for edge in found["edges"])
    assert len(http.get("/graph", params={"around": node.value, "limit": 1}).json()["nodes"]) == 1
    assert len(http.get("/graph").json()["nodes"]) >= len(names)
    assert http.get("/graph?around=nobody").status_code == 404
    assert http.get("/graph?asof=yesterday").status_code == 400


def test_why(http: httpx.Client) -> None:
    found = http.get("/why", params={"s": "Ada Brook", "p": "a", "o": "ex:Person"}).json()
    assert found["holds"] is True
    assert found["steps"][0]["stated"]["places"][0]["line"]
    assert http.get("/why?s=a").status_code == 400


FACTS = """PREFIX ex: <https://example.org/terms/>
PREFIX id: <https://example.org/id/>
id:new a ex:Engagement .
"""


def test_posted_facts_are_judged_and_not_kept(http: httpx.Client, server: Server) -> None:
    found = http.post("/check", content=FACTS, headers={"content-type": "text/turtle"})
    report = found.json()
    assert report["conforms"] is False
    assert {finding["file"] for finding in report["diagnostics"]} == {"facts.ttl"}
    sarif = http.post(
        "/check", content=FACTS, headers={"content-type": "text/turtle", "accept": "application/sarif+json"}
    ).json()
    assert sarif["version"] == "2.1.0"
    assert http.get("/sparql", params={"query": "ASK { id:new ?p ?o }"}).json()["boolean"] is False
    assert not list(server.root.rglob("facts.ttl"))


@pytest.mark.parametrize("kind", ["application/pdf", "application/ld+json", "application/rdf+xml"])
def test_other_media_types_are_not_taken(http: httpx.Client, kind: str) -> None:
    found = http.post("/check", content="x", headers={"content-type": kind})
    assert found.status_code == 415


@pytest.mark.parametrize("form", list(Format))
def test_every_export_is_a_download(http: httpx.Client, form: Format) -> None:
    found = http.get(f"/export/{form}")
    assert found.status_code == 200
    assert found.headers["content-disposition"] == f'attachment; filename="orchestra.{form.ending}"'
    assert found.headers["content-type"].partition(";")[0] == ENDINGS[form.ending]
    assert http.get("/export/docx").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/export/ttl?asof=2004-01-01",
        "/export/gexf?derived=1",
        "/export/gexf?day=2004-01-01",
        "/graph?around=person-ada&day=2004-01-01",
        "/id/person-ada.ttl?asof=2004-01-01",
    ],
)
def test_what_would_be_passed_over_is_refused(http: httpx.Client, address: str) -> None:
    found = http.get(address)
    assert found.status_code == 400
    assert "has no parameter" in found.json()["detail"]
    assert found.json()["hint"].startswith("it takes")


def test_an_error_is_told_in_the_words_of_an_address_and_not_kept(http: httpx.Client) -> None:
    found = http.get("/q/fees.json")
    assert found.status_code == 400
    assert found.json()["hint"] == "add least=, a decimal"
    assert found.headers["cache-control"] == "no-store"
    assert found.headers["vary"] == "Accept"
    assert http.get("/q/zzzzzz.json").json()["hint"] == "/openapi.json has them all"
    assert http.get("/q/fee.json").json()["hint"].startswith("did you mean fees")


def test_an_answer_says_as_of_when_it_is(http: httpx.Client) -> None:
    for path in ("/q/engagements.json", "/q/engagements.csv", "/sparql?query=ASK%7B%7D", "/export/nt"):
        assert http.get(path).headers["x-kgtools-as-of"] == "2020-12-31"
    assert "claims nothing after 2020-12-31" in http.get("/q/engagements.html").text


def test_an_entity_tag_saves_an_answer(http: httpx.Client) -> None:
    for path in (
        "/q/engagements.json",
        "/sparql?query=ASK%7B%7D",
        "/search?q=ada",
        "/openapi.json",
        "/export/nt",
    ):
        first = http.get(path)
        again = http.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert http.get(path, headers={"if-none-match": '"other"'}).content == first.content
    page = {"accept": "text/html"}
    for path in ("/", "/q/engagements", "/id/person-ada", "/search?q=ada", "/timeline"):
        first = http.get(path, headers=page)
        again = http.get(path, headers={**page, "if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert http.get(path, headers=page).content == first.content
        assert http.get(path, headers=page).headers["content-type"] == "text/html; charset=utf-8"
    assert http.get("/search?q=a").headers["etag"] != http.get("/search?q=b").headers["etag"]


def test_csv_for_a_spreadsheet_has_a_mark_and_no_formula(serve: Callable[..., Any], folder: Path) -> None:
    people = folder / "data" / "people.ttl"
    people.write_text(people.read_text("utf-8").replace("Ada Brook", "=Ada Brook"), "utf-8")
    with serve(folder) as own, own.client() as client:
        exact = client.get("/q/engagements.csv")
        sheet = client.get("/q/engagements.csv?excel=1")
    assert "=Ada Brook" in exact.text
    assert "'=Ada Brook" not in exact.text
    assert sheet.content.startswith(b"\xef\xbb\xbf")
    assert sheet.headers["content-disposition"] == 'attachment; filename="engagements.csv"'
    assert sheet.content.decode("utf-8-sig").replace("'=Ada", "=Ada").splitlines() == exact.text.splitlines()


def test_the_description_names_every_query(http: httpx.Client, graph: Graph) -> None:
    document = http.get("/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    for spec in graph.queries:
        assert any(path.startswith(f"/q/{spec.name}.") for path in document["paths"])
    operation = document["paths"]["/q/engagements.json"]["get"]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert {param.name for param in graph.queries.get("engagements").params} <= names


def test_health(http: httpx.Client) -> None:
    assert http.get("/health").json()["status"] == "ok"


def test_every_answer_carries_the_headers_of_defence(http: httpx.Client) -> None:
    for path in ("/health", "/q/none", "/nowhere", "/sparql?query=ASK%7B%7D"):
        headers = http.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_csv_stays_exact(http: httpx.Client) -> None:
    text = http.get(
        "/sparql", params={"query": 'SELECT ("=1+1" AS ?a) {}'}, headers={"accept": "text/csv"}
    ).text
    assert list(csv.reader(io.StringIO(text))) == [["a"], ["=1+1"]]
