"""Checking the whole bundled project from a cold start: ``kg check`` beside ``pyshacl`` on the same data.

Run: python benchmarks/check/run.py [--no-pyshacl] [--runs N]

Every run is a process of its own; CPU seconds of the process and its children. pySHACL gets ontology
and facts in one file and the shapes in another, since its command line takes one of each; making these
files is not counted. pySHACL judges shapes only; ``kg check`` also reads strictly and lints.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pyshacl

from kgtools import __version__
from kgtools import project as projects

ROOT = Path(__file__).resolve().parents[2]
GOAL = 1.5


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
        print(f"{'program':24} {'runs':>5} {'CPU s':>8} {'wall s':>8} {'exit':>5}")
        kg = (sys.executable, "-c", "from kgtools.cli.main import main; main()", "-C", str(ROOT), "check")
        costs = sorted(run(*kg) for _ in range(options.runs))
        own = costs[len(costs) // 2]
        show("kg check, cold", options.runs, own)
        print(f"goal {GOAL} s of CPU: {'met' if own.cpu <= GOAL else 'missed'}")
        if not options.no_pyshacl:
            rival = run(sys.executable, "-m", "pyshacl", "-s", str(shapes), "-f", "turtle", str(facts))
            show("pyshacl", 1, rival)
            print(f"ratio of CPU: {rival.cpu / own.cpu:.0f}")


def join(paths: tuple[Path, ...], target: Path) -> int:
    """Write the triples of several files into one and return how many there are."""
    quads = {quad for path in paths for quad in pyoxigraph.parse(path=str(path))}
    target.write_bytes(pyoxigraph.serialize((q.triple for q in quads), format=pyoxigraph.RdfFormat.TURTLE))
    return len(quads)


def run(*command: str) -> Cost:
    """Run a program and return what it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, end - start, done.returncode)


def show(name: str, runs: int, cost: Cost) -> None:
    """Print a line of the table."""
    print(f"{name:24} {runs:>5} {cost.cpu:>8.2f} {cost.wall:>8.2f} {cost.code:>5}", flush=True)


if __name__ == "__main__":
    main()
