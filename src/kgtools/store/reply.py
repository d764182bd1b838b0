"""A complete answer of an endpoint; what is cut, or left out, is an error."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from kgtools.errors import EngineError, LimitError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Reply(NamedTuple):
    """A complete answer: its type, headers in lower case, and bytes."""

    kind: str
    headers: Mapping[str, str]
    data: bytes


def cut(url: str) -> EngineError:
    """Return the error of an answer that ends before its end."""
    return EngineError(
        f"the answer of {url} breaks off in the middle", hint="try again; look at the engine's log"
    )


def plain(data: bytes, headers: Mapping[str, str], url: str) -> bytes:
    """Return the bytes of an answer; some engines compress unasked."""
    if headers.get("content-encoding", "identity") != "gzip":
        return data
    unpacking = zlib.decompressobj(wbits=31)  # gzip
    try:
        plain = unpacking.decompress(data)
    except zlib.error:
        raise cut(url) from None
    if not unpacking.eof:
        raise cut(url)
    return plain


def refuse_part(reply: Reply) -> None:
    """Make sure that an answer with status 200 is whole: Virtuoso says in headers where it is not."""
    if most := reply.headers.get("x-sparql-maxrows"):
        raise LimitError(
            f"the engine left out rows beyond its limit of {most}",
            hint="ask for fewer rows with --limit, or raise ResultSetMaxRows in virtuoso.ini",
        )
    if state := reply.headers.get("x-sql-state"):
        raise LimitError(
            f"the engine stopped early and gave a part of the answer ({state})", hint="ask for less"
        )
