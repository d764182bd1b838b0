"""Checking the whole bundled project, cold and again: ``kg check`` beside ``pyshacl`` on the same data.

Run: python benchmarks/check/run.py [--no-pyshacl] [--runs N] [--most SECONDS]

``kg check`` works on a copy of the project: cold without its cache folder, then with what the run before
left there, nothing changed, a comment added to one file of facts, or one fact added to it, alone and while
``kg check --watch`` runs in another process; ``--watch`` itself from such a save to the last line of its
report. Every run is a process of its own, with bytecode as an installed package has it; CPU seconds of the
process and its children. pySHACL gets ontology and facts in one file and the shapes in another, since its
command line takes one of each; making these files is not counted. pySHACL judges shapes only; ``kg check``
also reads strictly and lints.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph
import pyshacl

from kgtools import __version__
from kgtools import project as projects

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
KG = "from kgtools.cli.main import main; main()"
GOAL = 1.5
GOAL_CHANGED = 0.5
PAUSE = 1.0  # between two saves, so that what follows the files is done with the one before


class Cost(NamedTuple):
    """What a process took, and how it ended."""

    cpu: float
    wall: float
    code: int


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--no-pyshacl", action="store_true")
    parser.add_argument("--runs", type=int, default=5, help="of kg check; the median is printed")
    parser.add_argument("--most", type=int, default=200, help="CPU seconds after which pySHACL is stopped")
    options = parser.parse_args()
    project = projects.load(ROOT)
    with tempfile.TemporaryDirectory() as name:
        facts, shapes = Path(name, "facts.ttl"), Path(name, "shapes.ttl")
        sizes = join((*project.ontology_files, *project.data_files), facts), join(project.shape_files, shapes)
        print(
            f"{sizes[0]} triples of ontology and facts, {sizes[1]} of shapes; kgtools {__version__},"
            f" pyoxigraph {pyoxigraph.__version__}, pySHACL {pyshacl.__version__},"
            f" Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
        )
        print(f"{'program':28} {'runs':>5} {'CPU s':>8} {'wall s':>8} {'exit':>5}")
        copy = Path(name, "project")
        for part in ("ontology", "data", "queries"):
            shutil.copytree(ROOT / part, copy / part)
        shutil.copy(ROOT / "kg.toml", copy)
        changed = projects.load(copy).data_files[0]
        subject = next(iter(pyoxigraph.parse(path=str(changed)))).subject
        note = "<http://www.w3.org/2004/02/skos/core#altLabel>"
        numbers = count()

        def fact() -> str:
            return f'{subject} {note} "Name {next(numbers)}"@en .\n'

        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(name, "bytecode"))
        median(1, copy, lambda: None)
        own = median(options.runs, copy, lambda: shutil.rmtree(copy / ".kg", ignore_errors=True))
        again = median(options.runs, copy, lambda: None)
        edited = median(options.runs, copy, lambda: append(changed, "# edited\n"))
        stated = median(options.runs, copy, lambda: append(changed, fact()))
        show("kg check, cold", options.runs, own)
        show("kg check, nothing changed", options.runs, again)
        show("kg check, a comment more", options.runs, edited)
        show("kg check, a fact more", options.runs, stated)
        judge("cold", own, GOAL)
        judge("with one file changed", stated, GOAL_CHANGED)
        waited, beside = watched(options.runs, copy, lambda: append(changed, fact()))
        show("the same beside --watch", options.runs, beside)
        print(f"{'kg check --watch, a fact more':28} {options.runs:>5} {'':8} {waited:>8.2f}")
        for what, seconds in (("report of --watch", waited), ("end of kg check beside it", beside.wall)):
            verdict = "met" if seconds <= GOAL_CHANGED else "missed"
            print(f"goal {GOAL_CHANGED} s from a save to the {what}: {verdict}")
        if not options.no_pyshacl:
            arguments = ("-s", str(shapes), "-f", "turtle", str(facts))
            rival = run(sys.executable, "-m", "pyshacl", *arguments, most=options.most)
            show("pyshacl", 1, rival)
            stopped = " at least, for pySHACL was stopped" if rival.code < 0 else ""
            print(f"ratio of CPU: {rival.cpu / own.cpu:.0f}{stopped}")


def append(path: Path, text: str) -> None:
    """Write a text behind what a file holds."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def join(paths: tuple[Path, ...], target: Path) -> int:
    """Write the triples of several files into one and return how many there are."""
    quads = {quad for path in paths for quad in pyoxigraph.parse(path=str(path))}
    target.write_bytes(pyoxigraph.serialize((q.triple for q in quads), format=pyoxigraph.RdfFormat.TURTLE))
    return len(quads)


def median(runs: int, root: Path, prepare: Callable[[], object]) -> Cost:
    """Return the median of several checks of a project, each after some preparation."""
    costs = []
    for _ in range(runs):
        time.sleep(PAUSE)
        prepare()
        costs.append(run(sys.executable, "-c", KG, "-C", str(root), "check"))
    return sorted(costs)[runs // 2]


def watched(runs: int, root: Path, save: Callable[[], object]) -> tuple[float, Cost]:
    """Return the median of the seconds from a save to the end of the report that it causes.

    Then the median of checks in processes of their own, each begun at once after another save.
    """
    command = (sys.executable, "-c", KG, "-C", str(root), "check", "--watch")
    took = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        _wait_for_report(running)
        for _ in range(runs):
            time.sleep(PAUSE)
            save()
            start = time.perf_counter()
            _wait_for_report(running)
            took.append(time.perf_counter() - start)
        beside = median(runs, root, save)
        running.kill()
    return sorted(took)[runs // 2], beside


def _wait_for_report(running: subprocess.Popen[str]) -> None:
    for line in running.stdout or ():
        if "; checked " in line:  # the last line of a report
            return
    raise SystemExit("kg check --watch ended")


def run(*command: str, most: int | None = None) -> Cost:
    """Run a program, for some CPU seconds at most, and return what it took."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))

    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    done = subprocess.run(command, check=False, preexec_fn=limit, **silent)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, end - start, done.returncode)


def judge(what: str, cost: Cost, goal: float) -> None:
    """Print whether a goal was met."""
    print(f"goal {goal} s of CPU {what}: {'met' if cost.cpu <= goal else 'missed'}")


def show(name: str, runs: int, cost: Cost) -> None:
    """Print a line of the table."""
    print(f"{name:28} {runs:>5} {cost.cpu:>8.2f} {cost.wall:>8.2f} {cost.code:>5}", flush=True)


if __name__ == "__main__":
    main()
