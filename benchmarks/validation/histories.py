"""Random histories of changes: after each step, incremental validation against a full one.

    python benchmarks/validation/histories.py [--steps 10000] [--seed 0]

Run it in a checkout by an interpreter that has kgtools and hypothesis: the histories are those of the
tests (``tests/unit/shapes/random_histories.py``), random data graphs and shapes graphs with random additions
and deletions. A step counts if it really changed the data and left nodes to judge. The same seed gives
the same histories. Each kind of step is counted by itself; a step is of several kinds.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, given, seed, settings

from kgtools.terms import RDF, RDFS, BlankNode, Literal

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "unit" / "shapes"))

from random_histories import History, Step, follow, histories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgtools.terms import Quad

ROUND = 500
SPELT, STORED = "literals as files spell them", "literals as a store has them"
CHANGES: dict[str, Callable[[Quad], bool]] = {
    "a class of a node": lambda quad: quad.predicate == RDF["type"],
    "a subclass": lambda quad: quad.predicate == RDFS["subClassOf"],
    "a property to a node": lambda quad: (
        quad.predicate.value.startswith("https://example.org/") and not isinstance(quad.object, Literal)
    ),
    "a property to a literal": lambda quad: isinstance(quad.object, Literal),
    "a blank node": lambda quad: BlankNode in {type(quad.subject), type(quad.object)},
}
SHAPES = {
    "inverse path": r"sh:inversePath",
    "sequence path": r"sh:path \(|Path \(|\( \( ",
    "recursive path": r"sh:zeroOrMorePath|sh:oneOrMorePath",
    "alternative path": r"sh:alternativePath",
    "negation (sh:not, sh:xone)": r"sh:not |sh:xone ",
    "qualified count": r"sh:qualifiedValueShape",
    "closed": r"sh:closed",
    "pair of properties": r"sh:(?:equals|disjoint|lessThan)",
    "sh:sparql": r"sh:sparql",
    "sh:sparql with OPTIONAL": r"sh:sparql[^']*'''[^']*OPTIONAL",
    "sh:sparql with NOT EXISTS": r"sh:sparql[^']*'''[^']*NOT EXISTS",
    "sh:sparql with an aggregate": r"sh:sparql[^']*'''[^']*(?:COUNT|SUM|MAX)\(",
    "sh:sparql with a sub-query": r"sh:sparql[^']*'''[^']*\{ SELECT",
    "sh:sparql with a property path": r"sh:sparql[^']*'''[^']*(?:ex:\w[*+?/|]|\^ex:)",
    "component of one's own": r"; ex:(?:reaches|avoids) ",
}


class Tally:
    """What was seen so far: of all steps, and of each kind."""

    def __init__(self) -> None:
        self.histories = self.vacuous = self.idle = 0
        self.steps: Counter[str] = Counter()
        self.with_effect: Counter[str] = Counter()
        self.differing: Counter[str] = Counter()
        self.in_part = self.in_full = 0
        self.worst: tuple[History, str] | None = None

    def add(self, history: History) -> None:
        """Follow a history and count its steps."""
        self.histories += 1
        for step in follow(history):
            if step.differences and (self.worst is None or len(str(history)) < len(str(self.worst[0]))):
                self.worst = history, "\n".join(step.differences)
            if not step.delta.judgement.judged:
                self.vacuous += 1
            elif not (step.delta.added or step.delta.deleted):
                self.idle += 1
            else:
                self._count(history, step)

    def _count(self, history: History, step: Step) -> None:
        delta = step.delta
        self.in_part += delta.run_in_part
        self.in_full += delta.run_in_full
        for kind in ("all", *_kinds(history, step)):
            self.steps[kind] += 1
            self.with_effect[kind] += bool(delta.introduced or delta.fixed)
            self.differing[kind] += bool(step.differences)

    def print(self) -> None:
        """Print the table."""
        print(f"{'kind of step':52}{'steps':>8}{'with effect':>13}{'differences':>13}")
        changes = [f"{sign}: {name}" for name in CHANGES for sign in ("added", "deleted")]
        shapes = [f"shapes with: {name}" for name in SHAPES]
        for kind in ("all", SPELT, STORED, *changes, *shapes):
            counts = (found[kind] for found in (self.steps, self.with_effect, self.differing))
            print("{:52}{:>8,}{:>13,}{:>13,}".format(kind, *counts))
        print(f"\n{self.histories:,} histories; constraints run in part {self.in_part:,} times,", end=" ")
        print(f"in full {self.in_full:,} times")
        print(f"not counted: {self.idle:,} steps that changed nothing,", end=" ")
        print(f"{self.vacuous:,} after which no shape had a focus node")
        print(f"differences: {self.differing['all']} in {self.steps['all']:,} steps")
        if self.worst:
            history, what = self.worst
            print(
                f"\nthe shortest that differs:\n{history.data}\n{history.shapes}\n{history.changes}\n{what}"
            )


def _kinds(history: History, step: Step) -> Iterator[str]:
    delta = step.delta
    yield SPELT if history.spelt else STORED
    for sign, quads in (("added", delta.added), ("deleted", delta.deleted)):
        for name, fits in CHANGES.items():
            if any(map(fits, quads)):
                yield f"{sign}: {name}"
    for name, pattern in SHAPES.items():
        if re.search(pattern, history.shapes.partition("ex:S")[2]):
            yield f"shapes with: {name}"


def run(steps: int, start: int) -> Tally:
    """Return what is found in at least so many steps."""
    tally, number = Tally(), start
    while tally.steps["all"] < steps:

        @seed(number)
        @settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(histories())
        def follow_all(history: History) -> None:
            if tally.steps["all"] < steps:
                tally.add(history)

        follow_all()
        number += 1
        print(f"{tally.steps['all']:,} steps", file=sys.stderr)
    return tally


def main() -> None:
    """Run, and print the table; the exit code is 1 where anything differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    tally = run(options.steps, options.seed)
    tally.print()
    sys.exit(bool(tally.worst))


if __name__ == "__main__":
    main()
