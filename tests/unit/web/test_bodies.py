"""Bodies that are too slow, too large or cut off."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from starlette.requests import Request
from tests.loops import in_loop

from kgtools.limits import LIMITS
from kgtools.web import bodies
from kgtools.web.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

SMALL = LIMITS._replace(body=10, body_seconds=0.05)


def _read(parts: Iterable[bytes], *, pause: float = 0.0, ends: str = "http.request") -> bytes:
    waiting = list(parts)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        if not waiting:
            return {"type": ends, "body": b"", "more_body": False}
        return {"type": "http.request", "body": waiting.pop(0), "more_body": True}

    scope = {"type": "http", "method": "POST", "headers": []}
    return in_loop(bodies.read(Request(scope, receive), SMALL))


def test_a_body_in_parts() -> None:
    assert _read([b"abc", b"", b"def"]) == b"abcdef"


@pytest.mark.parametrize(
    ("status", "options"),
    [
        (413, {"parts": [b"x" * 11]}),
        (413, {"parts": [b"x"] * 11}),
        (413, {"parts": [b"x" * 100] * 1000}),
        (408, {"parts": [b"x"] * 9, "pause": 0.02}),
        (400, {"parts": [b"x"], "ends": "http.disconnect"}),
    ],
)
def test_bodies_that_are_refused(status: int, options: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        _read(**options)
    assert refused.value.status == status


def test_text_is_utf_8() -> None:
    assert bodies.text_of("é".encode()) == "é"
    with pytest.raises(Refusal, match="byte 1"):
        bodies.text_of(b"a\xff")
