"""Hostile requests: each gets a typed answer in time, and the next request works.

The families are those of the threat model: queries that overflow, run away or reach out; requests that
lie about who sends them, how large they are, or how fast they come.
"""

from __future__ import annotations

import gzip
import json
import socket
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import patience

from kgtools.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx
    from tests.web.conftest import Server

FORM = "application/x-www-form-urlencoded"
QUERY = {"content-type": "application/sparql-query"}
SECONDS = 2.0  # a typed error comes within this, or within the named limit
MEMORY = 300 * 1024 * 1024


@contextmanager
def survives(server: Server, *, seconds: float = SECONDS) -> Iterator[None]:
    """Expect an answer in time, a server that lives on small, and a next request that works."""
    with patience(server, seconds):
        yield
    with server.client() as client, patience(server, SECONDS):
        found = client.get("/sparql", params={"query": "ASK { ?s a ex:Person }"})
        assert found.json()["boolean"] is True
    assert server.process.poll() is None
    assert server.memory() < MEMORY


def _refused(found: httpx.Response, *statuses: int) -> dict[str, Any]:
    assert found.status_code in statuses, found.text[:500]
    assert found.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = found.json()
    assert problem["code"].startswith("KG")
    assert "Traceback" not in found.text
    assert ".kg/" not in found.text
    return problem


def _nested(opening: str, count: int, closing: str) -> str:
    return f"SELECT * {{ {opening * count} {closing * count} }}"


FORBIDDEN = {
    "groups": _nested("{ ", 2300, "} "),
    "not exists": _nested("FILTER NOT EXISTS { ", 900, "} "),
    "exists": _nested("FILTER EXISTS { ", 900, "} "),
    "optional": _nested("OPTIONAL { ", 900, "} "),
    "minus": _nested("MINUS { ", 900, "} "),
    "graph": _nested("GRAPH ?g { ", 900, "} "),
    "sub-queries": _nested("{ SELECT * { ", 700, "} } "),
    "parentheses": f"SELECT * {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
    "blank nodes": f"SELECT * {{ ?s ?p {'[ ?p ' * 500} 1 {']' * 500} }}",
    "collections": f"SELECT * {{ ?s ?p {'( ' * 500} 1 {')' * 500} }}",
    "path": f"SELECT * {{ ?s {'(' * 500}<urn:p>{')' * 500} ?o }}",
    "union": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 7000) + " }",
    "or": f"SELECT * {{ FILTER({' || '.join(['true'] * 5000)}) }}",
    "and": f"SELECT * {{ FILTER({' && '.join(['true'] * 5000)}) }}",
    "not": f"SELECT * {{ FILTER({'!' * 3000}true) }}",
    "minus signs": f"SELECT ({'- ' * 3000}1 AS ?x) {{}}",
    "sequence": f"SELECT * {{ ?s {'/'.join(['<urn:p>'] * 3000)} ?o }}",
    "service": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "service, silently": "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "service, escaped": "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from the web": "SELECT * FROM <http://example.com/> { ?s ?p ?o }",
    "from a path": "SELECT * FROM </etc/passwd> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <http://example.com/> { GRAPH ?g { ?s ?p ?o } }",
    "load": "LOAD <http://example.com/>",
    "load, silently": "LOAD SILENT <file:///etc/passwd> INTO GRAPH <urn:g>",
    "update": "DELETE WHERE { ?s ?p ?o }",
    "update after a query": "ASK {} ; DROP ALL",
    "values": "SELECT * { VALUES ?x { " + "1 " * 1_000_000 + "} }",
    "long text": "ASK { ?s ?p '" + "x" * (10 * 1024 * 1024) + "' }",
    "comment": "# " + "x" * 70_000 + "\nASK {}",
    "nothing": "",
    "no query": "hello",
    "nul": "ASK {}\0",
    "lone surrogate": "ASK { ?s ?p '\\uD800' }",
    "unclosed string": "ASK { ?s ?p 'x }",
    "unclosed long string": "ASK { ?s ?p '''x }",
    "unclosed IRI": "ASK { <urn:a ?p ?o }",
    "aggregate in a filter": "SELECT * { FILTER(COUNT(*) > 1) }",
    "unknown prefix": "ASK { no:thing ?p ?o }",
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_malformed_or_forbidden_query(server: Server, http: httpx.Client, name: str) -> None:
    with survives(server):
        found = http.post("/sparql", content=FORBIDDEN[name].encode(), headers=QUERY)
    problem = _refused(found, 400, 413)
    assert problem["detail"]


RUNAWAY = {
    "product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "product of values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(300)))} }}" for name in "abcd")
    + " }",
    "sorted product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g",
    "distinct product": "SELECT (COUNT(DISTINCT *) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (<urn:x>|!<urn:y>)* ?b . ?c (<urn:x>|!<urn:y>)* ?d . ?e !<urn:y>* ?f }",
    "doubling": "SELECT * { BIND('xxxxxxxxxxxxxxxx' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    + " }",
}


@pytest.mark.parametrize("name", RUNAWAY)
def test_a_query_that_runs_away(strict: Server, name: str) -> None:
    with survives(strict), strict.client() as client:
        found = client.get("/sparql", params={"query": RUNAWAY[name]})
    problem = _refused(found, 503)
    assert problem["code"] == "KG908"
    assert problem["hint"]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(REGEX('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$')) }",
        "ASK { FILTER(REGEX('a', '(')) }",
        "SELECT (REPLACE('aaaaaaaaaaaaaaaaaaaaaaaaa', '(a|aa)+$', '') AS ?x) {}",
        "ASK { FILTER(REGEX('a', 'a{1000}{1000}{1000}')) }",
    ],
)
def test_a_bad_pattern_is_no_trouble(server: Server, http: httpx.Client, query: str) -> None:
    with survives(server):
        assert http.get("/sparql", params={"query": query}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "ASK { # SERVICE <http://example.com/>\n ?s a ex:Person }",
        "ASK { ?s a ex:Person FILTER(STR(?s) != 'SERVICE LOAD DROP') }",
        "ASK { ?s a ex:Person MINUS { ?s <http://example.com/SERVICE> 'LOAD' } }",
        "ASK { ?SERVICE a ex:Person }",
    ],
)
def test_harmless_words_pass(server: Server, http: httpx.Client, query: str) -> None:
    with survives(server):
        assert http.get("/sparql", params={"query": query}).json()["boolean"] is True


@pytest.mark.parametrize(
    "value",
    [
        '" } DROP ALL #',
        "Ada Brook> } #",
        "' || true",
        "\\u003e",
        "${7*7}",
        "{{7*7}}",
        "\0",
        "x" * 5000,
        "<script>",
    ],
)
def test_a_parameter_is_never_text_of_the_query(server: Server, http: httpx.Client, value: str) -> None:
    for name in ("person", "asof", "limit", "lang", "nothing"):
        with survives(server):
            found = http.get("/q/engagements.json", params={name: value})
        if name != "lang":
            _refused(found, 400)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1", "localhost:1", "", "[::1]"],
)
def test_another_host_name(server: Server, http: httpx.Client, host: str) -> None:
    with survives(server):
        _refused(http.get("/health", headers={"host": host}), 421)


def test_the_names_of_this_machine(server: Server, http: httpx.Client) -> None:
    for host in ("localhost", "127.0.0.1", "[::1]", "LOCALHOST"):
        assert http.get("/health", headers={"host": f"{host}:{server.port}"}).status_code == 200


CROSS = {"sec-fetch-site": "cross-site"}
LINK = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.parametrize(
    "headers",
    [
        CROSS,
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "nonsense"},
        {**CROSS, "sec-fetch-mode": "cors"},
        {**CROSS, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
@pytest.mark.parametrize("path", ["/health", "/sparql?query=ASK%7B%7D", "/q/engagements.json", "/search?q=a"])
def test_another_site_reads_nothing(
    server: Server, http: httpx.Client, headers: dict[str, str], path: str
) -> None:
    with survives(server):
        _refused(http.get(path, headers=headers), 403)


@pytest.mark.parametrize(
    "headers", [CROSS, {**CROSS, **LINK}, {"origin": "https://evil.example"}, {"origin": "null"}]
)
def test_another_site_posts_nothing(server: Server, http: httpx.Client, headers: dict[str, str]) -> None:
    with survives(server):
        _refused(http.post("/sparql", data={"query": "ASK {}"}, headers=headers), 403)
        _refused(http.post("/check", content=b"", headers=headers), 403)


def test_a_link_of_another_site_opens_but_runs_no_query(http: httpx.Client) -> None:
    assert http.get("/health", headers={**CROSS, **LINK}).status_code == 200
    json_ = {"accept": "application/sparql-results+json"}
    _refused(http.get("/sparql?query=ASK%7B%7D", headers={**CROSS, **LINK, **json_}), 403)
    own = {"origin": str(http.base_url).rstrip("/"), "sec-fetch-site": "same-origin"}
    assert http.post("/sparql", data={"query": "ASK {}"}, headers=own).status_code == 200


def _raw(server: Server, data: bytes, *, seconds: float = 5.0) -> bytes:
    """Return what comes back for bytes as they are."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        connection.sendall(data)
        parts = []
        try:
            while part := connection.recv(65536):
                parts.append(part)
                if b"\r\n\r\n" in b"".join(parts):
                    break
        except (TimeoutError, ConnectionResetError):
            pass
        return b"".join(parts)


@pytest.mark.parametrize(
    "path",
    ["/q/../kg.toml", "/q/%2e%2e%2fkg.toml", "/static/../../state.py", "/static/%2e%2e/%2e%2e/state.py",
     "/static/..%2f..%2fstate.py", "/export/../../etc/passwd", "/id/../../../etc/passwd", "/q/%00", "/id/%00",
     "/q/a%2fb", "//etc/passwd", "/static//etc/passwd", "/id/%ff%fe"],
)  # fmt: skip
def test_no_path_leads_out(server: Server, path: str) -> None:
    with survives(server):
        found = _raw(server, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
    assert found.split()[1] in (b"404", b"400", b"307")
    assert b"root:" not in found
    assert b"import" not in found


@pytest.mark.parametrize(
    "data",
    [b"\0\0\0\0\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
     b"GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET /health HTTP/1.1\r\n\r\n",
     b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
     b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
     b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
     b"GET /health HTTP/1.1\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n"],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_http(server: Server, data: bytes) -> None:
    with survives(server, seconds=8):
        found = _raw(server, data)
    assert b" 200 " not in found[:20]


def test_a_long_address(server: Server, http: httpx.Client) -> None:
    with survives(server):
        _refused(http.get("/sparql", params={"query": "ASK {} #" + "x" * 9000}), 414)


def test_a_large_body(server: Server, http: httpx.Client) -> None:
    large = b"#" * (LIMITS.body + 1)
    with survives(server):
        _refused(http.post("/sparql", content=large, headers=QUERY), 413)
        _refused(http.post("/check", content=large), 413)
        _refused(http.post("/sparql", content=b"query=" + large, headers={"content-type": FORM}), 413)


def test_a_body_that_lies_about_its_size(server: Server) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Type: application/sparql-query\r\n"
    for size in ("-5", "1" * 400, "x"):
        with survives(server):
            found = _raw(server, f"{head}Content-Length: {size}\r\n\r\nASK {{}}".encode())
        assert found.split()[1] == b"400"


def test_an_endless_body(server: Server) -> None:
    head = f"POST /check HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    chunk = b"10000\r\n" + b"#" * 65536 + b"\r\n"
    with (
        survives(server, seconds=5),
        socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection,
    ):
        connection.sendall(head)
        try:
            for _ in range(1024):
                connection.sendall(chunk)
            found = connection.recv(65536)
        except (BrokenPipeError, ConnectionResetError):
            found = b"HTTP/1.1 413"  # it hung up, which is an answer
    assert found.split()[1] == b"413"


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "identity, gzip"])
def test_compressed_bodies_are_not_opened(server: Server, http: httpx.Client, encoding: str) -> None:
    bomb = gzip.compress(b"0" * 10_000_000)
    with survives(server):
        found = http.post(
            "/check", content=bomb, headers={"content-encoding": encoding, "content-type": "text/turtle"}
        )
    _refused(found, 415)


def test_a_slow_client_holds_up_nobody(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=15) as connection:
        connection.sendall(b"GET /hea")
        begun = time.monotonic()
        with suppress(BrokenPipeError, ConnectionResetError):  # it is told, or just left
            for _ in range(10):
                connection.sendall(b"l")
                with survives(server):
                    time.sleep(0.05)
            begun = time.monotonic()
            connection.recv(1024)
        assert time.monotonic() - begun < LIMITS.header_seconds + 3


def test_a_slow_body_is_told_so(serve: Callable[..., Any], folder: Path) -> None:
    file = folder / "kg.toml"
    file.write_text(f"{file.read_text()}\n[limits]\nbody_time = 1\n")
    with serve(folder) as own:
        head = f"POST /check HTTP/1.1\r\nHost: 127.0.0.1:{own.port}\r\nContent-Length: 100\r\n\r\n".encode()
        with (
            survives(own, seconds=3),
            socket.create_connection(("127.0.0.1", own.port), timeout=5) as connection,
        ):
            connection.sendall(head)
            found = b""
            for _ in range(20):
                with suppress(BrokenPipeError, ConnectionResetError):
                    connection.sendall(b"#")
                connection.settimeout(0.2)
                with suppress(TimeoutError):
                    found = connection.recv(4096)
                    break
        assert found.split()[1] == b"408"


XML = "application/rdf+xml"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "'
    + b"x" * 100
    + b'">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    + b"]><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>&a9;</rdf:RDF>"
)
OTHERS = {
    "entity bomb": (XML, BOMB),
    "entity of a file": (XML, b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
    "remote DTD": (XML, b'<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>'),
    "deep XML": (XML, b"<a>" * 100_000),
    "remote context": ("application/ld+json", b'{"@context": "http://127.0.0.1:1/c", "@id": "urn:a"}'),
    "deep JSON": ("application/ld+json", b"[" * 100_000 + b"]" * 100_000),
}


@pytest.mark.parametrize("name", OTHERS)
def test_syntaxes_with_traps_are_not_taken(server: Server, http: httpx.Client, name: str) -> None:
    kind, data = OTHERS[name]
    with survives(server):
        _refused(http.post("/check", content=data, headers={"content-type": kind}), 415)


@pytest.mark.parametrize("day", ["99999-01-01", "-0044-03-15"])
def test_far_years_are_no_trouble(server: Server, http: httpx.Client, day: str) -> None:
    fact = f'<urn:a> <urn:b> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> .'
    with survives(server):
        found = http.post("/check", content=fact.encode(), headers={"content-type": "text/turtle"})
    assert found.status_code == 200
    assert "date" not in " ".join(each["message"] for each in found.json()["diagnostics"])


def test_two_queries(server: Server, http: httpx.Client) -> None:
    with survives(server):
        _refused(http.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D"), 400)
        _refused(http.post("/sparql?query=ASK%7B%7D", content="ASK {}", headers=QUERY), 400)
        _refused(http.post("/sparql?query=ASK%7B%7D", data={"query": "ASK {}"}), 400)


@pytest.mark.parametrize("data", [b"query=%ff%fe", b"query=%", b"query=\xff", b"&" * 5000, b"=" * 5000, b""])
def test_forms_that_are_none(server: Server, http: httpx.Client, data: bytes) -> None:
    with survives(server):
        _refused(http.post("/sparql", content=data, headers={"content-type": FORM}), 400)


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "application/x-unknown, image/*;q=0.1"])
def test_unknown_formats(server: Server, http: httpx.Client, accept: str) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/q/engagements", "/id/person-ada", "/store?default"):
        with survives(server):
            _refused(http.get(path, headers={"accept": accept}), 406)


@pytest.mark.parametrize(
    "accept", ["", ",,,", ";;", "*", "text/csv;q=x", "a/b;q=" + "9" * 400, "é", "*/*;q=-1, text/csv"]
)
def test_strange_accept_headers(server: Server, http: httpx.Client, accept: str) -> None:
    with survives(server):
        found = http.get("/sparql?query=ASK%7B%7D", headers={"accept": accept.encode()})  # type: ignore[arg-type]
    assert found.status_code in (200, 406)


FACTS = {
    "cut in a literal": b'<urn:a> <urn:b> "c',
    "no dot": b"<urn:a> <urn:b> <urn:c>",
    "invalid UTF-8": b'<urn:a> <urn:b> "\xff" .',
    "surrogate": b'<urn:a> <urn:b> "\\uD800" .',
    "NUL": b"<urn:a> <urn:b> <urn:c\0> .",
    "UTF-16": '<urn:a> <urn:b> "c" .'.encode("utf-16"),
    "300 nested": b"<urn:a> <urn:b> " + b"[ <urn:p> " * 300 + b"]" * 300 + b" .",
    "100,000 nested": b"<urn:a> <urn:b> " + b"( " * 100_000 + b")" * 100_000 + b" .",
    "merge conflict": b"<<<<<<< HEAD\n<urn:a> <urn:b> <urn:c> .\n",
    "N3 formula": b"{ <urn:a> <urn:b> <urn:c> } => { <urn:a> <urn:b> <urn:d> } .",
    "relative": b"<a> <b> <c> .",
    "file": b"<file:///etc/passwd> a <b> .",
    "undefined prefix": b"no:a no:b no:c .",
    "odd language": b'<urn:a> <urn:b> "x"@123 .',
    "spaces in IRI": b"<urn:a b> <urn:b> <urn:c> .",
    "braces in IRI": b"<urn:a{b}|`c> <urn:b> <urn:c> .",
    "path as IRI": b"<../../etc/passwd> <urn:b> <urn:c> .",
    "data as IRI": b"<data:text/html,x> <urn:b> <urn:c> .",
    "look-alike": "<https://example.org/id/\u0430da> <urn:b> <urn:c> .".encode(),
    "underscore in language": b'<urn:a> <urn:b> "x"@en_US .',
    "long language": b'<urn:a> <urn:b> "x"@abcdefghijklm .',
    "not a number": b'<urn:a> <urn:b> "abc"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "no truth": b'<urn:a> <urn:b> "maybe"^^<http://www.w3.org/2001/XMLSchema#boolean> .',
    "huge number": b'<urn:a> <urn:b> "1e400"^^<http://www.w3.org/2001/XMLSchema#double> .',
    "HTML": b'<urn:a> <urn:b> "<script>x</script>"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML> .',
    "RDF 1.2": b"<urn:a> <urn:b> <<( <urn:a> <urn:b> <urn:c> )>> .",
    "compressed": gzip.compress(b"<urn:a> <urn:b> <urn:c> ."),
    "ill-typed": b'<urn:a> <urn:b> "x"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "impossible day": b'<urn:a> <urn:b> "2018-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .',
    "script": b'<urn:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "</script><script>alert(1)</script>" .',
    "escape codes": b'<urn:a> <http://www.w3.org/2004/02/skos/core#prefLabel> "\\u001b[31m" .',
    "import": b"<urn:a> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:1/x> .",
    "module": b'<urn:a> <http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module> "os" .',
}


@pytest.mark.parametrize("name", FACTS)
def test_facts_that_are_none(server: Server, http: httpx.Client, name: str) -> None:
    with survives(server):
        found = http.post("/check", content=FACTS[name], headers={"content-type": "text/turtle"})
    if found.status_code == 200:
        assert found.json()["diagnostics"]
    else:
        _refused(found, 400, 503)


def test_a_form_without_facts_is_not_judged(server: Server, http: httpx.Client) -> None:
    with survives(server):
        found = http.post(
            "/check",
            content=b"<urn:a> <urn:b> <urn:c> .",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
    _refused(found, 400)
    assert "media type" in found.json()["hint"]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf# nothing\n", b"# only\r\n# comments\r\n"])
def test_harmless_facts_are_judged(server: Server, http: httpx.Client, data: bytes) -> None:
    with survives(server):
        found = http.post("/check", content=data, headers={"content-type": "text/turtle"})
    assert found.status_code == 200
    assert json.loads(found.text)["conforms"] is True
