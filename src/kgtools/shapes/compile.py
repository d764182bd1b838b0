"""Constraints as SPARQL queries that find their violations.

A unit is what one query looks for: constraints of one shape, reached from one targeted shape
directly or through ``sh:property``. Its query binds the focus nodes along the way (``?f0`` is what
the shape targets, the last one is the focus node of the results), and a value where there is one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Variable

from kgtools.shapes import checks
from kgtools.shapes.booleans import Booleans, NotCompilableError
from kgtools.shapes.constraints import ROOT
from kgtools.shapes.logic import conjunction, negate
from kgtools.shapes.model import Target, TargetKind
from kgtools.sparql import tree, write
from kgtools.sparql.tree import Call, Exists, Filter, Group, Triple
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.shapes.checks import Check
    from kgtools.shapes.model import Shape, Shapes
    from kgtools.shapes.paths import Path
    from kgtools.shapes.targets import Targets
    from kgtools.sparql.tree import Element

    Way = tuple[tuple[Element, ...], list[Variable]]
    Violations = tuple[tuple[tuple[Element, ...], ...], tuple[tree.Projected, ...]]

VALUE, PREDICATE, OTHER = Variable("value"), Variable("predicate"), Variable("other")
_VALUE_COLUMN = tree.Projected(VALUE)
_MOST_UNITS = 20_000
OF_A_SET = (
    checks.MinCountCheck,
    checks.MaxCountCheck,
    checks.QualifiedCheck,
    checks.HasValueCheck,
    checks.UniqueLangCheck,
)
"""Constraints that judge the value nodes of a focus node together."""
_OF_OTHER_KINDS = (
    *OF_A_SET,
    checks.EqualsCheck,
    checks.DisjointCheck,
    checks.LessThanCheck,
    checks.ClosedCheck,
    checks.PropertyCheck,
    checks.SparqlCheck,
    checks.ComponentCheck,
)


class TooManyUnitsError(Exception):
    """The shapes lead to more constraints than can be run."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Constraints of one shape, on their way from a target, that one query can look for.

    Attributes:
        shapes: The targeted shape, then each property shape on the way; the last holds the constraints.
        checks: The constraints: several that look at single values, several that look at a set of
            values, or one of another kind.
        owner: The nearest named node shape on the way.
    """

    shapes: tuple[Shape, ...]
    checks: tuple[Check, ...]
    owner: NamedNode | None

    @property
    def root(self) -> Shape:
        """The targeted shape."""
        return self.shapes[0]

    @property
    def shape(self) -> Shape:
        """The shape that holds the constraints."""
        return self.shapes[-1]

    def split(self) -> list[Unit]:
        """Return a unit for each constraint."""
        return [replace(self, checks=(check,)) for check in self.checks]


def units(shapes: Shapes) -> list[Unit]:
    """Return all constraints that targets lead to, in the order of the shapes graph.

    Raises:
        TooManyUnitsError: Shared property shapes multiply to more than 20,000 units.
    """
    found: list[Unit] = []
    for root in shapes.targeted():
        for unit in _reach(shapes, (root,), None):
            found.append(unit)
            if len(found) > _MOST_UNITS:
                raise TooManyUnitsError
    return found


def _reach(shapes: Shapes, way: tuple[Shape, ...], owner: NamedNode | None) -> Iterator[Unit]:
    shape = way[-1]
    if shape.deactivated:
        return
    if shape.path is None and isinstance(shape.node, NamedNode):
        owner = shape.node
    nearest = owner or shapes.node_shape(shape.node)
    by_value = tuple(check for check in shape.checks if looks_at_one_value(check))
    by_set = tuple(check for check in shape.checks if isinstance(check, OF_A_SET))
    for family in (by_value, by_set):
        if family:
            yield Unit(way, family, nearest)
    for check in shape.checks:
        if isinstance(check, checks.PropertyCheck):
            yield from _reach(shapes, (*way, shapes.by_node[check.shape]), owner)
        elif check not in by_value and check not in by_set:
            yield Unit(way, (check,), nearest)


def looks_at_one_value(check: Check) -> bool:
    """Return whether a constraint judges each value node by itself and gives a result for each."""
    return not isinstance(check, _OF_OTHER_KINDS)


class Compiler:
    """Compiles units over one data graph (class closures are read from it).

    Args:
        shapes: All shapes.
        targets: Knows the focus nodes and the subclasses of classes.
        datatypes_kept: Whether a complete literal table accompanies the data.
    """

    def __init__(self, shapes: Shapes, targets: Targets, *, datatypes_kept: bool = True) -> None:
        self._targets = targets
        self._booleans = Booleans(shapes, targets, datatypes_kept=datatypes_kept)

    def compile(self, unit: Unit) -> str | None:
        """Return the query of a unit, or None where no query holds it.

        Its columns are the focus nodes along the way, then ``?value``, ``?predicate`` and
        ``?other`` as far as the constraint has them. Rows may repeat.
        """
        self._booleans.begin()
        elements, foci = self._own_subjects(unit) or self.way(unit)
        try:
            branches, columns = self._violations(unit.checks, unit.shape.path, foci[-1])
        except NotCompilableError:
            return None
        groups = [Group((*elements, *branch)) for branch in branches]
        where = groups[0] if len(groups) == 1 else Group((tree.Union(tuple(groups)),))
        return write.query(tree.Select((*map(tree.Projected, foci), *columns), where))

    def _own_subjects(self, unit: Unit) -> Way | None:
        """Return the way of a unit that only subjects of its property can fail, where these are targets.

        What else the shape targets need not be looked at.
        """
        path = unit.shape.path
        if not isinstance(path, NamedNode) or any(shape.path is not None for shape in unit.shapes[:-1]):
            return None
        subjects = Target(TargetKind.SUBJECTS_OF, path)
        if subjects not in unit.root.targets:
            return None
        if all(map(looks_at_one_value, unit.checks)):
            return (), [ROOT]  # the values lead to them
        if all(isinstance(check, checks.MaxCountCheck) for check in unit.checks):
            return self._targets.elements((subjects,), ROOT), [ROOT]
        return None

    def way(self, unit: Unit) -> Way:
        """Return a pattern that binds the focus nodes of a unit, and its variables in order."""
        foci = [ROOT]
        elements = list(self._targets.elements(unit.root.targets, foci[0]))
        for shape in unit.shapes[:-1]:
            if shape.path is not None:
                foci.append(Variable(f"f{len(foci)}"))
                elements.append(Triple(foci[-2], shape.path, foci[-1]))
        return tuple(elements), foci

    def foci(self, unit: Unit, focus: Variable) -> tuple[tuple[Element, ...], bool]:
        """Return a pattern that binds a variable to the focus nodes of a unit, and whether to each once.

        A node that is reached in several ways is a focus node as many times.
        """
        if all(shape.path is None for shape in unit.shapes[:-1]):
            return self._targets.once(unit.root.targets, focus), True
        elements, variables = self.way(unit)
        columns = (*map(tree.Projected, variables[:-1]), tree.Projected(focus))
        named = tree.Bind(variables[-1], focus)
        return (tree.Select(columns, Group((*elements, named)), distinct=True),), False

    def _violations(self, together: tuple[Check, ...], path: Path | None, x: Variable) -> Violations:
        """Return patterns that each find violations of a focus node, and the columns they fill."""
        booleans = self._booleans
        match together:
            case ((checks.EqualsCheck() | checks.DisjointCheck()) as check,):
                return self._pairs(check, path, x), (_VALUE_COLUMN,)
            case (checks.LessThanCheck() as check,) if path is not None:
                pattern = booleans.not_less(check, path, x, VALUE, OTHER)
                return (pattern,), (_VALUE_COLUMN, tree.Projected(OTHER))
            case (checks.ClosedCheck(allowed),):
                return self._not_allowed(allowed, path, x)
            case (first, *_) if isinstance(first, OF_A_SET):
                satisfied = [booleans.satisfied(check, path, x) for check in together]
                return ((Filter(negate(conjunction(satisfied))),),), ()
        value = x if path is None else VALUE
        failed = Filter(negate(conjunction([booleans.holds(check, value) for check in together])))
        if path is None:
            return ((failed,),), (tree.Projected(VALUE, x),)
        return ((Triple(x, path, VALUE), failed),), (_VALUE_COLUMN,)

    def _not_allowed(self, allowed: tuple[NamedNode, ...], path: Path | None, x: Variable) -> Violations:
        columns = (_VALUE_COLUMN, tree.Projected(PREDICATE))
        if path is None:
            return (self._booleans.not_allowed(x, allowed, PREDICATE, VALUE),), columns
        forbidden = self._booleans.not_allowed(OTHER, allowed, PREDICATE, VALUE)
        return ((Triple(x, path, OTHER), *forbidden),), (*columns, tree.Projected(OTHER))

    def _pairs(
        self, check: checks.EqualsCheck | checks.DisjointCheck, path: Path | None, x: Variable
    ) -> tuple[tuple[Element, ...], ...]:
        other = Triple(x, check.predicate, VALUE)
        value: Element = tree.Bind(x, VALUE) if path is None else Triple(x, path, VALUE)
        is_value = Call("sameTerm", (x, VALUE)) if path is None else self._booleans.exists(x, path, VALUE)
        if isinstance(check, checks.DisjointCheck):
            return ((other, Filter(is_value)),)
        missing = Filter(Exists(Group((other,)), negated=True))
        return ((value, missing), (other, Filter(negate(is_value))))
