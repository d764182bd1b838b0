"""Conformance of a node to a shape, as one SPARQL expression that never fails.

Every expression here is true or false, never an error: errors would vanish under negation.
"""

from __future__ import annotations

from itertools import combinations, count
from typing import TYPE_CHECKING

from pyoxigraph import Variable

from kgtools.shapes import checks, values
from kgtools.shapes.logic import (
    FALSE,
    TRUE,
    conjunction,
    disjunction,
    integer,
    negate,
    same_language,
)
from kgtools.shapes.table import stored
from kgtools.sparql import tree
from kgtools.sparql.tree import Call, Exists, Filter, Group, In, Operation, Sequence, Triple
from kgtools.terms import RDF, Literal, NamedNode, Subject

if TYPE_CHECKING:
    from kgtools.shapes.checks import Check
    from kgtools.shapes.model import Shapes
    from kgtools.shapes.paths import Path
    from kgtools.shapes.targets import Targets
    from kgtools.sparql.tree import Element, Expression, Node

# About 830 nested NOT EXISTS overflow the engine's stack.
_DEEPEST = 64
_LARGEST = 4000
# Up to so many values are told apart by a pattern for each; more are counted.
_FEW = 3


class NotCompilableError(Exception):
    """No query holds this constraint; it has to be evaluated node by node."""


class Booleans:
    """Builds expressions over the shapes of one shapes graph.

    Args:
        shapes: All shapes.
        targets: Knows the subclasses of classes.
        datatypes_kept: Whether the literal table is complete; if not, datatypes that a store
            rewrites are accepted where the value fits.
    """

    def __init__(self, shapes: Shapes, targets: Targets, *, datatypes_kept: bool = True) -> None:
        self._shapes = shapes
        self._targets = targets
        self._datatypes_kept = datatypes_kept
        self._names = count()
        self._depth = 0
        self._size = 0

    def fresh(self, name: str = "x") -> Variable:
        """Return a variable that nothing else uses."""
        return Variable(f"kg_{name}{next(self._names)}")

    def begin(self) -> None:
        """Start a new query: its size is counted from zero."""
        self._size = self._depth = 0

    def conforms(self, node: Subject, x: Variable) -> Expression:
        """Return whether ``x`` conforms to a shape.

        Raises:
            NotCompilableError: The shape holds SPARQL, or is too deep or too large for a query.
        """
        shape = self._shapes.by_node[node]
        if shape.deactivated:
            return TRUE
        self._size += 1 + len(shape.checks)
        self._depth += 1
        if self._depth > _DEEPEST or self._size > _LARGEST:
            raise NotCompilableError
        result = conjunction([self.satisfied(check, shape.path, x) for check in shape.checks])
        self._depth -= 1
        return result

    def satisfied(self, check: Check, path: Path | None, x: Variable) -> Expression:
        """Return whether a constraint of a shape with this path gives no result for the focus node ``x``."""
        if isinstance(check, checks.SparqlCheck | checks.ComponentCheck):
            raise NotCompilableError
        return self.of_node(check, x) if path is None else self.of_path(check, path, x)

    def of_node(self, check: Check, x: Variable) -> Expression:
        """Return whether a constraint of a node shape is satisfied: the only value node is ``x``."""
        other = self.fresh("o")
        match check:
            case checks.PropertyCheck(node):
                return self.conforms(node, x)
            case checks.HasValueCheck(value):
                return values.is_term(x, value)
            case checks.EqualsCheck(predicate):
                same = Exists(Group((Triple(x, predicate, x),)))
                differs = Filter(negate(Call("sameTerm", (other, x))))
                return conjunction(
                    [same, Exists(Group((Triple(x, predicate, other), differs)), negated=True)]
                )
            case checks.DisjointCheck(predicate):
                return Exists(Group((Triple(x, predicate, x),)), negated=True)
            case checks.ClosedCheck(allowed):
                return Exists(Group(self.not_allowed(x, allowed, self.fresh("p"), other)), negated=True)
            case _:
                return self.holds(check, x)

    def of_path(  # noqa: C901, PLR0911, PLR0912 - one case each
        self, check: Check, path: Path, x: Variable
    ) -> Expression:
        """Return whether a constraint of a property shape is satisfied for the focus node ``x``."""
        value, other = self.fresh("v"), self.fresh("w")
        match check:
            case checks.MinCountCheck(number):
                return self.at_least(x, path, number)
            case checks.MaxCountCheck(number):
                return negate(self.at_least(x, path, number + 1))
            case checks.QualifiedCheck(at_least=True, count=number):
                return self.at_least(x, path, number, check)
            case checks.QualifiedCheck(count=number):
                return negate(self.at_least(x, path, number + 1, check))
            case checks.HasValueCheck(wanted):
                if isinstance(wanted, Literal) and stored(wanted) != wanted:
                    return FALSE
                return self.exists(x, path, wanted)
            case checks.UniqueLangCheck():
                condition = conjunction(
                    [negate(Call("sameTerm", (value, other))), same_language(value, other)]
                )
                return Exists(
                    Group((Triple(x, path, value), Triple(x, path, other), Filter(condition))), negated=True
                )
            case checks.EqualsCheck(predicate):
                missing = Exists(Group((Triple(x, predicate, value),)), negated=True)
                lacking = negate(self.exists(x, path, other))
                return conjunction(
                    [
                        negate(self.exists(x, path, value, missing)),
                        Exists(Group((Triple(x, predicate, other), Filter(lacking))), negated=True),
                    ]
                )
            case checks.DisjointCheck(predicate):
                return Exists(Group((Triple(x, predicate, value), Triple(x, path, value))), negated=True)
            case checks.LessThanCheck():
                return Exists(Group(self.not_less(check, path, x, value, other)), negated=True)
            case checks.ClosedCheck(allowed):
                inner = Exists(Group(self.not_allowed(value, allowed, self.fresh("p"), other)))
                return negate(self.exists(x, path, value, inner))
            case checks.PropertyCheck(node):
                return negate(self.exists(x, path, value, negate(self.conforms(node, value))))
            case _:
                return negate(self.exists(x, path, value, negate(self.holds(check, value))))

    def holds(self, check: Check, x: Variable) -> Expression:
        """Return whether a value node satisfies a constraint that looks at one value alone."""
        match check:
            case checks.ClassCheck(class_):
                return self._is_instance(x, class_)
            case checks.DatatypeCheck(datatype):
                return values.has_datatype(x, datatype, are_kept=self._datatypes_kept)
            case _:
                return self._logic(check, x)

    def _logic(self, check: Check, x: Variable) -> Expression:
        """Return whether a node conforms to other shapes as ``sh:not`` and its kin ask, or passes a test."""
        match check:
            case checks.NotCheck(node):
                return negate(self.conforms(node, x))
            case checks.NodeCheck(node):
                return self.conforms(node, x)
            case checks.AndCheck(nodes):
                return conjunction([self.conforms(node, x) for node in nodes])
            case checks.OrCheck(nodes):
                return disjunction([self.conforms(node, x) for node in nodes])
            case checks.XoneCheck(nodes):
                ones = [Call("IF", (self.conforms(node, x), integer(1), integer(0))) for node in nodes]
                total_: Expression = ones[0]
                for one in ones[1:]:
                    total_ = Operation("+", (total_, one))
                return Operation("=", (total_, integer(1)))
            case _:
                return values.passes(check, x)

    def _is_instance(self, x: Variable, class_: Node) -> Expression:
        classes = self._targets.needed(class_) if isinstance(class_, NamedNode) else ()
        if len(classes) == 1:
            return Exists(Group((Triple(x, RDF["type"], classes[0]),)))
        type_ = self.fresh("c")
        return Exists(Group((Triple(x, RDF["type"], type_), Filter(In(type_, classes)))))

    def not_allowed(
        self, x: Variable, allowed: tuple[NamedNode, ...], predicate: Variable, value: Variable
    ) -> tuple[Element, ...]:
        """Return a pattern for the triples of ``x`` that a closed shape forbids."""
        condition = (Filter(In(predicate, allowed, negated=True)),) if allowed else ()
        return (Triple(x, predicate, value), *condition)

    def not_less(
        self, check: checks.LessThanCheck, path: Path, x: Variable, value: Variable, other: Variable
    ) -> tuple[Element, ...]:
        """Return a pattern for the pairs of values that are not provably in order."""
        less = values.is_ordered(value, "<=" if check.or_equal else "<", other)
        return (Triple(x, path, value), Triple(x, check.predicate, other), Filter(negate(less)))

    # Values along paths

    def exists(self, x: Node, path: Path, value: Node, condition: Expression = TRUE) -> Expression:
        """Return whether a path leads from ``x`` to a value for which a condition holds.

        A sequence becomes one EXISTS inside another: as a join it took the engine 100 times as long.
        """
        if condition == FALSE:
            return FALSE
        rest = () if condition == TRUE else (Filter(condition),)
        if not isinstance(path, Sequence):
            return Exists(Group((Triple(x, path, value), *rest)))
        first, *others = path.parts
        between = self.fresh("m")
        onwards = Sequence(tuple(others)) if len(others) > 1 else others[0]
        inner = self.exists(between, onwards, value, condition)
        return self.exists(x, first, between, inner)

    def at_least(
        self, x: Variable, path: Path, number: int, qualified: checks.QualifiedCheck | None = None
    ) -> Expression:
        """Return whether ``x`` has at least so many different values, or values that count."""
        if number <= 0:
            return TRUE
        if number == 1:
            value = self.fresh("v")
            return self.exists(x, path, value, self._counts(qualified, value))
        if number > _FEW:
            return self._counted(x, path, number, qualified)
        several = [self.fresh("v") for _ in range(number)]
        patterns = [Triple(x, path, value) for value in several]
        conditions = [self._counts(qualified, value) for value in several]
        conditions += [negate(Call("sameTerm", pair)) for pair in combinations(several, 2)]
        return Exists(Group((*patterns, Filter(conjunction(conditions)))))

    def _counted(
        self, x: Variable, path: Path, number: int, qualified: checks.QualifiedCheck | None
    ) -> Expression:
        value = self.fresh("v")
        condition = self._counts(qualified, value)
        where = Group((Triple(x, path, value), *(() if condition == TRUE else (Filter(condition),))))
        enough = Operation(">=", (tree.Aggregate("COUNT", value, distinct=True), integer(number)))
        select = tree.Select((tree.Projected(x),), where, keys=(tree.Key(x),), having=(enough,))
        return Exists(Group((select,)))

    def _counts(self, qualified: checks.QualifiedCheck | None, value: Variable) -> Expression:
        if qualified is None:
            return TRUE
        siblings = [negate(self.conforms(node, value)) for node in qualified.siblings]
        return conjunction([self.conforms(qualified.shape, value), *siblings])
