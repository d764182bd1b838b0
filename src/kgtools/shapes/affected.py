"""Which focus nodes the literal table touches, so that queries over the store cannot judge them.

For each property that a shape follows, the table names the statements whose literal was rewritten;
walking back from them gives the targeted nodes that depend on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.shapes import checks
from kgtools.shapes.checks import references
from kgtools.shapes.model import TargetKind
from kgtools.shapes.paths import steps
from kgtools.shapes.table import stored
from kgtools.sparql.tree import Inverse, walk
from kgtools.terms import Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgtools.shapes.checks import Check
    from kgtools.shapes.model import Shape, Shapes
    from kgtools.shapes.paths import Way
    from kgtools.shapes.targets import Targets
    from kgtools.shapes.view import View

_BY_SPELLING = (
    checks.PatternCheck,
    checks.MinLengthCheck,
    checks.MaxLengthCheck,
    checks.InCheck,
    checks.HasValueCheck,
    checks.EqualsCheck,
    checks.DisjointCheck,
)


_MOST_WAYS = 10_000


class _TooManyWaysError(Exception):
    """Nested shapes lead to more ways than are worth following."""


class Affected:
    """Finds, for each targeted shape, the focus nodes that need evaluation.

    Args:
        shapes: All shapes.
        targets: Knows the focus nodes.
        view: The data, with its literal table.
    """

    def __init__(self, shapes: Shapes, targets: Targets, view: View) -> None:
        self._shapes = shapes
        self._targets = targets
        self._view = view
        self._roots: dict[Subject, Mapping[Term, bool]] = {}

    def roots(self, root: Shape) -> Mapping[Term, bool]:
        """Return the nodes that queries must not judge, and whether each really is a focus node.

        A literal as the store has it may be none: only its spelling in the file is.
        """
        if root.node not in self._roots:
            self._roots[root.node] = self._find(root)
        return self._roots[root.node]

    def _find(self, root: Shape) -> dict[Term, bool]:
        found: dict[Term, bool] = dict.fromkeys(self._targets.odd(root.targets), True)
        table = self._view.table
        if not len(table):
            return found
        found.update(self._literal_foci(root))
        try:
            uses = list(self._uses(root, (), set()))
        except _TooManyWaysError:
            return found | {node: True for node in self._targets.nodes(root.targets) if node not in found}
        for way, predicate, by_spelling in uses:
            for subject, is_harsh in table.subjects(predicate).items():
                if is_harsh or by_spelling:
                    for node in self._back(subject, way):
                        if node not in found and self._targets.contains(root, node):
                            found[node] = True
        return found

    def _literal_foci(self, root: Shape) -> Iterator[tuple[Term, bool]]:
        """Yield literals that ``sh:targetObjectsOf`` selects and that the store has otherwise."""
        for target in root.targets:
            if target.kind is TargetKind.OBJECTS_OF and isinstance(target.term, NamedNode):
                for subject in self._view.table.subjects(target.term):
                    for original in self._view.table.originals(subject, target.term):
                        as_stored = stored(original)
                        yield as_stored, any(True for _ in self._view.subjects(target.term, as_stored))
                        yield original, True

    def _back(self, node: Term, way: Way) -> list[Term]:
        nodes = [node]
        for path in reversed(way):
            before = [up for down in nodes for up in self._view.values(down, Inverse(path))]
            # Literals that fall together in the store lead on to each other's statements.
            before += [stored(up) for up in before if isinstance(up, Literal)]
            nodes = list(dict.fromkeys(before))
        return nodes

    def _uses(
        self, shape: Shape, way: Way, seen: set[tuple[Subject, Way]]
    ) -> Iterator[tuple[Way, NamedNode, bool]]:
        """Yield each use of a property in a shape: the way to its subject, and whether spelling matters."""
        if (shape.node, way) in seen:
            return
        seen.add((shape.node, way))
        if len(seen) > _MOST_WAYS:
            raise _TooManyWaysError
        by_spelling = self._looks_at_spelling(shape)
        if shape.path is not None:
            # Walked backwards, a path begins at the literal itself.
            is_inverse = any(isinstance(part, Inverse) for part in walk(shape.path))
            for before, predicate in steps(shape.path):
                yield (*way, *before), predicate, by_spelling or is_inverse
        values = way if shape.path is None else (*way, shape.path)
        for check in shape.checks:
            for before, predicate in self._compared(check, way, values):
                yield before, predicate, by_spelling
            for node in references(check):
                yield from self._uses(self._shapes.by_node[node], values, seen)

    def _compared(self, check: Check, way: Way, values: Way) -> Iterator[tuple[Way, NamedNode]]:
        if isinstance(check, checks.EqualsCheck | checks.DisjointCheck | checks.LessThanCheck):
            yield way, check.predicate
        elif isinstance(check, checks.ClosedCheck):
            yield from ((values, predicate) for predicate in self._view.table.predicates())

    def _looks_at_spelling(self, shape: Shape) -> bool:
        """Return whether a shape, or a node shape nested in it, looks at more than value and datatype."""
        seen: set[Subject] = set()
        open_ = [shape]
        while open_:
            current = open_.pop()
            for check in current.checks:
                if isinstance(check, _BY_SPELLING):
                    return True
                if isinstance(check, checks.ComponentCheck) and check.query.ask:
                    return True
                nested = [self._shapes.by_node[node] for node in references(check) if node not in seen]
                if any(inner.path is not None for inner in nested):
                    return True  # a literal may be a focus node, and a path begin at it
                seen.update(inner.node for inner in nested)
                open_.extend(nested)
        return False
