"""Files changed by one writer at a time: all of a change or nothing of it, whatever happens on the way."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from kgtools.change import journal
from kgtools.change.replacing import failed, held, put, stage, unstage
from kgtools.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kgtools.change.replacing import Rewrite

PATIENCE: Final = 10.0
"""Seconds to wait for the lock."""
_PAUSE: Final = 0.02


@contextmanager
def lock(root: Path, *, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a project, ``.kg/lock``; then finish or undo what a dead process left.

    The lock is the kernel's: it ends with the process that holds it, so a file that was left is no lock.

    Args:
        root: The folder of the project.
        patience: Seconds to wait.

    Raises:
        WriteError: Another process holds it, which the message names; or nothing can be written here.
    """
    folder = root / ".kg"
    try:
        folder.mkdir(exist_ok=True)
        _hide(folder)
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise failed(folder / "lock", error) from None
    try:
        _wait(handle, patience)
        _sign(handle)
        journal.recover(root)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def _hide(folder: Path) -> None:
    """Keep what lies in the folder out of git; where that cannot be written, it lies there all the same."""
    hidden = folder / ".gitignore"
    if not hidden.exists():
        with suppress(OSError):
            hidden.write_text("*\n", encoding="utf-8")


def _wait(handle: int, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                holder = os.pread(handle, 300, 0).decode(errors="replace").strip() or "another process"
                raise WriteError(
                    f"the project is locked by {holder}", hint="wait for it to end, and try again"
                ) from None
            time.sleep(_PAUSE)
        else:
            return


def _sign(handle: int) -> None:
    """Write into the lock who holds it; where the disk is full, it is held all the same."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {os.uname().nodename}\n".encode(), 0)


def rewrite(root: Path, changes: Sequence[Rewrite]) -> None:
    """Replace files, all of them or none, durably; the lock must be held.

    All new texts are on the disk before the first file is touched.

    Args:
        root: The folder of the project.
        changes: What to write.

    Raises:
        WriteError: A file is a link or may not be written, holds something else by now, or the disk fails:
            then every file holds what it held, or the message says what does not.
    """
    for change in changes:
        _refuse(root, change)
    try:
        for change in changes:
            stage(change)
        if len(changes) == 1:
            put(changes[0])
        else:
            journal.put_together(root, changes)
    finally:
        for change in changes:
            unstage(change)


def _refuse(root: Path, change: Rewrite) -> None:
    path = change.path
    name = path.relative_to(root).as_posix()
    linked = [part for part in (path, *path.parents) if root in part.parents and part.is_symlink()]
    if linked:
        raise WriteError(
            f"'{name}' is a link or lies behind one, and is not changed", hint="name the file itself"
        )
    if path.exists() and not path.stat().st_mode & 0o222:
        raise WriteError(f"'{name}' is read-only", hint="make it writable")
    if (root / ".git" / "index.lock").exists():
        raise WriteError("git is at work in this folder", hint="try again when it has ended")
    if held(path) != change.old:
        raise WriteError(f"'{name}' was changed by somebody else meanwhile", hint="try again")
