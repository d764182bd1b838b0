"""KG011: a byte order mark, which some readers take for a part of the first word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Fix, Span
from kgtools.lint.finding import finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG011"
_MARK: Final = b"\xef\xbb\xbf"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each file that begins with one. Reading drops it, so writing cures it."""
    for file in context.files:
        if _begins_with_mark(file.path):
            span = Span(file.name, 1, 1, 1, 1)
            cure = "save the file as UTF-8 without one"
            fixes = (Fix(span, ""),) if file.syntax else ()
            yield finding(CODE, "the file begins with a byte order mark", span, cure=cure, fixes=fixes)


def _begins_with_mark(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_MARK)) == _MARK
    except FileNotFoundError:  # a draft of a new file, which is written without one
        return False
