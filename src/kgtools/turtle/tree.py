"""A Turtle text as a tree of statements that still knows its comments and its spellings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; ``follows_blank_line`` where an empty line stands before it."""

    text: str
    follows_blank_line: bool = False


@dataclass(slots=True)
class Name:
    """An IRI as it is written, and in full."""

    text: str
    iri: str


NOTHING: Final = Name("", "")


@dataclass(slots=True)
class Leaf:
    """A node without parts: what is written before its name (a string with ``^^``, or all), and the name."""

    start: int
    text: str
    name: Name | None = None

    @property
    def written(self) -> str:
        """The node as it is written."""
        return self.text + (self.name.text if self.name else "")


@dataclass(slots=True)
class Pair:
    """A predicate with one object, and the comments above and behind it."""

    predicate: Name
    value: Node
    above: list[Comment] = field(default_factory=list)
    behind: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Properties:
    """``[ ... ]``: the comments behind ``[`` and above ``]``, and the pairs between them."""

    start: int
    parts: list[Pair] = field(default_factory=list)
    opening: list[Comment] = field(default_factory=list)
    closing: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """A member of a list, and the comments above and behind it."""

    value: Node
    above: list[Comment] = field(default_factory=list)
    behind: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Items:
    """``( ... )``: the comments behind ``(`` and above ``)``, and the members between them."""

    start: int
    parts: list[Item] = field(default_factory=list)
    opening: list[Comment] = field(default_factory=list)
    closing: list[Comment] = field(default_factory=list)


Node: TypeAlias = Leaf | Properties | Items


@dataclass(slots=True)
class Block:
    """A statement: the comments above it, behind its subject, above its dot and behind its dot."""

    subject: Node
    pairs: list[Pair] = field(default_factory=list)
    above: list[Comment] = field(default_factory=list)
    opening: list[Comment] = field(default_factory=list)
    closing: list[Comment] = field(default_factory=list)
    behind: list[Comment] = field(default_factory=list)
    follows_blank_line: bool = False


@dataclass(slots=True)
class Directive:
    """A declaration of a prefix or, without one, of the base."""

    prefix: str | None
    iri: Name
    above: list[Comment] = field(default_factory=list)
    behind: list[Comment] = field(default_factory=list)
    follows_blank_line: bool = False


@dataclass(slots=True)
class Document:
    """All statements in order, and the comments behind the last one."""

    entries: list[Block | Directive] = field(default_factory=list)
    footer: list[Comment] = field(default_factory=list)
