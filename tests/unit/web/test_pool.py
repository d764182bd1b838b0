"""Workers: who gets one, and what becomes of jobs that take long, fail or crash."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from tests.loops import in_loop

from kgtools.errors import LimitError, UsageError
from kgtools.limits import LIMITS
from kgtools.web.pool import Pool
from kgtools.web.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
QUICK = {"inferred": False, "limit": 10}


def _with_pool(
    folder: Path, work: Callable[[Pool], Awaitable[None]], *, size: int = 1, **limits: Any
) -> None:
    async def run() -> None:
        pool = Pool(folder, size, LIMITS._replace(**limits))
        pool.start()
        try:
            await work(pool)
        finally:
            await pool.close()

    in_loop(run())


def _ask(pool: Pool, text: str, *, named: bool = False, seconds: float = 5.0) -> Awaitable[Any]:
    return pool.run("query", (text,), QUICK, seconds=seconds, is_named=named)


def test_jobs_give_values_and_errors_with_their_place(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        assert await _ask(pool, "ASK { ?s a ex:Person }") is True
        with pytest.raises(UsageError) as refused:
            await _ask(pool, "ASK {\n no:x ?p ?o }")
        assert refused.value.location
        assert refused.value.location.line == 2
        assert refused.value.hint

    _with_pool(folder, work)


def test_a_job_over_its_time_is_killed_and_the_next_one_served(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await pool.is_ready()
        begun = time.monotonic()
        with pytest.raises(LimitError, match=r"stopped after 0\.5 s"):
            await _ask(pool, PRODUCT, seconds=0.5)
        assert time.monotonic() - begun < 1.5
        assert await _ask(pool, "ASK {}") is True

    _with_pool(folder, work)


def test_free_form_queries_leave_a_worker_to_named_ones(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await pool.is_ready()
        runaways = [asyncio.create_task(_ask(pool, PRODUCT, seconds=3.0)) for _ in range(4)]  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        assert await _ask(pool, "ASK {}", named=True) is True
        assert time.monotonic() - begun < 1.0
        for runaway in runaways:
            runaway.cancel()
        await asyncio.gather(*runaways, return_exceptions=True)

    _with_pool(folder, work)


def test_a_long_job_gives_up_its_place(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await pool.is_ready()
        runaway = asyncio.create_task(_ask(pool, PRODUCT, seconds=4.0))  # type: ignore[arg-type]
        await asyncio.sleep(0.5)  # longer than a quick job may take
        begun = time.monotonic()
        assert await _ask(pool, "ASK {}") is True  # although only one free-form query runs at once
        assert time.monotonic() - begun < 1.5
        runaway.cancel()
        await asyncio.gather(runaway, return_exceptions=True)

    _with_pool(folder, work)


def test_workers_can_be_killed_with_what_they_started_and_share_the_processor_with_us(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await pool.has_one()
        worker = pool._idle[0]._child.pid
        assert os.getpgid(worker) == worker
        assert os.getsid(worker) == os.getsid(0)  # else its niceness would count for nothing

    _with_pool(folder, work)


def test_too_many_that_wait_are_told_to_come_again(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await pool.is_ready()
        tasks = [asyncio.create_task(_ask(pool, f"{PRODUCT} # {n}", seconds=1.0)) for n in range(8)]  # type: ignore[arg-type]
        found = await asyncio.gather(*tasks, return_exceptions=True)
        kinds = {type(each) for each in found}
        assert kinds <= {LimitError, Refusal}
        assert any(isinstance(each, Refusal) and each.status == 429 for each in found)

    _with_pool(folder, work, waiting=2, patience=0.3)


def test_a_crash_is_a_typed_error(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await pool.is_ready()
        for process in pool._idle:
            process._child.kill()
        with suppress(LimitError):  # it may meet one that is just dying
            assert await _ask(pool, "ASK {}") is True
        await asyncio.sleep(0.2)
        pool.tend()
        assert await _ask(pool, "ASK {}") is True

    _with_pool(folder, work)


def test_a_retired_pool_ends_its_jobs_first(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        await pool.is_ready()
        answer = asyncio.create_task(_ask(pool, "SELECT * { ?s ?p ?o }"))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        await pool.retire()
        assert (await answer).rows

    _with_pool(folder, work)
