"""Doing something again whenever a file of a project is saved."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from kgtools import project as projects
from kgtools.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

INTERVAL = 0.1


def watch(root: Path, act: Callable[[], None], complain: Callable[[KgError], None]) -> None:
    """Call ``act`` now and after every change of the files in a project; never return.

    Args:
        root: The project's folder.
        act: What to do. An error of the project, such as a broken ``kg.toml``, ends only this call.
        complain: What to do with such an error.

    Polling works on every file system, and a look at a few hundred files takes milliseconds.
    """
    seen: frozenset[tuple[str, int, int, int]] | None = None
    while True:
        now = frozenset(_stamps(root))
        if now != seen:
            seen = now
            try:
                act()
            except KgError as error:
                complain(error)
        time.sleep(INTERVAL)


def _stamps(root: Path) -> Iterator[tuple[str, int, int, int]]:
    """Yield name, time, size and number of ``kg.toml`` and of every file in the project's folders."""
    folders = (root / "ontology", root / "data", root / "queries")
    names = [os.path.join(at, name) for top in folders for at, _, files in os.walk(top) for name in files]  # noqa: PTH118 - much faster
    for name in (str(root / projects.FILE), *names):
        try:
            stat = os.stat(name)  # noqa: PTH116 - much faster
        except OSError:  # gone since it was listed
            continue
        yield name, stat.st_mtime_ns, stat.st_size, stat.st_ino
