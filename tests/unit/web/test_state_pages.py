"""Pages are made beside the loop, a few at once."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from kgtools.web.state import PAGES, State

if TYPE_CHECKING:
    from pathlib import Path


def test_few_pages_are_made_at_once(folder: Path) -> None:
    state = State(folder)
    running, most, lock = 0, 0, threading.Lock()

    def make(number: int) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return number

    async def all_of_them() -> list[int]:
        return await asyncio.gather(*(state.make(make, number) for number in range(8)))

    try:
        # In a thread of its own: where a browser is driven, this one has a running loop already.
        with ThreadPoolExecutor(1) as own:
            made = own.submit(lambda: asyncio.run(all_of_them())).result()
        assert made == list(range(8))
    finally:
        state.current.release()
    assert most == PAGES
