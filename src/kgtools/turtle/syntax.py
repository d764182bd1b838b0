"""The error for a text that breaks the grammar of Turtle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.diagnostics import Diagnostic, Related, Severity
from kgtools.errors import InputError
from kgtools.turtle.position import Lines

if TYPE_CHECKING:
    from kgtools.turtle.position import Extent

SYNTAX: Final = "KG001"
UNDECLARED_PREFIX: Final = "KG002"
MISSING_END: Final = "KG003"
BAD_IRI: Final = "KG004"
RELATIVE_IRI: Final = "KG005"
NOT_UTF8: Final = "KG006"


class Text(NamedTuple):
    """A whole text and the name of its file."""

    content: str
    file: str


class TurtleSyntaxError(InputError):
    """A text breaks the grammar of its format.

    Args:
        text: The text.
        code: The code of the finding.
        message: What was found and what was expected.
        extent: Where.
        help_text: What to do.
        related: Another place that matters, with the reason.

    Attributes:
        diagnostic: The same as a finding.
        extent: The offsets of the place.
        related_at: The offsets of the other place; None without one.
    """

    def __init__(
        self,
        text: Text,
        code: str,
        message: str,
        extent: Extent,
        *,
        help_text: str | None = None,
        related: tuple[Extent, str] | None = None,
    ) -> None:
        lines = Lines(text.content)
        span = lines.span(text.file, extent)
        super().__init__(message, hint=help_text, location=span.location, code=code)
        self.extent = extent
        self.related_at = related[0] if related else None
        self.diagnostic = Diagnostic(
            code,
            Severity.ERROR,
            message,
            span,
            help=help_text,
            related=(Related(lines.span(text.file, related[0]), related[1]),) if related else (),
        )


def quoted(token: str, limit: int = 40) -> str:
    """Return a token between backticks, shortened to one line of at most ``limit`` characters."""
    line = re.split(r"[\r\n]", token, maxsplit=1)[0]
    return f"`{line}`" if line == token and len(line) <= limit else f"`{line[:limit]}...`"
