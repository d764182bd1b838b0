"""``kg serve`` beside the oxigraph server and rdflib-endpoint.

    apt-get install wrk
    python3 -m venv peers && peers/bin/pip install oxigraph "rdflib-endpoint[cli]"
    .venv/bin/python benchmarks/serving/run.py --peers peers/bin [--rounds N] [--seconds S]

All servers hold the bundled project's triples and answer one query: a join of two patterns, 50 rows with
labels, as SPARQL JSON, for 8 connections. They run one at a time, in rounds whose order rotates, so that
a busy machine treats all alike; the table has medians over the rounds, and CPU time per request from the
kernel's accounting. ``kg serve --cache 0`` keeps no answers, as its rivals do.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import subprocess
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from loads import HTML, QUERY, Load, Peer, ask, cpu_seconds, load_with, median, running, workbench

from kgtools import bundle
from kgtools.dataset import Dataset
from kgtools.export import Format, Options, render
from kgtools.project import load

CONNECTIONS = 8


def main() -> None:
    """Run everything and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", type=Path, required=True, help="folder with oxigraph and rdflib-endpoint")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        peers = prepare(options.peers, Path(folder))
        measured: dict[str, list[Load]] = {peer.name: [] for peer in peers}
        for turn in range(options.rounds):
            for peer in peers[turn % len(peers) :] + peers[: turn % len(peers)]:
                with running(peer) as process:
                    asked = [peer.asking(QUERY)]
                    load_with(peer, process, asked, 1, connections=CONNECTIONS)
                    found = load_with(peer, process, asked, options.seconds, connections=CONNECTIONS)
                    measured[peer.name].append(found)
        report(measured, options.peers)
        print_start(peers[0])


def prepare(peers: Path, work: Path) -> list[Peer]:
    """Return the servers, their data written."""
    data = work / "graph.nt"
    data.write_bytes(render(Dataset(load(bundle.root())), Format.NT, Options(derived=True)))
    store = str(work / "store")
    subprocess.run(
        [str(peers / "oxigraph"), "load", "-l", store, "-f", str(data)], check=True, capture_output=True
    )
    read_only = [str(peers / "oxigraph"), "serve-read-only", "-l", store, "-b", "127.0.0.1:7814"]
    endpoint = [str(peers / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", "7813", str(data)]
    return [
        workbench(7811),
        workbench(7812, "--cache", "0"),
        Peer("oxigraph serve-read-only", read_only, 7814, "/query"),
        Peer("rdflib-endpoint", endpoint, 7813, "/"),
    ]


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


def print_start(peer: Peer) -> None:
    """Print how long it takes from the command to the first page and the first answer."""
    pages, answers, spent = [], [], []
    for _ in range(5):
        begun = time.monotonic()
        process = subprocess.Popen(peer.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while True:
            try:
                status, _ = ask(peer, "/", HTML)
                break
            except OSError:
                time.sleep(0.01)
        pages.append(time.monotonic() - begun)
        spent.append(cpu_seconds(process.pid))
        ask(peer, peer.asking(QUERY))
        answers.append(time.monotonic() - begun)
        process.kill()
        process.wait()
    print(f"from the command to the first page: {statistics.median(pages):.2f} s (status {status}; ", end="")
    print(f"{statistics.median(spent):.2f} s of processor time, workers included), ", end="")
    print(f"to the first answer of a query: {statistics.median(answers):.2f} s; medians of 5")


if __name__ == "__main__":
    main()
