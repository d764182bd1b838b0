"""What is served now: a project as its files were at one moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.errors import InputError, KgError
from kgtools.graph import Graph
from kgtools.web.snapshot import Snapshot, freeze, share_caches

if TYPE_CHECKING:
    from pathlib import Path


class Current:
    """A dataset as the files had it at one moment; it never changes.

    Attributes:
        graph: The open project, for what is cheap: labels, facts about one thing, the catalogue.
        hash: Of all its files; equal hash, equal answers.
        folder: The frozen copy of the project.
    """

    def __init__(self, root: Path, language: str | None = None) -> None:
        self._snapshot = snapshot = _frozen(root)
        self.folder, self.hash = snapshot.folder, snapshot.digest
        try:
            self.graph = Graph(snapshot.folder, language=language)
            self.graph.dataset.graphs  # noqa: B018 - loaded now, not at the first request
            list(self.graph.queries)
            share_caches(snapshot.folder, root)  # so that the next start finds what this one made
        except BaseException as error:
            snapshot.release()
            if isinstance(error, KgError) and error.location:  # named as in the project, not as in the copy
                own = error.location.file.removeprefix(f"{snapshot.folder}/")
                error.location = error.location._replace(file=own)
            raise

    def release(self) -> None:
        """Delete the frozen copy."""
        self._snapshot.release()


def _frozen(root: Path) -> Snapshot:
    try:
        return freeze(root)
    except OSError as error:
        raise InputError(f"the project cannot be read: {error.strerror}") from None
