from __future__ import annotations

import threading
import time

import pytest

from kgtools import workers
from kgtools.errors import LimitError


def test_the_value_comes_back() -> None:
    assert workers.call(lambda: 42) == 42


def test_an_error_comes_back() -> None:
    def fail() -> None:
        raise KeyError("inside")

    with pytest.raises(KeyError, match="inside"):
        workers.call(fail)


def test_even_an_exit_comes_back() -> None:
    def leave() -> None:
        raise SystemExit(7)

    with pytest.raises(SystemExit, match="7"):
        workers.call(leave)


def test_the_caller_stops_waiting_at_the_deadline() -> None:
    release = threading.Event()
    start = time.monotonic()
    with pytest.raises(LimitError, match=r"stopped after 0\.1 s") as caught:
        workers.call(release.wait, timeout=0.1)
    release.set()
    assert time.monotonic() - start < 5
    assert caught.value.exit_code == 4
    assert "--timeout" in (caught.value.hint or "")


def test_the_stack_is_deep() -> None:
    def depth(left: int) -> int:
        return 0 if left == 0 else 1 + max([depth(left - 1)])

    assert workers.call(lambda: depth(700)) == 700


def test_the_size_of_other_stacks_stays_as_it_was() -> None:
    before = threading.stack_size()
    workers.call(lambda: None)
    assert threading.stack_size() == before
