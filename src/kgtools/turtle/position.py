"""Offsets into a text, and the lines and columns people read."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TypeAlias

from kgtools.diagnostics import Span

Extent: TypeAlias = tuple[int, int]
"""Where something stands in a text: the offsets (code points) of its first character and after its last."""

_LINE_END = re.compile(r"\r\n?|\n")


class Lines:
    r"""The lines of a text, for translating offsets; built once per text, asked often.

    A line ends with LF, CR LF or a CR alone. Columns count code points.

    Example:
        >>> lines = Lines("a\r\nbc\n")
        >>> lines.position(4)
        (2, 2)
        >>> lines.offset(2, 2)
        4
    """

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        pieces = text.splitlines(keepends=True)
        # splitlines ends lines at more characters than these; where it may have, the expression counts.
        if "\r" not in text and len(pieces) == text.count("\n") + (not text.endswith("\n")):
            self._starts = list(accumulate(map(len, pieces), initial=0))
            if not text.endswith("\n"):
                self._starts.pop()
        else:
            self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a 1-based line and column.

        Raises:
            IndexError: The text has fewer lines.
        """
        return self._starts[line - 1] + column - 1

    def span(self, file: str, extent: Extent) -> Span:
        """Return an extent as the span that findings carry."""
        return Span(file, *self.position(extent[0]), *self.position(extent[1]))
