"""The two states of a project that are compared: revisions, the files as they are, or two folders."""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kgtools import cache
from kgtools import project as projects
from kgtools.errors import InputError, ProjectError, WriteError
from kgtools.files import replace
from kgtools.git import Repository
from kgtools.graph import Graph
from kgtools.labels import Labels
from kgtools.store.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.dataset import SourceFile

WORKING_TREE: Final = "working tree"
_PARTS: Final = (projects.FILE, "ontology", "data", "queries", "tests/queries")
_KEPT: Final = 8  # revisions whose files stay in the cache, so that what was computed of them is there again


class Side:
    """One state of a project.

    Args:
        name: What people call it: a revision, a folder, ``working tree``.
        root: Where its files are.

    Attributes:
        graph: The project, open.
        refused: Why files cannot be read, by name.
    """

    def __init__(self, name: str, root: Path) -> None:
        self.name = name
        self.graph = Graph(root)
        self.refused: dict[str, InputError] = {}

    @cached_property
    def facts(self) -> dict[str, SourceFile]:
        """The files of ontology and facts by name, but for those that the gate refuses."""
        project = self.graph.project
        return self._read((*project.ontology_files, *project.data_files))

    @cached_property
    def shapes(self) -> dict[str, SourceFile]:
        """The files of shapes by name, but for those that the gate refuses."""
        return self._read(self.graph.project.shape_files)

    @cached_property
    def others(self) -> dict[str, bytes]:
        """The bytes of ``kg.toml``, rules and questions, by name."""
        project = self.graph.project
        paths = (project.root / projects.FILE, *project.rule_files, *sorted(project.queries.rglob("*.rq")))
        return {project.relative(path): path.read_bytes() for path in paths}

    @cached_property
    def labels(self) -> Labels:
        """Names of things, as far as the files can be read."""
        try:
            return Labels(self.graph.project, self.graph.dataset.store)
        except InputError:
            store = MemoryStore(self.graph.project.prefixes)
            for file in self.facts.values():
                with suppress(InputError):
                    store.load(file.quads())
            return Labels(self.graph.project, store)

    def _read(self, paths: Iterable[Path]) -> dict[str, SourceFile]:
        files: dict[str, SourceFile] = {}
        for path in paths:
            try:
                file = self.graph.dataset.read(path)
            except InputError as error:
                self.refused[self.graph.project.relative(path)] = error
            else:
                files[file.name] = file
        return files


def sides(old: str | Path | None, new: str | Path | None, *, within: Path) -> tuple[Side, Side]:
    """Return the two states to compare.

    Args:
        old: A project folder or a git revision, also ``A..B``, and ``A...B`` for what changed in B since
            the two parted; None is ``HEAD``.
        new: The same; None is the project as its files are now.
        within: The project that revisions are of.

    Raises:
        UsageError: No repository, or an unknown revision.
        ProjectError: A revision or folder holds no project.
        EngineError: There is no git.
    """
    if isinstance(old, str) and new is None and ".." in old and not _is_folder(old):
        return _range(old, within)
    return _side("HEAD" if old is None else old, within), _side(new, within)


def _range(text: str, within: Path) -> tuple[Side, Side]:
    first, dots, last = text.partition("..." if "..." in text else "..")
    first, last = first or "HEAD", last or "HEAD"
    new = _side(last, within)
    if dots == "..":
        return _side(first, within), new
    base = Repository(within).common_ancestor(first, last)
    return _side(base, within, name=f"{first} where {last} left it"), new


def _side(what: str | Path | None, within: Path, *, name: str | None = None) -> Side:
    if what is None:
        return Side(WORKING_TREE, within)
    if isinstance(what, Path) or _is_folder(what):
        return Side(str(what), projects.locate(what))
    return Side(name or what, _checked_out(what, within))


def _is_folder(text: str) -> bool:
    return (Path(text) / projects.FILE).is_file()


def _checked_out(revision: str, within: Path) -> Path:
    """Return a folder with the project's files of a revision: in its cache, written anew where they differ.

    Raises:
        UsageError: An unknown revision.
        ProjectError: The revision has no project in this folder.
        WriteError: The cache cannot be written.
    """
    repository = Repository(within)
    commit = repository.commit(revision)
    files = dict(repository.files(commit, _PARTS))
    if projects.FILE not in files:
        raise ProjectError(
            f"revision '{revision}' has no project here: it holds no {projects.FILE}",
            hint="give a later revision",
        )
    home = cache.revisions(within)
    try:
        cache.make(within)
        _write(home / commit, files)
        _forget(home)
    except OSError as error:
        raise WriteError(
            f"cannot write '{home}': {error.strerror}", hint="make the folder writable"
        ) from None
    return home / commit


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder hold these files and, in the parts that a project has, no others."""
    for name, data in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, data)
    for part in _PARTS:
        for path in (folder / part).rglob("*"):
            if path.is_file() and path.relative_to(folder).as_posix() not in files:
                path.unlink()
    folder.touch()


def _forget(home: Path) -> None:
    """Leave out of the cache all revisions but those that were asked for last."""
    newest = sorted(home.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in newest[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
