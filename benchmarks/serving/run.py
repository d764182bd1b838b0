"""``kg serve`` beside the oxigraph server and rdflib-endpoint, and how it bears hostile queries.

    apt-get install wrk
    python3 -m venv peers && peers/bin/pip install oxigraph rdflib-endpoint
    .venv/bin/python benchmarks/serving/run.py --peers peers/bin [--rounds N] [--seconds S] [--tries N]

All servers hold the bundled project's triples and answer one query: a join of two patterns, 50 rows with
labels, as SPARQL JSON, for 8 connections. They run one at a time, in rounds whose order rotates, so that
a busy machine treats all alike; the table has medians over the rounds, and CPU time per request from the
kernel's accounting. ``kg serve --cache 0`` keeps no answers, as its rivals do.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kgtools import bundle
from kgtools.dataset import Dataset
from kgtools.export import Format, Options, render
from kgtools.project import load

if TYPE_CHECKING:
    from collections.abc import Iterator

KG = str(Path(sys.executable).with_name("kg"))
QUERY = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?name ?source ?title WHERE {
  ?thing dcterms:source ?source ; skos:prefLabel ?name . ?source skos:prefLabel ?title
} LIMIT 50"""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
JSON = "application/sparql-results+json"
CONNECTIONS = 8
LUA = """done = function(summary, latency)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %f %f %f\\n", summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end"""


class Peer(NamedTuple):
    """A server to measure: how to start it, and where it takes queries."""

    name: str
    command: list[str]
    port: int
    path: str

    @property
    def address(self) -> str:
        """The URL of the query."""
        return f"http://127.0.0.1:{self.port}{self.path}?query={urllib.parse.quote(QUERY)}"


class Load(NamedTuple):
    """What one load gave: times in milliseconds."""

    rate: float
    p50: float
    p95: float
    p99: float
    cpu: float
    failures: int


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", type=Path, required=True, help="folder with oxigraph and rdflib-endpoint")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--tries", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "report.lua").write_text(LUA)
        peers = prepare(options.peers, work)
        measured: dict[str, list[Load]] = {peer.name: [] for peer in peers}
        for turn in range(options.rounds):
            for peer in peers[turn % len(peers) :] + peers[: turn % len(peers)]:
                with running(peer) as process:
                    load_with(peer, process, work, 1)
                    measured[peer.name].append(load_with(peer, process, work, options.seconds))
        report(measured, options.peers)
        kg = peers[1]
        print_start(kg)
        print_runaway(kg, options.tries)
        print_fairness(kg, work, options.seconds)


def prepare(peers: Path, work: Path) -> list[Peer]:
    """Return the servers, their data written."""
    data = work / "graph.nt"
    data.write_bytes(render(Dataset(load(bundle.root())), Format.NT, Options(derived=True)))
    store = str(work / "store")
    subprocess.run(
        [str(peers / "oxigraph"), "load", "-l", store, "-f", str(data)], check=True, capture_output=True
    )
    kg = [KG, "-C", str(bundle.root()), "serve", "--port"]
    endpoint = [str(peers / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", "7813", str(data)]
    return [
        Peer("kg serve", [*kg, "7811"], 7811, "/sparql"),
        Peer("kg serve --cache 0", [*kg, "7812", "--cache", "0"], 7812, "/sparql"),
        Peer(
            "oxigraph serve-read-only",
            [str(peers / "oxigraph"), "serve-read-only", "-l", store, "-b", "127.0.0.1:7814"],
            7814,
            "/query",
        ),
        Peer("rdflib-endpoint", endpoint, 7813, "/"),
    ]


@contextmanager
def running(peer: Peer, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait for its first right answer, end it afterwards."""
    process = subprocess.Popen(
        [*peer.command, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                status, body = ask(peer.port, peer.address)
                if status == 200 and len(json.loads(body)["results"]["bindings"]) == 50:
                    break
            except OSError:
                pass
            if time.monotonic() > deadline or process.poll() is not None:
                sys.exit(f"{peer.name} does not answer")
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def ask(port: int, address: str, accept: str = JSON) -> tuple[int, bytes]:
    """Return status and body of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        parts = urllib.parse.urlsplit(address)
        connection.request("GET", f"{parts.path}?{parts.query}", headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def load_with(
    peer: Peer, process: subprocess.Popen[bytes], work: Path, seconds: int, connections: int = CONNECTIONS
) -> Load:
    """Return what wrk measures."""
    before = cpu_seconds(process.pid)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s"]
    done = subprocess.run(
        [*command, str(work / "report.lua"), "-H", f"Accept: {JSON}", peer.address],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"RESULT (\d+) (\d+) (\S+) (\S+) (\S+)", done.stdout)
    if not found:
        sys.exit(done.stdout)
    count, failures = int(found[1]), int(found[2])
    p50, p95, p99 = (float(each) / 1000 for each in found.groups()[2:])
    cpu = (cpu_seconds(process.pid) - before) * 1000 / max(count, 1)
    return Load(count / seconds, p50, p95, p99, cpu, failures)


def cpu_seconds(process: int) -> float:
    """Return the processor time of a process and its children."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    numbers = [process, *(int(word) for each in children for word in each.read_text().split())]
    ticks = 0
    for number in numbers:
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def report(measured: dict[str, list[Load]], peers: Path) -> None:
    """Print the table of loads."""
    base = {name: median(loads) for name, loads in measured.items()}
    rival, slow = base["oxigraph serve-read-only"], base["rdflib-endpoint"]
    rounds = len(next(iter(measured.values())))
    print(f"{CONNECTIONS} connections, 50 rows; medians of {rounds} rounds; times in ms")
    head = f"{'server':26}{'req/s':>8}{'p50':>8}{'p99':>8}{'CPU/req':>9}"
    print(f"{head}{'p99/oxigraph':>14}{'req/s / rdflib-e.':>19}")
    for name, found in base.items():
        print(
            f"{name:26}{found.rate:8.0f}{found.p50:8.1f}{found.p99:8.1f}{found.cpu:9.2f}"
            f"{found.p99 / rival.p99:14.2f}{found.rate / slow.rate:19.1f}"
        )
    for name, loads in measured.items():
        rates = ", ".join(f"{load.rate:.0f}" for load in loads)
        tails = ", ".join(f"{load.p99:.0f}" for load in loads)
        failures = sum(load.failures for load in loads)
        print(f"  {name}: req/s {rates}; p99 {tails}; failures {failures}")
    names = ("granian", "starlette", "pyoxigraph")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    others = [
        subprocess.run(
            [str(peers / "oxigraph"), "--version"], capture_output=True, text=True, check=True
        ).stdout.strip(),
        subprocess.run([str(peers / "pip"), "freeze"], capture_output=True, text=True, check=True)
        .stdout.partition("rdflib-endpoint==")[2]
        .partition("\n")[0],
    ]
    print(f"{versions}; {others[0]}; rdflib-endpoint {others[1]}; Python {platform.python_version()}\n")


def median(loads: list[Load]) -> Load:
    """Return the median of each figure."""
    return Load(*(statistics.median(each) for each in zip(*loads, strict=True)))


def print_start(peer: Peer) -> None:
    """Print how long it takes from the command to the first page and the first answer."""
    pages, answers = [], []
    for _ in range(5):
        begun = time.monotonic()
        process = subprocess.Popen(peer.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                status, _ = ask(peer.port, f"http://127.0.0.1:{peer.port}/", "text/html")
                break
            except OSError:
                time.sleep(0.01)
        pages.append(time.monotonic() - begun)
        ask(peer.port, peer.address)
        answers.append(time.monotonic() - begun)
        process.kill()
        process.wait()
    print(f"from the command to the first page: {statistics.median(pages):.2f} s (status {status}), ", end="")
    print(f"to the first answer of a query: {statistics.median(answers):.2f} s; medians of 5\n")


def print_runaway(peer: Peer, tries: int, limit: float = 1.0) -> None:
    """Print how long after its limit a runaway query is answered, and how soon the next query is."""
    late, following = [], []
    with running(peer, "--timeout", f"{limit:g}"):
        for number in range(tries):
            begun = time.monotonic()
            status, _ = ask(peer.port, f"{base_of(peer)}?query={urllib.parse.quote(f'{RUNAWAY} # {number}')}")
            stopped = time.monotonic()
            ask(peer.port, f"{peer.address}%20%23{number}")
            following.append((time.monotonic() - stopped) * 1000)
            late.append((stopped - begun - limit) * 1000)
            if status != 503:
                sys.exit(f"the runaway query was answered with {status}")
    p99, p99_next = (sorted(each)[min(len(each) - 1, round(0.99 * len(each)))] for each in (late, following))
    print(f"runaway query, limit {limit:g} s, {tries} tries: answered after the limit in ", end="")
    print(f"{statistics.median(late):.0f} ms (median), {p99:.0f} ms (p99); next query answered in ", end="")
    print(f"{statistics.median(following):.0f} ms (median), {p99_next:.0f} ms (p99)\n")


def base_of(peer: Peer) -> str:
    """Return the address without the query."""
    return f"http://127.0.0.1:{peer.port}{peer.path}"


def print_fairness(peer: Peer, work: Path, seconds: int) -> None:
    """Print what 31 clients feel of one that sends runaway queries without end."""
    calm, attacked = [], []
    with running(peer) as process:
        load_with(peer, process, work, 1, 31)
        for _ in range(3):
            calm.append(load_with(peer, process, work, seconds, 31))
            over = threading.Event()
            attacker = threading.Thread(target=attack, args=(peer, over))
            attacker.start()
            time.sleep(0.5)
            attacked.append(load_with(peer, process, work, seconds, 31))
            over.set()
            attacker.join()
    alone, together = median(calm), median(attacked)
    failures = sum(load.failures for load in attacked)
    print(f"31 clients, {peer.name}: p95 {alone.p95:.0f} ms; with an attacker {together.p95:.0f} ms ", end="")
    print(f"({together.p95 / alone.p95:.2f} times), failures {failures}; ", end="")
    print(f"{alone.rate:.0f} -> {together.rate:.0f} req/s")


def attack(peer: Peer, over: threading.Event) -> None:
    """Send one runaway query after the other."""
    number = 0
    while not over.is_set():
        number += 1
        ask(peer.port, f"{base_of(peer)}?query={urllib.parse.quote(f'{RUNAWAY} # attack {number}')}")


if __name__ == "__main__":
    main()
