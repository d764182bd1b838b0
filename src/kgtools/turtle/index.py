"""Where the statements about each subject of a text begin, found without parsing them.

One expression cuts Turtle into statements. It knows strings, IRIs and comments, and passes over a dot inside
a name or a number only where no reading of the text could make it an end. Where it does not match, the text
goes to the parser: it is cut as a whole or not at all. It is matched at a place and never searched for, so
a text without dots costs one look and not a quadratic number of them.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.terms import RDF, NamedNode
from kgtools.turtle import nquads
from kgtools.turtle.grammar import TurtleReader
from kgtools.turtle.located import Format
from kgtools.turtle.naming import Declaration, Naming
from kgtools.turtle.syntax import TurtleSyntaxError
from kgtools.turtle.tokens import IRIREF, PN_PREFIX, PNAME, TRIVIA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.turtle.located import LocatedQuad
    from kgtools.turtle.syntax import Text

# A dot right behind a language tag ends the statement, though a letter stands before it.
_TAG: Final = r"(?:@[A-Za-z0-9-]++)?+(?!\.[^\s#])"
_CHUNK: Final = (
    r"""[^<"'#.\\{}@]++|"""
    r'<[^\x00-\x20<>"{}|^`]*+>|'
    rf'"(?!"")[^"\\\r\n]*+(?:\\.[^"\\\r\n]*+)*+"{_TAG}|'
    r"(?<=[A-Za-z_])\.(?=[A-Za-z0-9_])|(?<=[0-9])\.(?=[0-9])|"
    r"\#[^\r\n]*+|"
    r"\\.|"
    rf"'(?!'')[^'\\\r\n]*+(?:\\.[^'\\\r\n]*+)*+'{_TAG}|"
    rf'"""(?:[^"\\]++|""?+(?!")|\\.)*+"""{_TAG}|'
    rf"'''(?:[^'\\]++|''?+(?!')|\\.)*+'''{_TAG}"
)
_STATEMENT: Final = re.compile(
    TRIVIA
    + r"(?:(?P<sign>@?)(?:(?i:prefix)(?=[\s#])"
    + rf"{TRIVIA}(?P<prefix>(?:{PN_PREFIX})?+):{TRIVIA}(?P<namespace>{IRIREF})"
    + rf"|(?i:base)(?=[\s#]){TRIVIA}(?P<base>{IRIREF}))"
    + rf"|(?P<subject>{IRIREF}|{PNAME}|_:|\[|\()(?:{_CHUNK})*+\.(?=[\s#]|\Z)"
    + r"|(?P<end>\Z))",
    re.DOTALL,
)
_DOT: Final = re.compile(rf"{TRIVIA}\.")
_EMPTY_LIST: Final = re.compile(rf"\({TRIVIA}\)")
_NIL: Final = RDF["nil"].value
_LINE: Final = re.compile(r"(?:\A|[\r\n])[ \t]*+(<[^<>\s]*+>)")


class Index(NamedTuple):
    """What has to be known to parse the statements of a subject alone.

    Attributes:
        declarations: The directives of the text.
        starts: For each IRI, where the statements about it begin.
    """

    declarations: list[Declaration]
    starts: dict[str, list[int]]


def index(text: Text, syntax: Format, base: str | None) -> Index | None:
    """Return where the statements of a text begin; None for TriG, which is only read as a whole.

    Args:
        text: The text with its name.
        syntax: Its format.
        base: The IRI against which relative IRIs are resolved.

    Raises:
        TurtleSyntaxError: The text breaks the grammar. Not every such text is noticed.
    """
    if syntax is Format.TRIG:
        return None
    if syntax is Format.TURTLE:
        return _cut(text, Naming(text, base)) or _read(text, Naming(text, base))
    starts: dict[str, list[int]] = {}
    naming = Naming(text, None)
    for match in _LINE.finditer(text.content):
        starts.setdefault(naming.named(match[1], match.span(1)).value, []).append(match.start(1))
    return Index([], starts)


def quads_at(
    starts: Iterable[int], text: Text, syntax: Format, naming: Naming, declarations: Iterable[Declaration]
) -> Iterator[list[LocatedQuad]]:
    """Yield the quads of the statements that begin at the given places, in the order of the text.

    Args:
        starts: Where the statements begin, as an index tells.
        text: The text with its name.
        syntax: Its format; not TriG.
        naming: A fresh one for this text.
        declarations: The directives of the text.
    """
    pending = list(reversed(list(declarations)))
    for start in sorted(starts):
        while pending and pending[-1].end <= start:
            naming.declare(*pending.pop())
        if syntax is Format.TURTLE:
            yield TurtleReader(text, naming, start).statement() or []
        else:
            yield [next(nquads.quads(text, naming, start, has_graphs=syntax is Format.N_QUADS))]


def skip(text: Text, naming: Naming, end: int) -> int:
    """Return where the first statement begins that does not end before a place.

    Args:
        text: A Turtle text, free of errors up to that place.
        naming: A fresh one for this text; it learns the declarations that are passed over.
        end: The place.
    """
    content, position = text.content, 0
    with suppress(TurtleSyntaxError):  # a declaration whose error is told of a later place
        while (match := _STATEMENT.match(content, position)) is not None and match.end() <= end:
            if match.lastgroup == "end":
                break
            after = match.end() if match.lastgroup == "subject" else _declared(match, naming)
            if after is None:
                break
            position = after
    return position


def _cut(text: Text, naming: Naming) -> Index | None:
    """Return the index of a Turtle text by cutting it; None where that is not safe."""
    content, position = text.content, 0
    starts: dict[str, list[int]] = {}
    while (match := _STATEMENT.match(content, position)) is not None:
        position = match.end()
        kind = match.lastgroup
        if kind == "subject":
            subject, at = match["subject"], match.span("subject")
            if subject not in {"_:", "[", "("}:
                starts.setdefault(naming.named(subject, at).value, []).append(at[0])
            elif _EMPTY_LIST.match(content, at[0]):
                starts.setdefault(_NIL, []).append(at[0])
        elif kind == "end":
            return Index(naming.declarations, starts)
        elif (after := _declared(match, naming)) is None:
            return None
        else:
            position = after
    return None


def _declared(match: re.Match[str], naming: Naming) -> int | None:
    """Let ``naming`` learn a declaration; return where it ends, None where it lacks its dot."""
    dot = _DOT.match(match.string, match.end()) if match["sign"] else match
    if dot is None:
        return None
    group = "base" if match["prefix"] is None else "namespace"
    naming.declare(match["prefix"], naming.named(match[group], match.span(group)).value, dot.end())
    return dot.end()


def _read(text: Text, naming: Naming) -> Index:
    """Return the index of a Turtle text by parsing it."""
    reader = TurtleReader(text, naming)
    starts: dict[str, list[int]] = {}
    for statement in reader.statements():
        for quad in statement:
            if quad.subject_at[0] == reader.start and isinstance(quad.subject, NamedNode):
                starts.setdefault(quad.subject.value, []).append(reader.start)
                break
    return Index(naming.declarations, starts)
