"""Four adders killed at random moments: ``run.py [KILLS]`` counts what was acknowledged, lost and torn.

Each adder is a process of its own that runs ``kg add`` with facts about two things, which belong into two
files. It is killed (SIGKILL) at a moment between its start and a little after the time that adders take; it
may end before. In the end every file must parse, what was acknowledged must be there, and of each adder both
things or none. ``--aimed`` kills adders while they write, which a random moment seldom hits.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import kgtools.adding  # noqa: F401 - read before the first fork, so that adders need not
from kgtools import gate
from kgtools.change import durable
from kgtools.change.replacing import MARK
from kgtools.cli import add, main  # noqa: F401 - the same

if TYPE_CHECKING:
    from collections.abc import Iterator

ORCHESTRA = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "orchestra"
ADDERS = 4
ROUND = 100
"""Kills of one copy of the project; its files grow with every addition."""
FACTS = """PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX ex: <https://example.org/terms/>
PREFIX id: <https://example.org/id/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
id:person-n{0} a ex:Person ; skos:prefLabel "Name {0}"@en ; dcterms:source id:doc-programme .
id:engagement-n{0} a ex:Engagement ; ex:engages id:person-n{0} ; ex:status ex:accepted ;
    dcterms:source id:doc-programme .
"""


class Outcome(NamedTuple):
    """What became of the adders of one run; those that failed waited too long for the others."""

    killed: int = 0
    while_writing: int = 0
    acknowledged: int = 0
    failed: int = 0
    lost: int = 0
    torn: int = 0

    def plus(self, other: Outcome) -> Outcome:
        """Return the sum of both."""
        return Outcome(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Adder(NamedTuple):
    """A process that adds facts: its number, its process, when it began, and when it is killed.

    One that is aimed at is killed as soon as it writes; else ``end`` is the time, which may be never.
    """

    number: int
    process: int
    begin: float
    end: float
    is_aimed_at: bool


class Adders:
    """Four adders at a time over one project.

    Args:
        folder: The project.
        chance: Gives the moments.
        aimed: Whether to kill every second adder as soon as it writes, and no other.
    """

    def __init__(self, folder: Path, chance: random.Random, *, aimed: bool) -> None:
        self._folder, self._chance, self._aimed = folder, chance, aimed
        self._durations: list[float] = []

    def run(self, kills: int) -> Outcome:
        """Kill a number of adders, and return what became of all of them."""
        running: list[Adder] = []
        acknowledged: list[int] = []
        killed = while_writing = failed = number = 0
        while killed < kills or running:
            while len(running) < ADDERS and killed < kills:
                running.append(self._begun(number))
                number += 1
            for adder in list(running):
                process, status = os.waitpid(adder.process, os.WNOHANG)
                if process:
                    running.remove(adder)
                    if os.waitstatus_to_exitcode(status) == 0:
                        acknowledged.append(adder.number)
                        self._durations.append(time.monotonic() - adder.begin)
                    else:
                        failed += 1
                elif time.monotonic() > adder.end or (adder.is_aimed_at and self._writes(adder)):
                    os.kill(adder.process, signal.SIGSTOP)  # so that what is counted is what is killed
                    while_writing += self._writes(adder)
                    os.kill(adder.process, signal.SIGKILL)
                    _, status = os.waitpid(adder.process, 0)
                    running.remove(adder)
                    killed += os.waitstatus_to_exitcode(status) == -signal.SIGKILL
            time.sleep(0 if self._aimed else 0.002)
        verified = self._verified(number, acknowledged)
        return Outcome(killed, while_writing, len(acknowledged), failed, *verified)

    def _begun(self, number: int) -> Adder:
        file = self._folder.parent / f"new-{number}.ttl"
        file.write_text(FACTS.format(number), encoding="utf-8")
        process = os.fork()
        if not process:
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            sys.argv = ["kg", "-C", str(self._folder), "add", str(file)]
            main.main()
        begin = time.monotonic()
        if self._aimed:  # at every second one: the others are to end well
            return Adder(number, process, begin, math.inf, is_aimed_at=self._chance.random() < 0.5)
        if number < ADDERS:  # these show how long it takes
            return Adder(number, process, begin, math.inf, is_aimed_at=False)
        longest = 1.2 * statistics.median(self._durations[-20:] or [1.0])
        return Adder(number, process, begin, begin + self._chance.uniform(0, longest), is_aimed_at=False)

    def _writes(self, adder: Adder) -> bool:
        """Return whether an adder has a temporary file, or a journal stands."""
        mark = f"{MARK}{adder.process}"
        return any(mark in name for at in ("data", ".kg") for name in _names(self._folder / at))

    def _verified(self, number: int, acknowledged: list[int]) -> Iterator[int]:
        """Yield how many acknowledged additions are lost, and how many are half there; parse every file."""
        with durable.lock(self._folder):  # finishes or undoes what the last one left
            stated = {
                quad.subject.value
                for path in sorted((self._folder / "data").iterdir())
                for quad in gate.quads(path.read_bytes(), gate.format_of(path), name=path.name)
            }
        there = [
            [f"https://example.org/id/{kind}-n{each}" in stated for kind in ("person", "engagement")]
            for each in range(number)
        ]
        yield sum(not all(there[each]) for each in acknowledged)
        yield sum(any(both) and not all(both) for both in there)


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []


def measured(kills: int, seed: int, *, aimed: bool) -> Outcome:
    """Kill a number of adders over fresh copies of a project."""
    chance, total = random.Random(seed), Outcome()  # noqa: S311 - the same moments every time, nearly
    while total.killed < kills:
        with tempfile.TemporaryDirectory() as folder:
            project = Path(shutil.copytree(ORCHESTRA, Path(folder) / "project"))
            some = min(ROUND, kills - total.killed)
            total = total.plus(Adders(project, chance, aimed=aimed).run(some))
    return total


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kills", nargs="?", type=int, default=1000)
    parser.add_argument("--aimed", action="store_true", help="kill adders while they write")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    given = parser.parse_args()
    begin = time.monotonic()
    outcome = measured(given.kills, given.seed, aimed=given.aimed)
    if given.json:
        print(json.dumps(outcome._asdict()))
    else:
        counts = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in outcome._asdict().items())
        print(f"{counts}; {time.monotonic() - begin:.0f} s")
    sys.exit(bool(outcome.lost or outcome.torn or not outcome.acknowledged))
