"""The tree of a Turtle text, with its comments and its spellings.

The text must have been parsed before: here it is taken apart, not judged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.terms import RDF
from kgtools.turtle.naming import Naming
from kgtools.turtle.tokens import AT, END, IRI, LONG, NAME, PUNCTUATION, SHORT, TOKEN, TYPED, WORD
from kgtools.turtle.tree import (
    NOTHING,
    Block,
    Comment,
    Directive,
    Document,
    Item,
    Items,
    Leaf,
    Name,
    Pair,
    Properties,
)

if TYPE_CHECKING:
    from kgtools.turtle.syntax import Text
    from kgtools.turtle.tree import Node

# What relative IRIs mean does not matter where a text is only written anew, so any base will do.
ANY_BASE: Final = "relative:/"

_COMMENT: Final = re.compile(r"\#[^\r\n]*")
_LINE_END: Final = re.compile(r"\r\n?|\n")
_TYPE: Final = RDF["type"].value


def read_blocks(text: Text) -> Document:
    """Return a parsed Turtle text as a tree.

    Args:
        text: The text; :func:`kgtools.turtle.parse.parse` must have accepted it.
    """
    return _Builder(text).document


class _Builder:
    """Takes the tokens of a text one by one and builds the tree.

    A comment on the line of something goes to ``_line``, the comments of what was last begun there; a
    comment on its own line waits in ``_waiting`` for what is begun next.
    """

    def __init__(self, text: Text) -> None:
        self.document = Document()
        self._content = text.content
        self._naming = Naming(text, ANY_BASE)
        self._line: list[Comment] = []
        self._waiting: list[Comment] = []
        self._end = 0
        self._load()
        while self._kind != END:
            self.document.entries.append(self._entry())
        self.document.footer = self._waited()

    # Tokens and comments.

    def _load(self) -> None:
        match = TOKEN.match(self._content, self._end)
        if match is None:
            raise ValueError("the text was not parsed before")
        self._kind = match.lastgroup or END
        self._start, end = match.span(self._kind)
        self._text = self._content[self._start : end]
        last = self._end
        for comment in _COMMENT.finditer(self._content, last, self._start):
            breaks = len(_LINE_END.findall(self._content, last, comment.start()))
            is_above = breaks > 0 or last == 0
            target = self._waiting if is_above else self._line
            target.append(Comment(comment[0].rstrip(), follows_blank_line=breaks > 1))
            last = comment.end()
        self._follows_blank_line = len(_LINE_END.findall(self._content, last, self._start)) > 1
        self._end = end

    def _take(self) -> str:
        text = self._text
        self._load()
        return text

    def _is(self, *marks: str) -> bool:
        return self._kind in {PUNCTUATION, TYPED} and self._text in marks

    def _waited(self) -> list[Comment]:
        comments, self._waiting = self._waiting, []
        return comments

    def _name(self) -> Name:
        name = Name(self._text, self._naming.named(self._text, (self._start, self._end)).value)
        self._take()
        return name

    # Statements.

    def _entry(self) -> Block | Directive:
        above, blank = self._waited(), self._follows_blank_line
        word = self._text.lstrip("@").lower()
        if self._kind in {AT, WORD} and word in {"prefix", "base"}:
            directive = Directive(None, NOTHING, above, follows_blank_line=blank)
            self._line = directive.behind
            self._directive(directive, word)
            return directive
        block = Block(Leaf(0, ""), above=above, follows_blank_line=blank)
        self._line = block.opening
        self._block(block)
        return block

    def _directive(self, directive: Directive, word: str) -> None:
        needs_dot = self._take().startswith("@")
        if word == "prefix":
            directive.prefix = self._take()[:-1]
        directive.above += self._waited()
        end = self._end
        directive.iri = self._name()
        self._naming.declare(directive.prefix, directive.iri.iri, end)
        if needs_dot:
            directive.above += self._waited()
            self._take()

    def _block(self, block: Block) -> None:
        block.subject = self._node()
        if isinstance(block.subject, Properties):
            # "[ ... ] ..." becomes "[] ...": the same node, described in one place.
            inner = block.subject
            block.subject = Leaf(inner.start, "[]")
            block.opening[:0] = inner.opening
            block.pairs, self._waiting = inner.parts, inner.closing + self._waiting
        self._pairs(block.pairs)
        block.closing = self._waited()
        self._line = block.behind
        self._take()

    def _pairs(self, pairs: list[Pair]) -> None:
        """Read pairs up to the mark that closes them."""
        while not self._is(".", "]"):
            if self._is(";"):
                self._take()
                continue
            pair = self._begin(pairs, NOTHING)
            if self._kind == WORD:
                pair.predicate = Name(self._take(), _TYPE)
            else:
                pair.predicate = self._name()
            self._object(pair)
            while self._is(","):
                self._take()
                self._object(self._begin(pairs, pair.predicate))

    def _begin(self, pairs: list[Pair], predicate: Name) -> Pair:
        pair = Pair(predicate, Leaf(0, ""), self._waited())
        pairs.append(pair)
        self._line = pair.behind
        return pair

    def _object(self, pair: Pair) -> None:
        pair.above += self._waited()
        pair.value = self._node()

    # Nodes.

    def _node(self) -> Node:
        if self._is("["):
            return self._properties()
        if self._is("("):
            return self._items()
        start, kind = self._start, self._kind
        if kind in {NAME, IRI}:
            return Leaf(start, "", self._name())
        text = self._take()
        if kind in {SHORT, LONG} and self._kind == AT:
            text += self._take()
        elif kind in {SHORT, LONG} and self._is("^^"):
            text += self._take()
            return Leaf(start, text, self._name())
        return Leaf(start, text)

    def _properties(self) -> Node:
        node, line = Properties(self._start), self._line
        self._line = node.opening
        self._take()
        self._pairs(node.parts)
        return self._close(node, "[]", line, is_empty=not node.parts)

    def _items(self) -> Node:
        node, line = Items(self._start), self._line
        self._line = node.opening
        self._take()
        while not self._is(")"):
            item = Item(Leaf(0, ""), self._waited())
            node.parts.append(item)
            self._line = item.behind
            item.value = self._node()
        return self._close(node, "()", line, is_empty=not node.parts)

    def _close(self, node: Properties | Items, empty: str, line: list[Comment], *, is_empty: bool) -> Node:
        """Take the closing bracket; what follows on its line belongs to the line of the opening one."""
        node.closing = self._waited()
        self._line = line
        if is_empty:
            line += node.opening + node.closing
        self._take()
        return Leaf(node.start, empty) if is_empty else node
