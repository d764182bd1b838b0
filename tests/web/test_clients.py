"""Programs of others as clients: they need no settings of ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TURTLE, XML, SPARQLWrapper

if TYPE_CHECKING:
    from tests.web.conftest import Server

EX = rdflib.Namespace("https://example.org/terms/")
SELECT = f"SELECT ?s ?name {{ ?s a <{EX.Person}> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }}"


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_tables(server: Server, method: str) -> None:
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setMethod(method)
    client.setQuery(SELECT)
    client.setReturnFormat(JSON)
    rows: Any = client.query().convert()
    names = {row["name"]["value"] for row in rows["results"]["bindings"]}
    assert "Ada Brook" in names
    client.setReturnFormat(XML)
    document: Any = client.query().convert()
    assert "Ada Brook" in document.toxml()
    client.setReturnFormat(CSV)
    text: Any = client.query().convert()
    assert b"Ada Brook" in text


@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(server: Server, form: str) -> None:
    client = SPARQLWrapper(f"{server.address}/sparql")
    client.setQuery(f"CONSTRUCT WHERE {{ ?s a <{EX.Person}> }}")
    client.setReturnFormat(form)
    found: Any = client.query().convert()
    if isinstance(found, bytes):
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert len(found) > 1


def test_rdflib_asks_it_like_a_graph_of_its_own(server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server.address}/sparql", returnFormat="json"))
    people = set(graph.subjects(rdflib.RDF.type, EX.Person))
    assert rdflib.URIRef("https://example.org/id/person-ada") in people
    assert {row.s for row in graph.query(SELECT)} == people  # type: ignore[union-attr]
    assert graph.query(f"ASK {{ ?s a <{EX.Person}> }}").askAnswer is True


def _curl(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["curl", "--silent", "--show-error", *arguments], capture_output=True, text=True, check=True
    )


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(server: Server) -> None:
    found = _curl(f"{server.address}/sparql", "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv")
    assert "Ada Brook" in found.stdout
    direct = _curl(
        f"{server.address}/sparql", "-H", "Content-Type: application/sparql-query", "--data-binary", "ASK {}"
    )
    assert json.loads(direct.stdout)["boolean"] is True
    refused = _curl(f"{server.address}/sparql", "-d", "update=CLEAR ALL", "-w", "%{http_code}")
    assert refused.stdout.endswith("400")
