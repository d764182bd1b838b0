"""Where triples stand: the locator beside parsing every file, over a million triples in 480 files.

Run: python benchmarks/locate/run.py
"""

from __future__ import annotations

import hashlib
import json
import platform
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph
from project import write

from kgtools.terms import NamedNode
from kgtools.turtle.locate import Locator, Source
from kgtools.turtle.parse import parse

if TYPE_CHECKING:
    from collections.abc import Callable

GOALS = {1: 0.5, 10: 0.5, 1_000: 5.0}
GOAL_ALL = 25.0
GOAL_CACHED = 1.0


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        entities = write(folder)
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(
            f"{len(entities)} subjects in {len(list(folder.iterdir()))} files, {size / 1e6:.0f} MB;"
            f" Python {platform.python_version()}, pyoxigraph {pyoxigraph.__version__}; CPU seconds"
        )
        print(f"{'task':46} {'subjects':>8} {'triples':>9} {'seconds':>8} {'goal':>6}")
        rivals(folder)
        cache: dict[str, Any] = {}
        for count in (1, 10, 1_000, 20_000, len(entities)):
            wanted = [NamedNode(entities[number * len(entities) // count]) for number in range(count)]
            goal = GOALS.get(count, GOAL_ALL)
            locator = Locator(sources(folder))
            show("located, nothing cached", count, lambda: spans(locator, wanted), goal)  # noqa: B023  # run at once
            cache |= locator.cache
        stored = json.dumps(cache)
        for count in (10, 1_000):
            wanted = [NamedNode(entities[number * len(entities) // count]) for number in range(count)]
            show(
                f"located, {len(stored) / 1e6:.1f} MB of cache read first",
                count,
                lambda: spans(Locator(sources(folder), json.loads(stored)), wanted),  # noqa: B023  # run at once
                GOAL_CACHED,
            )


def rivals(folder: Path) -> None:
    """Print what the same costs without a locator."""
    paths = sorted(folder.iterdir())
    show(
        "every file parsed with places", 0, lambda: sum(len(list(parse(path.read_text()))) for path in paths)
    )
    show(
        "every file loaded by pyoxigraph, no places",
        0,
        lambda: sum(len(list(pyoxigraph.parse(path=path))) for path in paths),
    )


def sources(folder: Path) -> list[Source]:
    """Return the files, each read and hashed."""
    return [
        Source(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), path.read_bytes)
        for path in sorted(folder.iterdir())
    ]


def spans(locator: Locator, wanted: list[NamedNode]) -> int:
    """Return how many triples were located; line and column are computed for one term of each statement."""
    count = 0
    for _, statement in locator.each(wanted):
        statement.span(statement.quads[0].object_at)
        count += len(statement.quads)
    return count


def show(task: str, subjects: int, run: Callable[[], int], goal: float | None = None) -> None:
    """Run a task once and print its line."""
    started = time.process_time()
    triples = run()
    seconds = time.process_time() - started
    print(f"{task:46} {subjects or '':>8} {triples:>9} {seconds:>8.2f} {goal or '':>6}")


if __name__ == "__main__":
    main()
