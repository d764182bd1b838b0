"""KG305: white space that a formatter would change: line ends, tabs, spaces at the end of lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import File
    from kgtools.turtle.position import Extent

CODE: Final = "KG305"
_ODD: Final = re.compile(r"\r\n?|[ \t]+(?=\r|\n|\Z)|(?m:^)[ ]*\t[ \t]*")


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield one finding for each file whose white space is not canonical, at the first such place.

    Its edits mend the whole file. White space inside literals is left alone.
    """
    for file in context.files:
        edits = list(_edits(file))
        if edits:
            (at, what), *_ = [(at, what) for at, _, what in edits]
            fixes = tuple(fix for at, text, _ in edits for fix in file.fix(at, text))
            message = what if len(edits) == 1 else f"{what}, and {len(edits) - 1} more places like it"
            yield finding(CODE, message, file.span(at), fixes=fixes)


def _edits(file: File) -> Iterator[tuple[Extent, str, str]]:
    """Yield each stretch to replace, what by, and what is wrong with it."""
    text = file.text
    if not any(odd in text for odd in ("\r", "\t", " \n")) and text.endswith("\n"):
        return
    for match in _ODD.finditer(text):
        if file.is_in_literal(match.start()):
            continue
        if match[0][0] == "\r":
            yield match.span(), "\n", "line end with a carriage return"
        elif match.end() == len(text) or text[match.end()] in "\r\n":
            yield match.span(), "", "white space at the end of a line"
        else:
            yield match.span(), match[0].replace("\t", "    "), "tab"
    if text and not text.endswith(("\n", "\r")):
        yield (len(text), len(text)), "\n", "no line end at the end of the file"
