"""The workers of one dataset: who gets one when, and what becomes of those that take long.

Named queries and pages keep a worker free for them, so that free-form queries cannot starve them. A
job that takes long gives up its place: a spare takes over, and the long job goes on behind the others.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from kgtools.errors import EngineError
from kgtools.web.problems import Refusal, refuse
from kgtools.web.process import Process

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.limits import Limits

RESERVED: Final = 1
SPARE: Final = 1
SURPLUS: Final = 2  # workers more than wanted that stay, because another long job may come
SLOW: Final = 2
SLOW_SECONDS: Final = 0.25
LATE_SECONDS: Final = 1.0
_PAUSE: Final = 1.0  # before another try to start a worker


class Pool:
    """Workers that have one frozen project open.

    Args:
        folder: The frozen project.
        size: Free-form queries at once.
        limits: What a job may take.
        reserved: Workers that only named queries may take.
        spare: Workers that wait to take the place of one that is set aside or dies.
    """

    def __init__(
        self, folder: Path, size: int, limits: Limits, *, reserved: int = RESERVED, spare: int = SPARE
    ) -> None:
        self._folder, self._size, self._limits = folder, size, limits
        self._reserved, self._wanted = reserved, size + reserved + spare
        self._slow = SLOW if spare else 0  # long jobs at once that give up their place
        self._idle: list[Process] = []
        self._busy: set[Process] = set()
        self._free_form = 0  # quick jobs of free-form queries that run now
        self._waiting: dict[bool, deque[asyncio.Future[Process]]] = {True: deque(), False: deque()}
        self._growing: asyncio.Task[None] | None = None
        self._is_retired = False
        self._started, self._finished = asyncio.Event(), asyncio.Event()

    def start(self) -> None:
        """Begin to start workers; jobs wait for the first of them."""
        if not self._is_retired and (self._growing is None or self._growing.done()):
            self._growing = asyncio.create_task(self._grow())

    async def has_one(self) -> None:
        """Wait until a worker has started."""
        await self._started.wait()

    async def is_ready(self) -> None:
        """Wait until all workers have started."""
        if self._growing is not None:
            await self._growing

    async def run(
        self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any], *, seconds: float, is_named: bool
    ) -> Any:
        """Return what a job returns.

        Args:
            name: A function of :mod:`kgtools.web.jobs`.
            args: Its arguments after the graph.
            kwargs: The same, by name.
            seconds: Time it may take.
            is_named: Whether it may take the place kept for named queries.

        Raises:
            Refusal: Too many wait already (429).
            LimitError: It took more time or memory than allowed.
            KgError: What the job raised.
        """
        process = await self._take(is_named=is_named)
        slow = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._set_aside, process, is_named)
        try:
            return await process.do(name, args, kwargs, seconds)
        finally:
            slow.cancel()
            self._give_back(process, is_named=is_named)

    def tend(self) -> None:
        """Replace idle workers that have died."""
        dead = [process for process in self._idle if not process.is_alive]
        for process in dead:
            self._idle.remove(process)
            process.kill()
        if dead:
            self.start()

    async def retire(self) -> None:
        """Let running jobs end, then end all workers."""
        self._is_retired = True
        await self._stop_growing()
        while self._idle:
            self._idle.pop().kill()
        if self._busy:
            await self._finished.wait()

    async def close(self) -> None:
        """End all workers now."""
        self._is_retired = True
        await self._stop_growing()
        for process in (*self._idle, *self._busy):
            process.kill()
        self._idle.clear()

    async def _stop_growing(self) -> None:
        if self._growing is not None:
            self._growing.cancel()
            with suppress(asyncio.CancelledError):
                await self._growing

    async def _take(self, *, is_named: bool) -> Process:
        process = self._next(is_named=is_named)
        if process is not None:
            return process
        if sum(map(len, self._waiting.values())) >= self._limits.waiting:
            raise _busy("too many queries wait already")
        place: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        self._waiting[is_named].append(place)
        try:
            async with asyncio.timeout(self._limits.patience):
                return await place
        except BaseException as error:
            if place.done() and not place.cancelled():  # it came in the moment when nobody waited any more
                self._give_back(place.result(), is_named=is_named)
            if isinstance(error, TimeoutError):
                raise _busy("no worker came free in time") from None
            raise

    def _next(self, *, is_named: bool) -> Process | None:
        """Return an idle worker if this kind of job may have one now."""
        quick = sum(not process.is_slow for process in self._busy)
        if quick >= self._size + self._reserved or (not is_named and self._free_form >= self._size):
            return None
        while self._idle:
            process = self._idle.pop()
            if process.is_alive:
                self._busy.add(process)
                self._free_form += not is_named
                return process
            process.kill()
            self.start()
        return None

    def _serve_waiting(self) -> None:
        for is_named in (True, False):
            waiting = self._waiting[is_named]
            while waiting:
                if waiting[0].done():
                    waiting.popleft()
                    continue
                process = self._next(is_named=is_named)
                if process is None:
                    break
                waiting.popleft().set_result(process)

    def _set_aside(self, process: Process, is_named: bool) -> None:  # noqa: FBT001 - called by the loop
        """Give the place of a job that takes long to others; later the processor, too."""
        process.yield_processor(after=LATE_SECONDS - SLOW_SECONDS)
        if sum(each.is_slow for each in self._busy) < self._slow:
            process.is_slow = True
            self._free_form -= not is_named
            self._serve_waiting()
            self.start()

    def _give_back(self, process: Process, *, is_named: bool) -> None:
        self._busy.discard(process)
        if not process.is_slow:
            self._free_form -= not is_named
        if self._is_welcome(process):
            self._idle.append(process)
        else:
            process.kill()
        self._serve_waiting()
        self.start()
        if self._is_retired and not self._busy:
            self._finished.set()

    def _is_welcome(self, process: Process) -> bool:
        if self._is_retired and not any(self._waiting.values()):
            return False
        return process.is_alive and self._quick() < self._wanted + SURPLUS and process.recover()

    def _quick(self) -> int:
        return len(self._idle) + sum(not process.is_slow for process in self._busy)

    async def _grow(self) -> None:
        """Start workers one after the other until there are as many as wanted."""
        while self._quick() < self._wanted:
            try:
                process = await Process.start(self._folder, self._limits.memory)
            except (EngineError, OSError):
                await asyncio.sleep(_PAUSE)
                continue
            self._idle.insert(0, process)
            self._started.set()
            self._serve_waiting()


def _busy(message: str) -> Refusal:
    return refuse(429, message, hint="come again in a second", Retry_After="1")
