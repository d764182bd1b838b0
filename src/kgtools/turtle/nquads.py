"""N-Triples and N-Quads, line by line: RDF 1.1 N-Triples, section 7; RDF 1.1 N-Quads, section 4."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from kgtools.terms import DefaultGraph, Literal
from kgtools.turtle.foreign import foreign_feature, no_token
from kgtools.turtle.located import LocatedQuad
from kgtools.turtle.syntax import SYNTAX, TurtleSyntaxError, quoted
from kgtools.turtle.tokens import (
    AT,
    BLANK_NODE_LABEL,
    DECIMAL,
    DOUBLE,
    INTEGER,
    IRIREF,
    LANGTAG,
    LONG,
    NAME,
    STRING_LITERAL_QUOTE,
    TOKEN,
    WORD,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.terms import BlankNode, NamedNode, Term
    from kgtools.turtle.naming import Naming
    from kgtools.turtle.position import Extent
    from kgtools.turtle.syntax import Text

_DEFAULT: Final = DefaultGraph()
_S: Final = r"[ \t]*+"
_NODE: Final = rf"{IRIREF}|{BLANK_NODE_LABEL}"
_LITERAL: Final = rf"({STRING_LITERAL_QUOTE})(?:{_S}@({LANGTAG})|{_S}\^\^{_S}({IRIREF}))?+"
_LINE_END: Final = r"(?:\#[^\r\n]*+)?+(?:\r\n?|\n|\Z)"
_GRAPH: Final = rf"(?:({_NODE}){_S})?+"


@cache
def _statement(*, has_graphs: bool) -> re.Pattern[str]:
    graph = _GRAPH if has_graphs else "()"
    return re.compile(
        rf"{_S}(?:({_NODE}){_S}({IRIREF}){_S}(?:({_NODE})|{_LITERAL}){_S}{graph}\.{_S})?+{_LINE_END}"
    )


# The same, term by term, for saying which one is missing.
_PARTS: Final = (
    (_NODE, "a subject: an IRI or a blank node"),
    (IRIREF, "a predicate: an IRI"),
    (f"{_NODE}|{_LITERAL}", "an object: an IRI, a blank node or a literal"),
    (_GRAPH, "a graph name"),
    (r"\.", "`.`"),
    (_LINE_END, "the end of the line"),
)
_TURTLE_ONLY: Final = frozenset({NAME, LONG, WORD, AT, INTEGER, DECIMAL, DOUBLE})


def quads(text: Text, naming: Naming, start: int = 0, *, has_graphs: bool) -> Iterator[LocatedQuad]:
    """Yield the quads of an N-Triples or N-Quads text, in order.

    Args:
        text: The text with its name.
        naming: Makes the IRIs; it knows no prefix and no base.
        start: Where to begin: the start of a line.
        has_graphs: Whether this is N-Quads.

    Raises:
        TurtleSyntaxError: A line breaks the grammar.
    """
    pattern = _statement(has_graphs=has_graphs)
    content = text.content
    position, end = start, len(content)
    while position < end:
        match = pattern.match(content, position)
        if match is None:
            raise _diagnose(text, position, has_graphs=has_graphs)
        if match[1] is not None:
            yield _located(match, naming)
        position = match.end()


def _located(match: re.Match[str], naming: Naming) -> LocatedQuad:
    subject, predicate, node, graph = match.group(1, 2, 3, 7)
    at = match.span(3)
    value, at = _literal(match, naming) if node is None else (_node(node, at, naming), at)
    return LocatedQuad(
        _node(subject, match.span(1), naming),
        naming.named(predicate, match.span(2)),
        value,
        _node(graph, match.span(7), naming) if graph else _DEFAULT,
        match.span(1),
        match.span(2),
        at,
        match.span(7) if graph else None,
    )


def _node(written: str, at: Extent, naming: Naming) -> NamedNode | BlankNode:
    return naming.named(written, at) if written[0] == "<" else naming.blank(written, at)


def _literal(match: re.Match[str], naming: Naming) -> tuple[Term, Extent]:
    start, end = match.span(4)
    form = naming.unescaped(match[4][1:-1], (start, end))
    if match[5] is not None:
        return naming.tagged(form, match[5], match.span(5)), (start, match.end(5))
    if match[6] is not None:
        at = match.span(6)
        return naming.typed(form, naming.named(match[6], at), at), (start, at[1])
    return Literal(form), (start, end)


def _diagnose(text: Text, start: int, *, has_graphs: bool) -> TurtleSyntaxError:
    """Return the error for a line that is no statement."""
    content, position = text.content, start
    for part, name in _PARTS:
        while content.startswith((" ", "\t"), position):
            position += 1
        match = re.compile(part).match(content, position)
        if match is None:
            return _missing(text, position, name)
        # Where there are no graphs, the dot is missing in front of what would be one.
        position = match.start() if part == _GRAPH and not has_graphs else match.end()
    raise AssertionError  # pragma: no cover  # then the line would have matched


def _missing(text: Text, at: int, expected: str) -> TurtleSyntaxError:
    content = text.content
    feature = foreign_feature(content, at)
    if feature is not None:
        return TurtleSyntaxError(text, SYNTAX, feature[0], (at, at + 1), help_text=feature[1])
    if at == len(content) or content[at] in "\r\n":
        return TurtleSyntaxError(text, SYNTAX, f"expected {expected}, found the end of the line", (at, at))
    token = TOKEN.match(content, at)
    if token is None:
        return no_token(text, at)
    help_text = None
    if token.lastgroup in _TURTLE_ONLY:
        help_text = "that is Turtle; here every term is written in full"
    message = f"expected {expected}, found {quoted(token[0])}"
    return TurtleSyntaxError(text, SYNTAX, message, token.span(), help_text=help_text)
