"""The cells of a CSV text (RFC 4180), each with its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Span
    from kgtools.turtle.position import Lines

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*+)"')
_BARE: Final = re.compile(r"[^,\r\n]*+")
_NEXT: Final = re.compile(r"(,)|\r\n?|\n|\Z")


class Cell(NamedTuple):
    """A cell: what it says, and the extent of that in the text, without quotation marks around it."""

    text: str
    start: int
    end: int


def rows(text: str, lines: Lines, name: str) -> Iterator[list[Cell]]:
    r"""Yield the rows of a text, empty lines left out.

    Args:
        text: The text.
        lines: Its lines.
        name: What messages call it.

    Raises:
        InputError: A quotation mark is not closed, or something follows on the closing one.

    Example:
        >>> from kgtools.turtle.position import Lines
        >>> text = 'id,name\na,"Smith, Ann"\n'
        >>> [[cell.text for cell in row] for row in rows(text, Lines(text), "a.csv")]
        [['id', 'name'], ['a', 'Smith, Ann']]
    """
    row: list[Cell] = []
    position = 0
    while position < len(text):
        cell, position = _cell(text, position, lines, name)
        row.append(cell)
        end = _NEXT.match(text, position)
        if end is None:
            raise _wrong("something follows the closing quotation mark", position, lines, name)
        position = end.end()
        if end[1]:
            if position == len(text):
                row.append(Cell("", position, position))
            else:
                continue
        if any(each.text for each in row):
            yield row
        row = []
    if row:
        yield row


def _cell(text: str, start: int, lines: Lines, name: str) -> tuple[Cell, int]:
    if text[start : start + 1] != '"':
        bare = _BARE.match(text, start)
        end = bare.end() if bare else start
        return Cell(text[start:end], start, end), end
    quoted = _QUOTED.match(text, start)
    if quoted is None:
        raise _wrong("the quotation mark is not closed", start, lines, name)
    return Cell(quoted[1].replace('""', '"'), *quoted.span(1)), quoted.end()


def _wrong(message: str, offset: int, lines: Lines, name: str) -> InputError:
    place = lines.span(name, (offset, offset + 1)).location
    return InputError(message, location=place, hint='write a quotation mark inside quotes twice: ""')


def span(cell: Cell, lines: Lines, name: str) -> Span:
    """Return the place of a cell."""
    return lines.span(name, (cell.start, cell.end))
