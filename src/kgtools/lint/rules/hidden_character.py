"""KG007: characters that nobody sees and that change what is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG007"
# Zero-width joiners are letters of some scripts; all others have no place in facts.
_HIDDEN: Final = re.compile(
    "[\u007f-\u009f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    r"|\\u(?:00[0189][0-9A-Fa-f]|007[Ff]|200[BEFbef]|202[A-Ea-e]|206[0-46-9]|[Ff][Ee][Ff][Ff])"
)


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each control, zero-width or direction character, written or escaped."""
    for file in context.files:
        if file.text.isascii() and "\\u" not in file.text:
            continue
        for match in _HIDDEN.finditer(file.text):
            found = match[0]
            number = ord(found) if len(found) == 1 else int(found.lstrip("\\u"), base=16)
            message = f"hidden character U+{number:04X}"
            yield finding(CODE, message, file.span(match.span()), cure="remove it")
