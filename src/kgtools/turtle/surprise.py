"""A token where it may not stand: what is most likely wrong, and where that shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from kgtools.turtle.foreign import foreign_feature
from kgtools.turtle.position import Lines
from kgtools.turtle.syntax import MISSING_END, SYNTAX, TurtleSyntaxError, quoted

if TYPE_CHECKING:
    from kgtools.turtle.position import Extent
    from kgtools.turtle.syntax import Text

_DATE: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){1,2}")


class Progress(Enum):
    """How far the triple being read had come when a token did not fit."""

    INSIDE = auto()
    TRIPLE = auto()
    SEMICOLON = auto()


@dataclass(frozen=True, slots=True)
class Surprise:
    """A token that may not stand where it stands, and what the reader knew when it met it.

    Attributes:
        text: The text.
        found: The token; empty at the end of the text.
        before: Where the token before it ended.
        expected: What could have stood here, in words.
        progress: How far the triple being read had come.
        subject_at: The first token of the statement.
        before_subject: Where the token before that ended.
        predicate_at: The predicate being read, if one is.
        before_predicate: Where the token before that predicate ended.
        bracket: The innermost ``[`` or ``(`` that is open.
        block: The ``{`` that is open.
    """

    text: Text
    found: Extent
    before: int
    expected: str
    progress: Progress
    subject_at: Extent
    before_subject: int
    predicate_at: Extent | None = None
    before_predicate: int = 0
    bracket: Extent | None = None
    block: Extent | None = None

    def error(self) -> TurtleSyntaxError:
        """Return the error that says it best."""
        feature = foreign_feature(self.text.content, self.found[0])
        if feature is not None:
            return self._error(SYNTAX, *feature)
        if self._swallowed_a_subject():
            return self._missing(self.before_predicate, self.predicate_at or self.found)
        if self._continues_the_statement_before():
            return self._ended_too_early()
        at_end = self.found[0] == len(self.text.content)
        opened = self.bracket or (self.block if at_end else None)
        if opened is not None and (at_end or self._shown() in {".", ";"}):
            bracket = self.text.content[opened[0]]
            message = f"`{bracket}` is not closed: expected {self.expected}, found {self._quoted()}"
            return self._error(SYNTAX, message, related=(opened, "opened here"))
        if (at_end and self.progress is not Progress.INSIDE) or self._begins_something():
            return self._missing(self.before, self.found)
        return self._error(SYNTAX, f"expected {self.expected}, found {self._quoted()}", self._advice())

    def _error(
        self, code: str, message: str, help_text: str | None = None, related: tuple[Extent, str] | None = None
    ) -> TurtleSyntaxError:
        return TurtleSyntaxError(self.text, code, message, self.found, help_text=help_text, related=related)

    def _shown(self) -> str:
        return self.text.content[slice(*self.found)]

    def _quoted(self) -> str:
        return quoted(self._shown()) if self._shown() else "the end of the text"

    def _begins_something(self) -> bool:
        """Return whether the token would be right if the triple before it had been ended."""
        shown = self._shown()
        if self.progress is Progress.TRIPLE:
            return shown not in {"]", ")", "}", "{", ".", ",", ";", "^^"}
        if self.progress is Progress.SEMICOLON:
            begins_statement = shown[:2] == "_:" or shown.lower() in {"@prefix", "@base", "prefix", "base"}
            return begins_statement or shown in {"[", "("}
        return False

    def _swallowed_a_subject(self) -> bool:
        """Return whether what was read as a predicate is the subject of the next statement.

        It is if it begins its line no deeper than the subject of this statement.
        """
        if self.predicate_at is None or self.bracket is not None:
            return False
        line, column = self._position(self.predicate_at[0])
        own_line, own_column = self._position(self.subject_at[0])
        return line > own_line and column <= own_column and self._begins_line(self.predicate_at[0])

    def _continues_the_statement_before(self) -> bool:
        """Return whether what was read as a subject is a predicate after a dot that should be ``;``.

        It is if it begins a line, indented, and the last token before it is a dot.
        """
        start = self.subject_at[0]
        ended = self.text.content[self.before_subject - 1 : self.before_subject] == "."
        return ended and self._position(start)[1] > 1 and self._begins_line(start) and self.block is None

    def _ended_too_early(self) -> TurtleSyntaxError:
        content, dot = self.text.content, self.before_subject - 1
        message = (
            f"missing `;`: `.` ends the statement, yet {quoted(content[slice(*self.subject_at)])} goes on"
        )
        return TurtleSyntaxError(
            self.text,
            MISSING_END,
            message,
            (dot, dot + 1),
            help_text="write `;` instead of `.`",
            related=(self.subject_at, "read as a subject"),
        )

    def _position(self, offset: int) -> tuple[int, int]:
        return Lines(self.text.content).position(offset)

    def _begins_line(self, offset: int) -> bool:
        before = self.text.content[:offset].rstrip(" \t")
        return not before or before[-1] in "\r\n"

    def _missing(self, end: int, following: Extent) -> TurtleSyntaxError:
        """Return the error for a missing end of a triple, shown where the end should be."""
        at_end = following[0] == len(self.text.content)
        deeper = not at_end and self._position(following[0])[1] > self._position(self.subject_at[0])[1]
        mark = "`]` or `;`" if self.bracket else "`;` or `,`" if deeper else "`.`"
        token = self.text.content[slice(*following)]
        reason = f"{quoted(token)} begins something new" if token else "the text ends"
        # The last character of what is complete: a caret needs something to stand under.
        place = (max(end - 1, 0), end)
        return TurtleSyntaxError(
            self.text,
            MISSING_END,
            f"missing {mark} after {quoted(_last_word(self.text.content, end))}: {reason}",
            place,
            help_text=self._date_advice() or f"end the triple with {mark}",
            related=(following, "read up to here") if token else None,
        )

    def _date_advice(self) -> str | None:
        start = self.before - len(_last_word(self.text.content, self.before))
        date = _DATE.match(self.text.content, start)
        return f'write a date as `"{date[0]}"^^xsd:date`' if date and date.end() > self.before else None

    def _advice(self) -> str | None:
        shown = self._shown()
        if shown[:1] == "\ufeff":
            return "the file begins with a byte order mark: save it as UTF-8 without one"
        if shown.lower() in {"true", "false"}:
            return "booleans are written `true` and `false`, and stand only as objects"
        if shown == "{":
            return "graphs in braces are TriG: name the file `.trig`"
        if shown == "." and self.text.content[self.before - 1 : self.before] == ">":
            return "`PREFIX` and `BASE` without `@` take no `.`"
        return None


def _last_word(text: str, end: int) -> str:
    """Return what stands before an offset, back to the last white space."""
    start = max(text.rfind(blank, 0, end) for blank in " \t\r\n") + 1
    return text[start:end]
