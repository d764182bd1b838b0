"""What one server holds: the current dataset, the workers, the answers kept, who listens for changes."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar, cast

from starlette.concurrency import run_in_threadpool

from kgtools.errors import KgError
from kgtools.limits import LIMITS, Limits
from kgtools.query.run import Result
from kgtools.web import jobs
from kgtools.web.answers import Answers
from kgtools.web.current import Current
from kgtools.web.pool import Pool
from kgtools.web.problems import Refusal, document, refuse
from kgtools.web.snapshot import stamps

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
    from pathlib import Path

    from kgtools.diagnostics import Report
    from kgtools.graph import Graph
    from kgtools.query.run import Answer
    from kgtools.receipts import Receipt
    from kgtools.terms import Term
    from kgtools.web.snapshot import Stamp

P = ParamSpec("P")
R = TypeVar("R")

PAGES: Final = 2  # that are made at once
INTERVAL = 1.0  # seconds between two looks at the files


class State:
    """A server's state; pages and routes are given it.

    Args:
        root: The project's folder.
        limits: What it gives at most.
        language: Language of labels, before the project's own order.

    Attributes:
        current: The dataset that answers now. Take it once per request: it is replaced as a whole
            when a file changes.
        problem: Why the files as they are now cannot be loaded, with file, line and column; None where
            they are what is served. Every page shows it.

    Raises:
        KgError: The project cannot be loaded.
    """

    def __init__(
        self,
        root: Path,
        limits: Limits = LIMITS,
        *,
        language: str | None = None,
    ) -> None:
        self.root, self.limits, self._language = root, limits, language
        self._size = limits.workers or max(2, os.cpu_count() or 1)
        self._seen = stamps(root)
        self.current = Current(root, language)
        self.problem: KgError | None = None
        self.answers = Answers(limits.kept)
        self._pool = Pool(self.current.folder, self._size, limits)
        self._long = Pool(self.current.folder, 1, limits, reserved=0, spare=0)
        self._checking = asyncio.Lock()
        self._expected: Current | None = None
        self._making = asyncio.Semaphore(PAGES)
        self._listeners: set[asyncio.Queue[tuple[str, dict[str, Any]]]] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Start workers and the look-out for changes; end them on leaving."""
        self._pool.start()
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            for task in self._tasks:
                task.cancel()
            await self._pool.close()
            await self._long.close()
            self.current.release()

    async def is_ready(self) -> None:
        """Wait until all workers have started."""
        await self._pool.is_ready()

    async def run(self, job: Callable[Concatenate[Graph, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what a function of :mod:`kgtools.web.jobs` returns, done by a worker.

        This is for pages and named queries: free-form queries cannot take their last worker.

        Raises:
            LimitError: It took too long, or too much memory.
            KgError: What the job raises.
        """
        found = self._pool.run(job.__name__, args, kwargs, seconds=self.limits.seconds, is_named=True)
        return cast("R", await found)

    async def run_free(self, job: Callable[Concatenate[Graph, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the same for a free-form query."""
        found = self._pool.run(job.__name__, args, kwargs, seconds=self.limits.seconds, is_named=False)
        return cast("R", await found)

    async def run_long(self, job: Callable[Concatenate[Graph, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return the same for what looks at the whole graph; one at a time, by a worker of its own."""
        self._long.start()
        found = self._long.run(job.__name__, args, kwargs, seconds=self.limits.check_seconds, is_named=True)
        return cast("R", await found)

    async def make(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what a function makes of the open graph, beside the loop; few at once.

        Pages are made in this process, which also hands out the answers of workers: more of them at
        once would hold those up, and no page would come sooner.
        """
        async with self._making:
            return await run_in_threadpool(function, *args, **kwargs)

    async def check(self, data: bytes, ending: str) -> Report:
        """Return the findings about facts, judged together with the project; nothing of them is kept.

        Args:
            data: The text.
            ending: That of a file in its syntax, such as ``.ttl``.

        Raises:
            LimitError: It took too long.
            Refusal: Too many others wait (429).
        """
        try:  # one at a time, so that reports can name one file
            async with asyncio.timeout(self.limits.patience):
                await self._checking.acquire()
        except TimeoutError:
            hint = "come again in a second"
            raise refuse(429, "others are being checked", hint=hint, Retry_After="1") from None
        file = self.current.folder / f"facts{ending}"
        try:
            file.write_bytes(data)
            return await self.run_long(jobs.check, str(file))
        finally:
            file.unlink(missing_ok=True)
            self._checking.release()

    def expect_check(self) -> None:
        """Get ready to judge posted facts, once for each state of the files, and do not wait for it."""
        if self._expected is not self.current:
            self._expected = self.current
            self._begin(self._prepare_check())

    async def _prepare_check(self) -> None:
        with suppress(KgError, Refusal):  # who posts facts is told
            await self.run_long(jobs.prepare_check)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin something that nobody waits for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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
        graph, limit = self.current.graph, self._rows(limit)
        return _with_labels(await self.run(jobs.ask, name, arguments, inferred=inferred, limit=limit), graph)

    async def receipt(
        self, name: str, arguments: dict[str, object], row: int, *, inferred: bool = False
    ) -> Receipt:
        """Return what stands behind one row of a named query's answer, counted from 0.

        Raises:
            UsageError: It has no such row, or no receipt can be built.
        """
        return await self.run(jobs.receipt, name, arguments, row, inferred=inferred)

    async def receipt_of(self, text: str, row: tuple[Term | None, ...]) -> Receipt:
        """Return the same for one row of the answer of any query."""
        return await self.run_free(jobs.receipt_of, text, row, limit=self.limits.rows)

    async def query(self, text: str, *, inferred: bool = False, limit: int | None = None) -> Answer:
        """Return the answer of any query; see :meth:`ask`."""
        graph, limit = self.current.graph, self._rows(limit)
        return _with_labels(await self.run_free(jobs.query, text, inferred=inferred, limit=limit), graph)

    def _rows(self, limit: int | None) -> int:
        return self.limits.rows if limit is None else min(limit, self.limits.rows)

    @property
    def listeners(self) -> int:
        """How many listen for changes now."""
        return len(self._listeners)

    async def events(self) -> AsyncGenerator[tuple[str, dict[str, Any]]]:
        """Yield what is served now, then each change: ``dataset`` with its hash, or ``problem``."""
        queue: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield self._news()
            while True:
                yield await queue.get()
        finally:
            self._listeners.discard(queue)

    def _news(self) -> tuple[str, dict[str, Any]]:
        if self.problem is None:
            return "dataset", {"hash": self.current.hash}
        place = {"file": self.problem.location.file} if self.problem.location else {}
        return "problem", {**document(self.problem, 503), **place}

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(INTERVAL)
            self._pool.tend()
            self._long.tend()
            found = await run_in_threadpool(stamps, self.root)
            if found != self._seen:
                await self.reload(found)

    async def reload(self, found: frozenset[Stamp] | None = None) -> None:
        """Serve the files as they are now; where one is broken, keep what is served and say so."""
        self._seen = found if found is not None else await run_in_threadpool(stamps, self.root)
        try:
            fresh = await run_in_threadpool(Current, self.root, self._language)
        except KgError as error:
            self.problem = error
        else:
            self.problem = None
            await self._replace(fresh)
        for queue in self._listeners:
            queue.put_nowait(self._news())

    async def _replace(self, fresh: Current) -> None:
        if fresh.hash == self.current.hash:
            fresh.release()
            return
        pool = Pool(fresh.folder, self._size, self.limits)
        pool.start()
        await pool.has_one()
        old = self.current, self._pool, self._long
        self.current, self._pool = fresh, pool
        self._long = Pool(fresh.folder, 1, self.limits, reserved=0, spare=0)
        self.answers.clear()
        self._begin(_retire(*old))


async def _retire(current: Current, *pools: Pool) -> None:
    """Let what runs on an old dataset end, then delete it."""
    for pool in pools:
        await pool.retire()
    current.release()


def _with_labels(found: jobs.Plain, graph: Graph) -> Answer:
    if isinstance(found, jobs.Rows):
        spec = graph.queries.get(found.query) if found.query else None
        return Result(found.columns, found.rows, graph.labels, spec, found.cut, graph.project.as_of)
    return found
