"""The typed form of a shapes graph: shapes and their targets. Their constraints are in ``checks``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from kgtools.terms import SH, Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgtools.shapes.checks import Check
    from kgtools.shapes.paths import Path


class TargetKind(Enum):
    """How a target names focus nodes (SHACL 2.1.3)."""

    NODE = SH["targetNode"]
    CLASS = SH["targetClass"]
    SUBJECTS_OF = SH["targetSubjectsOf"]
    OBJECTS_OF = SH["targetObjectsOf"]


@dataclass(frozen=True, slots=True)
class Target:
    """One target declaration; an implicit class target is a CLASS target of the shape's own IRI."""

    kind: TargetKind
    term: Term


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape or, where it has a path, a property shape."""

    node: Subject
    path: Path | None = None
    targets: tuple[Target, ...] = ()
    checks: tuple[Check, ...] = ()
    severity: NamedNode = SH["Violation"]
    messages: tuple[Literal, ...] = ()
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes of a shapes graph, by their node, in the order of the text.

    Attributes:
        by_node: The shapes.
        owners: For each shape the node shapes that reach it through ``sh:property`` and the like.
    """

    by_node: Mapping[Subject, Shape] = field(default_factory=dict)
    owners: Mapping[Subject, tuple[Subject, ...]] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return how many shapes are active: node shapes and property shapes, not deactivated."""
        return sum(not shape.deactivated for shape in self.by_node.values())

    def targeted(self) -> tuple[Shape, ...]:
        """Return the active shapes that have a target."""
        return tuple(shape for shape in self.by_node.values() if shape.targets and not shape.deactivated)

    def node_shape(self, node: Subject) -> NamedNode | None:
        """Return the nearest IRI-named node shape at or above a shape; None where there is none.

        Where several are equally near, the first of the text is taken. A property shape with an IRI
        that no node shape uses stands for itself.
        """
        level: list[Subject] = [node]
        seen: set[Subject] = set()
        while level:
            for candidate in level:
                shape = self.by_node.get(candidate)
                if isinstance(candidate, NamedNode) and shape and shape.path is None:
                    return candidate
            seen.update(level)
            level = [up for down in level for up in self.owners.get(down, ()) if up not in seen]
        return node if isinstance(node, NamedNode) else None
