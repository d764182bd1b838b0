"""The compiler's engine: a query for each constraint, and evaluation where a query cannot tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

from pyoxigraph import DefaultGraph, Variable

from kgtools.diagnostics.model import Diagnostic, Severity
from kgtools.shapes import checks, oracle
from kgtools.shapes.affected import Affected
from kgtools.shapes.checks import component_of
from kgtools.shapes.compile import OF_A_SET, Compiler, TooManyUnitsError, Unit, units
from kgtools.shapes.constraints import Constraints
from kgtools.shapes.evaluate import Evaluator
from kgtools.shapes.model import TargetKind
from kgtools.shapes.paths import predicates
from kgtools.shapes.results import Outcome, Task, Violation
from kgtools.shapes.table import LiteralTable, stored
from kgtools.shapes.view import View
from kgtools.terms import Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.shapes.checks import Check
    from kgtools.shapes.model import Shape, Shapes
    from kgtools.shapes.paths import Path

_MOST_DETAILED = 100
_SPARQL = checks.SparqlCheck | checks.ComponentCheck


Found: TypeAlias = "tuple[Term, Violation]"
"""A result, and the targeted node from which the constraint was reached."""


def run(task: Task) -> Outcome:
    """Return what the compiled shapes find in the default graph of a store.

    Constraints whose SPARQL the engine cannot run are judged by pySHACL, which KG611 says.
    Results come out in the order of the shapes graph.
    """
    try:
        constraints = units(task.shapes)
    except TooManyUnitsError:
        return TOO_MANY
    judging, violations = Run(task), list[Violation]()
    left_over: list[tuple[Unit, str]] = []
    for unit in constraints:
        try:
            violations.extend(violation for _, violation in judging.in_full(unit))
        except RuntimeError as error:  # the engine lacks a function that a query calls
            left_over.append((unit, str(error)))
    other = by_oracle(task, left_over)
    return Outcome((*violations, *other.violations), other.diagnostics)


TOO_MANY = Outcome(
    diagnostics=(
        Diagnostic("KG606", Severity.ERROR, "shared shapes multiply to more constraints than can be run"),
    )
)


class Run:
    """The constraints of one task over one state of its data.

    Args:
        task: Data and shapes.
        view: The data as it is read; by default as the task's literal table has it.
    """

    def __init__(self, task: Task, view: View | None = None) -> None:
        self._task = task
        self._view = view or view_of(task)
        self._targets = task.targets
        self._constraints = Constraints(self._view, task.graph)
        self._evaluator = Evaluator(self._view, task.shapes, self._targets, self._constraints)
        self._compiler = Compiler(task.shapes, self._targets, datatypes_kept=self._view.is_complete)
        self._affected = Affected(task.shapes, self._targets, self._view)

    def in_full(self, unit: Unit) -> list[Found]:
        """Return all results of a unit.

        Raises:
            RuntimeError: The engine lacks a function that the query calls.
        """
        if isinstance(unit.checks[0], _SPARQL):
            return self._sparql(unit, unit.checks[0])
        query = self._compiler.compile(unit)
        if query is not None:
            return self._by_query(unit, query)
        if len(unit.checks) > 1:
            return [found for part in unit.split() for found in self.in_full(part)]
        return [(root, violation) for root in self._roots(unit) for violation in self.at(unit, root)]

    def at(self, unit: Unit, root: Term) -> Iterator[Violation]:
        """Yield the results of a unit for one targeted node, literals as written.

        Raises:
            RuntimeError: The engine lacks a function that the query calls.
        """
        for focus in self._foci(unit, root):
            values = self._evaluator.values(unit.shape, focus)
            for check in unit.checks:
                yield from self._evaluator.check(check, unit.shape, focus, values, unit.owner)

    # By query

    def _by_query(self, unit: Unit, query: str) -> list[Found]:
        affected = self._affected.roots(unit.root)
        found = list(self._rows(unit, query, affected.keys()))
        for root, is_focus in affected.items():
            if is_focus:
                found.extend((root, violation) for violation in self.at(unit, root))
        return self._detailed(unit, found)

    def _rows(self, unit: Unit, query: str, affected: Iterable[Term]) -> Iterator[Found]:
        skipped = frozenset(affected)
        solutions: Any = self._task.data.query(query)
        names = [variable.value for variable in solutions.variables]
        focus_column = max(index for index, name in enumerate(names) if name.startswith("f"))
        seen = set()
        for solution in solutions:
            row = tuple(solution)
            if row in seen or row[0] in skipped:
                continue
            seen.add(row)
            cells = dict(zip(names[focus_column + 1 :], row[focus_column + 1 :], strict=True))
            for violation in self._violations(unit, row[focus_column], cells):
                yield row[0], violation

    def _violations(self, unit: Unit, focus: Term, cells: dict[str, Term]) -> Iterator[Violation]:
        """Yield the violations that a row stands for: of several constraints it only says that one fails."""
        if isinstance(unit.checks[0], OF_A_SET):
            if len(unit.checks) == 1 and not isinstance(unit.checks[0], checks.UniqueLangCheck):
                yield self._violation(unit, unit.checks[0], focus, cells)
                return
            values = self._evaluator.values(unit.shape, focus)
            for check in unit.checks:
                yield from self._evaluator.check(check, unit.shape, focus, values, unit.owner)
            return
        for check in unit.checks:
            if len(unit.checks) == 1 or not self._evaluator.holds(check, cells["value"]):
                yield self._violation(unit, check, focus, cells)

    def _violation(self, unit: Unit, check: Check, focus: Term, cells: dict[str, Term]) -> Violation:
        shape = unit.shape
        predicate = cells.get("predicate")
        value = cells.get("value")
        if isinstance(value, Literal) and self._view.table.may_be_rewritten(value):
            if isinstance(predicate, NamedNode):
                value = self._as_written(cells.get("other", focus), predicate, value)
            else:
                value = self._as_written(focus, shape.path, value)
        return Violation(
            focus_node=focus,
            path=predicate if isinstance(predicate, NamedNode) else shape.path,
            value=value,
            component=component_of(check),
            source_shape=shape.node,
            severity=shape.severity,
            messages=shape.messages,
            node_shape=unit.owner,
            check=check,
        )

    def _as_written(self, focus: Term, path: Path | None, value: Literal) -> Term:
        """Return a value with the spelling that its file has."""
        values = self._view.values(focus, path) if path is not None else []
        return next((each for each in values if isinstance(each, Literal) and stored(each) == value), value)

    def _detailed(self, unit: Unit, found: list[Found]) -> list[Found]:
        """Return violations with the results of nested shapes, for at most 100 of a constraint."""
        if not any(checks.references(check) for check in unit.checks):
            return found
        first = [(root, self._with_details(violation)) for root, violation in found[:_MOST_DETAILED]]
        return first + found[_MOST_DETAILED:]

    def _with_details(self, violation: Violation) -> Violation:
        if violation.details or violation.check is None or not checks.references(violation.check):
            return violation
        if violation.value is not None:
            return replace(violation, details=self._evaluator.details(violation.check, violation.value))
        shape = self._task.shapes.by_node[violation.source_shape]
        values = self._evaluator.values(shape, violation.focus_node)
        again = self._evaluator.check(
            violation.check, shape, violation.focus_node, values, violation.node_shape
        )
        return replace(violation, details=tuple(each for found in again for each in found.details))

    # Node by node

    def _roots(self, unit: Unit) -> list[Term]:
        """Return what a shape targets, literals as written."""
        affected = self._affected.roots(unit.root)
        untouched = [node for node in self._targets.nodes(unit.root.targets) if node not in affected]
        return untouched + [root for root, is_focus in affected.items() if is_focus]

    def _foci(self, unit: Unit, root: Term) -> list[Term]:
        """Return the focus nodes of a constraint, as often as the way from the root reaches them."""
        foci = [root]
        for shape in unit.shapes[:-1]:
            foci = [value for focus in foci for value in self._evaluator.values(shape, focus)]
        return foci

    def _sparql(self, unit: Unit, check: checks.SparqlCheck | checks.ComponentCheck) -> list[Found]:
        found = None
        if not self._targets.odd(unit.root.targets):
            targets, each_once = self._compiler.foci(unit, Variable("this"))
            found = self._constraints.run_all(check, unit.shape, targets, each_once=each_once)
        if found is None or any(self._is_respelt(violation.focus_node) for _, violation in found):
            return [(root, violation) for root in self._roots(unit) for violation in self.at(unit, root)]
        found = [(root, replace(violation, node_shape=unit.owner)) for root, violation in found]
        if not check.query.ask:
            return found
        # An ASK is about value nodes, which are as their files spell them.
        affected = self._affected.roots(unit.root)
        found = [(root, violation) for root, violation in found if root not in affected]
        roots = (root for root, is_focus in affected.items() if is_focus)
        return found + [(root, violation) for root in roots for violation in self.at(unit, root)]

    def _is_respelt(self, focus: Term) -> bool:
        """Return whether a focus node is a literal that files may spell otherwise."""
        return isinstance(focus, Literal) and self._view.table.may_be_rewritten(focus)


def by_oracle(task: Task, left_over: list[tuple[Unit, str]]) -> Outcome:
    """Return what pySHACL finds for constraints that the engine could not run, and why."""
    if not left_over:
        return Outcome()
    outcome = oracle.run(task)
    left = {(unit.shape.node, component_of(check)) for unit, _ in left_over for check in unit.checks}
    found = (each for each in outcome.violations if (each.source_shape, each.component) in left)
    notes = (
        Diagnostic(
            "KG611",
            Severity.NOTE,
            f"judged by pySHACL, since the query cannot run here: {reason}",
            shape=unit.shape.node,
        )
        for unit, reason in left_over
    )
    return Outcome(tuple(found), (*outcome.diagnostics, *notes))


def view_of(task: Task) -> View:
    """Return the data of a task as it is read, with what is known of its literals."""
    if task.literals is None:
        return View(task.data, _ill_formed(task), is_complete=False)
    return View(task.data, task.literals)


def _ill_formed(task: Task) -> LiteralTable:
    """Return a table of what can still be seen in a store: literals that are ill-formed.

    Only the properties are read whose values a shape asks for a datatype.
    """
    table = LiteralTable()
    for predicate in sorted(_with_datatypes(task.shapes), key=str):
        for _ in table.watch(task.data.quads_for_pattern(None, predicate, None, DefaultGraph())):
            pass
    return table


def _with_datatypes(shapes: Shapes) -> set[NamedNode]:
    """Return the properties that lead to nodes which a shape, or one it refers to, asks for a datatype."""
    asking: set[Subject] = set()
    before = -1
    while len(asking) > before:
        before = len(asking)
        asking |= {node for node, shape in shapes.by_node.items() if _asks(shape, shapes, asking)}
    found = [shapes.by_node[node] for node in asking]
    followed = {name for shape in found if shape.path is not None for name in predicates(shape.path)}
    targets = (target for shape in found for target in shape.targets if target.kind is TargetKind.OBJECTS_OF)
    return followed | {target.term for target in targets if isinstance(target.term, NamedNode)}


def _asks(shape: Shape, shapes: Shapes, asking: set[Subject]) -> bool:
    """Return whether a shape asks its value nodes for a datatype, or does so by another shape."""
    return any(
        isinstance(check, checks.DatatypeCheck)
        or any(node in asking and shapes.by_node[node].path is None for node in checks.references(check))
        for check in shape.checks
    )
