"""What `kg diff` of two revisions of the bundled project costs, part by part, each in a cold process.

Run: .venv/bin/python benchmarks/difference/run.py
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 5
CASES = {
    "kg diff": (),
    "kg diff --all": ("--all",),
    "kg diff --only facts": ("--only", "facts"),
    "  facts,versions": ("--only", "facts,versions"),
    "  facts,conclusions": ("--only", "facts,conclusions"),
    "  facts,answers": ("--only", "facts,answers"),
    "  facts,findings": ("--only", "facts,findings"),
}


def repository(folder: Path) -> None:
    """Make a repository of the project with two revisions that differ in four facts."""
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "tests" / "queries", folder / "tests" / "queries")
    shutil.copy(ROOT / "kg.toml", folder)
    git(folder, "init", "-q")
    commit(folder)
    changed = 0
    for path in sorted((folder / "data").rglob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        if changed < 4 and '"@en ;' in text:
            path.write_text(text.replace('"@en ;', ' (changed)"@en ;', 1), encoding="utf-8")
            changed += 1
    commit(folder)


def git(folder: Path, *arguments: str) -> None:
    """Run git."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True)


def commit(folder: Path) -> None:
    """Commit everything."""
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


def measure(folder: Path, options: tuple[str, ...]) -> tuple[float, float]:
    """Return seconds on the wall and of CPU of one cold run, caches of the project removed first."""
    shutil.rmtree(folder / ".kg", ignore_errors=True)
    command = [Path(sys.executable).parent / "kg", "-C", folder, "diff", "HEAD~1", "HEAD", *options]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 1:  # something changed
        sys.exit(f"{command} ended with {done.returncode}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        repository(folder)
        files = sum(1 for _ in folder.glob("data/**/*.ttl")) + sum(
            1 for _ in folder.glob("ontology/**/*.ttl")
        )
        print(f"{files} Turtle files, two revisions that differ in four facts; {RUNS} cold runs each, median")
        print(f"Python {platform.python_version()}, pyoxigraph {version('pyoxigraph')}\n")
        print(f"{'':24}{'wall':>8}{'CPU':>8}")
        measure(folder, ())  # compiles the modules, as an installation does
        for label, options in CASES.items():
            walls, cpus = zip(*(measure(folder, options) for _ in range(RUNS)), strict=True)
            print(f"{label:24}{statistics.median(walls):>7.2f}s{statistics.median(cpus):>7.2f}s")


if __name__ == "__main__":
    main()
