r"""The tokens of Turtle, TriG, N-Triples and N-Quads, as one expression.

The fragments follow the productions of RDF 1.1 Turtle, section 6.5, name by name. Every repetition is
possessive: a token is taken whole or not at all, and no input makes the matching slow.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import Final

# What these leave out of ASCII is what no name has; beyond ASCII they take everything, since a character
# there that no name has is an error wherever else it stands. ``is_name`` has the exact ranges: compiled
# into every expression, they would make the import of this module ten times as long.
_PN_CHARS_BASE = r"[^\x00-\x40\x5b-\x60\x7b-\x7f]"
_PN_CHARS = r"[^\x00-,./:-@\[-^`{-\x7f]"
_PN_CHARS_OR_COLON = r"[^\x00-,./;-@\[-^`{-\x7f]"
_PN_CHARS_U_OR_DIGIT = r"[^\x00-/:-@\[-^`{-\x7f]"
_PN_CHARS_U_OR_DIGIT_OR_COLON = r"[^\x00-/;-@\[-^`{-\x7f]"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPE = rf"""\\[tbnrf"'\\]|{_UCHAR}"""

# White space and comments, which may stand between any two tokens.
TRIVIA: Final = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
IRIREF: Final = rf'<(?:[^\x00-\x20<>"{{}}|^`\\]++|{_UCHAR})*+>'
PN_PREFIX: Final = rf"{_PN_CHARS_BASE}{_PN_CHARS}*+(?:\.++{_PN_CHARS}++)*+"
PN_LOCAL: Final = (
    rf"(?:(?:{_PN_CHARS_U_OR_DIGIT_OR_COLON}|{_PLX})(?:{_PN_CHARS_OR_COLON}++|{_PLX})*+"
    rf"(?:\.++(?:{_PN_CHARS_OR_COLON}|{_PLX})++)*+)"
)
PNAME: Final = rf"(?>(?:{PN_PREFIX})?+:{PN_LOCAL}?+)"
BLANK_NODE_LABEL: Final = rf"_:{_PN_CHARS_U_OR_DIGIT}{_PN_CHARS}*+(?:\.++{_PN_CHARS}++)*+"
LANGTAG: Final = r"[A-Za-z]++(?:-[A-Za-z0-9]++)*+"

STRING_LITERAL_QUOTE: Final = rf'"(?:[^"\\\r\n]++|{_ESCAPE})*+"'
_STRING_LITERAL_SINGLE_QUOTE = rf"'(?:[^'\\\r\n]++|{_ESCAPE})*+'"
_STRING_LITERAL_LONG_QUOTE = rf'"""(?:[^"\\]++|""?+(?!")|{_ESCAPE})*+"""'
_STRING_LITERAL_LONG_SINGLE_QUOTE = rf"'''(?:[^'\\]++|''?+(?!')|{_ESCAPE})*+'''"
_EXPONENT = r"[eE][+-]?[0-9]++"
_NUMBERS = (
    rf"(?P<double>[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++){_EXPONENT})"
    # An e behind digits begins an exponent, as the loader reads it, and not a name.
    r"|(?P<decimal>[+-]?[0-9]*+\.[0-9]++(?![eE]))"
    r"|(?P<integer>[+-]?[0-9]++(?!\.?[eE]))"
)

# The kinds of token: the names of the groups, which ``Match.lastgroup`` tells.
IRI: Final = "iri"
NAME: Final = "name"
BLANK: Final = "blank"
LONG: Final = "long"
SHORT: Final = "short"
AT: Final = "at"
WORD: Final = "word"
DOUBLE: Final = "double"
DECIMAL: Final = "decimal"
INTEGER: Final = "integer"
TYPED: Final = "typed"
PUNCTUATION: Final = "punctuation"
END: Final = "end"

TOKEN: Final = re.compile(
    TRIVIA
    + rf"(?:(?P<{IRI}>{IRIREF})"
    + rf"|(?P<{NAME}>{PNAME})"
    + rf"|(?P<{BLANK}>{BLANK_NODE_LABEL})"
    + rf"|(?P<{LONG}>{_STRING_LITERAL_LONG_QUOTE}|{_STRING_LITERAL_LONG_SINGLE_QUOTE})"
    # The look-ahead keeps a long string that never ends from being read as an empty short one.
    + rf"|(?P<{SHORT}>(?!\"{{3}}|'{{3}})(?:{STRING_LITERAL_QUOTE}|{_STRING_LITERAL_SINGLE_QUOTE}))"
    + rf"|(?P<{AT}>@{LANGTAG})"
    + rf"|{_NUMBERS}"
    + rf"|(?P<{TYPED}>\^\^)"
    + rf"|(?P<{WORD}>{PN_PREFIX})"
    + rf"|(?P<{PUNCTUATION}>[.;,\[\](){{}}])"
    + rf"|(?P<{END}>\Z))"
)
SKIP: Final = re.compile(TRIVIA)

_BASE_RANGES = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_RANGES = _BASE_RANGES + r"_\-0-9\u00b7\u0300-\u036f\u203f-\u2040"


@cache
def _exact_name() -> re.Pattern[str]:
    prefix = rf"(?:[{_BASE_RANGES}][{_RANGES}.]*+)?+"
    return re.compile(rf"(?:_|{prefix}):(?:(?:[{_BASE_RANGES}_:0-9]|{_PLX})(?:[{_RANGES}:.]|{_PLX})*+)?+")


def is_name(token: str) -> bool:
    """Return whether a prefixed name or a label that TOKEN matched has only characters that names may have.

    Example:
        >>> is_name("ex:한국"), is_name("ex:§")
        (True, False)
    """
    return token.isascii() or _exact_name().fullmatch(token) is not None


_ESCAPED = re.compile(rf"{_UCHAR}|\\.", re.DOTALL)
_SURROGATES = range(0xD800, 0xE000)
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescape(text: str) -> str:
    r"""Return the characters that a text with backslash escapes stands for (Turtle, section 6.4).

    Raises:
        ValueError: An escape names a surrogate or a number beyond Unicode.

    Example:
        >>> unescape(r"caf\u00e9\t\"x\"")
        'café\t"x"'
    """
    return _ESCAPED.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    written = escape[0]
    if written[1] not in "uU":
        return _CHARACTERS.get(written[1], written[1])
    number = int(written.lstrip("\\uU"), base=16)
    if number in _SURROGATES or number > sys.maxunicode:
        raise ValueError(f"`{written}` is no Unicode character")
    return chr(number)


def string_body(token: str) -> str:
    r"""Return what stands between the quotation marks of a string token, escapes untouched.

    Example:
        >>> string_body("'''it's'''")
        "it's"
    """
    return token[3:-3] if token.startswith(('"""', "'''")) else token[1:-1]
