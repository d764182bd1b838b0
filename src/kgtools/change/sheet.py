"""A Turtle text with the extent of each of its statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kgtools.turtle.arrange import can_move_directives
from kgtools.turtle.blocks import ANY_BASE, read_blocks
from kgtools.turtle.layout import block_lines
from kgtools.turtle.parse import statements
from kgtools.turtle.syntax import Text
from kgtools.turtle.tokens import AT, END, NAME, PUNCTUATION, TOKEN, WORD
from kgtools.turtle.tree import Block, Directive, Leaf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.terms import Term
    from kgtools.turtle.located import LocatedQuad
    from kgtools.turtle.position import Extent


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement or directive and where it stands, from its first token to its dot."""

    node: Block | Directive
    start: int
    end: int

    @property
    def subject(self) -> str | None:
        """The IRI that a statement is about; None for a blank node and a directive."""
        if isinstance(self.node, Block) and isinstance(self.node.subject, Leaf) and self.node.subject.name:
            return self.node.subject.name.iri
        return None


class Sheet:
    """A Turtle text taken apart for edits.

    Args:
        text: The text.
        file: Its name, for errors.

    Raises:
        TurtleSyntaxError: The text breaks the grammar.
    """

    def __init__(self, text: str, file: str = "<text>") -> None:
        self.text = text
        whole = Text(text, file)
        self.quads: list[LocatedQuad] = [
            quad for statement in statements(whole, base=ANY_BASE) for quad in statement
        ]
        self._document = read_blocks(whole)
        self.entries = [
            Entry(node, *extent) for node, extent in zip(self._document.entries, _extents(text), strict=True)
        ]

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that hold everywhere in the text; none where a declaration changes on the way."""
        if not can_move_directives(self._document):
            return {}
        return {
            entry.node.prefix: entry.node.iri.iri
            for entry in self.entries
            if isinstance(entry.node, Directive) and entry.node.prefix is not None
        }

    @property
    def is_steady(self) -> bool:
        """Whether a further prefix may be declared: all names mean the same in the whole text."""
        return can_move_directives(self._document)

    @cached_property
    def objects(self) -> dict[int, Term]:
        """The objects of the triples by the place where they begin."""
        return {quad.object_at[0]: quad.object for quad in self.quads}

    @cached_property
    def ends(self) -> dict[int, int]:
        """Where an object ends, by the place where it begins."""
        return {quad.object_at[0]: quad.object_at[1] for quad in self.quads}

    @cached_property
    def triples(self) -> set[tuple[Term, Term, Term]]:
        """Its triples."""
        return {(quad.subject, quad.predicate, quad.object) for quad in self.quads}

    @cached_property
    def used(self) -> frozenset[str]:
        """The prefixes that names in it are written with."""
        found = set()
        for quad in self.quads:
            for start, end in (quad.subject_at, quad.predicate_at, quad.object_at):
                written = self.text[start:end]
                if written[:1] in {'"', "'"}:
                    written = written.rpartition("^^")[2].strip()
                if written[:1] not in {"<", '"', "'", "_", "["}:
                    found.add(written.partition(":")[0])
        return frozenset(found)

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, if only a comment follows on it; else the offset."""
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        rest = self.text[offset:end].strip()
        return end if not rest or rest.startswith("#") else offset


def triples_of(text: Text) -> set[tuple[Term, Term, Term]]:
    """Return the triples of a text.

    Raises:
        TurtleSyntaxError: The text breaks the grammar.
    """
    found = (quad for statement in statements(text, base=ANY_BASE) for quad in statement)
    return {(quad.subject, quad.predicate, quad.object) for quad in found}


def bare(block: Block) -> str:
    """Return a statement in the one layout, without the comments above it and behind its dot."""
    return "\n".join(block_lines(replace(block, above=[], behind=[])))


def _extents(text: str) -> Iterator[Extent]:
    """Yield where each statement and directive begins and ends."""
    position, start, waits_for_iri = 0, None, False
    while (match := TOKEN.match(text, position)) is not None and match.lastgroup != END:
        kind = match.lastgroup or END
        begin, position = match.span(kind)
        written = match[kind]
        if start is None:
            start = begin
            # A directive as SPARQL writes it ends with its IRI.
            waits_for_iri = kind == WORD and written.lower() in {"prefix", "base"}
            continue
        is_end = (waits_for_iri and kind not in {NAME, AT}) or (kind == PUNCTUATION and written == ".")
        if is_end:
            yield start, position
            start, waits_for_iri = None, False
