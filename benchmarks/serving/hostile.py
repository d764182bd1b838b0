"""How ``kg serve`` bears hostile queries: when it stops them, and what other clients feel of them.

    apt-get install wrk
    .venv/bin/python benchmarks/serving/hostile.py [--tries N] [--rounds N] [--seconds S] [--kind TEXT]

Two questions. How long after its limit a runaway query is answered, and how soon the next query is. And
what 31 clients that ask without a pause feel of one that sends such queries without end: for each kind of
request, windows without and with the attacker take turns, so that a busy machine treats both alike; the
ratio is the median over the pairs of windows. A window is longer than the limit of a query, so that it has
all phases of an attack. No answers are kept (``--cache 0``): each request is worked on.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

from loads import HTML, JSON, QUERY, Load, ask, load_with, median, running, workbench

if TYPE_CHECKING:
    import subprocess

    from loads import Peer

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CLIENTS = 31
SERVER = workbench(7812, "--cache", "0")


class Kind(NamedTuple):
    """A kind of request: what it is called, the paths it goes through, what it accepts."""

    name: str
    paths: tuple[str, ...]
    accept: str = HTML


KINDS = (
    Kind("SPARQL", (SERVER.asking(QUERY),), JSON),
    Kind("question, JSON", ("/q/summit-outcomes.json?location=Hanoi", "/q/stances.json"), JSON),
    Kind("question, page", ("/q/summit-outcomes?location=Hanoi", "/q/stances")),
    Kind("thing, page", ("/id/place-hanoi", "/id/person-kishi-nobusuke")),
    Kind("search, page", ("/search?q=Hanoi", "/search?q=summit")),
    Kind("why, page", ("/why?s=id:place-hanoi&p=rdf:type&o=pol:Place",)),
    Kind("home, page", ("/",)),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tries", type=int, default=100, help="runaway queries; 0 leaves them out")
    parser.add_argument("--rounds", type=int, default=3, help="pairs of windows")
    parser.add_argument("--seconds", type=float, default=7, help="length of a window")
    parser.add_argument("--kind", default="", help="only kinds whose name has this text")
    options = parser.parse_args()
    if options.tries:
        print_runaway(options.tries)
    print(f"{CLIENTS} clients, {SERVER.name}; medians of {options.rounds} pairs of windows; times in ms")
    print(f"{'request':18}{'p95':>8}{'attacked':>10}{'times':>8}{'req/s':>8}{'attacked':>10}{'failures':>10}")
    with running(SERVER) as process:
        for kind in KINDS:
            if options.kind in kind.name:
                print_fairness(kind, process, options.rounds, options.seconds)


def print_runaway(tries: int, limit: float = 1.0) -> None:
    """Print how long after its limit a runaway query is answered, and how soon the next query is."""
    late, following = [], []
    with running(SERVER, "--timeout", f"{limit:g}"):
        for number in range(tries):
            begun = time.monotonic()
            status, _ = ask(SERVER, SERVER.asking(f"{RUNAWAY} # {number}"))
            stopped = time.monotonic()
            ask(SERVER, SERVER.asking(f"{QUERY} # {number}"))
            following.append((time.monotonic() - stopped) * 1000)
            late.append((stopped - begun - limit) * 1000)
            if status != 503:
                sys.exit(f"the runaway query was answered with {status}")
    p99, p99_next = (sorted(each)[min(len(each) - 1, round(0.99 * len(each)))] for each in (late, following))
    print(f"runaway query, limit {limit:g} s, {tries} tries: answered after the limit in ", end="")
    print(f"{statistics.median(late):.0f} ms (median), {p99:.0f} ms (p99); next query answered in ", end="")
    print(f"{statistics.median(following):.0f} ms (median), {p99_next:.0f} ms (p99)\n")


def print_fairness(kind: Kind, process: subprocess.Popen[bytes], rounds: int, seconds: float) -> None:
    """Print what clients of one kind feel of an attacker."""
    load(kind, process, 1)
    pairs = [(load(kind, process, seconds), attacked(kind, process, seconds)) for _ in range(rounds)]
    calm, hit = (median(list(each)) for each in zip(*pairs, strict=True))
    times = statistics.median(under.p95 / alone.p95 for alone, under in pairs)
    failures = sum(each.failures for pair in pairs for each in pair)
    print(f"{kind.name:18}{calm.p95:8.0f}{hit.p95:10.0f}{times:8.2f}", end="")
    print(f"{calm.rate:8.0f}{hit.rate:10.0f}{failures:10}", flush=True)


def load(kind: Kind, process: subprocess.Popen[bytes], seconds: float) -> Load:
    """Return what the clients measure."""
    return load_with(SERVER, process, kind.paths, seconds, connections=CLIENTS, accept=kind.accept)


def attacked(kind: Kind, process: subprocess.Popen[bytes], seconds: float) -> Load:
    """Return what the clients measure while one more client attacks; wait until that has ended."""
    over = threading.Event()
    attacker = threading.Thread(target=attack, args=(SERVER, over))
    attacker.start()
    time.sleep(0.5)
    found = load(kind, process, seconds)
    over.set()
    attacker.join()
    time.sleep(1.5)  # workers that took the place of others have started
    return found


def attack(peer: Peer, over: threading.Event) -> None:
    """Send one runaway query after the other."""
    number = 0
    while not over.is_set():
        number += 1
        ask(peer, peer.asking(f"{RUNAWAY} # attack {number}"))


if __name__ == "__main__":
    main()
