"""One file replaced durably: it holds the old text or the new one, whatever happens on the way."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path

MARK: Final = ".kg-new"
"""In the names of temporary files, before the number of their process."""


class Rewrite(NamedTuple):
    """What a file holds and what it shall hold; None where it is not there."""

    path: Path
    old: bytes | None
    new: bytes | None


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


def replace(change: Rewrite) -> None:
    """Replace a file.

    Raises:
        WriteError: The disk fails; the message says which text the file holds.
    """
    stage(change)
    put(change)


def stage(change: Rewrite) -> None:
    """Write the new text into a temporary file beside its place, and flush it to the disk.

    Raises:
        WriteError: That failed; the temporary file is gone.
    """
    path, temporary = change.path, _temporary(change.path)
    if change.new is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        with temporary.open("wb") as file:
            file.write(change.new)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
    except OSError as error:
        unstage(change)
        raise failed(path, error) from None


def put(change: Rewrite) -> None:
    """Rename a staged text to its place, or take the file away, and flush the folder.

    Raises:
        WriteError: That failed. Where only the folder was not flushed, the message says that the new text is
            there.
    """
    path = change.path
    try:
        if change.new is None:
            path.unlink(missing_ok=True)
        else:
            _temporary(path).replace(path)
    except OSError as error:
        unstage(change)
        raise failed(path, error) from None
    try:
        _flush(path.parent)
    except OSError as error:
        raise WriteError(
            f"'{path.name}' is written, but the disk does not confirm that it stays: {error.strerror}",
            hint="look at the disk, then add the same facts again: what is there already is left alone",
        ) from None


def unstage(change: Rewrite) -> None:
    """Take away the temporary file of a change, as far as the disk allows."""
    with suppress(OSError):
        _temporary(change.path).unlink(missing_ok=True)


def failed(path: Path, error: OSError) -> WriteError:
    """Return the error that a file cannot be written."""
    return WriteError(f"cannot write '{path}': {error.strerror}", hint="nothing was changed")


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}{MARK}{os.getpid()}")


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
