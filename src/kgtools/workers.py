"""Work that can be left behind: a thread with a deep stack that the caller need not wait for.

pyoxigraph cannot cancel a query, but it releases the interpreter lock, so whoever waits
can stop waiting: at a deadline, or on Ctrl-C (design: safety, section 5).
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from kgtools.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

STACK = 256 * 1024 * 1024  # queries nested 20,000 deep survive on it


def call(
    work: Callable[[], Result], *, timeout: float | None = None, more: str = "--timeout SECONDS"
) -> Result:
    """Return what ``work()`` returns, or raise what it raises.

    Args:
        work: Runs in a daemon thread of its own.
        timeout: Seconds to wait; None waits for ever.
        more: What allows more time, for the hint.

    Raises:
        LimitError: The time is over. The thread runs on until the process ends.

    Example:
        >>> call(lambda: 6 * 7, timeout=5)
        42
    """
    outcome: list[Result] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller, whatever it is
            failure.append(error)

    previous = threading.stack_size(STACK)
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
    finally:
        threading.stack_size(previous)
    thread.join(timeout)
    if failure:
        raise failure[0]
    if thread.is_alive():
        raise LimitError(f"stopped after {timeout:g} s", hint=f"allow more with {more}")
    return outcome[0]
