"""Where caches are kept; everything in them can be made again from the files."""

from __future__ import annotations

import os
from pathlib import Path

from kgtools import bundle


def folder(root: Path) -> Path:
    """Return the cache folder of a project: ``.kg/cache`` in it.

    The bundled project inside an installation caches in the user's cache directory,
    because a package's folder is not for writing.

    Example:
        >>> folder(Path("/somewhere/project")).as_posix()
        '/somewhere/project/.kg/cache'
    """
    if root == bundle.root() and root.name == "_bundle":
        base = os.environ.get("XDG_CACHE_HOME")
        return (Path(base) if base else Path.home() / ".cache") / "kgtools"
    return root / ".kg" / "cache"
