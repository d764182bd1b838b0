"""Files that are there whole or not at all, and folders that are read whole."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kgtools.errors import InputError, Location

if TYPE_CHECKING:
    from collections.abc import Iterator


def below(folder: Path) -> Iterator[str]:
    """Yield the paths of all files in a folder and those below it, in any order; none where it is not there.

    Raises:
        InputError: A folder cannot be read: what is in it would be passed over in silence.

    Example:
        >>> list(below(Path("/no/such/folder")))
        []
    """

    def refuse(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):
            place = Location(os.fspath(error.filename))
            raise InputError(f"cannot be read: {error.strerror}", location=place) from None

    for at, _, names in os.walk(folder, onerror=refuse):
        yield from (os.path.join(at, name) for name in names)  # noqa: PTH118 - much faster


def replace(path: Path, data: bytes) -> None:
    """Write a file beside its place and rename it, so that nobody ever sees half of it.

    Raises:
        OSError: The folder cannot be written; what was there is untouched.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     replace(Path(folder) / "a.txt", b"whole")
        ...     (Path(folder) / "a.txt").read_text()
        'whole'
    """
    import tempfile  # slow to import, and most commands write nothing

    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
