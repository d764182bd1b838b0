"""Where caches are kept; everything in them can be made again from the files."""

from __future__ import annotations

import os
from pathlib import Path

from kgtools import bundle

_REVISIONS = "revisions"


def folder(root: Path) -> Path:
    """Return the cache folder of a project: ``.kg/cache`` in it.

    The bundled project inside an installation caches in the user's cache directory,
    because a package's folder is not for writing. The files of a revision that stand in a cache share
    that cache, for what is kept there is told by contents.

    Example:
        >>> folder(Path("/somewhere/project")).as_posix()
        '/somewhere/project/.kg/cache'
        >>> folder(revisions(Path("/somewhere/project")) / "4b825dc").as_posix()
        '/somewhere/project/.kg/cache'
    """
    if root.parent.name == _REVISIONS and root.parent.parent.name == "cache":
        return root.parent.parent
    if root == bundle.root() and root.name == "_bundle":
        base = os.environ.get("XDG_CACHE_HOME")
        return (Path(base) if base else Path.home() / ".cache") / "kgtools"
    return root / ".kg" / "cache"


def revisions(root: Path) -> Path:
    """Return the folder that holds a project's files as they were in revisions, one folder each."""
    return folder(root) / _REVISIONS


def make(root: Path) -> Path:
    """Return the cache folder of a project, made where it is missing, and hidden from git.

    Raises:
        OSError: The folder cannot be written.
    """
    cache = folder(root)
    cache.mkdir(parents=True, exist_ok=True)
    hidden = cache / ".gitignore"
    if not hidden.exists():
        hidden.write_text("*\n", encoding="utf-8")
    return cache
