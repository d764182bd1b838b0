"""What a snapshot holds, and of which files: its manifest, and whether that is still true."""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kgtools import gate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kgtools.project import Project

VERSION: Final = 1
"""Raised whenever a snapshot holds something else for the same files."""
_RACY: Final = 2_000_000_000  # ns; a file written so shortly before it was looked at may change unseen


class Entry(NamedTuple):
    """A file of a snapshot: what tells that it is unchanged, and a digest of its bytes."""

    size: int
    modified: int
    changed: int
    inode: int
    digest: str


class Manifest(NamedTuple):
    """What a snapshot holds.

    Attributes:
        key: A digest over everything that it depends on.
        files: The files by name.
        looked: When they were looked at, ns.
        triples: How many distinct triples they state.
        disjoint: Whether no two of them state the same triple.
    """

    key: str
    files: Mapping[str, Entry]
    looked: int
    triples: int = 0
    disjoint: bool = True

    def to_json(self) -> bytes:
        """Return the manifest as it is kept."""
        return json.dumps(self._asdict()).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Return a manifest that was kept.

        Raises:
            ValueError: It is none.
        """
        try:
            read: dict[str, Any] = json.loads(data)
            files = {name: Entry(*entry) for name, entry in read.pop("files").items()}
            return cls(files=files, **read)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"no manifest: {error}") from None


def look(project: Project, paths: Mapping[str, Path], known: Manifest | None) -> tuple[Manifest, bool]:
    """Return the manifest that a snapshot of some files would have now, and whether any file was read.

    Triples are not counted. A file whose size, times and inode are those that are known is not read
    again, as git does.

    Raises:
        InputError: The gate refuses a file.
    """
    looked = time.time_ns()
    files: dict[str, Entry] = {}
    was_read = False
    for name, path in paths.items():
        about = path.stat()
        facts = (about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
        old = known.files.get(name) if known else None
        if known and old and old[:4] == facts and known.looked - max(facts[1], facts[2]) > _RACY:
            files[name] = old
        else:
            files[name] = Entry(*facts, digest(gate.read(path, name=name)))
            was_read = True
    derived = (VERSION, project.times, project.bounds, project.roles.label, project.roles.alias)
    listed = [repr(derived), *(f"{name} {entry.digest}" for name, entry in sorted(files.items()))]
    return Manifest(digest("\n".join(listed).encode()), files, looked), was_read


def digest(data: bytes) -> str:
    """Return what bytes are known by."""
    return hashlib.sha256(data).hexdigest()[:32]
