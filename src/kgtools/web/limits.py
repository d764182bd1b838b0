"""What the server gives at most (design: safety, "Limits are answers"); every limit hit is an answer."""

from __future__ import annotations

from typing import Final, NamedTuple


class Limits(NamedTuple):
    """Limits of one server.

    Attributes:
        seconds: Time of a query.
        check_seconds: Time of a check or an export, which look at the whole graph.
        rows: Rows, or triples, of an answer.
        receipts: Rows of an answer with receipts.
        bytes: Size of an answer.
        export_bytes: Size of an export.
        memory: Bytes that a worker may take beyond its open store.
        body: Bytes of a request.
        url: Bytes of an address.
        body_seconds: Time for the whole of a request to arrive.
        header_seconds: Time for its head to arrive.
        connections: Requests at once; more of them wait.
        waiting: Queries that wait for a worker; more of them are told to come again.
        patience: Seconds that a query waits for a worker.
        kept: Bytes of answers kept in memory.
    """

    seconds: float = 5.0
    check_seconds: float = 30.0
    rows: int = 10_000
    receipts: int = 200
    bytes: int = 10 * 1024 * 1024
    export_bytes: int = 256 * 1024 * 1024
    memory: int = 1024 * 1024 * 1024
    body: int = 1024 * 1024
    url: int = 8 * 1024
    body_seconds: float = 10.0
    header_seconds: float = 5.0
    connections: int = 256
    waiting: int = 128
    patience: float = 10.0
    kept: int = 64 * 1024 * 1024


LIMITS: Final = Limits()
