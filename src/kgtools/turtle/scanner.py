"""The current token of a text, and what to say when it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.turtle.foreign import no_token
from kgtools.turtle.tokens import END, PUNCTUATION, TOKEN, WORD, is_name

if TYPE_CHECKING:
    from kgtools.turtle.position import Extent
    from kgtools.turtle.syntax import Text


class Scanner:
    """Reads a text token by token.

    Args:
        text: The text with its name.
        start: Where to begin.

    Attributes:
        position: Where the current token ends; setting it makes the next token the one there.
        kind: What the current token is: its own text for punctuation, else one of the kinds of
            :mod:`kgtools.turtle.tokens`.
        at: Where the current token stands.
        before: Where the token before it ended.
    """

    __slots__ = ("_content", "at", "before", "kind", "position", "text")

    def __init__(self, text: Text, start: int) -> None:
        self.text = text
        self._content = text.content
        self.position = start
        self.before = start
        self.at: Extent = (start, start)
        self.kind = END

    def advance(self) -> str:
        """Read the next token and return its kind.

        Raises:
            TurtleSyntaxError: No token of Turtle stands there.
        """
        self.before = self.position
        match = TOKEN.match(self._content, self.position)
        if match is None:
            raise no_token(self.text, self.position)
        kind = match.lastgroup or END
        if kind == WORD and not is_name(f"{match[kind][0]}:"):
            raise no_token(self.text, self.position)
        self.at = match.span(kind)
        self.position = match.end()
        self.kind = self._content[self.at[0]] if kind == PUNCTUATION else kind
        return self.kind

    @property
    def written(self) -> str:
        """The current token as it is written."""
        return self._content[self.at[0] : self.at[1]]
