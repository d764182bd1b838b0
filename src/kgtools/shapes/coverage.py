"""How much of the data the shapes look at: focus nodes, and shapes that match none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgtools.shapes.model import TargetKind
from kgtools.terms import NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.shapes.model import Shapes, Target
    from kgtools.shapes.targets import Targets
    from kgtools.shapes.view import View


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the targets of the shapes select together.

    Attributes:
        focus_nodes: How many different nodes.
        unmatched: The targeted shapes that select none.
    """

    focus_nodes: int = 0
    unmatched: frozenset[Subject] = frozenset()

    @classmethod
    def of(cls, shapes: Shapes, targets: Targets) -> Coverage:
        """Return what the targets select in the data."""
        targeted = shapes.targeted()
        return cls(
            targets.count(targeted), frozenset(shape.node for shape in targeted if not targets.any(shape))
        )


class Recount:
    """Follows a change of the data: made before it, and asked after it.

    Args:
        coverage: What the targets select before the change.
        shapes: All shapes.
        targets: Knows the focus nodes.
        view: The data, literals as the store has them.
        moving: For each shape the nodes that may come to it or leave it.
    """

    def __init__(
        self,
        coverage: Coverage,
        shapes: Shapes,
        targets: Targets,
        view: View,
        moving: Mapping[Subject, set[Term]],
    ) -> None:
        self._before = coverage
        self._shapes, self._targets = shapes, targets
        self._moving = moving
        self._view = view
        self._nodes = {node for nodes in moving.values() for node in nodes}
        everything = dict.fromkeys(target for shape in shapes.targeted() for target in shape.targets)
        self._selection = Selection(everything, view, targets)
        self._selected = self._count()

    def _count(self) -> int:
        return sum(node in self._selection for node in self._nodes)

    def coverage(self) -> Coverage:
        """Return what the targets select now; the subclasses have to be the same."""
        unmatched = set(self._before.unmatched)
        for node, nodes in self._moving.items():
            shape = self._shapes.by_node[node]
            selection = Selection(shape.targets, self._view, self._targets)
            if any(each in selection for each in nodes) or self._targets.any(shape):
                unmatched.discard(node)
            else:
                unmatched.add(node)
        return Coverage(self._before.focus_nodes + self._count() - self._selected, frozenset(unmatched))


class Selection:
    """Tells whether targets select a node, one node at a time; the subclasses are those of now.

    Args:
        targets: The targets, of one shape or of several.
        view: The data.
        known: Knows the subclasses of classes.
    """

    def __init__(self, targets: Iterable[Target], view: View, known: Targets) -> None:
        self._view = view
        kinds: dict[TargetKind, dict[Term, None]] = {kind: {} for kind in TargetKind}
        for target in targets:
            kinds[target.kind][target.term] = None
        self._nodes = frozenset(kinds[TargetKind.NODE])
        self._classes = frozenset(c for term in kinds[TargetKind.CLASS] for c in known.closure(term))
        self._subjects_of = _properties(kinds[TargetKind.SUBJECTS_OF])
        self._objects_of = _properties(kinds[TargetKind.OBJECTS_OF])

    def __contains__(self, node: Term) -> bool:
        view = self._view
        return (
            node in self._nodes
            or (bool(self._classes) and view.has_type(node, self._classes))
            or any(True for predicate in self._subjects_of for _ in view.objects(node, predicate))
            or any(True for predicate in self._objects_of for _ in view.subjects(predicate, node))
        )


def _properties(terms: Iterable[Term]) -> tuple[NamedNode, ...]:
    return tuple(term for term in terms if isinstance(term, NamedNode))
