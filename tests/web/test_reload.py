"""The server follows the files; a broken one keeps the last good graph and is named."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx
    from tests.web.conftest import Server

ASK = {"query": "ASK { id:new-person a ex:Person }"}
NEW = """PREFIX ex: <https://example.org/terms/>
PREFIX id: <https://example.org/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
id:new-person a ex:Person ; skos:prefLabel "New"@en .
"""


@pytest.fixture
def own(serve: Callable[..., Any], folder: Path) -> Iterator[Server]:
    with serve(folder) as server:
        yield server


@contextmanager
def _events(client: httpx.Client) -> Iterator[Iterator[tuple[str, Any]]]:
    with client.stream("GET", "/events") as stream:

        def events() -> Iterator[tuple[str, Any]]:
            kind = ""
            for line in stream.iter_lines():
                if line.startswith("event: "):
                    kind = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    yield kind, json.loads(line.removeprefix("data: "))

        yield events()


def test_a_saved_file_is_served(own: Server) -> None:
    with own.client() as client, own.client() as other, _events(other) as news:
        first = next(news)
        assert first == ("dataset", {"hash": client.get("/health").json()["dataset"]})
        assert client.get("/sparql", params=ASK).json()["boolean"] is False
        with patience(own, 5):
            (own.root / "data" / "new.ttl").write_text(NEW)
            kind, told = next(news)
            assert kind == "dataset"
            assert told["hash"] == client.get("/health").json()["dataset"] != first[1]["hash"]
            assert client.get("/sparql", params=ASK).json()["boolean"] is True
            assert client.get("/search?q=New").json()[0]["label"] == "New"


def test_a_broken_file_keeps_the_last_good_graph_and_is_named(own: Server) -> None:
    file = own.root / "data" / "new.ttl"
    with own.client() as client, own.client() as other, _events(other) as news:
        next(news)
        page = client.get("/", headers={"accept": "text/html"})
        file.write_text(f"{NEW}id:new-person ex:broken\n")
        kind, told = next(news)
        assert kind == "problem"
        assert (told["file"], told["code"]) == ("data/new.ttl", "KG001")
        assert told["line"] >= 5
        health = client.get("/health").json()
        assert health["status"] == "stale"
        known = {"accept": "text/html", "if-none-match": page.headers["etag"]}
        assert "data/new.ttl" in client.get("/", headers=known).text  # a page that was kept would not say so
        assert client.get("/sparql", params={"query": "ASK { ?s a ex:Person }"}).json()["boolean"] is True
        assert client.get("/sparql", params=ASK).json()["boolean"] is False
        file.write_text(NEW)
        assert next(news)[0] == "dataset"
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/sparql", params=ASK).json()["boolean"] is True


@pytest.mark.parametrize(
    ("name", "text"),
    [("kg.toml", "base ="), ("queries/engagements.rq", "#+ {"), ("data/people.ttl", "\0")],
)
def test_whatever_file_is_broken(own: Server, name: str, text: str) -> None:
    with own.client() as client, own.client() as other, _events(other) as news:
        next(news)
        (own.root / name).write_text(text)
        kind, told = next(news)
        assert kind == "problem"
        assert told["file"].endswith(name.rpartition("/")[2])
        assert ".kg" not in told["file"]
        assert client.get("/q/engagements.json").status_code == 200


def test_an_edit_under_load_fails_no_request(own: Server) -> None:
    with own.client() as client, own.client() as other, _events(other) as news:
        next(news)
        (own.root / "data" / "new.ttl").write_text(NEW)
        end = time.monotonic() + 3
        count = 0
        while count <= 20 or time.monotonic() < end:
            count += 1
            found = client.get("/sparql", params={"query": f"ASK {{ ?s a ex:Person }} # {count}"})
            assert found.json()["boolean"] is True
        assert next(news)[0] == "dataset"


def test_answers_that_were_kept_are_not_served_after_an_edit(own: Server) -> None:
    with own.client() as client, own.client() as other, _events(other) as news:
        next(news)
        old = client.get("/q/engagements.json")
        file = own.root / "data" / "engagements.ttl"
        file.write_text(file.read_text().replace("1999-05-01", "1999-06-01"))
        next(news)
        new = client.get("/q/engagements.json", headers={"if-none-match": old.headers["etag"]})
        assert new.status_code == 200
        assert "1999-06-01" in new.text


def test_one_server_leaves_no_copies_behind(serve: Callable[..., Any], folder: Path) -> None:
    copies = folder / ".kg" / "cache" / "serve"
    for _ in range(2):
        with serve(folder) as server, server.client() as client:
            assert client.get("/health").status_code == 200
            assert len(list(copies.iterdir())) == 1
    with serve(folder), serve(folder):
        assert len(list(copies.iterdir())) == 2
