"""Nodes, values and places of a difference in words, the same for every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.difference.folding import Structure
from kgtools.terms import RDF, BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from kgtools.difference import Difference, Entity, Said, Side
    from kgtools.difference.folding import Value

_FIRST, _REST, _NIL = RDF["first"], RDF["rest"], RDF["nil"]


class Words:
    """Writes what one difference holds with the names that its new side, else its old side, knows.

    Args:
        difference: What is written about.
    """

    def __init__(self, difference: Difference) -> None:
        self._sides = (difference.new, difference.old)
        self._prefixes = difference.new.graph.project.prefixes

    def name(self, node: Value) -> str:
        """Return the label of a node, else its CURIE; a structure as Turtle writes it."""
        if isinstance(node, NamedNode):
            given = (side.labels.given(node) for side in self._sides)
            return next((label for label in given if label), self.short(node))
        return self.short(node)

    def short(self, node: Value) -> str:
        """Return a term as Turtle writes it."""
        if isinstance(node, Structure):
            return self._structure(node)
        return "[]" if isinstance(node, BlankNode) else self._prefixes.show(node)

    def types(self, entity: Entity) -> str:
        """Return the names of the classes that are stated of an entity, the new side's where it has any."""
        if not isinstance(entity.node, NamedNode):
            return ""
        kinds = next((found for side in self._sides if (found := side.labels.types(entity.node))), [])
        return ", ".join(self.name(kind) for kind in kinds)

    def value(self, said: Said, other: Said | None = None) -> str:
        """Return a value: the name of a node, the text of a literal.

        Args:
            said: The value.
            other: What it is shown beside; where both would look alike, Turtle tells them apart.
        """
        plain = self._plain(said.value)
        if other is not None and self._plain(other.value) == plain:
            return self.short(said.value)
        return plain

    def _plain(self, value: Value) -> str:
        if not isinstance(value, Literal):
            return self.name(value)
        return f'"{value.value}"@{value.language}' if value.language else value.value

    def _structure(self, structure: Structure) -> str:
        items = _items(structure)
        if items is not None:
            return f"( {' '.join(map(self.short, items))} )"
        pairs = (
            f"{'a' if predicate == RDF['type'] else self._prefixes.show(predicate)} {self.short(value)}"
            for predicate, value in structure.pairs
        )
        return f"[ {' ; '.join(pairs)} ]"


def _items(structure: Structure) -> list[Value] | None:
    """Return the items of a list; None where a structure is no whole list."""
    items: list[Value] = []
    rest: Value = structure
    while isinstance(rest, Structure):
        says = dict(rest.pairs)
        if len(rest.pairs) != 2 or says.keys() != {_FIRST, _REST}:  # noqa: PLR2004 - a cell has two
            return None
        items.append(says[_FIRST])
        rest = says[_REST]
    return items if rest == _NIL else None


def places(said: Said, *, within: str = "") -> str:
    """Return ``file:line`` of every place of a value, or the line alone in the file one is ``within``."""
    shown = []
    for span in said.spans:
        line = f":{span.line}" if span.line else ""
        shown.append(line[1:] if line and span.file == within else f"{span.file}{line}")
    return ", ".join(shown)


def title(old: Side, new: Side) -> str:
    """Return what is compared."""
    return f"{old.name} → {new.name}"
