"""How much a cold ``kg query`` costs, beside a bare script and beside rdflib.

    .venv/bin/python benchmarks/cold_query/run.py [--runs N]

Each competitor is a new process that loads the bundled project's ontology and facts and answers
the named query; the order rotates, so that a busy machine treats all alike. CPU time (user and
system, all threads) and peak memory come from the kernel's accounting of the finished process.
The competitors get the query with its defaults, exactly as the file has it.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median

from kgtools import bundle

HERE = Path(__file__).resolve().parent
QUERY = "summit-outcomes"


def main() -> None:
    """Run the competitors and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21)
    runs = parser.parse_args().runs
    root = bundle.root()
    files = sorted(path for folder in ("ontology", "data") for path in (root / folder).rglob("*.ttl"))
    files = [path for path in files if "shapes" not in path.parts]
    kg = str(Path(sys.executable).with_name("kg"))
    arguments = [str(root / "queries" / f"{QUERY}.rq"), *map(str, files)]
    competitors = {
        "bare script: click + pyoxigraph": [sys.executable, str(HERE / "bare.py"), *arguments],
        "kg query": [kg, "-C", str(root), "query", QUERY],
        "the same with rdflib": [sys.executable, str(HERE / "with_rdflib.py"), *arguments],
    }
    for command in competitors.values():
        measure(command)  # compiles what is not compiled yet, and fills the header cache
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in competitors}
    for turn in range(runs):
        names = list(competitors)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            measured[name].append(measure(competitors[name]))
    report(measured, files, runs)


def measure(command: list[str]) -> tuple[float, float]:
    """Return CPU seconds and peak memory in MB of one run."""
    with tempfile.TemporaryFile() as output:
        # Without the variable, a Python that writes no bytecode would compile our modules each time.
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        process = subprocess.Popen(command, stdout=output, cwd="/", env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"failed: {' '.join(command[:3])}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def report(measured: dict[str, list[tuple[float, float]]], files: list[Path], runs: int) -> None:
    """Print sizes, versions and the table."""
    size = sum(path.stat().st_size for path in files)
    packages = ", ".join(f"{name} {version(name)}" for name in ("pyoxigraph", "click", "rdflib"))
    print(f"{len(files)} files, {size:,} bytes; query {QUERY}; {runs} runs each")
    print(f"Python {platform.python_version()}, {packages}\n")
    cpu = {name: median(seconds for seconds, _ in rows) for name, rows in measured.items()}
    base = next(iter(cpu.values()))
    print(f"{'':34}{'CPU median':>12}{'CPU least':>12}{'ratio':>8}{'peak MB':>10}")
    for name, rows in measured.items():
        least = min(seconds for seconds, _ in rows)
        peak = max(memory for _, memory in rows)
        print(f"{name:34}{cpu[name]:>10.3f} s{least:>10.3f} s{cpu[name] / base:>8.2f}{peak:>10.0f}")


if __name__ == "__main__":
    main()
