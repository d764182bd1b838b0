"""Planted errors of fact: what the checks of the bundled project flag, beside a trial without second dates.

Run: python benchmarks/mutations/run.py [--each N] [--seed N] [--missed] [--only WORDS]

Each error is planted alone in the loaded record, judged by all shapes and checks, and taken back. It counts
as flagged if there is a finding that the unaltered record does not have. The last column leaves out the
findings that only compare a date with the one in the name of its node.
"""

from __future__ import annotations

import argparse
import platform
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import kinds
import pyoxigraph

from kgtools import __version__, checks
from kgtools import project as projects
from kgtools.dataset import Dataset
from kgtools.shapes import Validation, Violation
from kgtools.terms import SH, Quad

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("day-in-iri", "month-in-iri")
"""Shapes that compare a date with the name of its node."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether an error was flagged at all, and by more than the name of a node."""

    error: kinds.Error
    flagged: bool
    beyond_names: bool


def main() -> int:
    """Print the table; 1 if a line misses its bar or the unaltered record has findings."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--each", type=int, default=200, help="errors of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="show what was not flagged")
    parser.add_argument("--only", default="", help="only lines with these words")
    options = parser.parse_args()
    start = time.process_time()
    dataset = Dataset(projects.load(ROOT))
    validation = Validation(dataset.entailed.store, dataset.shapes, prefixes=dataset.project.prefixes)
    record = kinds.Record(dataset.entailed.store)
    trial = Trial(validation, dataset)
    alarms = [violation for violation in trial.known if violation.severity == SH["Violation"]]
    print(f"kgtools {__version__}, pyoxigraph {pyoxigraph.__version__}, Python {platform.python_version()}")
    print(f"{dataset.triples:,} triples, {validation.judgement.shapes} shapes")
    print(f"{options.each} errors of each kind, seed {options.seed}")
    print(f"false alarms on the unaltered record: {len(alarms)}")
    print(
        f"\n{'planted error':45} {'planted':>7} {'flagged':>8} {'trial':>6} {'bar':>6} {'beyond names':>13}"
    )
    missed = len(alarms)
    for number, line in enumerate(kinds.LINES):
        if options.only in line.name:
            random = Random(f"{options.seed} {number}")  # noqa: S311 - to be drawn again
            planted = list(kinds.errors(line, record, random, options.each))
            missed += show(line, [trial.judged(error) for error in planted], list_missed=options.missed)
            trial.clear()
    print(f"\nCPU: {time.process_time() - start:.0f} s")
    return int(missed > 0)


class Trial:
    """The record under judgement, with one error in it at most."""

    def __init__(self, validation: Validation, dataset: Dataset) -> None:
        self._validation, self._dataset = validation, dataset
        self.known = frozenset(self._found())
        self._added: set[Quad] = set()
        self._deleted: set[Quad] = set()

    def judged(self, error: kinds.Error) -> Outcome:
        """Plant an error in place of the last one, and look."""
        added, deleted = set(error.added), set(error.deleted)
        self._validation.update(
            (self._deleted - deleted) | (added - self._added),
            (self._added - added) | (deleted - self._deleted),
        )
        self._added, self._deleted = added, deleted
        new = [violation for violation in self._found() if violation not in self.known]
        shapes = [str(violation.source_shape) for violation in new]
        return Outcome(error, bool(shapes), any(not any(name in each for name in NAMES) for each in shapes))

    def _found(self) -> list[Violation]:
        asked = checks.run(self._dataset.project, self._dataset.entailed)
        return [*self._validation.judgement.violations, *asked.violations]

    def clear(self) -> None:
        """Take the last error back."""
        self._validation.update(self._deleted, self._added)
        self._added, self._deleted = set(), set()


def show(line: kinds.Line, outcomes: list[Outcome], *, list_missed: bool) -> bool:
    """Print a line of the table and return whether it misses its bar."""
    if not outcomes:
        print(f"{line.name:45} {0:7}", flush=True)
        return True
    flagged, beyond = (
        sum(outcome.flagged for outcome in outcomes) / len(outcomes),
        sum(outcome.beyond_names for outcome in outcomes) / len(outcomes),
    )
    figures = f"{flagged:8.1%} {line.baseline:6.0%} {line.bar:6.0%} {beyond:13.1%}"
    print(f"{line.name:45} {len(outcomes):7} {figures}", flush=True)
    if list_missed:
        for told in sorted({outcome.error.told for outcome in outcomes if not outcome.beyond_names}):
            print(f"    {told}")
    return flagged < line.bar


if __name__ == "__main__":
    raise SystemExit(main())
