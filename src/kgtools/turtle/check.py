"""All syntax errors of a text, not only the first."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from kgtools.turtle.grammar import TurtleReader
from kgtools.turtle.index import skip
from kgtools.turtle.located import Format
from kgtools.turtle.naming import Naming
from kgtools.turtle.parse import check_characters, statements
from kgtools.turtle.syntax import MISSING_END, UNDECLARED_PREFIX, Text, TurtleSyntaxError
from kgtools.turtle.tokens import PN_PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

# What an undeclared prefix is taken to mean, so that the rest can be read.
_UNKNOWN: Final = "urn:undeclared-prefix:"
_DIRECTIVE: Final = re.compile(rf"(?:@?(?i:prefix)\s++(?P<prefix>(?:{PN_PREFIX})?+):|@?(?i:base)\s++<)")
_LINE: Final = re.compile(r"[^\r\n]*+(?:\r\n?|\n|\Z)")
_ENDS_STATEMENT: Final = re.compile(r".*\.[ \t]*+(?:\#.*+)?+$")
_BEGINS_STATEMENT: Final = re.compile(r"[^\s.;,\])#]")


def syntax_errors(
    text: str,
    *,
    syntax: Format = Format.TURTLE,
    base: str | None = None,
    file: str = "<text>",
    limit: int = 50,
    good_lines: int = 0,
) -> list[TurtleSyntaxError]:
    r"""Return the syntax errors of a text, in order; nothing for a good text.

    In Turtle an undeclared prefix is reported once, and behind any other error reading goes on at the
    next line that most likely begins a statement. The other formats are read up to the first error.

    Args:
        text: The whole text.
        syntax: Its format.
        base: The IRI against which relative IRIs are resolved.
        file: The name of the text, for errors.
        limit: How many errors to return at most.
        good_lines: How many lines at the start of a Turtle text are known to be free of errors.

    Example:
        >>> text = "PREFIX ex: <https://example.org/>\nex:a ex:p , 1 .\nex:b exx:p 1 ."
        >>> [str(error.location) for error in syntax_errors(text, file="a.ttl")]
        ['a.ttl:2:11', 'a.ttl:3:6']
    """
    whole = Text(text, file)
    found = (
        _turtle_errors(whole, base, good_lines)
        if syntax is Format.TURTLE
        else _first_error(whole, syntax, base)
    )
    return list(islice(found, limit))


def _first_error(text: Text, syntax: Format, base: str | None) -> Iterator[TurtleSyntaxError]:
    try:
        for _ in statements(text, syntax=syntax, base=base):
            pass
    except TurtleSyntaxError as error:
        yield error


def _turtle_errors(text: Text, base: str | None, good_lines: int) -> Iterator[TurtleSyntaxError]:
    try:
        check_characters(text)
    except TurtleSyntaxError as error:
        yield error
        return
    naming = Naming(text, base)
    start = skip(text, naming, _end_of_line(text.content, good_lines)) if good_lines else 0
    reader: TurtleReader | None = TurtleReader(text, naming, start)
    while reader is not None:
        try:
            for _ in reader.statements():
                pass
        except TurtleSyntaxError as error:
            yield error
            reader = _reader_behind(error, reader, text)
        else:
            reader = None


def _end_of_line(content: str, lines: int) -> int:
    """Return where so many lines end."""
    position = 0
    for _ in range(lines):
        position = content.find("\n", position) + 1
        if not position:
            return len(content)
    return position


def _reader_behind(error: TurtleSyntaxError, reader: TurtleReader, text: Text) -> TurtleReader | None:
    """Return a reader for what follows an error; None where nothing does."""
    content, naming = text.content, reader.naming
    if error.diagnostic.code == UNDECLARED_PREFIX:
        prefix = content[slice(*error.extent)].removesuffix(":")
        naming.declare(prefix, _UNKNOWN, error.extent[1])
        return TurtleReader(text, naming, reader.start)
    if directive := _DIRECTIVE.match(content, reader.start):
        # What it binds is not known, but a second error for each of its uses would help nobody.
        naming.declare(directive["prefix"], _UNKNOWN, error.extent[1])
        line = _LINE.match(content, max(error.extent))
        return TurtleReader(text, naming, line.end() if line else len(content))
    start = error.related_at[0] if error.related_at else error.extent[1]
    if error.diagnostic.code == MISSING_END and content[start - 1 : start] in {"\r", "\n"}:
        return TurtleReader(text, naming, start)
    next_start = _next_statement(content, max(error.extent[1], error.extent[0] + 1))
    return None if next_start is None else TurtleReader(text, naming, next_start)


def _next_statement(content: str, position: int) -> int | None:
    """Return the start of the next line that is not indented and follows a line that ends with a dot."""
    has_ended = False
    while position < len(content):
        match = _LINE.match(content, position)
        line = match[0].strip("\r\n") if match else ""
        if has_ended and content[position - 1] in "\r\n" and _BEGINS_STATEMENT.match(line):
            return position
        if line.strip() and not line.lstrip().startswith("#"):
            has_ended = _ENDS_STATEMENT.match(line) is not None
        position = match.end() if match else len(content)
    return None
