"""A server that does everything wrong: each fault has an error of its own, and nothing is passed on as whole."""

from __future__ import annotations

import gc
import gzip
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeAlias

import pytest

from kgtools.errors import EngineError, KgError, LimitError, QueryError, UsageError
from kgtools.pushing import push
from kgtools.store.dialects import Address
from kgtools.store.endpoint import Endpoint
from kgtools.store.remote import RemoteStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Outcome

    from kgtools.graph import Graph

    Fault: TypeAlias = Callable[[BaseHTTPRequestHandler], object]

JSON = "application/sparql-results+json"
ROW = '{"n":{"type":"literal","value":"x"}}'


def table(rows: int) -> bytes:
    """Return an answer with as many rows."""
    return f'{{"head":{{"vars":["n"]}},"results":{{"bindings":[{",".join([ROW] * rows)}]}}}}'.encode()


def answer(data: bytes, status: int = 200, kind: str = JSON, **headers: str) -> Fault:
    """Return what sends one answer."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(data)

    return send


@pytest.fixture(scope="module", autouse=True)
def _few_objects() -> Iterator[None]:
    """Let each search for garbage look at what these tests made alone: all others left a second's worth."""
    gc.freeze()
    yield
    gc.unfreeze()


@contextmanager
def serving(fault: Fault) -> Iterator[str]:
    """Give the address of a server on loopback that answers everything in one way."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            fault(self)

        do_PUT = do_POST  # noqa: N815 - the name of the method

        def log_message(self, *_: object) -> None:  # type: ignore[override]
            """Say nothing."""

    gc.collect()
    gc.disable()  # answers of pyoxigraph may be freed in their own thread only, not in one of the server's
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        gc.enable()


def in_turn(answers: list[Fault]) -> Fault:
    """Return what gives one answer after the other."""
    left = iter(answers)

    def send(request: BaseHTTPRequestHandler) -> None:
        next(left)(request)

    return send


def ask(url: str, seconds: float = 5) -> list[object]:
    """Return the rows of a question to an endpoint."""
    store = RemoteStore(Endpoint(Address(url, dialect="generic", seconds=seconds)))
    return list(store.select("SELECT ?n { ?s ?p ?n }").rows)


def asking(fault: Fault, seconds: float = 5) -> KgError:
    """Return the error of a question to a server with a fault."""
    with serving(fault) as url, pytest.raises(KgError) as caught:
        ask(url, seconds)
    return caught.value


def test_a_whole_answer_is_taken() -> None:
    with serving(answer(table(3))) as url:
        assert len(ask(url)) == 3


def test_a_compressed_answer_is_taken() -> None:
    with serving(answer(gzip.compress(table(3)), Content_Encoding="gzip")) as url:
        assert len(ask(url)) == 3


def test_no_server() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(EngineError, match="nothing listens at") as caught:
        ask(f"http://127.0.0.1:{port}/query")
    assert caught.value.hint
    assert "start the engine" in caught.value.hint


def test_no_such_host() -> None:
    with pytest.raises(EngineError, match="cannot be reached") as caught:
        ask("http://nowhere.invalid/query")
    assert caught.value.hint == "look at the address"


@pytest.mark.parametrize("url", ["ftp://example.org/x", "localhost:3030/x", "http://u:p@example.org/x", ""])
def test_no_address(url: str) -> None:
    with pytest.raises(UsageError, match="is no address of an endpoint"):
        ask(url)


@pytest.mark.parametrize("status", [404, 405, 410])
def test_a_wrong_path(status: int) -> None:
    error = asking(answer(b"", status))
    assert isinstance(error, EngineError)
    assert f"is no SPARQL endpoint ({status})" in error.message
    assert error.hint == "look at the path of the address"


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_password(status: int) -> None:
    error = asking(answer(b"", status, WWW_Authenticate='Basic realm="x"'))
    assert isinstance(error, EngineError)
    assert f"refuses access ({status})" in error.message
    assert error.hint
    assert "KG_ENDPOINT_PASSWORD" in error.hint


@pytest.mark.parametrize("scheme", ['Basic realm="x"', 'Digest realm="x", nonce="1", qop="auth"'])
def test_a_password_that_is_refused_is_not_tried_for_ever(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("KG_ENDPOINT_USER", "u")
    monkeypatch.setenv("KG_ENDPOINT_PASSWORD", "wrong")
    assert "refuses access" in asking(answer(b"", 401, WWW_Authenticate=scheme)).message


def test_a_web_page() -> None:
    error = asking(answer(b"<html>Welcome</html>", kind="text/html; charset=utf-8"))
    assert isinstance(error, EngineError)
    assert "answers with a web page" in error.message


@pytest.mark.parametrize("data", [table(3)[:-9], b"", table(3) + b" Error: out of memory"])
def test_an_answer_with_the_wrong_end(data: bytes) -> None:
    error = asking(answer(data))
    assert isinstance(error, EngineError)
    assert "breaks off in the middle" in error.message


def test_an_answer_shorter_than_announced() -> None:
    error = asking(answer(table(3), Content_Length="100000"))
    assert isinstance(error, EngineError)
    assert "breaks off in the middle" in error.message


def test_a_chunk_cut_off() -> None:
    def send(request: BaseHTTPRequestHandler) -> None:
        request.protocol_version = "HTTP/1.1"
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"100\r\n" + table(1))
        request.close_connection = True

    assert "breaks off in the middle" in asking(send).message


def test_a_compressed_answer_cut_off() -> None:
    error = asking(answer(gzip.compress(table(3))[:-12], Content_Encoding="gzip"))
    assert "breaks off in the middle" in error.message


@pytest.mark.parametrize(
    ("header", "value", "told"),
    [("X_SPARQL_MaxRows", "3", "its limit of 3"), ("X_SQL_State", "S1TAT", "stopped early")],
)
def test_an_answer_that_says_it_is_a_part(header: str, value: str, told: str) -> None:
    error = asking(answer(table(3), **{header: value}))
    assert isinstance(error, LimitError)
    assert told in error.message


def test_a_limit_on_rows_without_a_word() -> None:
    answers = [answer(table(1000)), answer(table(1).replace(b'"x"', b'"2500"'))]
    error = asking(in_turn(answers))
    assert isinstance(error, LimitError)
    assert "1,000 rows of 2,500" in error.message


def test_a_round_number_of_rows_that_are_all() -> None:
    answers = [answer(table(1000)), answer(table(1).replace(b'"x"', b'"1000"'))]
    with serving(in_turn(answers)) as url:
        assert len(ask(url)) == 1000


def test_a_slow_server() -> None:
    started = time.monotonic()
    error = asking(lambda _: time.sleep(3), seconds=0.5)
    assert isinstance(error, LimitError)
    assert "did not finish within 0.5 s" in error.message
    assert time.monotonic() - started < 6


def test_a_server_that_dribbles() -> None:
    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", JSON)
        request.end_headers()
        try:
            for _ in range(40):
                request.wfile.write(b" ")
                time.sleep(0.05)
        except OSError:
            pass

    assert isinstance(asking(send, seconds=0.5), LimitError)


def test_a_busy_server_is_asked_again() -> None:
    answers = [answer(b"", 503), answer(b"", 502), answer(table(2))]
    with serving(in_turn(answers)) as url:
        assert len(ask(url)) == 2


def test_a_server_that_stays_busy() -> None:
    asked = []

    def send(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        answer(b"come later", 503)(request)

    error = asking(send)
    assert isinstance(error, EngineError)
    assert "failed (503): come later" in error.message
    assert len(asked) == 3


def test_a_redirection_is_not_followed() -> None:
    error = asking(answer(b"", 307, Location="http://127.0.0.1:1/elsewhere"))
    assert isinstance(error, EngineError)
    assert "failed (307)" in error.message or "leads to another address" in error.message


def test_what_is_no_http() -> None:
    error = asking(lambda request: request.wfile.write(b"SSH-2.0\r\n"))
    assert isinstance(error, EngineError)


def test_a_query_that_the_engine_does_not_take() -> None:
    error = asking(answer(b"no such function", 400, kind="text/plain"))
    assert isinstance(error, QueryError)
    assert "does not take this: no such function" in error.message


def test_a_malformed_query_has_a_place() -> None:
    with serving(answer(b"parse error", 400, kind="text/plain")) as url, pytest.raises(UsageError) as caught:
        RemoteStore(Endpoint(Address(url, dialect="generic"))).select("SELECT ?n { ?s ?p }")
    assert caught.value.location
    assert caught.value.location.line == 1


def test_the_command_line_says_it_and_ends_with_a_code(kg: Callable[..., Outcome], folder: Path) -> None:
    with serving(answer(b"", 404)) as url:
        done = kg("-C", folder, "query", "-q", "SELECT * { ?s ?p ?o }", "--endpoint", url)
    assert done.code == 3
    assert "is no SPARQL endpoint (404)" in done.err
    assert "= help: look at the path" in done.err
    with serving(answer(table(3), X_SPARQL_MaxRows="3")) as url:
        done = kg("-C", folder, "query", "-q", "SELECT * { ?s ?p ?o }", "--endpoint", url)
    assert done.code == 4
    assert done.out == ""


class Engine:
    """What a push does to an engine: graphs put, and updates; ``fail`` gives the status of a request."""

    def __init__(self, fail: Callable[[str], int | None]) -> None:
        self.put: list[str] = []
        self.updates: list[str] = []
        self._fail = fail

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        body = getattr(request, "body", b"").decode()
        done = self.put if request.command == "PUT" else self.updates
        if request.path == "/query":
            answer(b'{"head":{"vars":["graph","hash","triples"]},"results":{"bindings":[]}}')(request)
            return
        done.append(request.path if request.command == "PUT" else body)
        status = self._fail(request.command)
        answer(b"disk full" if status == 500 else b"", status or 200)(request)


def test_a_push_that_fails_says_what_was_written_and_can_be_repeated(graph: Graph) -> None:
    """The third graph is refused; the manifest has the first two, and the next push begins with the third."""
    engine = Engine(lambda command: 500 if command == "PUT" and len(engine.put) == 3 else None)
    with serving(engine) as url:
        address = Address(url, dialect="generic")
        with pytest.raises(EngineError, match=r"failed \(500\): disk full") as caught:
            push(graph.dataset, address)
        assert caught.value.hint
        assert "written until then: 2 of" in caught.value.hint
        assert len(engine.put) == 3
        assert len(engine.updates) == 5  # two graphs out of the manifest and in again, the third out only
        assert push(graph.dataset, address, dry_run=True).written
        assert len(engine.put) == 3


def test_without_a_graph_store_updates_write(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgtools.store.graph_store._PIECE", 5)
    engine = Engine(lambda command: 404 if command == "PUT" else None)
    with serving(engine) as url:
        written = push(graph.dataset, Address(url, dialect="generic")).written
        assert len(engine.put) == 1  # it is not looked for again
        moved = [text for text in engine.updates if text.startswith("MOVE GRAPH")]
        assert moved == [f"MOVE GRAPH <{each.value}.part> TO GRAPH {each}" for each in written]
        pieces = [text for text in engine.updates if text.startswith("INSERT DATA") and ".part>" in text]
        assert len(pieces) > len(written)
        for text in pieces:
            assert "_:" not in text or all(line.count("_:") for line in text.splitlines()[1:-1])


def test_an_empty_address_says_that_there_is_no_graph_store(graph: Graph) -> None:
    engine = Engine(lambda _: None)
    with serving(engine) as url:
        push(graph.dataset, Address(url, graph_store="", dialect="generic"))
    assert not engine.put
    assert any(text.startswith("MOVE GRAPH") for text in engine.updates)


def test_a_graph_store_that_was_named_and_is_not_there_is_an_error(graph: Graph) -> None:
    engine = Engine(lambda command: 404 if command == "PUT" else None)
    with serving(engine) as url, pytest.raises(EngineError, match=r"is no SPARQL endpoint \(404\)"):
        push(graph.dataset, Address(url, graph_store=url.replace("query", "data"), dialect="generic"))
    assert not any(text.startswith("INSERT") for text in engine.updates)


def test_an_update_that_fails_leaves_the_graph_as_it_was(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second piece is refused: nothing took the place of the old graph, and the manifest lacks it."""
    monkeypatch.setattr("kgtools.store.graph_store._PIECE", 5)
    engine = Engine(lambda _: 500 if sum(".part> {" in text for text in engine.updates) == 2 else None)
    with serving(engine) as url, pytest.raises(EngineError, match=r"failed \(500\): disk full") as caught:
        push(graph.dataset, Address(url, graph_store="", dialect="generic"))
    assert caught.value.hint
    assert "written until then: 0 of" in caught.value.hint
    assert not any(text.startswith("MOVE") or "identifier" in text for text in engine.updates)


def test_a_push_that_did_not_finish_is_told_to_whoever_asks(graph: Graph) -> None:
    """The manifest has graphs, but not the default graph: an answer would be none, or an old one."""
    row = (
        '{"graph":{"type":"uri","value":"urn:x"},"hash":{"type":"literal","value":"1"},'
        '"triples":{"type":"literal","value":"1"}}'
    )
    held = f'{{"head":{{"vars":["graph","hash","triples"]}},"results":{{"bindings":[{row}]}}}}'.encode()
    with serving(answer(held)) as url:
        there = type(graph)(graph.project.root, endpoint=url)
        with pytest.raises(EngineError, match=r"the last push to .* did not finish"):
            there.query("SELECT * { ?s ?p ?o }")


def test_nothing_is_asked_unless_an_endpoint_is_named(kg: Callable[..., Outcome], folder: Path) -> None:
    asked = []
    with serving(lambda request: asked.append(request.path)) as url:
        settings = folder / "kg.toml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(f'{text}\n[endpoint]\nquery = "{url}"\nseconds = 1\n', encoding="utf-8")
        assert kg("-C", folder, "query", "-q", "ASK {}").code == 0
        assert not asked
        assert kg("-C", folder, "query", "-q", "ASK {}", "--endpoint", "project").code != 0
        assert asked


def test_an_engine_known_for_wrong_rows_is_asked_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with serving(answer(b"{}", Server="Virtuoso/07.20.3229 (Linux)")) as url:
        assert Endpoint(Address(url)).dialect.name == "virtuoso"
    assert "compare answers that matter" in caplog.text
    with serving(answer(b"{}", Server="Oxigraph/0.5.13")) as url:
        caplog.clear()
        assert Endpoint(Address(url)).dialect.name == "oxigraph"
    assert not caplog.text


def test_what_virtuoso_misspells_is_put_right() -> None:
    cells = (
        '{ "type": "bnode", "value": "nodeID://b10000" }',
        '{ "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1" }',
        '{ "type": "typed-literal", "datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "0" }',
    )
    rows = ",".join(f'{{ "n": {cell} }}' for cell in cells)
    data = f'{{ "head": {{ "vars": ["n"] }}, "results": {{ "bindings": [ {rows} ] }} }}'.encode()
    with serving(answer(data)) as url:
        store = RemoteStore(Endpoint(Address(url, dialect="virtuoso")))
        found = [str(term) for (term,) in store.select("SELECT ?n { ?s ?p ?n }").rows]
    boolean = "^^<http://www.w3.org/2001/XMLSchema#boolean>"
    assert found == ["_:b10000", f'"true"{boolean}', f'"false"{boolean}']
