"""Seeded errors: what ``kg check`` finds of planted mistakes, on which line, beside pySHACL alone.

Run: python benchmarks/seeded_errors/run.py [--each N] [--seed N] [--no-pyshacl] [--missed]

Every mistake is planted alone into a copy of the project, and the whole copy is checked. Environment:
KGTOOLS_W3C names the folder of the W3C suites for the false alarms on positive Turtle files.
"""

from __future__ import annotations

import argparse
import platform
import re
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import clean
import kinds
import pyoxigraph
import rival
import sheet

from kgtools import __version__
from kgtools import project as projects
from kgtools.check import check
from kgtools.diagnostics import Diagnostic, Severity

ROOT = Path(__file__).resolve().parents[2]
GOALS = {"detected": 0.95, "line": 1.0, "suggestion": 0.9, "alarms": 1.0}
_NAMES = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one mistake; None where the question makes no sense."""

    kind: str
    planted: kinds.Plant
    detected: bool
    on_line: bool
    suggested: bool | None
    rival: bool | None
    told: tuple[Diagnostic, ...]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--each", type=int, default=5, help="mistakes of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-pyshacl", action="store_true")
    parser.add_argument("--missed", action="store_true", help="show what was missed or misplaced")
    options = parser.parse_args()
    start = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for part in ("ontology", "data", "queries"):
            shutil.copytree(ROOT / part, root / part)
        shutil.copy(ROOT / "kg.toml", root)
        judge = None if options.no_pyshacl else rival.Rival(root)
        outcomes = list(run(root, judge, seed=options.seed, each=options.each))
    show(outcomes, judge)
    if options.missed:
        show_missed(outcomes)
    print()
    clean.show(ROOT, GOALS["alarms"])
    print(f"\nCPU: {time.process_time() - start:.0f} s")


def run(root: Path, judge: rival.Rival | None, *, seed: int, each: int) -> list[Outcome]:
    """Return what became of every mistake."""
    project = projects.load(root)
    known = frozenset(
        project.prefixes.show(quad.subject)
        for path in (*project.ontology_files, *project.data_files)
        for quad in pyoxigraph.parse(path=str(path))
    )
    before = Counter(map(_identity, check(project).diagnostics))
    outcomes = []
    for kind, planted in kinds.plant(sheet.read(root), known, seed=seed, each=each):
        path = root / planted.file
        clean_bytes = path.read_bytes()
        path.write_bytes(planted.data)
        try:
            new = [d for d in check(project).diagnostics if d.severity is not Severity.NOTE]
            told = tuple(d for d in new if before[_identity(d)] == 0)
            found = judge.detects(clean_bytes, planted.data) if judge else None
        finally:
            path.write_bytes(clean_bytes)
        on_line = any(_is_at(d, planted) for d in told)
        suggested = _suggests(told, planted) if planted.meant else None
        outcomes.append(Outcome(kind, planted, bool(told), on_line, suggested, found, told))
    return outcomes


def _identity(found: Diagnostic) -> tuple[object, ...]:
    """Return what stays the same when lines move."""
    return (
        found.code,
        found.span and found.span.file,
        found.message,
        found.focus_node,
        found.path,
        found.value,
    )


def _is_at(found: Diagnostic, planted: kinds.Plant) -> bool:
    return found.span is not None and found.span.file == planted.file and found.span.line in planted.lines


def _suggests(told: tuple[Diagnostic, ...], planted: kinds.Plant) -> bool:
    """Return whether the first name that a finding on the line suggests is the one that was meant."""
    for found in told:
        names = _NAMES.findall(found.help or "") if _is_at(found, planted) else []
        if names:
            return str(names[0]).rstrip(":") == planted.meant or names[0].startswith(
                f"PREFIX {planted.meant}:"
            )
    return False


def show(outcomes: list[Outcome], judge: rival.Rival | None) -> None:
    """Print one line per kind and the sums beside the goals."""
    versions = (
        f"kgtools {__version__}, pyoxigraph {pyoxigraph.__version__}, Python {platform.python_version()}"
    )
    print(versions)
    print(f"{len(outcomes)} mistakes of {len({o.kind for o in outcomes})} kinds, one at a time")
    print(judge.method if judge else "pySHACL not run")
    print(f"{'kind':28} {'planted':>8} {'detected':>9} {'on line':>8} {'suggested':>10} {'pySHACL':>8}")
    for kind in dict.fromkeys(o.kind for o in outcomes):
        _row(kind, [o for o in outcomes if o.kind == kind])
    _row("all", outcomes)
    detected = [o for o in outcomes if o.detected]
    named = [o for o in outcomes if o.suggested is not None]
    figures = (
        ("detected", len(detected), len(outcomes)),
        ("line", sum(o.on_line for o in detected), len(detected)),
        ("suggestion", sum(bool(o.suggested) for o in named), len(named)),
    )
    for name, count, of in figures:
        verdict = "met" if count >= GOALS[name] * of else "missed"
        print(f"{name:12} {count:>4} of {of:>4}  {count / of:7.1%}  goal {GOALS[name]:.0%}: {verdict}")


def _row(name: str, rows: list[Outcome]) -> None:
    named = [o for o in rows if o.suggested is not None]
    suggested = f"{sum(bool(o.suggested) for o in named)}/{len(named)}" if named else ""
    judged = [o for o in rows if o.rival is not None]
    rivalled = str(sum(bool(o.rival) for o in judged)) if judged else ""
    detected, on_line = sum(o.detected for o in rows), sum(o.on_line for o in rows)
    print(f"{name:28} {len(rows):>8} {detected:>9} {on_line:>8} {suggested:>10} {rivalled:>8}")


def show_missed(outcomes: list[Outcome]) -> None:
    """Print every mistake that was missed, misplaced or answered with another name."""
    for outcome in outcomes:
        if outcome.on_line and outcome.suggested is not False:
            continue
        planted = outcome.planted
        lines = planted.data.decode(errors="replace").split("\n")
        print(f"\n{outcome.kind}: {planted.file}:{sorted(planted.lines)} meant {planted.meant}")
        for number in sorted(planted.lines):
            print(f"    {number} | {lines[number - 1]}")
        for found in outcome.told[:4]:
            place = found.span and f"{found.span.file}:{found.span.line}"
            print(f"    {found.code} {place} {found.message} = {found.help}")


if __name__ == "__main__":
    main()
