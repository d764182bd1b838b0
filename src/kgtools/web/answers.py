"""Data as HTTP answers: entity tags, answers kept in memory, the mark of a cut answer."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.responses import Response

from kgtools.web.negotiation import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from kgtools.web.state import State

TRUNCATED: Final = "X-Kgtools-Truncated"
AS_OF: Final = "X-Kgtools-As-Of"


class Body(NamedTuple):
    """An answer: its bytes, the ending that names its media type, and what its headers add.

    Attributes:
        data: The bytes.
        ending: A key of :data:`kgtools.web.negotiation.ENDINGS`.
        is_cut: Whether a limit left something out.
        filename: Offered for download under this name; "" where it is shown.
    """

    data: bytes
    ending: str
    is_cut: bool = False
    filename: str = ""

    def response(self, headers: dict[str, str]) -> Response:
        """Return it as a response."""
        found = dict(headers)
        if self.is_cut:
            found[TRUNCATED] = "true"
        if self.filename:
            found["Content-Disposition"] = f'attachment; filename="{self.filename}"'
        return Response(self.data, 200, found, _content_type(self.ending))


class Answers:
    """The latest answers, up to a number of bytes.

    Example:
        >>> kept = Answers(10)
        >>> kept["a"] = Body(b"123456", "csv")
        >>> kept["b"] = Body(b"123456", "csv")
        >>> kept.get("a"), kept.get("b").data
        (None, b'123456')
    """

    def __init__(self, limit: int) -> None:
        self._limit, self._size = limit, 0
        self._bodies: OrderedDict[str, Body] = OrderedDict()

    def get(self, key: str) -> Body | None:
        """Return an answer, or None."""
        if key in self._bodies:
            self._bodies.move_to_end(key)
        return self._bodies.get(key)

    def __setitem__(self, key: str, body: Body) -> None:
        if len(body.data) > self._limit or key in self._bodies:
            return
        self._bodies[key] = body
        self._size += len(body.data)
        while self._size > self._limit:
            self._size -= len(self._bodies.popitem(last=False)[1].data)

    def clear(self) -> None:
        """Forget all of them."""
        self._bodies.clear()
        self._size = 0


async def answer(
    request: Request,
    state: State,
    produce: Callable[[], Awaitable[Body | Response]],
    *,
    posted: bytes = b"",
    besides: str = "",
) -> Response:
    """Return data with an entity tag: nothing where the client has it, an answer kept, or a new one.

    Args:
        request: What was asked for.
        state: The server.
        produce: Makes the answer; a response is passed on as it is, and not kept.
        posted: The body of the request, which is part of what was asked for.
        besides: What else the answer depends on.
    """
    tag = entity_tag(request, f"{state.current.hash}{besides}", posted)
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache"}
    if day := state.current.graph.project.as_of:
        headers[AS_OF] = day.isoformat()
    if tag in [each.strip() for each in request.headers.get("if-none-match", "").split(",")]:
        return Response(None, 304, headers)
    body = state.answers.get(tag)
    if body is None:
        made = await produce()
        if isinstance(made, Response):
            return made
        body = state.answers[tag] = made
    return body.response(headers)


def entity_tag(request: Request, dataset: str, posted: bytes = b"") -> str:
    """Return the entity tag of a request: equal dataset and equal request give an equal answer."""
    parts = (request.method.replace("HEAD", "GET"), request.url.path, request.url.query)
    told = (*parts, request.headers.get("accept", ""), request.headers.get("content-type", ""))
    digest = hashlib.sha256("\0".join((dataset, *told, "")).encode() + posted)
    return f'"{digest.hexdigest()[:32]}"'


def _content_type(ending: str) -> str:
    media = ENDINGS[ending]
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
