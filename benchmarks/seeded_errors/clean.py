"""False alarms: what is reported where nothing is wrong."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path

import pyoxigraph

from kgtools import project as projects
from kgtools.check import check
from kgtools.diagnostics import Diagnostic, Severity
from kgtools.lint import Context, lint

# These say what stands there, or that a shape has no node yet; each kind was read and is true. The files of
# the W3C are full of such oddities, on purpose: relative IRIs, invented schemes, control characters.
_TRUE = {"KG005", "KG007", "KG009", "KG010", "KG105", "KG205", "KG207", "KG209", "KG301", "KG308", "KG609"}
_BASE = "https://example.org/"
_RDFT = "http://www.w3.org/ns/rdftest#"
_ACTION = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#action"


def show(root: Path, goal: float) -> None:
    """Print the alarms over the project and over the positive Turtle files of the W3C."""
    project = projects.load(root)
    found = check(project).diagnostics
    for name, folder, paths in (
        ("the project's facts", "data/", project.data_files),
        ("the project's ontology and shapes", "ontology/", (*project.ontology_files, *project.shape_files)),
    ):
        triples = sum(1 for path in paths for _ in pyoxigraph.parse(path=str(path)))
        here = [d for d in found if d.span and d.span.file.startswith(folder)]
        _report(name, triples, here, goal)
    if suites := os.environ.get("KGTOOLS_W3C"):
        _report("W3C positive Turtle files", *_w3c(Path(suites)), goal)
    else:
        print("W3C positive Turtle files: not run, KGTOOLS_W3C is not set")


def _report(name: str, triples: int, found: list[Diagnostic], goal: float) -> None:
    told = [d for d in found if d.severity is not Severity.NOTE]
    false = [d for d in told if d.code not in _TRUE]
    codes = ", ".join(f"{code} {count}" for code, count in sorted(Counter(d.code for d in told).items()))
    rate = 1000 * len(false) / triples
    print(f"{name}: {triples} triples; errors and warnings: {codes or 'none'}")
    print(
        f"    all counted {1000 * len(told) / triples:.2f} per 1,000; without what is true of the text"
        f" {rate:.2f}, goal < {goal:g}: {'met' if rate < goal else 'missed'}"
    )


def _w3c(suites: Path) -> tuple[int, list[Diagnostic]]:
    """Return the triples of the files that the suite calls right, and what lint says of them.

    Each is judged alone, as a file given to a project without ontology: somebody else's data. The base
    that the suite says it has is declared in front of it.
    """
    triples = 0
    found: list[Diagnostic] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kg.toml").write_text(f'name = "none"\ntitle = "None"\nbase = "{_BASE}id/"\n')
        project = projects.load(folder)
        for path in _positive(suites / "rdf11" / "rdf-turtle"):
            copy = folder / path.name
            copy.write_bytes(f"BASE <{_BASE}{path.name}> ".encode() + path.read_bytes())
            triples += sum(1 for _ in pyoxigraph.parse(path=str(copy)))
            context, refused = Context.of(project, (copy,))
            found += refused or lint(context)
    return triples, found


def _positive(folder: Path) -> list[Path]:
    """Return the files that the manifest calls right."""
    positive = {f"{_RDFT}TestTurtleEval", f"{_RDFT}TestTurtlePositiveSyntax"}
    manifest = list(pyoxigraph.parse(path=str(folder / "manifest.ttl"), base_iri=_BASE))
    tests = {q.subject for q in manifest if getattr(q.object, "value", None) in positive}
    actions = {q.object.value for q in manifest if q.subject in tests and q.predicate.value == _ACTION}
    return sorted(folder / action.rpartition("/")[2] for action in actions)
