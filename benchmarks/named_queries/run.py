"""Named queries: what each costs on the whole bundled record, in one process with pyoxigraph.

Run: python benchmarks/named_queries/run.py [--only WORDS]

A query is asked with its defaults and with each test of its header; the worst of them counts. Of five
times the least is taken, so that work beside it does not count. What comes before (reading the files, once)
is left out, as are the labels of the answer.
"""

from __future__ import annotations

import argparse
import platform
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from kgtools import __version__, cases
from kgtools import open as open_graph

if TYPE_CHECKING:
    from kgtools.graph import Graph
    from kgtools.query.spec import QuerySpec

ROOT = Path(__file__).resolve().parents[2]
BAR = 100.0
TIMES = 5


def main() -> int:
    """Print the table, the slowest first; 1 if a query misses the bar."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="only queries with these words in their name")
    options = parser.parse_args()
    graph = open_graph(ROOT)
    start = time.process_time()
    triples = graph.dataset.triples
    graph.query("SELECT * WHERE { ?s ?p ?o } LIMIT 1")
    loading = time.process_time() - start
    print(f"kgtools {__version__}, pyoxigraph {pyoxigraph.__version__}, Python {platform.python_version()}")
    print(f"{triples:,} triples, read in {loading:.1f} s of CPU, left out below; bar {BAR:.0f} ms of CPU")
    found = [(cost(graph, spec), spec) for spec in graph.queries if options.only in spec.name]
    print(f"\n{'query':32} {'question':>8} {'asked':>5} {'rows':>5} {'ms':>7}")
    for (worst, rows, asked), spec in sorted(found, key=lambda row: -row[0][0]):
        number = "" if spec.question is None else spec.question
        mark = "  over the bar" if worst >= BAR else ""
        print(f"{spec.name:32} {number:>8} {asked:5} {rows:5} {worst:7.1f}{mark}")
    over = sum(worst >= BAR for (worst, _, _), _ in found)
    print(f"\n{len(found)} queries, {over} over the bar")
    return int(over > 0)


def cost(graph: Graph, spec: QuerySpec) -> tuple[float, int, int]:
    """Return the milliseconds and the rows of the worst case of a query, and how many cases it has."""
    given = [cases.arguments(case) for case in spec.tests]
    if not any(param.required for param in spec.params):
        given.append({})
    found = []
    for arguments in given:
        times = []
        for _ in range(TIMES):
            start = time.process_time()
            answer = graph.ask(spec, arguments)
            times.append(time.process_time() - start)
        found.append((1000 * min(times), len(answer.rows)))
    worst, rows = max(found)
    return worst, rows, len(given)


if __name__ == "__main__":
    raise SystemExit(main())
