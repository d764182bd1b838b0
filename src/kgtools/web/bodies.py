"""The body of a request, within the limits of size and time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from starlette.requests import ClientDisconnect

from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from starlette.requests import Request

    from kgtools.limits import Limits

_HEARD: Final = 16  # times the limit


def media_type(request: Request) -> str:
    """Return the media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read(request: Request, limits: Limits) -> bytes:
    """Return the body.

    What is too large is read on for a while and thrown away: clients listen only when they have spoken.

    Raises:
        Refusal: It is larger than allowed (413), or came too slowly (408).
    """
    parts, size = [], 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for part in request.stream():
                size += len(part)
                if size <= limits.body:
                    parts.append(part)
                elif size > _HEARD * limits.body:
                    break
    except TimeoutError:
        raise refuse(408, f"the body did not arrive within {limits.body_seconds:g} s") from None
    except ClientDisconnect:
        raise refuse(400, "the body ended too early") from None
    if size > limits.body:
        raise refuse(413, f"larger than {limits.body >> 20} MB", hint="send less at once")
    return b"".join(parts)


def text_of(data: bytes) -> str:
    """Return a body as text.

    Raises:
        Refusal: It is not UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise refuse(400, f"not valid UTF-8 at byte {error.start}") from None
