"""Whether a text written anew means the same graph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kgtools.errors import KgError, WriteError
from kgtools.terms import BlankNode
from kgtools.turtle.blocks import ANY_BASE
from kgtools.turtle.naming import unused_label
from kgtools.turtle.parse import statements
from kgtools.turtle.syntax import Text
from kgtools.turtle.tree import Items, Leaf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from kgtools.terms import Subject, Term
    from kgtools.turtle.tree import Block, Node

    Triple: TypeAlias = tuple[Term, Term, Term]


def triples(text: Text) -> set[Triple]:
    """Return the triples of a Turtle text.

    Raises:
        TurtleSyntaxError: It is none.
    """
    return {quad[:3] for statement in statements(text, base=ANY_BASE) for quad in statement}


def prove(text: str, before: set[Triple], result: str, blocks: Iterable[Block]) -> None:
    """Make sure that a text written anew means the same graph.

    Two graphs are the same if a one-to-one renaming of blank nodes makes them equal (RDF 1.1 Concepts,
    3.6). Here the renaming is known, for the n-th unnamed node that was written is the n-th one that is
    read. So nothing has to be searched for, and no graph takes long.

    Args:
        text: The text before.
        before: Its triples.
        result: The text after.
        blocks: What was written, in that order.

    Raises:
        WriteError: The graphs differ.
    """
    try:
        after = triples(Text(result, "the formatted text"))
    except KgError as error:
        raise WriteError(f"formatting would break the text: {error.message}") from error
    prefix = unused_label(text)
    written = [prefix + label for block in blocks for label in _labels(block)]
    read = _unnamed(after, unused_label(result))
    renaming: dict[Term, Subject] = {BlankNode(old): new for old, new in zip(written, read, strict=False)}
    renamed = {(renaming.get(s, s), p, renaming.get(o, o)) for s, p, o in before}
    if renamed != after or not len(renaming) == len(written) == len(read):
        raise WriteError("formatting would change the graph, so the text stays as it is")


def _unnamed(found: set[Triple], prefix: str) -> list[BlankNode]:
    """Return the unnamed blank nodes in the order of the text; the cell of an item is before the item."""
    pattern = re.compile(rf"{prefix}([0-9]+)(i?)")
    places: dict[tuple[int, bool], BlankNode] = {}
    for triple in found:
        for term in triple:
            match = pattern.fullmatch(term.value) if isinstance(term, BlankNode) else None
            if match and isinstance(term, BlankNode):
                places[int(match[1]), not match[2]] = term
    return [node for _, node in sorted(places.items())]


def _labels(block: Block) -> Iterator[str]:
    """Yield what the labels of the unnamed nodes of a block end with, in the order they are written in."""
    yield from _node_labels(block.subject)
    for pair in block.pairs:
        yield from _node_labels(pair.value)


def _node_labels(node: Node) -> Iterator[str]:
    if isinstance(node, Leaf):
        if node.text == "[]":
            yield str(node.start)
        return
    yield str(node.start)
    values = [part.value for part in node.parts]
    for number, value in enumerate(values):
        if number and isinstance(node, Items):
            yield f"{value.start}i"
        yield from _node_labels(value)
