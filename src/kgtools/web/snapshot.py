"""A project frozen as its files were at one moment, so that all workers answer from the same bytes.

A copy of the files that a project consists of, in its cache folder. Whatever is
saved or broken afterwards, the server and every worker it starts later still read the same.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools import cache
from kgtools import project as projects
from kgtools.errors import InputError
from kgtools.files import below, replace

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDERS: Final = ("ontology", "data", "queries")
_LOCK: Final = ".in-use"
_HEADERS: Final = "headers.json"
_STORES: Final = "snapshots"


class Stamp(NamedTuple):
    """What tells that a file may have changed."""

    name: str
    time: int
    size: int
    number: int


class Snapshot(NamedTuple):
    """A frozen project.

    Attributes:
        folder: A project folder that nobody changes; no other process uses it. It is called as the project's
            own is, since that is the name of a project that gives none.
        digest: SHA-256 over names and contents.
        lock: Held while it is used; the system gives it back when the process ends, however it ends.
    """

    folder: Path
    digest: str
    lock: int

    def release(self) -> None:
        """Delete it."""
        os.close(self.lock)
        _remove_unused(self.folder.parent)


def stamps(root: Path) -> frozenset[Stamp]:
    """Return the stamps of all files that a snapshot would hold."""
    found: set[Stamp] = set()
    with suppress(InputError):  # whoever reads the folder says so
        for name in _names(root):
            with suppress(OSError):  # gone since it was listed
                stat = os.stat(root / name)  # noqa: PTH116 - much faster
                found.add(Stamp(name, stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return frozenset(found)


def _names(root: Path) -> Iterator[str]:
    yield projects.FILE
    for top in FOLDERS:
        yield from (os.path.relpath(path, root) for path in below(root / top))


def freeze(root: Path) -> Snapshot:
    """Return a snapshot of the project as it is now.

    Raises:
        InputError: A folder cannot be read.
        OSError: A file vanished while it was copied, or there is no room.
    """
    contents = {name: (root / name).read_bytes() for name in sorted(_names(root)) if _is_read(root / name)}
    digest = hashlib.sha256()
    for name, data in contents.items():
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    home = _home(root)
    holder = Path(tempfile.mkdtemp(dir=home, prefix=f"{digest.hexdigest()[:12]}-"))
    lock = _lock(holder)
    folder = holder / (root.resolve().name or "project")
    for name, data in contents.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    share_caches(root, folder)
    for other in home.iterdir():
        if other != holder:
            _remove_unused(other)
    return Snapshot(folder, digest.hexdigest(), lock)


def share_caches(source: Path, target: Path) -> None:
    """Give what one project has in its caches to another of the same files, as far as that is possible.

    Parsed headers, and the large stores on disk: these lie in folders named by their contents and are
    never changed, so that links to their files do. What names them comes last.
    """
    ours, theirs = cache.folder(source), cache.folder(target)
    with suppress(OSError):  # all of it can be made again
        theirs.mkdir(parents=True, exist_ok=True)
        shutil.copy(ours / _HEADERS, theirs / _HEADERS)
    stores, kept = ours / _STORES, theirs / _STORES
    with suppress(OSError):
        for folder in filter(Path.is_dir, stores.iterdir()):
            if not (kept / folder.name).exists():
                shutil.copytree(folder, kept / folder.name, copy_function=os.link)
        for manifest in stores.glob("*.json"):
            replace(kept / manifest.name, manifest.read_bytes())


def _is_read(path: Path) -> bool:
    """Return whether a file belongs to the snapshot; what is no regular file is left out."""
    return path.is_file()


def _home(root: Path) -> Path:
    """Return the folder of snapshots: in the project's cache, else among temporary files."""
    home = cache.folder(root) / "serve"
    try:
        home.mkdir(parents=True, exist_ok=True)
        is_writable = os.access(home, os.W_OK)
    except OSError:
        is_writable = False
    if not is_writable:
        home = Path(tempfile.gettempdir()) / f"kgtools-serve-{os.getuid()}"
        home.mkdir(mode=0o700, exist_ok=True)
    return home


def _lock(folder: Path) -> int:
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def _remove_unused(folder: Path) -> None:
    """Delete a snapshot unless somebody holds its lock."""
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return  # one that is just being made, or gone
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        pass  # in use
    finally:
        os.close(lock)
