"""A change of several files, written down before it begins, so that it can be finished or undone.

The journal, ``.kg/txn.json``, holds the old and the new texts: who finds that of a dead process rolls it
forward, or back where a file holds neither of them.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from kgtools.change.replacing import MARK, Rewrite, held, put, replace
from kgtools.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def put_together(root: Path, changes: Sequence[Rewrite]) -> None:
    """Put several staged texts in their places, all of them or none.

    Args:
        root: The folder of the project.
        changes: What was staged.

    Raises:
        WriteError: The disk fails. Every file holds what it held; or the message says that the change is half
            made, and the journal stays.
    """
    replace(Rewrite(_journal(root), None, _written(root, changes)))
    try:
        for change in changes:
            put(change)
    except WriteError as error:
        _undo(root, changes)
        raise WriteError(
            f"{error.message}; what was replaced before is put back", hint="nothing was changed"
        ) from None
    _end(root)


def _undo(root: Path, changes: Sequence[Rewrite]) -> None:
    try:
        for change in changes:
            if held(change.path) == change.new != change.old:
                replace(Rewrite(change.path, change.new, change.old))
        _end(root)
    except WriteError as error:
        raise WriteError(
            f"a change of {len(changes)} files is half made: {error.message}",
            hint="when the disk is well again, `kg doctor --recover` finishes or undoes it",
        ) from None


def unfinished(root: Path) -> tuple[str, ...]:
    """Return the files of a change that a process began and did not live to finish; none as a rule.

    A change whose process still holds the lock is at work, not unfinished. Changes nothing.

    Raises:
        WriteError: The journal is none that a change of ours wrote.
    """
    if not _journal(root).exists():
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

    The lock must be held.

    Raises:
        WriteError: The disk fails, or the journal is none that a change of ours wrote.
    """
    for orphan in (*(root / "data").rglob(f".*{MARK}*"), *(root / ".kg").glob(f".*{MARK}*")):
        with suppress(OSError):  # it is in nobody's way
            orphan.unlink(missing_ok=True)
    if not _journal(root).exists():
        return
    changes = _journaled(root)
    present = [held(change.path) for change in changes]
    forward = all(now in (change.old, change.new) for now, change in zip(present, changes, strict=True))
    for now, change in zip(present, changes, strict=True):
        if forward and now != change.new:
            replace(change)
        elif not forward and now == change.new:  # a file was changed since: none of it, then
            replace(Rewrite(change.path, change.new, change.old))
    _end(root)


def _journal(root: Path) -> Path:
    return root / ".kg" / "txn.json"


def _end(root: Path) -> None:
    replace(Rewrite(_journal(root), b"", None))


def _written(root: Path, changes: Sequence[Rewrite]) -> bytes:
    entries = [
        {"file": c.path.relative_to(root).as_posix(), "old": _text(c.old), "new": _text(c.new)}
        for c in changes
    ]
    return json.dumps(entries, ensure_ascii=False).encode()


def _journaled(root: Path) -> list[Rewrite]:
    """Return the change that the journal tells of.

    The journal may have come with a project from elsewhere: it names files of the project, or nothing is
    believed of it.
    """
    data = _journal(root).read_bytes()
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


def _text(data: bytes | None) -> str | None:
    return None if data is None else data.decode()


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()
