"""Where projects are, and which files somebody means."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kgtools import bundle, gate
from kgtools.errors import InputError, Location, ProjectError
from kgtools.project.model import rdf_files

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE = "kg.toml"


def find(start: Path) -> Path | None:
    """Return the nearest folder, from ``start`` upward, that holds ``kg.toml``."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if _is_project(folder)), None)


def _is_project(folder: Path) -> bool:
    return os.path.isfile(folder / FILE)  # noqa: PTH113 - False also for a name that no file can have


def locate(where: str | Path | None = None) -> Path:
    """Return the root of the project to work on.

    Args:
        where: A project folder. None takes the nearest one upward from the
            current folder, else the bundled project.

    Raises:
        ProjectError: The folder given holds no ``kg.toml``, or the current one is gone.
    """
    if where is None:
        try:
            here = Path.cwd()
        except FileNotFoundError:
            raise ProjectError("the current folder is gone", hint="change to one that is there") from None
        return find(here) or bundle.root()
    folder = Path(where)
    if not _is_project(folder):
        raise ProjectError(
            f"'{where}' is no project: it holds no {FILE}",
            hint="give a folder with kg.toml, or make one with 'kg init DIR'",
        )
    return folder.resolve()


def existing(paths: Iterable[str | Path]) -> tuple[Path, ...]:
    """Return paths that are files; a folder stands for the RDF files in it.

    Raises:
        InputError: One of them is not there, or a folder holds no RDF file.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        inside = rdf_files(path) if path.is_dir() else (path,)
        if not path.exists():
            raise gate.missing(str(path))
        if not inside:
            raise InputError("no RDF file in this folder", location=Location(str(path)))
        found += inside
    return tuple(found)
