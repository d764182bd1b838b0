"""What one server holds: the current dataset, the workers, the answers kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

from kgtools import workers
from kgtools.graph import Graph
from kgtools.query.run import Result
from kgtools.web import jobs
from kgtools.web.answers import Answers
from kgtools.web.limits import LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgtools.errors import KgError
    from kgtools.query.run import Answer

P = ParamSpec("P")
R = TypeVar("R")


class Current:
    """A dataset as the files had it at one moment; it never changes.

    Attributes:
        graph: The open project, for what is cheap: labels, facts about one thing, the catalogue.
        hash: Of all its files; equal hash, equal answers.
    """

    def __init__(self, root: Path) -> None:
        self.graph = Graph(root)
        self.hash = self.graph.dataset.hash
        self.graph.dataset.graphs  # noqa: B018 - loaded now, not at the first request


class State:
    """A server's state; pages and routes are given it.

    Args:
        root: The project's folder.
        limits: What it gives at most.

    Attributes:
        current: The dataset that answers now. Take it once per request: it is replaced as a whole
            when a file changes.
        problem: Why the files as they are now cannot be loaded; None where they are what is served.
            Every page shows it.
    """

    def __init__(self, root: Path, limits: Limits = LIMITS) -> None:
        self.root, self.limits = root, limits
        self.current = Current(root)
        self.problem: KgError | None = None
        self.answers = Answers(limits.kept)

    async def run(self, job: Callable[Concatenate[Graph, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what a function of :mod:`kgtools.web.jobs` returns, run where it can be stopped.

        Raises:
            LimitError: It took too long, or too much memory.
            KgError: What the job raises.
        """
        graph = self.current.graph
        return await run_in_threadpool(
            workers.call, lambda: job(graph, *args, **kwargs), timeout=self.limits.seconds
        )

    async def ask(
        self, name: str, arguments: dict[str, object], *, inferred: bool = False, limit: int | None = None
    ) -> Answer:
        """Return the answer of a named query: a table, a truth value or triples.

        Args:
            name: Its name.
            arguments: Parameter values as texts, or lists of them.
            inferred: Ask what follows, too.
            limit: Rows at most; never more than the server's own limit.

        Raises:
            UsageError: An unknown query, parameter or value.
            LimitError: It took too long.
        """
        graph = self.current.graph
        limit = self.limits.rows if limit is None else min(limit, self.limits.rows)
        found = await self.run(jobs.ask, name, arguments, inferred=inferred, limit=limit)
        return _with_labels(found, graph)

    async def query(self, text: str, *, inferred: bool = False, limit: int | None = None) -> Answer:
        """Return the answer of any query; see :meth:`ask`."""
        graph = self.current.graph
        limit = self.limits.rows if limit is None else min(limit, self.limits.rows)
        return _with_labels(await self.run(jobs.query, text, inferred=inferred, limit=limit), graph)


def _with_labels(found: jobs.Plain, graph: Graph) -> Answer:
    if isinstance(found, jobs.Rows):
        spec = graph.queries.get(found.query) if found.query else None
        return Result(found.columns, found.rows, graph.labels, spec, found.cut)
    return found
