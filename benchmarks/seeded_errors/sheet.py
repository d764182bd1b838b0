"""The files of facts as lines and blocks: one subject per block, one ``predicate object ;`` per line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STATEMENT = re.compile(r" {4}(\S+) (.*) ;")
_PREFIX = re.compile(r"PREFIX (\S*): <(.*)>")


@dataclass(frozen=True, slots=True)
class Statement:
    """A line with a predicate and an object; ``index`` counts lines from 0."""

    index: int
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Block:
    """All lines about one subject: its own line, its statements, and the line of the closing dot."""

    subject: str
    start: int
    end: int
    statements: tuple[Statement, ...]

    def using(self, *predicates: str) -> list[Statement]:
        """Return the statements with one of some predicates."""
        return [found for found in self.statements if found.predicate in predicates]

    @property
    def types(self) -> set[str]:
        """The classes stated."""
        return {found.object for found in self.using("a")}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of facts, by its name in the project."""

    name: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, name: str, text: str) -> Sheet:
        """Return a text in the project's layout, cut into blocks."""
        lines = tuple(text.split("\n"))
        return cls(name, lines, tuple(_blocks(lines)))

    def prefixes(self) -> Iterator[tuple[int, str, str]]:
        """Yield the line index, name and namespace of every prefix declared."""
        for index, line in enumerate(self.lines):
            if found := _PREFIX.fullmatch(line):
                yield index, found[1], found[2]

    def changed(self, first: int, last: int, *new: str) -> str:
        """Return the text with the lines from ``first`` to before ``last`` replaced."""
        return "\n".join((*self.lines[:first], *new, *self.lines[last:]))


def read(root: Path) -> list[Sheet]:
    """Return the project's files of facts, sorted by name."""
    paths = sorted((root / "data").rglob("*.ttl"))
    return [Sheet.of(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in paths]


def _blocks(lines: tuple[str, ...]) -> Iterator[Block]:
    start: int | None = None
    for index, line in enumerate(lines):
        if start is None and re.fullmatch(r"[a-z]+:\S+", line):
            start = index
        elif line == "." and start is not None:
            inside = ((at, _STATEMENT.fullmatch(lines[at])) for at in range(start + 1, index))
            statements = tuple(Statement(at, found[1], found[2]) for at, found in inside if found)
            yield Block(lines[start], start, index, statements)
            start = None
