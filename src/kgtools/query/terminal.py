"""Rows of text for a person: a table as wide as the terminal, or row by row where no table fits."""

from __future__ import annotations

import os
import shutil
import sys
from bisect import bisect_right
from typing import TYPE_CHECKING, Final
from unicodedata import combining, east_asian_width

from kgtools.query.grid import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GAP: Final = "  "
_READABLE: Final = 16  # places that a column keeps when its text is wrapped
_WORD: Final = 24  # a longer word may be broken


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, note: str = "") -> str:
    r"""Return rows as wide as the terminal, coloured only where colour is wanted (NO_COLOR).

    Wide columns are wrapped between words. Where that would leave columns too narrow to read, each row
    stands for itself, a line for each cell that is not empty. A pipe has no width; COLUMNS sets one.

    Example:
        >>> table(("book", "year"), [("On the Origin of Species", "1859")], note="1 row")
        'book                      year\nOn the Origin of Species  1859\n1 row\n'
    """
    cells = [[printable(cell) for cell in row] for row in rows]
    room = _room()
    widths = _widths(columns, cells, room)
    lines = _one_by_one(columns, cells, room) if widths is None else _side_by_side(columns, cells, widths)
    last = [_styled(note, 2)] if note else []
    return "".join(f"{line.rstrip()}\n" for line in (*lines, *last))


def _room() -> int:
    if not (sys.stdout and sys.stdout.isatty()) and "COLUMNS" not in os.environ:
        return sys.maxsize
    return shutil.get_terminal_size().columns


def _styled(text: str, style: int) -> str:
    is_plain = not (sys.stdout and sys.stdout.isatty()) or os.environ.get("NO_COLOR")
    return text if is_plain or os.environ.get("TERM") == "dumb" else f"\x1b[{style}m{text}\x1b[0m"


def _width(text: str) -> int:
    """Return the places that a line takes: two for a wide letter, none for a mark on the one before."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Return how wide each column is, or None where they do not fit beside each other."""
    texts = [[name, *column] for name, *column in zip(columns, *rows, strict=True)]
    whole = [max(_width(line) for text in column for line in text.split("\n")) for column in texts]
    room -= len(_GAP) * (len(columns) - 1)
    if sum(whole) <= room:
        return whole
    words = [max(_width(word) for text in column for word in text.split() or [""]) for column in texts]
    least = _least(whole, words, max(words))
    if sum(least) > room:
        least = _least(whole, words, _WORD)
    if sum(least) > room:
        return None

    def capped(cap: int) -> list[int]:
        return [max(low, min(all_, cap)) for low, all_ in zip(least, whole, strict=True)]

    return capped(bisect_right(range(max(whole)), room, key=lambda cap: sum(capped(cap))) - 1)


def _least(whole: Sequence[int], words: Sequence[int], longest: int) -> list[int]:
    """Return the least widths of columns in which only longer words are broken."""
    return [min(all_, max(min(word, longest), _READABLE)) for all_, word in zip(whole, words, strict=True)]


def _side_by_side(
    columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]
) -> Iterator[str]:
    yield _styled(_GAP.join(map(_padded, columns, widths)), 1)
    for row in rows:
        wrapped = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
        for number in range(max(map(len, wrapped), default=1)):
            parts = (lines[number] if number < len(lines) else "" for lines in wrapped)
            yield _GAP.join(map(_padded, parts, widths))


def _one_by_one(columns: Sequence[str], rows: Iterable[Sequence[str]], room: int) -> Iterator[str]:
    beside = max(map(_width, columns))
    width = max(room - beside - len(_GAP), _READABLE)
    for row in rows:
        for name, cell in zip(columns, row, strict=True):
            for number, line in enumerate(_wrapped(cell, width) if cell else ()):
                label = " " * beside if number else _styled(_padded(name, beside), 1)
                yield f"{label}{_GAP}{line}"
        yield ""


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of at most a width, broken between words where that can be."""
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" ") if _width(paragraph) > width else (paragraph,):
            joined = f"{line} {word}" if line else word
            if _width(joined) <= width:
                line = joined
                continue
            *full, last = _broken(word, width)
            lines += [line, *full] if line else full
            line = last
        lines.append(line)
    return lines


def _broken(word: str, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and _width(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
