"""A progress bar on stderr for work that takes longer than a second."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PATIENCE = 1.0


@contextmanager
def stages(names: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """Give a function to call with the name of each stage as it begins.

    Nothing is shown before a second has passed, nor where stderr is no terminal.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(names[0], total=len(names))
    begin = threading.Timer(PATIENCE, bar.start)
    begin.daemon = True
    begin.start()

    def stage(name: str) -> None:
        bar.update(task, description=name, completed=names.index(name))

    try:
        yield stage
    finally:
        begin.cancel()
        bar.stop()
