"""Errors as answers: ``application/problem+json`` (RFC 9457) with code, hint and place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from kgtools.errors import EngineError, InputError, KgError, LimitError, QueryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MEDIA_TYPE: Final = "application/problem+json"

_STATUS: Final[tuple[tuple[type[KgError], int], ...]] = (
    (LimitError, 503),
    (UsageError, 400),
    (InputError, 400),
    (QueryError, 500),
    (EngineError, 500),
    (KgError, 500),
)
_TITLES: Final[Mapping[int, str]] = {
    400: "The request is malformed or forbidden",
    401: "A token is needed",
    403: "Not from another site",
    404: "There is no such thing",
    405: "This server only reads",
    406: "No representation that you accept",
    408: "The request came too slowly",
    413: "The request is too large",
    414: "The address is too long",
    415: "A media type that is not taken here",
    421: "This server has another name",
    429: "Too much at once",
    500: "The answer could not be made",
    503: "A limit was reached",
}


class Refusal(Exception):  # noqa: N818 - a request is refused; that is no fault of the program
    """A request that gets no answer, with the status that says why.

    Args:
        status: The HTTP status.
        error: What was found, what was expected, what to do.
        headers: Further headers of the answer.
    """

    def __init__(self, status: int, error: KgError, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(error))
        self.status, self.error, self.headers = status, error, dict(headers or {})


def refuse(status: int, message: str, *, hint: str | None = None, **headers: str) -> Refusal:
    """Return a refusal; names of headers are written with ``_`` for ``-``.

    Example:
        >>> refuse(405, "only GET", Allow="GET, HEAD").headers
        {'Allow': 'GET, HEAD'}
    """
    kind = LimitError if status in (408, 413, 414, 429, 503) else UsageError
    return Refusal(
        status, kind(message, hint=hint), {name.replace("_", "-"): text for name, text in headers.items()}
    )


def status_of(error: KgError) -> int:
    """Return the HTTP status of an error.

    Example:
        >>> status_of(LimitError("stopped after 5 s"))
        503
    """
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def document(error: KgError, status: int) -> dict[str, Any]:
    """Return what a problem says, as a JSON object; file names and traces are not among it.

    Example:
        >>> document(UsageError("no such query", hint="see /"), 404)["detail"]
        'no such query'
    """
    found: dict[str, Any] = {
        "type": f"urn:kgtools:problem:{error.code}",
        "title": _TITLES.get(status, "The answer could not be made"),
        "status": status,
        "code": error.code,
        "detail": error.message,
    }
    if error.hint:
        found["hint"] = error.hint
    if error.location and error.location.line is not None:
        found["line"] = error.location.line
        if error.location.column is not None:
            found["column"] = error.location.column
    return found


def response(error: KgError, status: int | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as the answer to a request."""
    status = status or status_of(error)
    body = json.dumps(document(error, status), ensure_ascii=False).encode()
    # A browser gets a page at the same address, and what is missing today may be there tomorrow.
    kept = {"Vary": "Accept", "Cache-Control": "no-store"}
    return Response(body, status, {**kept, **(headers or {})}, MEDIA_TYPE)
