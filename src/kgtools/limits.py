"""What a server gives, an addition takes and inference derives at most: ``[limits]`` of ``kg.toml``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

_MB: Final = 1024 * 1024


class Limits(NamedTuple):
    """Limits of one project; every limit hit is an answer.

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
        workers: Free-form queries at once; 0 takes as many as there are processors, at least two.
        facts: Bytes of facts that are added at once.
        inferred: How many facts may follow for each stated one.
        inference_seconds: Time of one run of inference.
    """

    seconds: float = 5.0
    check_seconds: float = 30.0
    rows: int = 10_000
    receipts: int = 200
    bytes: int = 10 * _MB
    export_bytes: int = 256 * _MB
    memory: int = 1024 * _MB
    body: int = _MB
    url: int = 8 * 1024
    body_seconds: float = 10.0
    header_seconds: float = 5.0
    connections: int = 256
    waiting: int = 128
    patience: float = 10.0
    kept: int = 64 * _MB
    workers: int = 0
    facts: int = 2 * _MB
    inferred: int = 20
    inference_seconds: float = 60.0


LIMITS: Final = Limits()


class Setting(NamedTuple):
    """A key of ``[limits]``: the limit it sets, and the numbers it takes.

    Attributes:
        field: The attribute of :class:`Limits`.
        least: The smallest number.
        most: The largest number.
        unit: How much of the attribute one is.
        is_whole: Whether only whole numbers are taken.
    """

    field: str
    least: float
    most: float
    unit: int = 1
    is_whole: bool = False

    def takes(self, value: object) -> bool:
        """Return whether a value of a key is one of its numbers.

        Example:
            >>> SETTINGS["rows"].takes(500), SETTINGS["rows"].takes(0.5), SETTINGS["rows"].takes("many")
            (True, False, False)
        """
        kinds = int if self.is_whole else int | float
        return isinstance(value, kinds) and not isinstance(value, bool) and self.least <= value <= self.most

    def scaled(self, value: float) -> float:
        """Return a value of a key as the attribute has it."""
        return int(value * self.unit) if self.is_whole or self.unit > 1 else float(value)


def _seconds(field: str, least: float = 0.1) -> Setting:
    return Setting(field, least, 3600)


def _megabytes(field: str, least: float, most: float) -> Setting:
    return Setting(field, least, most, _MB)


def _count(field: str, least: int, most: int) -> Setting:
    return Setting(field, least, most, is_whole=True)


SETTINGS: Final[Mapping[str, Setting]] = MappingProxyType(
    {
        "time": _seconds("seconds"),
        "check_time": _seconds("check_seconds"),
        "body_time": _seconds("body_seconds"),
        "head_time": _seconds("header_seconds"),
        "wait_time": _seconds("patience"),
        "rows": _count("rows", 1, 10_000_000),
        "receipts": _count("receipts", 1, 10_000),
        "workers": _count("workers", 1, 64),
        "connections": _count("connections", 1, 65_536),
        "waiting": _count("waiting", 0, 65_536),
        "answer_mb": _megabytes("bytes", 0.001, 4096),
        "export_mb": _megabytes("export_bytes", 0.001, 65_536),
        "memory_mb": _megabytes("memory", 64, 1_048_576),
        "body_mb": _megabytes("body", 0.001, 1024),
        "cache_mb": _megabytes("kept", 0, 65_536),
        "add_mb": _megabytes("facts", 0.001, 256),
        "inferred": _count("inferred", 1, 100_000),
        "inference_time": _seconds("inference_seconds"),
    }
)
"""The keys of ``[limits]``: seconds, numbers, megabytes."""


def replaced(limits: Limits, table: Mapping[str, float]) -> Limits:
    """Return limits with those that a table sets.

    Args:
        limits: The limits before.
        table: Keys of :data:`SETTINGS`, each with a number that it takes.

    Example:
        >>> replaced(LIMITS, {"time": 20, "body_mb": 0.5}).body
        524288
    """
    settings = ((SETTINGS[key], value) for key, value in table.items())
    return limits._replace(**{setting.field: setting.scaled(value) for setting, value in settings})  # type: ignore[arg-type]  # counts are whole
