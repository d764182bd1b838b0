"""What 100 new facts cost on a loaded graph, beside a full validation in the same process.

    python benchmarks/validation/incremental.py [--sizes 10000 100000 1000000] [--rounds 20]

Each round adds about 100 facts, three meetings with what belongs to them, and takes them out again.
CPU time of the process; the median of the rounds, and the worst. At the end the results are
compared with those of a full validation.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

from generate import BROKEN, graph, meeting
from pyoxigraph import RdfFormat, Store, parse

from kgtools.shapes import LiteralTable, Validation, judge

HERE = Path(__file__).resolve().parent
SHAPES = [HERE / "shapes-core.ttl", HERE / "shapes-sparql.ttl"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    print("   triples   full s   add ms   worst  delete ms  in part  in full  same")
    for size in options.sizes:
        print(_row(size, options.rounds), flush=True)


def _row(size: int, rounds: int) -> str:
    store, table = Store(), LiteralTable()
    store.bulk_extend(table.watch(parse("\n".join(graph(size)).encode(), RdfFormat.N_TRIPLES)))
    shapes = [quad for file in SHAPES for quad in parse(path=file)]
    start = time.process_time()
    validation = Validation(store, shapes, literals=table)
    full = time.process_time() - start
    adding, deleting = [], []
    for number in range(rounds):
        facts = _facts(10_000_000 + 10 * number, number)
        start = time.process_time()
        delta = validation.update(added=facts)
        adding.append(time.process_time() - start)
        start = time.process_time()
        validation.update(deleted=delta.added)
        deleting.append(time.process_time() - start)
    validation.update(added=_facts(20_000_000, 7))
    left, right = (
        Counter(replace(each, details=()) for each in found.violations)
        for found in (validation.judgement, judge(store, shapes, literals=table))
    )
    return (
        f"{len(store):>10,}{full:>9.2f}{median(adding) * 1000:>9.1f}{max(adding) * 1000:>8.1f}"
        f"{median(deleting) * 1000:>11.1f}{delta.run_in_part:>9}{delta.run_in_full:>9}  {left == right}"
    )


def _facts(number: int, seed: int) -> list[object]:
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    lines: list[str] = []
    for each in range(3):
        broken = BROKEN[seed % len(BROKEN)] if each == 1 else ""
        lines.extend(meeting(number + each, random, 5, 20, broken))
    return list(parse("\n".join(lines).encode(), RdfFormat.N_TRIPLES))


if __name__ == "__main__":
    main()
