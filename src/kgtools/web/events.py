"""``/events``: server-sent events that say when there is something new to see."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing
from typing import TYPE_CHECKING, Final

from starlette.responses import StreamingResponse

from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.pages import View
    from kgtools.web.state import State

_LISTENERS: Final = 64
_SECONDS: Final = 15.0  # between signs of life, so that nobody on the way closes the connection


async def events(_request: Request, state: State, _page: View | None) -> Response:
    """Answer ``/events``: ``dataset`` with a hash, or ``problem`` with the place of a broken file."""
    if state.listeners >= _LISTENERS:
        raise refuse(429, f"{_LISTENERS} listen already", hint="close a page", Retry_After="60")
    return StreamingResponse(
        _lines(state), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _lines(state: State) -> AsyncIterator[str]:
    async with aclosing(state.events()) as news:
        waiting = asyncio.ensure_future(anext(news))
        try:
            while True:
                done, _ = await asyncio.wait([waiting], timeout=_SECONDS)
                if not done:
                    yield ": still here\n\n"
                    continue
                kind, told = waiting.result()
                yield f"event: {kind}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"
                waiting = asyncio.ensure_future(anext(news))
        finally:
            waiting.cancel()
