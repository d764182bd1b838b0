"""The body of a request, within the limits of size and time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from starlette.requests import Request

    from kgtools.web.limits import Limits


def media_type(request: Request) -> str:
    """Return the media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read(request: Request, limits: Limits) -> bytes:
    """Return the body.

    Raises:
        Refusal: It is larger than allowed (413), or came too slowly (408).
    """
    most = limits.body
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared[:20]) > most:
        raise refuse(413, f"larger than {most >> 20} MB", hint="send less at once")
    parts, size = [], 0
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise refuse(413, f"larger than {most >> 20} MB", hint="send less at once")
                parts.append(part)
    except TimeoutError:
        raise refuse(408, f"the body did not arrive within {limits.body_seconds:g} s") from None
    except ClientDisconnect:
        raise refuse(400, "the body ended too early") from None
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
