"""A property graph: what graph formats are written from."""

from __future__ import annotations

import colorsys
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.export.days import Day

_GOLDEN = (math.sqrt(5) - 1) / 2
_SPACING = 30


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, or a situation that is no edge.

    Attributes:
        id: Unique, stable, an XML NMTOKEN.
        label: Its name.
        attributes: Values by column; a missing value is absent.
        start: The first day on which it can be.
        end: The last day on which it can be, inclusive.
        is_situation: Whether it is a relation rather than a thing.
    """

    id: str
    label: str
    attributes: Mapping[str, str]
    start: Day | None = None
    end: Day | None = None
    is_situation: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two nodes.

    Attributes:
        id: Unique: ``e0``, ``e1``, ...
        source: The id of the node it starts from.
        target: The id of the node it leads to.
        label: What kind of relation it is.
        attributes: Values by column.
        start: The first day on which it can hold.
        end: The last day on which it can hold, inclusive.
        is_doubted: Whether its status is other than accepted.
    """

    id: str
    source: str
    target: str
    label: str
    attributes: Mapping[str, str]
    start: Day | None = None
    end: Day | None = None
    is_doubted: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the triples; the four figures add up to :attr:`total`.

    Attributes:
        node: They made something a node.
        edge: They became an edge or one end of it.
        attribute: They are values on a node or an edge.
        dropped: They are not in the result, by reason.
    """

    node: int = 0
    edge: int = 0
    attribute: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All triples of the input."""
        return self.node + self.edge + self.attribute + sum(self.dropped.values())

    def rows(self) -> list[tuple[str, str, int]]:
        """Return the table of the report: what became of triples, why, and how many."""
        kept = [("node", "", self.node), ("edge", "", self.edge), ("attribute", "", self.attribute)]
        return kept + [("dropped", reason, count) for reason, count in self.dropped.items()]


@dataclass(frozen=True, slots=True)
class PropertyGraph:
    """Nodes and edges with the columns they use.

    Attributes:
        header: Title, SHA-256 of the sorted N-Triples, profile and licence, where there is one.
        nodes: Sorted by IRI.
        edges: Sorted by ends, kind and situation.
        node_columns: Name and type (``string``, ``long``, ``double``, ``boolean``) of each attribute.
        edge_columns: The same for edges.
        counts: What became of the input.
    """

    header: Mapping[str, str]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    node_columns: Mapping[str, str]
    edge_columns: Mapping[str, str]
    counts: Counts


def positions(nodes: Iterable[Node]) -> dict[str, tuple[float, float]]:
    """Return a place for each node, by id: a spiral on which the classes lie one after another.

    Example:
        >>> positions([Node("a", "A", {})])
        {'a': (0.0, 0.0)}
    """
    places = {}
    turn = 2 * math.pi * _GOLDEN
    for number, node in enumerate(sorted(nodes, key=lambda node: (node.attributes.get("type", ""), node.id))):
        radius, angle = _SPACING * math.sqrt(number), turn * number
        # Adding zero turns -0.0 into 0.0; rounding hides the last digits, which machines differ in.
        places[node.id] = (round(radius * math.cos(angle), 2) + 0.0, round(radius * math.sin(angle), 2) + 0.0)
    return places


def hues(nodes: Iterable[Node]) -> dict[str, int]:
    """Return a hue, in degrees, for each class; neighbours in the alphabet are far apart.

    Example:
        >>> hues([Node("a", "A", {"type": "Thing"})])
        {'Thing': 0}
    """
    types = sorted({node.attributes.get("type", "") for node in nodes})
    return {name: round(number * 360 * _GOLDEN) % 360 for number, name in enumerate(types)}


def colours(nodes: Iterable[Node]) -> dict[str, tuple[int, int, int]]:
    """Return red, green and blue (0 to 255) for each class, as far apart as a circle of hues allows.

    Example:
        >>> colours([Node("a", "A", {"type": "Thing"})])
        {'Thing': (217, 54, 54)}
    """
    types = sorted({node.attributes.get("type", "") for node in nodes})
    made = {}
    for number, name in enumerate(types):
        red, green, blue = colorsys.hsv_to_rgb(number * _GOLDEN % 1, 0.75, 0.85)
        made[name] = (round(red * 255), round(green * 255), round(blue * 255))
    return made
