"""Files replaced durably: all of a change or nothing of it, whatever happens on the way.

A change of one file is one rename. One of several files is first written into a journal, ``.kg/txn.json``,
with the old and the new texts: who finds a journal of a dead process rolls it forward, or back where a file
holds neither of them.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE: Final = 10.0
"""Seconds to wait for the lock."""
_PAUSE: Final = 0.02
MARK: Final = ".kg-new"
"""In the names of temporary files, before the number of their process."""


class Rewrite(NamedTuple):
    """What a file holds and what it shall hold; None where it is not there."""

    path: Path
    old: bytes | None
    new: bytes | None


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
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise _failed(folder / "lock", error) from None
    try:
        _wait(handle, patience)
        _sign(handle)
        recover(root)
        yield
        os.ftruncate(handle, 0)
    finally:
        os.close(handle)


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
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"process {os.getpid()} on {os.uname().nodename}\n".encode(), 0)
    except OSError:
        pass


def rewrite(root: Path, changes: Sequence[Rewrite]) -> None:
    """Replace files, all of them or none, durably; the lock must be held.

    Args:
        root: The folder of the project.
        changes: What to write.

    Raises:
        WriteError: A file is a link or may not be written, holds something else by now, or the disk fails:
            then every file holds what it held, or, where only the last step failed, the message says so.
    """
    for change in changes:
        _refuse(root, change)
    if len(changes) == 1:
        _replace(changes[0])
        return
    journal = root / ".kg" / "txn.json"
    entries = [
        {"file": c.path.relative_to(root).as_posix(), "old": _text(c.old), "new": _text(c.new)}
        for c in changes
    ]
    _replace(Rewrite(journal, None, json.dumps(entries, ensure_ascii=False).encode()))
    try:
        for change in changes:
            _replace(change)
    except WriteError:
        for change in changes:
            if held(change.path) == change.new != change.old:
                _replace(Rewrite(change.path, change.new, change.old))
        _replace(Rewrite(journal, b"", None))
        raise
    _replace(Rewrite(journal, b"", None))


def unfinished(root: Path) -> tuple[str, ...]:
    """Return the files of a change that a process began and did not live to finish; none as a rule.

    A change whose process still holds the lock is at work, not unfinished. Changes nothing.

    Raises:
        WriteError: The journal is none that a change of ours wrote.
    """
    journal = root / ".kg" / "txn.json"
    if not journal.exists():
        return ()
    try:
        handle = os.open(root / ".kg" / "lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        handle = None  # without a lock nobody is at work
    try:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return tuple(change.path.relative_to(root).as_posix() for change in _journaled(root))
    except (BlockingIOError, FileNotFoundError):  # somebody is at work, or has just ended
        return ()
    finally:
        if handle is not None:
            os.close(handle)


def recover(root: Path) -> None:
    """Finish or undo the change whose journal a dead process left, and sweep its temporary files.

    Raises:
        WriteError: The disk fails, or the journal is none that a change of ours wrote.
    """
    for folder, _, names in os.walk(root / "data"):
        for name in names:
            if name.startswith(".") and MARK in name:
                Path(folder, name).unlink(missing_ok=True)
    for orphan in (root / ".kg").glob(f".*{MARK}*"):
        orphan.unlink(missing_ok=True)
    journal = root / ".kg" / "txn.json"
    if not journal.exists():
        return
    changes = _journaled(root)
    present = [held(change.path) for change in changes]
    forward = all(now in (change.old, change.new) for now, change in zip(present, changes, strict=True))
    for now, change in zip(present, changes, strict=True):
        if forward and now != change.new:
            _replace(change)
        elif not forward and now == change.new:  # a file was changed since: none of it, then
            _replace(Rewrite(change.path, change.new, change.old))
    _replace(Rewrite(journal, b"", None))


def _journaled(root: Path) -> list[Rewrite]:
    """Return the change that the journal tells of.

    The journal may have come with a project from elsewhere: it names files of the project, or nothing is
    believed of it.
    """
    data = (root / ".kg" / "txn.json").read_bytes()
    try:
        entries = json.loads(data)
        return [Rewrite(_inside(root, e["file"]), _bytes(e["old"]), _bytes(e["new"])) for e in entries]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise WriteError(
            "'.kg/txn.json' is no journal of a change of this project's files",
            hint="compare the files with git, then delete it; nothing was changed",
        ) from None


def _inside(root: Path, name: str) -> Path:
    path = root / name
    if not path.resolve().is_relative_to(root.resolve()):
        raise ValueError(name)
    return path


def digest(data: bytes | None) -> str:
    """Return a hash of the bytes of a file."""
    return hashlib.sha256(data).hexdigest() if data is not None else ""


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


def _replace(change: Rewrite) -> None:
    """Write a temporary file beside the place, flush it to the disk, rename it, flush the folder."""
    path = change.path
    temporary = path.with_name(f".{path.name}{MARK}{os.getpid()}")
    try:
        if change.new is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
            with temporary.open("wb") as file:
                file.write(change.new)
                file.flush()
                os.fchmod(file.fileno(), mode)
                os.fsync(file.fileno())
            temporary.replace(path)
    except OSError as error:
        _forget(temporary)
        raise _failed(path, error) from None
    try:
        _flush_folder(path.parent)
    except OSError as error:
        raise WriteError(
            f"'{path.name}' is written, but the disk does not confirm that it stays: {error.strerror}",
            hint="look at the disk, then add the same facts again: what is there already is left alone",
        ) from None


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _forget(temporary: Path) -> None:
    with suppress(OSError):
        temporary.unlink(missing_ok=True)


def _failed(path: Path, error: OSError) -> WriteError:
    return WriteError(f"cannot write '{path}': {error.strerror}", hint="nothing was changed")


def held(path: Path) -> bytes | None:
    """Return the bytes of a file; None where there is none.

    Raises:
        WriteError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise WriteError(f"cannot read '{path}': {error.strerror}", hint="nothing was changed") from None


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
