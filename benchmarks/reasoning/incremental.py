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
from typing import TYPE_CHECKING

import university
from pyoxigraph import RdfFormat, parse

from kgtools.reason import Reasoner, compile_program

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.reason import Change


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
    Random(1).shuffle(facts)
    rows: dict[str, list[tuple[float, int]]] = {}

    def timed(name: str, work: Callable[[], Change | None]) -> None:
        started = process_time()
        change = work()
        seconds = process_time() - started
        moved = 0 if change is None else len(change.added) + len(change.removed)
        rows.setdefault(name, []).append((seconds, moved))

    for run in range(options.runs):
        new, old = facts[run * 200 : run * 200 + 100], facts[run * 200 + 100 : run * 200 + 200]
        there = [fact for fact in facts if fact not in set(new)]
        reasoner = Reasoner(program)
        timed("everything anew (facts in memory)", lambda: reasoner.load(there))
        timed("first removal: one fact, builds the indexes", lambda: reasoner.update(removed=there[-1:]))
        timed("+100 facts", lambda: reasoner.update(new))
        timed("-100 facts, with re-derivation", lambda: reasoner.update(removed=old))
    print(f"Python {platform.python_version()}; {options.triples:,} triples; median of {options.runs}\n")
    print(f"{'':46}{'CPU':>12}{'derived facts changed':>24}")
    for name, results in rows.items():
        seconds, changed = median(s for s, _ in results), median(n for _, n in results)
        print(f"{name:46}{seconds * 1000:>9.1f} ms{changed:>24,}")


if __name__ == "__main__":
    main()
