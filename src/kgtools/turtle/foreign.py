"""What is no Turtle at all: other languages, and tokens that never end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kgtools.turtle.syntax import BAD_IRI, SYNTAX, TurtleSyntaxError, quoted
from kgtools.turtle.tokens import SKIP

if TYPE_CHECKING:
    from kgtools.turtle.syntax import Text

_CONFLICT: Final = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?![<=>|])")
_LOGIC: Final = "that is N3, not Turtle"
_STAR: Final = "this reads RDF 1.1"
_FOREIGN: Final = tuple(
    (re.compile(pattern), message, help_text)
    for pattern, message, help_text in (
        (r"<<\(", "triple terms `<<( )>>` are RDF 1.2", _STAR),
        (r"<<", "reified triples `<< >>` are RDF 1.2", _STAR),
        (r"\)?>>", "triple terms and reified triples are RDF 1.2", _STAR),
        (r"\{\||\|\}", "annotations `{| |}` are RDF 1.2", _STAR),
        (r"~", "reifiers `~` are RDF 1.2", _STAR),
        (r"--[A-Za-z]", "base directions such as `@ar--rtl` are RDF 1.2", _STAR),
        (r"@version\b|(?i:version)\s+[\"']", "version directives are RDF 1.2", _STAR),
        (r"=>|=|!|\^(?!\^)|\?|\$", "rules, paths, variables and `=` are no Turtle", _LOGIC),
        (r"@(?:forAll|forSome|keywords|is|of|has|a)\b", "keywords with `@` are no Turtle", _LOGIC),
    )
)


def foreign_feature(text: str, at: int) -> tuple[str, str] | None:
    """Return message and advice where another language than RDF 1.1 begins at an offset, else None.

    Example:
        >>> foreign_feature("<< :a :b :c >> :d :e .", 0)
        ('reified triples `<< >>` are RDF 1.2', 'this reads RDF 1.1')
    """
    if _CONFLICT.match(text, at) and (at == 0 or text[at - 1] in "\r\n"):
        return "a merge conflict was left in the file", "resolve it and delete the marker lines"
    for pattern, message, help_text in _FOREIGN:
        if pattern.match(text, at):
            return message, help_text
    return None


@dataclass(frozen=True, slots=True)
class _Begun:
    """How a kind of token goes on once its first characters were seen, and what it is called."""

    body: re.Pattern[str]
    name: str
    closing: str


_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ECHAR: Final = rf"""\\[tbnrf"'\\]|{_UCHAR}"""
_BEGUN: Final = (
    ("<", _Begun(re.compile(rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_UCHAR})*+'), "IRI", "`>`")),
    (
        '"""',
        _Begun(re.compile(rf'"""(?:[^"\\]|""?+(?!")|{_ECHAR})*+'), "long string", '`"""`'),
    ),
    (
        "'''",
        _Begun(re.compile(rf"'''(?:[^'\\]|''?+(?!')|{_ECHAR})*+"), "long string", "`'''`"),
    ),
    ('"', _Begun(re.compile(rf'"(?:[^"\\\r\n]|{_ECHAR})*+'), "string", '`"`')),
    ("'", _Begun(re.compile(rf"'(?:[^'\\\r\n]|{_ECHAR})*+"), "string", "`'`")),
)


def no_token(text: Text, before: int) -> TurtleSyntaxError:
    """Return the error for a place where no token of Turtle begins.

    Args:
        text: The text.
        before: Where the last token ended.
    """
    content = text.content
    skipped = SKIP.match(content, before)
    at = skipped.end() if skipped else before
    feature = foreign_feature(content, at)
    if feature is not None:
        return TurtleSyntaxError(text, SYNTAX, feature[0], (at, at + 1), help_text=feature[1])
    for opening, begun in _BEGUN:
        if content.startswith(opening, at):
            return _broken(text, at, begun)
    character = content[at]
    shown = quoted(character) if character.isprintable() else f"U+{ord(character):04X}"
    help_text: str | None = None
    if character in "!$&'*+/?%\\":
        help_text = "in a local name it stands behind a backslash"
    elif character in "\u201c\u201d\u2018\u2019":
        help_text = "strings stand between straight quotation marks"
    elif character == "@":
        help_text = "a language tag is letters, then groups of letters and digits after `-`"
    elif character == "_":
        help_text = "a blank node label begins with `_:` and a letter, a digit or `_`"
    return TurtleSyntaxError(text, SYNTAX, f"no token begins with {shown}", (at, at + 1), help_text=help_text)


def _broken(text: Text, at: int, begun: _Begun) -> TurtleSyntaxError:
    content = text.content
    match = begun.body.match(content, at)
    end = match.end() if match else at
    stop = content[end : end + 1]
    code = BAD_IRI if begun.name == "IRI" else SYNTAX
    if not stop or (stop in "\r\n" and begun.name != "long string"):
        message = f"the {begun.name} that begins here is not closed with {begun.closing}"
        is_short = begun.name == "string" and stop
        help_text = 'a string over several lines stands between `"""`' if is_short else None
        return TurtleSyntaxError(text, code, message, (at, end), help_text=help_text)
    if stop == "\\":
        message = f"`{content[end : end + 2]}` is no escape in a{'n' if code == BAD_IRI else ''} {begun.name}"
        help_text = "write a backslash as `\\\\`" if code == SYNTAX else "use \\u and four digits"
        return TurtleSyntaxError(text, code, message, (end, end + 2), help_text=help_text)
    name = "a space" if stop == " " else quoted(stop) if stop.isprintable() else f"U+{ord(stop):04X}"
    encoded = "".join(f"%{byte:02X}" for byte in stop.encode())
    return TurtleSyntaxError(
        text, code, f"{name} may not stand in an IRI", (end, end + 1), help_text=f"write it as `{encoded}`"
    )
