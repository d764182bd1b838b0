"""Footprints: which statements of the data can change the results of a constraint, and for whom.

A use is a place where a constraint looks at a statement: the predicate, and the way that leads
there from the focus node. Walking the way backwards from a changed statement gives every focus
node whose results can differ. Where no way is known, the constraint has to run in full.

Why that is sound: a result changes only if a value is reached, or a statement is found, in one of
the two states and not in the other. In the state that has it, all statements on the way are there;
so a deleted statement is walked back from before the change, and an added one after it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgtools.shapes import checks
from kgtools.shapes.checks import references
from kgtools.shapes.model import TargetKind
from kgtools.shapes.paths import steps
from kgtools.shapes.query_footprint import of_query
from kgtools.shapes.uses import Footprint, Use
from kgtools.terms import RDF, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.shapes.checks import Check
    from kgtools.shapes.compile import Unit
    from kgtools.shapes.model import Shape, Shapes
    from kgtools.shapes.paths import Path, Way
    from kgtools.terms import Subject

_TYPE = RDF["type"]
_MOST_WAYS = 2_000


class _NoFootprintError(Exception):
    """Nested shapes lead to more ways than are worth following."""


def of_unit(unit: Unit, shapes: Shapes) -> Footprint:
    """Return the footprint of constraints on their way from a target; the target's own is left out."""
    collector = _Collector(shapes)
    way: Way = ()
    for shape in unit.shapes[:-1]:
        if shape.path is not None:
            collector.path(shape.path, way)
            way = (*way, shape.path)
    try:
        collector.checks(unit.shape, unit.checks, way)
    except _NoFootprintError:
        return Footprint(always=True)
    return collector.footprint()


def of_targets(shape: Shape) -> Iterator[Use]:
    """Yield the statements that make a node a focus node of a shape, or no longer one."""
    for target in shape.targets:
        if isinstance(target.term, NamedNode):
            match target.kind:
                case TargetKind.CLASS:
                    yield Use((), _TYPE, class_=target.term)
                case TargetKind.SUBJECTS_OF:
                    yield Use((), target.term)
                case TargetKind.OBJECTS_OF:
                    yield Use((), target.term, at_object=True)
                case TargetKind.NODE:
                    pass


def classes(unit: Unit, footprint: Footprint) -> frozenset[NamedNode]:
    """Return the classes whose subclasses matter to a constraint or its target."""
    uses = (*footprint.uses, *of_targets(unit.root))
    return frozenset(use.class_ for use in uses if use.class_ is not None)


class _Collector:
    """Walks through a shape and what is nested in it."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._uses: set[Use] = set()
        self._anywhere: set[NamedNode] = set()
        self._always = False
        self._seen: set[tuple[Subject, Way]] = set()

    def footprint(self) -> Footprint:
        """Return what was collected."""
        return Footprint(frozenset(self._uses), frozenset(self._anywhere), self._always)

    def path(self, path: Path, way: Way) -> None:
        """Collect the steps of a path that begins at the end of a way."""
        self._uses.update(Use((*way, *before), predicate) for before, predicate in steps(path))

    def checks(self, shape: Shape, checks: Iterable[Check], way: Way) -> None:
        """Collect some constraints of a shape whose focus nodes are at the end of a way."""
        if shape.path is not None:
            self.path(shape.path, way)
        values = way if shape.path is None else (*way, shape.path)
        for check in checks:
            self._check(check, shape, way, values)

    def _check(self, check: Check, shape: Shape, way: Way, values: Way) -> None:
        match check:
            case checks.ClassCheck(NamedNode() as class_):
                self._uses.add(Use(values, _TYPE, class_=class_))
            case checks.EqualsCheck(predicate) | checks.DisjointCheck(predicate):
                self._uses.add(Use(way, predicate))
            case checks.LessThanCheck(predicate):
                self._uses.add(Use(way, predicate))
            case checks.ClosedCheck():
                self._uses.add(Use(values, None))
            case checks.SparqlCheck() | checks.ComponentCheck():
                self._add(of_query(check, shape.path), way)
            case _:
                for node in references(check):
                    self._nested(self._shapes.by_node[node], values)

    def _nested(self, shape: Shape, way: Way) -> None:
        if (shape.node, way) not in self._seen and not shape.deactivated:
            self._seen.add((shape.node, way))
            if len(self._seen) > _MOST_WAYS:
                raise _NoFootprintError
            self.checks(shape, shape.checks, way)

    def _add(self, inner: Footprint, way: Way) -> None:
        self._uses.update(replace(use, way=(*way, *use.way)) for use in inner.uses)
        self._anywhere |= inner.anywhere
        self._always |= inner.always
