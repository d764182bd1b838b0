"""Limits are answers: of time, rows, bytes, memory; and nobody else pays for a greedy client."""

from __future__ import annotations

import os
import signal
import statistics
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.web.conftest import patience

from kgtools.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx
    from tests.web.conftest import Server

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
MANY = "SELECT * { VALUES ?a { %s } VALUES ?b { %s } }" % ((" ".join(map(str, range(150))),) * 2)
JSON = {"accept": "application/sparql-results+json"}


@pytest.mark.parametrize("number", range(3))
def test_a_runaway_query_is_stopped_in_time_and_the_next_one_answered(strict: Server, number: int) -> None:
    with strict.client() as client:
        with patience(strict, 1 + 0.5):  # the benchmark holds it to 0.2 on an idle machine
            found = client.get("/sparql", params={"query": f"{PRODUCT} # {number}"})
        assert found.status_code == 503
        assert found.json()["detail"] == "stopped after 1 s"
        with patience(strict, 1.0):
            again = client.get("/sparql", params={"query": f"ASK {{ ?s a ex:Person }} # {number}"})
        assert again.json()["boolean"] is True


def test_rows_are_cut_with_a_mark_where_there_is_room(http: httpx.Client) -> None:
    found = http.get("/sparql", params={"query": MANY})
    assert found.headers["x-kgtools-truncated"] == "true"
    document = found.json()
    assert len(document["results"]["bindings"]) == LIMITS.rows
    assert document["truncated"]
    xml = http.get("/sparql", params={"query": MANY}, headers={"accept": "application/sparql-results+xml"})
    assert "<!-- cut by a limit" in xml.text
    construct = MANY.replace("SELECT *", "CONSTRUCT { ex:a ?p ?n } WHERE").replace(
        "} }", "} BIND(?a*1000+?b AS ?n) BIND(ex:p AS ?p) }"
    )
    turtle = http.get("/sparql", params={"query": construct})
    assert turtle.headers["x-kgtools-truncated"] == "true"
    assert turtle.text.startswith("# cut by a limit")


@pytest.mark.parametrize("kind", ["text/csv", "text/tab-separated-values"])
def test_formats_without_room_fail_unless_a_part_is_wanted(http: httpx.Client, kind: str) -> None:
    found = http.get("/sparql", params={"query": MANY}, headers={"accept": kind})
    assert found.status_code == 503
    assert "partial=true" in found.json()["hint"]
    part = http.get("/sparql", params={"query": MANY, "partial": "true"}, headers={"accept": kind})
    assert part.status_code == 200
    assert part.headers["x-kgtools-truncated"] == "true"
    assert len(part.text.splitlines()) == LIMITS.rows + 1


def test_an_answer_that_is_too_large(http: httpx.Client) -> None:
    text = "SELECT (CONCAT(?s, STR(?n)) AS ?x) { VALUES ?n { %s } BIND('%s' AS ?s) }" % (  # noqa: UP031 - braces
        " ".join(map(str, range(9000))),
        "x" * 2000,
    )
    found = http.post("/sparql", data={"query": text})
    assert found.status_code == 503
    assert "larger than 10 MB" in found.json()["detail"]


def test_memory_is_bounded(serve: Callable[..., Any], folder: Path) -> None:
    doubling = "SELECT (STRLEN(?x40) AS ?n) { BIND('xxxxxxxxxxxxxxxx' AS ?x0) "
    doubling += " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40)) + " }"
    with serve(folder, "--timeout", "20", "--memory", "128") as server, server.client() as client:
        with patience(server, 15):
            found = client.get("/sparql", params={"query": doubling})
        assert found.status_code == 503
        assert "memory" in found.json()["detail"]
        assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


def test_a_worker_that_dies_is_replaced(http: httpx.Client, server: Server) -> None:
    http.get("/sparql", params={"query": "ASK {}"})
    for worker in server.workers():
        os.kill(worker, signal.SIGKILL)
    found = http.get("/sparql", params={"query": "ASK { ?s a ex:Person } # after"})
    if found.status_code != 200:  # it met a worker in the moment of its death
        assert found.status_code in (500, 503)
        found = http.get("/sparql", params={"query": "ASK { ?s a ex:Person } # again"})
    assert found.json()["boolean"] is True


def test_workers_die_with_the_server(serve: Callable[..., Any], folder: Path) -> None:
    with serve(folder) as server, server.client() as client:
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        workers = server.workers()
        assert workers
        server.process.kill()
        server.process.wait()
    deadline = time.monotonic() + 5
    while any(_lives(worker) for worker in workers):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_workers_have_no_network(http: httpx.Client, server: Server) -> None:
    http.get("/sparql", params={"query": "ASK {}"})
    own = Path("/proc/self/ns/net").readlink()
    networks = [Path(f"/proc/{worker}/ns/net") for worker in server.workers()]
    apart = [network.readlink() for network in networks if network.exists()]
    if own in apart:
        pytest.skip("this system lets nobody leave its network")
    assert apart


class Client(threading.Thread):
    """Asks short queries for a while, and remembers how long each took."""

    def __init__(self, server: Server, number: int, seconds: float) -> None:
        super().__init__()
        self.server, self.number, self.seconds = server, number, seconds
        self.times: list[float] = []
        self.failures: list[str] = []

    def run(self) -> None:
        end = time.monotonic() + self.seconds
        with self.server.client() as client:
            count = 0
            while time.monotonic() < end:
                count += 1
                text = f"SELECT ?s ?p ?o {{ ?s a ex:Person ; ?p ?o }} LIMIT 20 # {self.number}.{count}"
                begun = time.monotonic()
                found = client.get("/sparql", params={"query": text}, headers=JSON)
                self.times.append(time.monotonic() - begun)
                if found.status_code != 200:
                    self.failures.append(found.text)
                time.sleep(0.05)


def _together(server: Server, clients: int, seconds: float) -> Iterator[Client]:
    threads = [Client(server, number, seconds) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield from threads


def test_an_attacker_lets_nobody_else_fail(strict: Server) -> None:
    over = threading.Event()

    def attack() -> None:
        with strict.client() as client:
            count = 0
            while not over.is_set():
                count += 1
                client.get("/sparql", params={"query": f"{PRODUCT} # attack {count}"})

    calm = _slow([*_together(strict, 8, 1.0)])
    attacker = threading.Thread(target=attack)
    attacker.start()
    try:
        found = list(_together(strict, 8, 3.0))
    finally:
        over.set()
        attacker.join()
    assert [client.failures for client in found] == [[]] * 8
    assert sum(len(client.times) for client in found) > len(found)
    # The benchmark compares with a calm server more strictly; here the machine may do other things.
    assert _slow(found) < max(1.0, 4 * calm)


def _slow(clients: list[Client]) -> float:
    """Return the seconds that 95 of 100 requests of some clients stay below."""
    times = [seconds for client in clients for seconds in client.times]
    return statistics.quantiles(times, n=20)[-1]


def test_the_project_sets_limits_and_options_go_before_them(serve: Callable[..., Any], folder: Path) -> None:
    file = folder / "kg.toml"
    file.write_text(f"{file.read_text()}\n[limits]\nrows = 3\ntime = 60\nbody_mb = 0.001\n")
    with serve(folder, "--timeout", "0.5") as server, server.client() as client:
        found = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
        assert len(found.json()["results"]["bindings"]) == 3
        assert found.headers["x-kgtools-truncated"] == "true"
        assert client.post("/sparql", data={"query": f"ASK {{}} #{'x' * 1100}"}).status_code == 413
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
        stopped = client.get("/sparql", params={"query": endless}).json()
        assert stopped["detail"] == "stopped after 0.5 s"
