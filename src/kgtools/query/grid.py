"""Rows of text as text: separated values or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def separated(columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    r"""Return CSV (RFC 4180, but with LF) or TSV.

    Example:
        >>> separated(("a", "b"), [("1", "x,y")])
        'a,b\n1,"x,y"\n'
    """
    return "".join(f"{_line(row, delimiter)}\n" for row in (columns, *rows))


def _line(cells: Sequence[str], delimiter: str) -> str:
    """Return one record; the csv module would leave a lone CR unquoted, which ends a record for readers."""
    special = {delimiter, '"', "\r", "\n"}
    shown = [cell if special.isdisjoint(cell) else '"' + cell.replace('"', '""') + '"' for cell in cells]
    return delimiter.join(shown) or '""'  # a record of one empty cell is no empty line


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a Markdown table.

    Example:
        >>> markdown(("a",), [("x|y",)])
        '| a |\n|---|\n| x\\|y |\n'
    """

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"

    return line(columns) + "|" + "---|" * len(columns) + "\n" + "".join(map(line, rows))


def printable(text: str) -> str:
    r"""Return text whose control characters cannot steer a terminal.

    Example:
        >>> printable("a\x1b[31m")
        'a\\u001b[31m'
    """
    return "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in text)
