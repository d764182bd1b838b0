"""The tokens of a SPARQL 1.1 text (section 19.8 of the recommendation)."""

from __future__ import annotations

import re
import sys
from typing import NamedTuple

from kgtools.errors import Location, UsageError


class Token(NamedTuple):
    """A piece of text: its kind, the text itself, and its offset in the query."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Return whether it is one of these keywords, given in capitals."""
        return self.kind == "word" and self.text.upper() in words

    def is_mark(self, mark: str) -> bool:
        """Return whether it is this punctuation."""
        return self.kind == "mark" and self.text == mark


_NAME = r"[^\W\d_](?:[\w.-]*[\w-])?"  # PN_PREFIX, near enough: \w is Unicode here
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.!$&'()*+,;=/?#@%-]"
_LOCAL = rf"(?:[\w:]|{_PLX})(?:(?:[\w:.-]|{_PLX})*(?:[\w:-]|{_PLX}))?"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:[\w](?:[\w.-]*[\w-])?)
    | (?P<name>(?:{_NAME})?:(?:{_LOCAL})?)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<mark>\^\^|&&|\|\||[!<>]=|[{{}}()\[\].;,=<>!*/+\-|^?$])
    """,
    re.VERBOSE | re.DOTALL,
)
# A backslash that is itself escaped, as in the string "C:\\u0041", begins no escape.
_ESCAPE = re.compile(r"\\\\|\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def decode_escapes(text: str) -> str:
    r"""Return the text with ``\\uXXXX`` and ``\\UXXXXXXXX`` replaced, as section 19.2 asks.

    It happens before anything is judged, so that no keyword can hide in an escape.

    Raises:
        UsageError: An escape names a surrogate or no character at all.

    Example:
        >>> decode_escapes("SELECT ?\\u0078")
        'SELECT ?x'
    """

    def character(match: re.Match[str]) -> str:
        if not match[1] and not match[2]:
            return match[0]
        number = int(match[1] or match[2], 16)
        if 0xD800 <= number <= 0xDFFF or number > sys.maxunicode:  # noqa: PLR2004 - the surrogates
            raise UsageError(f"'{match[0]}' is no character", location=place(text, match.start()))
        return chr(number)

    return _ESCAPE.sub(character, text) if "\\u" in text.lower() else text


def tokens(text: str, *, name: str = "query") -> list[Token]:
    """Return the tokens of a query without white space and comments, in order.

    Raises:
        UsageError: A character begins no token; says where.

    Example:
        >>> [t.text for t in tokens("ASK { ?s a <urn:c> } # done")]
        ['ASK', '{', '?s', 'a', '<urn:c>', '}']
    """
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise UsageError(
                f"unexpected character {text[position]!r} in the query", location=place(text, position, name)
            )
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match[0], position))
        position = match.end()
    return found


def place(text: str, offset: int, name: str = "query") -> Location:
    """Return line and column of an offset, 1-based, in code points."""
    return Location(name, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
