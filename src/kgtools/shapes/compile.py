"""Constraints as SPARQL queries that find their violations.

A unit is one constraint reached from one targeted shape: directly, or through ``sh:property``. Its
query binds the focus nodes along the way (``?f0`` is what the shape targets, the last one is the
focus node of the results) and one column for a value, a property or another value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Variable

from kgtools.shapes import model
from kgtools.shapes.booleans import Booleans, NotCompilableError, negate
from kgtools.sparql import tree, write
from kgtools.sparql.tree import Call, Exists, Filter, Group, Triple
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.shapes.model import Check, Shape, Shapes
    from kgtools.shapes.paths import Path
    from kgtools.shapes.targets import Targets
    from kgtools.sparql.tree import Element

    Violations = tuple[tuple[tuple[Element, ...], ...], tuple[tree.Projected, ...]]

VALUE, PREDICATE, OTHER = Variable("value"), Variable("predicate"), Variable("other")
_VALUE_COLUMN = tree.Projected(VALUE)
_MOST_UNITS = 20_000


class TooManyUnitsError(Exception):
    """The shapes lead to more constraints than can be run."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One constraint on its way from a target.

    Attributes:
        shapes: The targeted shape, then each property shape on the way; the last holds the constraint.
        check: The constraint.
        owner: The nearest named node shape on the way.
    """

    shapes: tuple[Shape, ...]
    check: Check
    owner: NamedNode | None

    @property
    def root(self) -> Shape:
        """The targeted shape."""
        return self.shapes[0]

    @property
    def shape(self) -> Shape:
        """The shape that holds the constraint."""
        return self.shapes[-1]


def units(shapes: Shapes) -> list[Unit]:
    """Return all constraints that targets lead to, in the order of the shapes graph.

    Raises:
        TooManyUnitsError: Shared property shapes multiply to more than 20,000 constraints.
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
    for check in shape.checks:
        if isinstance(check, model.PropertyCheck):
            yield from _reach(shapes, (*way, shapes.by_node[check.shape]), owner)
        else:
            yield Unit(way, check, owner or shapes.node_shape(shape.node))


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
        elements, foci = self.way(unit)
        try:
            branches, columns = self._violations(unit.check, unit.shape.path, foci[-1])
        except NotCompilableError:
            return None
        groups = [Group((*elements, *branch)) for branch in branches]
        where = groups[0] if len(groups) == 1 else Group((tree.Union(tuple(groups)),))
        return write.query(tree.Select((*map(tree.Projected, foci), *columns), where))

    def way(self, unit: Unit) -> tuple[tuple[Element, ...], list[Variable]]:
        """Return a pattern that binds the focus nodes of a unit, and its variables in order."""
        foci = [Variable("f0")]
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

    def _violations(  # noqa: PLR0911 - one case each
        self, check: Check, path: Path | None, x: Variable
    ) -> Violations:
        """Return patterns that each find violations of a focus node, and the columns they fill."""
        booleans = self._booleans
        match check:
            case model.EqualsCheck() | model.DisjointCheck():
                return self._pairs(check, path, x), (_VALUE_COLUMN,)
            case model.LessThanCheck() if path is not None:
                pattern = booleans.not_less(check, path, x, VALUE, OTHER)
                return (pattern,), (_VALUE_COLUMN, tree.Projected(OTHER))
            case model.ClosedCheck(allowed):
                if path is None:
                    pattern = booleans.not_allowed(x, allowed, PREDICATE, VALUE)
                    return (pattern,), (_VALUE_COLUMN, tree.Projected(PREDICATE))
                pattern = (Triple(x, path, OTHER), *booleans.not_allowed(OTHER, allowed, PREDICATE, VALUE))
                return (pattern,), (_VALUE_COLUMN, tree.Projected(PREDICATE), tree.Projected(OTHER))
            case (
                model.MinCountCheck()
                | model.MaxCountCheck()
                | model.QualifiedCheck()
                | model.HasValueCheck()
                | model.UniqueLangCheck()
            ):
                satisfied = booleans.of_node(check, x) if path is None else booleans.of_path(check, path, x)
                return ((Filter(negate(satisfied)),),), ()
            case _:
                if path is None:
                    return ((Filter(negate(booleans.holds(check, x))),),), (tree.Projected(VALUE, x),)
                failed = Filter(negate(booleans.holds(check, VALUE)))
                return ((Triple(x, path, VALUE), failed),), (_VALUE_COLUMN,)

    def _pairs(
        self, check: model.EqualsCheck | model.DisjointCheck, path: Path | None, x: Variable
    ) -> tuple[tuple[Element, ...], ...]:
        other = Triple(x, check.predicate, VALUE)
        value: Element = tree.Bind(x, VALUE) if path is None else Triple(x, path, VALUE)
        is_value = Call("sameTerm", (x, VALUE)) if path is None else self._booleans.exists(x, path, VALUE)
        if isinstance(check, model.DisjointCheck):
            return ((other, Filter(is_value)),)
        missing = Filter(Exists(Group((other,)), negated=True))
        return ((value, missing), (other, Filter(negate(is_value))))
