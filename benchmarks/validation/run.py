"""What validation costs: kgtools beside pySHACL, pyshacl-turbo and pyshifty, on the same files.

    python benchmarks/validation/run.py [--sizes 10000 100000] [--runs 3] [--engines ...]

Run it by an interpreter that has kgtools and the engines (``pip install . -r
benchmarks/validation/requirements.txt``), or name one for each engine: ``--python pyshifty=/path/to/python``.

Every run is a process of its own with a limit of memory (address space) and time; an engine that
hits one gets the CPU seconds that it had used by then, and its ratio is a lower bound. The order
rotates, so that a busy machine treats all alike.
CPU time (user and system, all threads) of loading, validating and writing the report is counted
without the start of the interpreter and imports; peak memory is the process's. Core-only and mixed
shapes are separate tables, since constraints in SPARQL dominate the time of some engines. ``--plot``
draws the tables as an SVG.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from plot import Bar, draw

HERE = Path(__file__).resolve().parent
ENGINES = ["kgtools", "pyshifty", "pyshifty_plain", "pyshacl_turbo", "pyshacl"]
PACKAGES = ["pyoxigraph", "rdflib", "pyshacl", "pyshacl-turbo", "pyshifty"]
SHAPES = {
    "SHACL Core only": [HERE / "shapes-core.ttl"],
    "mixed: Core and sh:sparql": [HERE / "shapes-core.ttl", HERE / "shapes-sparql.ttl"],
}


@dataclass
class Runs:
    """What one engine did on one file: phases of each run, and how the last one ended."""

    seconds: list[dict[str, float]] = field(default_factory=list)
    peak: float = 0.0
    results: int | None = None
    failure: str = ""
    spent: float | None = None  # CPU seconds of a run that was stopped

    def total(self) -> float:
        """Return the median of the sums of the phases."""
        return median(sum(phases.values()) for phases in self.seconds)

    def phases(self) -> str:
        """Return the medians of the phases, as text."""
        names = self.seconds[0]
        return ", ".join(f"{name} {median(run[name] for run in self.seconds):.2f}" for name in names)


def main() -> None:
    """Run the engines and print the tables."""
    options = _options()
    print(_versions(dict(options.python)))
    drawn: dict[str, list[Bar]] = {}
    print(f"limits: {options.memory} MB of address space, {options.timeout} s; {options.runs} runs each\n")
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            data = Path(folder) / f"{size}.nt"
            subprocess.run([sys.executable, str(HERE / "generate.py"), str(size), str(data)], check=True)
            with data.open(encoding="utf-8") as lines:
                triples = sum(1 for _ in lines)
            for name, shapes in SHAPES.items():
                found = _compare(options, data, shapes)
                title = f"{triples:,} triples, {name}"
                _table(title, found)
                drawn[title] = _bars(found)
                if options.plot:
                    options.plot.write_text(draw(drawn), encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--memory", type=int, default=8_000, help="MB of address space for a run")
    parser.add_argument("--timeout", type=int, default=600, help="seconds of wall time for a run")
    parser.add_argument("--plot", type=Path, help="an SVG file to draw the tables into")
    parser.add_argument("--python", action="append", type=lambda text: tuple(text.split("=", 1)), default=[])
    return parser.parse_args()


def _compare(options: argparse.Namespace, data: Path, shapes: list[Path]) -> dict[str, Runs]:
    found = {engine: Runs() for engine in options.engines}
    interpreters = dict(options.python)
    for turn in range(options.runs):
        order = (
            options.engines[turn % len(options.engines) :] + options.engines[: turn % len(options.engines)]
        )
        for engine in order:
            if not found[engine].failure:
                _measure(
                    options, interpreters.get(engine, sys.executable), engine, data, shapes, found[engine]
                )
    return found


def _measure(
    options: argparse.Namespace, python: str, engine: str, data: Path, shapes: list[Path], runs: Runs
) -> None:
    def limit() -> None:
        size = options.memory * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        os.setpgid(0, 0)

    command = [python, str(HERE / "worker.py"), engine, str(data), *map(str, shapes)]
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, preexec_fn=limit)  # noqa: PLW1509
        status, usage = _wait(process, options.timeout)
        runs.peak = max(runs.peak, usage.ru_maxrss / 1024)
        output.seek(0)
        text = output.read().strip().splitlines()
        errors.seek(0)
        complaint = errors.read()
    if status != 0 or not text:
        hit_limit = status < 0 or "MemoryError" in complaint
        runs.failure = "limit" if hit_limit else "failed: " + (complaint.strip().splitlines() or ["?"])[-1]
        runs.spent = usage.ru_utime + usage.ru_stime if hit_limit else None
        return
    answer = json.loads(text[-1])
    runs.seconds.append(answer["seconds"])
    runs.results = answer["results"]


def _wait(process: subprocess.Popen[bytes], timeout: int) -> tuple[int, resource.struct_rusage]:
    """Return exit code and usage of a process; it is killed when its time is over."""
    import threading

    timer = threading.Timer(timeout, lambda: os.killpg(process.pid, 9))
    timer.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    finally:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage


def _table(title: str, found: dict[str, Runs]) -> None:
    base = found["kgtools"].total() if "kgtools" in found and found["kgtools"].seconds else None
    print(title)
    print(f"{'':16}{'CPU s':>9}{'ratio':>8}{'peak MB':>9}{'results':>9}  phases")
    for engine, runs in found.items():
        if not runs.seconds:
            spent = "" if runs.spent is None else f"> {runs.spent:.0f}"
            ratio = f"> {runs.spent / base:.0f}" if base and runs.spent else ""
            print(f"{engine:16}{spent:>9}{ratio:>8}{runs.peak:>9.0f}{'':>9}  {runs.failure}")
            continue
        ratio = f"{runs.total() / base:.1f}" if base else ""
        print(f"{engine:16}{runs.total():>9.2f}{ratio:>8}{runs.peak:>9.0f}{runs.results:>9}  {runs.phases()}")
    print()


def _bars(found: dict[str, Runs]) -> list[Bar]:
    bars = []
    for engine, runs in found.items():
        if runs.seconds:
            bars.append(Bar(engine, runs.total(), runs.peak))
        elif runs.spent:
            bars.append(Bar(engine, runs.spent, runs.peak, is_stopped=True))
    return bars


def _versions(interpreters: dict[str, str]) -> str:
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            python = interpreters.get(package.replace("-", "_"))
            if python:
                code = f"from importlib.metadata import version; print(version({package!r}))"
                run = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
                found.append(f"{package} {run.stdout.strip()}")
    return ", ".join(found)


if __name__ == "__main__":
    main()
