"""``kg doctor``: the installation, the project, and what is missing."""

from __future__ import annotations

import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import click

from kgtools import __version__, cache
from kgtools import project as projects
from kgtools.change import durable, journal
from kgtools.cli import options
from kgtools.cli.grid import Grid, GridFormat
from kgtools.dataset import Dataset
from kgtools.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgtools.project import Project

PACKAGES = ("pyoxigraph", "click", "rich", "rapidfuzz", "PyYAML", "rdflib", "pyshacl", "owlready2", "pandas")
OPTIONAL = {"pandas": "only .df() needs it: pip install 'kgtools[pandas]'"}
JAVA_PATIENCE = 10.0


@click.command()
@click.option("--recover", is_flag=True, help="First finish or undo a change of files that was interrupted.")
@options.listing
@click.pass_context
def command(ctx: click.Context, form: str | None, recover: bool) -> None:
    """Show versions, the project in use, its cache, and what is missing and needed for what.

    Exit 1 where something that the base install needs is missing, the project cannot be read, or a
    change of its files was interrupted.

    \b
    Examples:
      kg doctor
      kg doctor --recover
    """
    if recover:
        with durable.lock(options.own_root(ctx)):
            pass  # whoever takes the lock finishes or undoes what a dead process left
    rows = [*_installation(), *_project(options.directory(ctx)), _java()]
    options.emit(Grid(("part", "state", "note"), rows).render(options.one_of(GridFormat, form)))
    ctx.exit(int(any(state in ("missing", "broken", "interrupted") for _, state, _ in rows)))


def _installation() -> Iterator[tuple[str, str, str]]:
    yield "kgtools", __version__, ""
    yield "Python", platform.python_version(), platform.platform()
    for package in PACKAGES:
        try:
            yield package, version(package), ""
        except PackageNotFoundError:
            yield package, "not installed" if package in OPTIONAL else "missing", OPTIONAL.get(package, "")


def _project(directory: str | None) -> Iterator[tuple[str, str, str]]:
    try:
        project = projects.load(projects.locate(directory))
    except KgError as error:
        yield "project", "broken", str(error)
        return
    yield "project", project.name, str(project.root)
    yield "ontology files", str(len(project.ontology_files)), ""
    yield "shape files", str(len(project.shape_files)), ""
    yield "data files", str(len(project.data_files)), ""
    yield from _change(project.root)
    folder = cache.folder(project.root)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
    yield "cache", f"{size / 1024:.0f} KB", f"{folder} (kg clean deletes it)"
    yield from _snapshots(project)


def _change(root: Path) -> Iterator[tuple[str, str, str]]:
    try:
        files = journal.unfinished(root)
    except KgError as error:
        yield "change of files", "broken", f"{error} ({error.hint})"
        return
    if files:
        told = f"{', '.join(files)} (kg doctor --recover finishes or undoes it)"
        yield "change of files", "interrupted", told


def _snapshots(project: Project) -> Iterator[tuple[str, str, str]]:
    snapshots = Dataset(project).snapshots
    if snapshots is None:
        yield (
            "snapshot",
            "not used",
            "the files are small enough to be read each time ([snapshot] in kg.toml)",
        )
        return
    described = snapshots.described()
    if not described:
        yield "snapshot", "none yet", "the next question makes one"
    for what, manifest, size in described:
        note = f"{what}: {manifest.triples:,} triples of {len(manifest.files)} files"
        yield "snapshot", f"{size / 1_000_000:.0f} MB", note


def _java() -> tuple[str, str, str]:
    note = "only reasoning in full OWL 2 DL needs it"
    if not (java := shutil.which("java")):
        return "Java", "not found", note
    try:
        answer = subprocess.run(  # noqa: S603 - a fixed argument to the user's own java
            [java, "-version"], capture_output=True, text=True, timeout=JAVA_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "Java", "does not answer", note
    first = (answer.stderr or answer.stdout).splitlines()
    return "Java", first[0] if first else "unknown version", ""
