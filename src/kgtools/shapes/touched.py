"""From changed statements to the constraints and the targeted nodes that they can concern."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kgtools.shapes import edit, footprint
from kgtools.shapes.table import stored
from kgtools.shapes.view import View
from kgtools.sparql.tree import Inverse
from kgtools.terms import RDFS, BlankNode, Literal, NamedNode, Quad, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.shapes.compile import Unit
    from kgtools.shapes.edit import Edit
    from kgtools.shapes.model import Shapes
    from kgtools.shapes.paths import Way
    from kgtools.shapes.targets import Targets
    from kgtools.shapes.uses import Footprint, Use

_MOST_NODES = 10_000
_SUBCLASS = RDFS["subClassOf"]


@dataclass(slots=True)
class Touched:
    """What a change can concern.

    Attributes:
        nodes: For each unit by its number the targeted nodes whose results can differ; some may be
            no focus nodes, and literals stand for all their spellings.
        in_full: The units that have to run in full.
        reclassed: Whether subclasses changed.
    """

    nodes: dict[int, set[Term]] = field(default_factory=lambda: defaultdict(set))
    in_full: set[int] = field(default_factory=set)
    reclassed: bool = False


class Index:
    """The uses of all units, by predicate.

    Args:
        units: The units, which are known by their number here.
        shapes: All shapes.
    """

    def __init__(self, units: list[Unit], shapes: Shapes) -> None:
        self._always: set[int] = set()
        self._anywhere: dict[NamedNode, set[int]] = defaultdict(set)
        self._of_class: dict[NamedNode, set[int]] = defaultdict(set)
        self._uses: dict[NamedNode | None, dict[Use, list[int]]] = defaultdict(dict)
        self._targets: dict[NamedNode | None, dict[Use, list[Subject]]] = defaultdict(dict)
        for number, unit in enumerate(units):
            self._enter(number, footprint.of_unit(unit, shapes), footprint.of_targets(unit.root))
        for shape in shapes.targeted():
            for use in footprint.of_targets(shape):
                self._targets[use.predicate].setdefault(use, []).append(shape.node)

    def _enter(self, number: int, found: Footprint, targets: Iterable[Use]) -> None:
        for use in found.uses.union(targets):
            self._uses[use.predicate].setdefault(use, []).append(number)
            if use.class_ is not None:
                self._of_class[use.class_].add(number)
        for predicate in found.anywhere:
            self._anywhere[predicate].add(number)
        if found.always:
            self._always.add(number)

    def write(self, change: Edit, view: View, targets: Targets) -> Touched:
        """Change the data and return what that can concern.

        Args:
            change: What really changes.
            view: The data.
            targets: Knows the subclasses; it forgets what the change made untrue.
        """
        reclassed = any(quad.predicate == _SUBCLASS for quad in (*change.deleted, *change.added))
        touched = Touched(reclassed=reclassed)
        self._find(change.deleted, view, targets, touched)
        before = self._closures(targets) if reclassed else {}
        edit.delete(view, change.deleted)
        edit.add(view, change.added)
        targets.forget(subclasses=reclassed)
        self._find(change.added, view, targets, touched)
        if reclassed:
            now = self._closures(targets)
            classes = (class_ for class_ in now if now[class_] != before[class_])
            touched.in_full |= {number for class_ in classes for number in self._of_class[class_]}
        return touched

    def _find(self, quads: Iterable[Quad], view: View, targets: Targets, touched: Touched) -> None:
        """Collect what changed statements concern, in a state of the data that holds them.

        Args:
            quads: The statements.
            view: That state.
            targets: Knows the subclasses in that state.
            touched: Where it is collected.
        """
        back = _Back(view)
        for quad in quads:
            touched.in_full |= self._always | self._anywhere.get(quad.predicate, set())
            for use, units in (*self._uses[quad.predicate].items(), *self._uses[None].items()):
                if not _fits(use, quad, targets):
                    continue
                roots = back.walk(use.way, _end(use, quad))
                if len(roots) > _MOST_NODES:
                    touched.in_full.update(units)
                elif roots:
                    for number in units:
                        touched.nodes[number].update(roots)

    def targeted(self, quads: Iterable[Quad], targets: Targets) -> dict[Subject, set[Term]]:
        """Return for each shape the nodes that changed statements may make its focus nodes, or no more.

        Args:
            quads: The statements.
            targets: Knows the subclasses.
        """
        found: dict[Subject, set[Term]] = defaultdict(set)
        for quad in quads:
            for use, shapes in self._targets[quad.predicate].items():
                node = _end(use, quad)
                if node is not None and _fits(use, quad, targets):
                    for shape in shapes:
                        found[shape].add(_as_stored(node))
        return found

    def _closures(self, targets: Targets) -> dict[NamedNode, tuple[NamedNode, ...]]:
        """Return the subclasses that matter to each class that matters."""
        return {class_: targets.closure(class_) for class_ in self._of_class}


def _fits(use: Use, quad: Quad, targets: Targets) -> bool:
    return use.class_ is None or quad.object in targets.closure(use.class_)


def _end(use: Use, quad: Quad) -> Term | None:
    """Return the node of a statement that the way of a use ends at."""
    node = quad.object if use.at_object else quad.subject
    return node if isinstance(node, NamedNode | BlankNode | Literal) else None


def _as_stored(node: Term) -> Term:
    return stored(node) if isinstance(node, Literal) else node


class _Back:
    """Walks ways backwards in one state of the data.

    Literals are looked at as the store has them, since a query takes two spellings for one; what is
    found in the files' spelling is among it.
    """

    def __init__(self, view: View) -> None:
        self._view = View(view.store, is_complete=False)
        self._known: dict[tuple[Way, Term], tuple[Term, ...]] = {}

    def walk(self, way: Way, node: Term | None) -> tuple[Term, ...]:
        """Return the nodes from which a way leads to a node."""
        if node is None:
            return ()
        if not way:
            return (_as_stored(node),)
        key = way, node
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._steps(way, node)))
        return self._known[key]

    def _steps(self, way: Way, node: Term) -> Iterator[Term]:
        for before in self._view.values(_as_stored(node), Inverse(way[-1])):
            yield from self.walk(way[:-1], before)
