"""OWL 2 RL on generated facts: kgtools beside owlrl and reasonable, each under a memory limit.

    .venv/bin/python benchmarks/reasoning/run.py [--runs N] [--sizes N ...] [--alone N ...] [--limit GB]

Needs owlrl and reasonable in the same environment. Each competitor is a new process that reads
the same two files and derives everything; "CPU" is from the files to the derived facts in hand,
"process" is the whole process with its imports, by the kernel's accounting. The order rotates.
Where owlrl runs, its facts about the things of the data are compared with ours, one by one.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import university
from pyoxigraph import BlankNode, Literal, RdfFormat, parse

HERE = Path(__file__).resolve().parent
SCRIPTS = {"kgtools": "with_kgtools.py", "reasonable": "with_reasonable.py", "owlrl": "with_owlrl.py"}
OWLRL_AT_MOST = 20_000
"""owlrl takes minutes beyond this size."""


@dataclass(frozen=True)
class Run:
    """CPU seconds of the work and of the process, peak memory in MB, derived triples."""

    work: float
    process: float
    memory: float
    derived: int


def main() -> None:
    """Run the competitors at each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="*", default=[8_500, 77_000])
    parser.add_argument("--alone", type=int, nargs="*", default=[1_000_000], help="sizes for kgtools alone")
    parser.add_argument("--limit", type=float, default=6.0, help="address space of each process, in GB")
    options = parser.parse_args()
    names = ", ".join(f"{name} {version(name)}" for name in ("owlrl", "reasonable", "pyoxigraph", "rdflib"))
    print(
        f"Python {platform.python_version()}, {names}; median of {options.runs}, limit {options.limit:g} GB\n"
    )
    print(
        f"{'triples':>10} {'engine':<12}{'derived':>10}{'CPU':>10}{'process':>10}{'ratio':>8}{'peak MB':>9}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for size in [*options.sizes, *options.alone]:
            engines = [name for name in SCRIPTS if name == "kgtools" or size not in options.alone]
            engines = [name for name in engines if name != "owlrl" or size <= OWLRL_AT_MOST]
            compare(Path(folder), size, engines, options.runs, options.limit)


def compare(folder: Path, size: int, engines: list[str], runs: int, limit: float) -> None:
    """Print the lines of one size."""
    ontology, facts = university.write(folder, size)
    measured: dict[str, list[Run | str]] = {name: [] for name in engines}
    for turn in range(runs):
        for name in engines[turn % len(engines) :] + engines[: turn % len(engines)]:
            output = str(folder / f"{name}.nt") if turn == 0 and len(engines) > 2 else ""
            measured[name].append(measure(name, [str(ontology), str(facts), output], limit))
    base: float | None = None
    for name, results in measured.items():
        done = [result for result in results if isinstance(result, Run)]
        if len(done) < len(results):
            print(f"{size:>10,} {name:<12}{next(r for r in results if isinstance(r, str)):>10}")
            continue
        work = median(result.work for result in done)
        base = base or work
        process, peak = median(r.process for r in done), max(r.memory for r in done)
        line = f"{size:>10,} {name:<12}{done[0].derived:>10,}{work:>8.3f} s{process:>8.3f} s"
        print(f"{line}{work / base:>8.1f}{peak:>9.0f}", flush=True)
    if "owlrl" in engines:
        ours, theirs = (about_things(folder / f"{name}.nt") for name in ("kgtools", "owlrl"))
        print(f"{'':>10} facts about things: {len(ours):,} and {len(theirs):,}, {len(ours ^ theirs)} differ")


def measure(name: str, arguments: list[str], limit: float) -> Run | str:
    """Return what one run took, or what became of it."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / SCRIPTS[name]), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    resource.prlimit(process.pid, resource.RLIMIT_AS, (int(limit * 1e9), int(limit * 1e9)))
    assert process.stdout is not None  # noqa: S101 - it was asked for
    answer = process.stdout.read().split()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return f"failed ({process.returncode})"
    return Run(float(answer[0]), usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, int(answer[1]))


def about_things(path: Path) -> set[tuple[str, str, str]]:
    """Return derived facts whose subject is a thing of the data, without what holds of everything."""
    found = set()
    for quad in parse(path=path, format=RdfFormat.N_TRIPLES):
        subject, value = quad.subject, quad.object
        if not str(subject).startswith("<https://example.org/d/") or isinstance(value, BlankNode | Literal):
            continue
        if "example.org" in str(quad.predicate) or "example.org/u/" in str(value):
            found.add((str(subject), str(quad.predicate), str(value)))
    return found


if __name__ == "__main__":
    main()
