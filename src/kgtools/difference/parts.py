"""The parts of a difference, and what is told where one cannot be had."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kgtools.diagnostics.text import printable
from kgtools.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Part(StrEnum):
    """What can be told of a difference."""

    FACTS = "facts"
    FINDINGS = "findings"
    CONCLUSIONS = "conclusions"
    ANSWERS = "answers"
    VERSIONS = "versions"


QUICK = (Part.FACTS, Part.CONCLUSIONS, Part.VERSIONS)
"""The parts that need no question to be asked and no check."""


def told(part: Part, write: Callable[[], Iterable[str]]) -> Iterator[str]:
    """Yield the lines of a part; where a side cannot be read or compiled, why the part is missing."""
    try:
        yield from list(write())
    except InputError as error:
        yield f"{part}: not compared, for {printable(str(error))}"
