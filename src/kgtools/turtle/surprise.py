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
        guesses = (
            self._foreign,
            self._swallowed_subject,
            self._ended_too_early,
            self._ended_twice,
            self._comma_for_semicolon,
            self._not_closed,
            self._end_missing,
        )
        plain = self._error(SYNTAX, f"expected {self.expected}, found {self._quoted()}", self._advice())
        return next(filter(None, (guess() for guess in guesses)), plain)

    # The guesses: each returns the error for one kind of mistake, or None where it does not look like it.

    def _foreign(self) -> TurtleSyntaxError | None:
        feature = foreign_feature(self.text.content, self.found[0])
        return self._error(SYNTAX, *feature) if feature else None

    def _swallowed_subject(self) -> TurtleSyntaxError | None:
        """Guess that what was read as a predicate is the subject of the next statement.

        It is if it begins its line no deeper than the subject of this statement.
        """
        if self.predicate_at is None or self.bracket is not None:
            return None
        line, column = self._position(self.predicate_at[0])
        own_line, own_column = self._position(self.subject_at[0])
        if line > own_line and column <= own_column and self._begins_line(self.predicate_at[0]):
            return self._missing(self.before_predicate, self.predicate_at)
        return None

    def _ended_too_early(self) -> TurtleSyntaxError | None:
        """Guess that what was read as a subject is a predicate behind a dot that should be ``;``.

        It is if it begins a line, indented, and the last token before it is a dot.
        """
        start, dot = self.subject_at[0], self.before_subject - 1
        is_indented = self._begins_line(start) and self._position(start)[1] > 1
        if not is_indented or self.block is not None or self._at(dot) != ".":
            return None
        subject = quoted(self.text.content[slice(*self.subject_at)])
        message = f"missing `;`: `.` ends the statement, yet {subject} goes on"
        return self._misplaced(
            MISSING_END, message, dot, "write `;` instead of `.`", (self.subject_at, "read as a subject")
        )

    def _ended_twice(self) -> TurtleSyntaxError | None:
        """Guess that a dot too many stands behind a triple if this one stands alone on its line."""
        first = self.before - 1
        if self._shown() != "." or self._at(first) != "." or not self._begins_line(self.found[0]):
            return None
        place, other = (self.found[0], first) if self._begins_line(first) else (first, self.found[0])
        related = ((other, other + 1), "the other `.`")
        return self._misplaced(SYNTAX, "the statement ends twice", place, "keep one `.`", related)

    def _comma_for_semicolon(self) -> TurtleSyntaxError | None:
        """Guess that a comma should be ``;``: no object comes, or a predicate begins the next line."""
        content = self.text.content
        if self._at(self.before - 1) == "," and self._shown() in {".", ";", "]"}:
            message = f"`,` announces another object, and {self._quoted()} follows"
            return self._misplaced(SYNTAX, message, self.before - 1, "write `;` instead of `,`")
        word = _last_word(content, self.before)
        start = self.before - len(word)
        comma = len(content[:start].rstrip()) - 1
        is_line = self._begins_line(start) and self._position(start)[0] == self._position(self.found[0])[0]
        if self._at(comma) != "," or not is_line or not self._begins_something():
            return None
        message = f"missing `;`: behind `,` {quoted(word)} is read as another object"
        related = ((start, self.before), "read as an object")
        return self._misplaced(MISSING_END, message, comma, "write `;` instead of `,`", related)

    def _not_closed(self) -> TurtleSyntaxError | None:
        """Guess that a bracket was forgotten if a dot or the end of the text comes first."""
        opened = self.bracket or (self.block if self._is_at_end() else None)
        if opened is None or not (self._is_at_end() or self._shown() in {".", ";"}):
            return None
        bracket = self.text.content[opened[0]]
        message = f"`{bracket}` is not closed: expected {self.expected}, found {self._quoted()}"
        return self._error(SYNTAX, message, related=(opened, "opened here"))

    def _end_missing(self) -> TurtleSyntaxError | None:
        """Guess that the end of a triple is missing if all of it is there and something new begins."""
        is_complete = self.progress is not Progress.INSIDE
        if (is_complete and self._is_at_end()) or self._begins_something():
            return self._missing(self.before, self.found)
        return None

    # What the guesses look at.

    def _at(self, offset: int) -> str:
        return self.text.content[offset] if offset >= 0 else ""

    def _is_at_end(self) -> bool:
        return self.found[0] == len(self.text.content)

    def _shown(self) -> str:
        return self.text.content[slice(*self.found)]

    def _quoted(self) -> str:
        return quoted(self._shown()) if self._shown() else "the end of the text"

    def _begins_something(self) -> bool:
        """Return whether the token would be right if the triple before it had been ended."""
        shown = self._shown()
        if self.progress is Progress.TRIPLE:
            return shown not in {"", "]", ")", "}", "{", ".", ",", ";", "^^"}
        if self.progress is Progress.SEMICOLON:
            begins_statement = shown[:2] == "_:" or shown.lower() in {"@prefix", "@base", "prefix", "base"}
            return begins_statement or shown in {"[", "("}
        return False

    def _position(self, offset: int) -> tuple[int, int]:
        return Lines(self.text.content).position(offset)

    def _begins_line(self, offset: int) -> bool:
        before = self.text.content[:offset].rstrip(" \t")
        return not before or before[-1] in "\r\n"

    # How they say it.

    def _error(
        self, code: str, message: str, help_text: str | None = None, related: tuple[Extent, str] | None = None
    ) -> TurtleSyntaxError:
        return TurtleSyntaxError(self.text, code, message, self.found, help_text=help_text, related=related)

    def _misplaced(
        self, code: str, message: str, mark: int, advice: str, related: tuple[Extent, str] | None = None
    ) -> TurtleSyntaxError:
        """Return an error shown at a mark of one character."""
        return TurtleSyntaxError(
            self.text, code, message, (mark, mark + 1), help_text=advice, related=related
        )

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
