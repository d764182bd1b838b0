"""The order of a Turtle text: directives, and what comes first in a block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.terms import RDF, RDFS, SH, SKOS
from kgtools.turtle.iris import is_absolute
from kgtools.turtle.tokens import is_name
from kgtools.turtle.tree import Block, Leaf, Name, Properties

if TYPE_CHECKING:
    from kgtools.terms import Prefixes
    from kgtools.turtle.tree import Document, Node, Pair

_TYPE: Final = RDF["type"].value
# What comes first in a block; everything else follows by name.
_FIRST: Final = (
    _TYPE,
    SKOS["prefLabel"].value,
    RDFS["label"].value,
    SKOS["altLabel"].value,
    SH["order"].value,
)
_RANK: Final = {iri: rank for rank, iri in enumerate(_FIRST)}
# Names that a person would write with a prefix: not every IRI that begins like a namespace is one.
_LOCAL: Final = re.compile(r"\w[\w-]*")


def can_move_directives(document: Document) -> bool:
    """Return whether all directives can stand at the top without changing what a name means."""
    bound: dict[str, str] = {}
    seen_block = seen_base = seen_relative = False
    for entry in document.entries:
        if isinstance(entry, Block):
            seen_block = True
        elif entry.prefix is None:
            if seen_block or seen_base or seen_relative:
                return False
            seen_base = True
        elif bound.setdefault(entry.prefix, entry.iri.iri) != entry.iri.iri:
            return False
        else:
            seen_relative = seen_relative or not is_absolute(entry.iri.text[1:])
    return True


def arrange(block: Block, table: Prefixes | None) -> None:
    """Give the names of a block their form and its pairs their order, inside of blank nodes too.

    Args:
        block: The block; it is changed.
        table: Short forms for IRIs written in full; None to leave them as they are.
    """
    block.subject = _arranged(block.subject, table)
    _arrange_pairs(block.pairs, table)


def _arrange_pairs(pairs: list[Pair], table: Prefixes | None) -> None:
    for pair in pairs:
        is_type = pair.predicate.iri == _TYPE
        pair.predicate = Name("a", _TYPE) if is_type else _short(pair.predicate, table)
        pair.value = _arranged(pair.value, table)
    pairs.sort(key=pair_key)


def _arranged(node: Node, table: Prefixes | None) -> Node:
    if isinstance(node, Leaf):
        return Leaf(node.start, node.text, _short(node.name, table)) if node.name else node
    if isinstance(node, Properties):
        _arrange_pairs(node.parts, table)
    else:
        for item in node.parts:
            item.value = _arranged(item.value, table)
    return node


def _short(name: Name, table: Prefixes | None) -> Name:
    """Return a name in its short form, if there is one that a person would write."""
    if table is None or not name.text.startswith("<"):
        return name
    short = table.compress(name.iri) or ""
    is_plain = _LOCAL.fullmatch(short.partition(":")[2]) and is_name(short)
    return Name(short, name.iri) if is_plain else name


def pair_key(pair: Pair) -> tuple[int, str]:
    """Return what the lines of a block are sorted by: type and labels first, then the name."""
    return _RANK.get(pair.predicate.iri, len(_FIRST)), pair.predicate.text


def subject_key(block: Block) -> tuple[bool, str]:
    """Return what blocks are sorted by: the name of the subject, blank nodes last."""
    name = block.subject.name if isinstance(block.subject, Leaf) else None
    return name is None, name.text if name else ""
