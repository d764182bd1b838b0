"""Adding and taking back 100 facts, beside deriving everything anew.

.venv/bin/python benchmarks/reasoning/incremental.py [--triples N] [--runs N]
"""

from __future__ import annotations

import argparse
import platform
import tempfile
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

import university
from pyoxigraph import RdfFormat, parse

from kgtools.reason import Reasoner, compile_program


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ontology, path = university.write(Path(folder), options.triples)
        program = compile_program(parse(path=ontology, format=RdfFormat.TURTLE))
        facts = [quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)]
    Random(1).shuffle(facts)  # noqa: S311 - any order will do
    rows: dict[str, list[tuple[float, int]]] = {}
    for run in range(options.runs):
        new, old = facts[run * 200 : run * 200 + 100], facts[run * 200 + 100 : run * 200 + 200]
        reasoner = Reasoner(program)
        held_back = set(new)
        there = [fact for fact in facts if fact not in held_back]
        started = process_time()
        reasoner.load(there)
        rows.setdefault("everything anew (facts in memory)", []).append((process_time() - started, 0))
        for name, added, removed in (
            ("first removal: one fact, builds the indexes", [], there[-1:]),
            ("+100 facts", new, []),
            ("-100 facts, with re-derivation", [], old),
        ):
            started = process_time()
            change = reasoner.update(added, removed)
            seconds = process_time() - started
            rows.setdefault(name, []).append((seconds, len(change.added) + len(change.removed)))
    print(f"Python {platform.python_version()}; {options.triples:,} triples; median of {options.runs}\n")
    print(f"{'':46}{'CPU':>12}{'derived facts changed':>24}")
    for name, results in rows.items():
        seconds, changed = median(s for s, _ in results), median(n for _, n in results)
        print(f"{name:46}{seconds * 1000:>9.1f} ms{changed:>24,}")


if __name__ == "__main__":
    main()
