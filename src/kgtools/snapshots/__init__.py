"""Snapshots: the facts of a project in a store on disk, made once for the contents of its files."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kgtools import cache
from kgtools.files import replace
from kgtools.snapshots.build import Builder
from kgtools.snapshots.manifest import Manifest, look
from kgtools.store.snapshot import STORE

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.project import Project

__all__ = ["Manifest", "Snapshots"]

_BUILDING: Final = "building-"
_KEPT: Final = 4  # folders that stay: another process may still read the one that was replaced


class Snapshots:
    """The snapshots of a project: one of its facts, and one that also has a named graph per file.

    Args:
        project: Whose ontology and facts.
        progress: Called with bytes read and bytes in all while files are loaded.
    """

    def __init__(
        self, project: Project, progress: Callable[[int, int], None] = lambda _done, _all: None
    ) -> None:
        self._project = project
        self.home = cache.folder(project.root) / "snapshots"
        paths = (*project.ontology_files, *project.data_files)
        self._paths = {project.relative(path): path for path in paths}
        self._builder = Builder(project, self._paths, self.home / "files", progress)

    def size(self) -> int:
        """Return how many bytes the files have."""
        return sum(path.stat().st_size for path in self._paths.values())

    def ready(self, *, graphs: bool = False) -> tuple[Path, Manifest]:
        """Return the folder of a snapshot of the files as they are now, made where it is missing or old.

        Args:
            graphs: With a named graph for each file, which takes some times as long to make.

        Raises:
            InputError: A file is refused or has a syntax error; the snapshot that is there stays.
            OSError: The cache folder cannot be written, or the disk is full.
        """
        known = self._known(graphs=graphs)
        wanted, was_read = look(self._project, self._paths, known)
        folder = self._folder(wanted.key, graphs=graphs)
        if known and known.key == wanted.key:
            if was_read:  # other times, the same bytes
                with suppress(OSError):  # a read-only folder: they are looked at again next time
                    self._keep(known._replace(files=wanted.files, looked=wanted.looked), graphs=graphs)
            return folder, known
        cache.make(self._project.root)
        (self.home / "files").mkdir(parents=True, exist_ok=True)
        try:
            made = self._make(known, wanted, folder, graphs=graphs)
            self._keep(made, graphs=graphs)
        finally:  # what a failed one left takes the room that it lacked
            self._sweep()
        return folder, made

    def discard(self) -> None:
        """Remove all snapshots of the project."""
        shutil.rmtree(self.home, ignore_errors=True)

    def described(self) -> list[tuple[str, Manifest, int]]:
        """Return of each snapshot that is there what it is, its manifest, and its size in bytes."""
        found = []
        for graphs, what in ((False, "facts"), (True, "facts with a graph per file")):
            if known := self._known(graphs=graphs):
                files = self._folder(known.key, graphs=graphs).rglob("*")
                found.append((what, known, sum(path.stat().st_size for path in files if path.is_file())))
        return found

    def _make(self, known: Manifest | None, wanted: Manifest, folder: Path, *, graphs: bool) -> Manifest:
        """Make a snapshot beside its place, of the known one where that is sound, and move it there."""
        with tempfile.TemporaryDirectory(prefix=f"{_BUILDING}{os.getpid()}-", dir=self.home) as name:
            beside = Path(name) / "snapshot"
            beside.mkdir()
            made = self._changed(known, wanted, beside, graphs=graphs)
            if made is None:
                shutil.rmtree(beside, ignore_errors=True)
                beside.mkdir()
                made = self._built(wanted, beside, graphs=graphs)
            with suppress(OSError):  # another process was faster: its snapshot is the same
                beside.rename(folder)
        return made

    def _changed(
        self, known: Manifest | None, wanted: Manifest, beside: Path, *, graphs: bool
    ) -> Manifest | None:
        if known is None:
            return None
        old = self._folder(known.key, graphs=graphs)
        try:
            return self._builder.change(known, old, wanted, beside, graphs=graphs)
        except OSError:
            return None  # the old one is damaged; a full disk shows again

    def _built(self, wanted: Manifest, beside: Path, *, graphs: bool) -> Manifest:
        if not graphs:
            return self._builder.build(wanted, beside)
        facts, manifest = self.ready()
        self._builder.add_graphs(facts, wanted, beside)
        return wanted._replace(triples=manifest.triples, disjoint=manifest.disjoint)

    def _known(self, *, graphs: bool) -> Manifest | None:
        """Return the manifest of the last snapshot; None where there is none, or it is damaged."""
        try:
            known = Manifest.from_json(self._manifest(graphs=graphs).read_bytes())
        except (OSError, ValueError):
            return None
        return known if (self._folder(known.key, graphs=graphs) / STORE / "CURRENT").is_file() else None

    def _keep(self, manifest: Manifest, *, graphs: bool) -> None:
        replace(self._manifest(graphs=graphs), manifest.to_json())

    def _manifest(self, *, graphs: bool) -> Path:
        return self.home / f"{_kind(graphs=graphs)}.json"

    def _folder(self, key: str, *, graphs: bool) -> Path:
        return self.home / f"{_kind(graphs=graphs)}-{key}"

    def _sweep(self) -> None:
        """Remove what no snapshot needs: old folders, what killed processes left, copies of old files."""
        folders = [path for path in self.home.iterdir() if path.is_dir() and path.name != "files"]
        known = [found for graphs in (False, True) if (found := self._known(graphs=graphs))]
        current = {f"{_kind(graphs=graphs)}-{found.key}" for graphs in (False, True) for found in known}
        old = [path for path in folders if path.name not in current and not path.name.startswith(_BUILDING)]
        old.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        left = [path for path in folders if path.name.startswith(_BUILDING) and not _is_alive(path.name)]
        for path in (*old[_KEPT - len(known) :], *left):
            shutil.rmtree(path, ignore_errors=True)
        needed = {entry.digest for manifest in known for entry in manifest.files.values()}
        for path in (self.home / "files").iterdir():
            if path.name not in needed:
                path.unlink(missing_ok=True)


def _kind(*, graphs: bool) -> str:
    return "graphs" if graphs else "facts"


def _is_alive(building: str) -> bool:
    """Return whether the process that made a folder still runs."""
    number = building.removeprefix(_BUILDING).partition("-")[0]
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except OSError:
        return True
    return True
