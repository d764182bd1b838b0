"""A progress bar on stderr for work that takes longer than a second."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.progress import Progress

PATIENCE = 1.0


def loading(what: str = "making a snapshot") -> Callable[[int, int], None]:
    """Return a function to call with what is done and what there is in all, such as bytes of a snapshot.

    Nothing is shown before a second has passed, nor where stderr is no terminal.
    """
    if not sys.stderr.isatty():
        return lambda _done, _all: None
    import time

    started = time.monotonic()
    bars: list[Progress] = []

    def progress(done: int, total: int) -> None:
        if not bars and time.monotonic() - started > PATIENCE:
            from rich.console import Console
            from rich.progress import Progress

            bars.append(Progress(console=Console(stderr=True), transient=True))
            bars[0].add_task(what, total=total)
            bars[0].start()
        for bar in bars:
            bar.update(bar.task_ids[0], completed=done)
            if done >= total:
                bar.stop()

    return progress


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
