"""The compiler's engine: a query for each constraint, and evaluation where a query cannot tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Variable

from kgtools.diagnostics.model import Diagnostic, Severity
from kgtools.shapes import model, oracle
from kgtools.shapes.affected import Affected
from kgtools.shapes.compile import Compiler, TooManyUnitsError, Unit, units
from kgtools.shapes.constraints import Constraints
from kgtools.shapes.evaluate import Evaluator
from kgtools.shapes.model import component_of
from kgtools.shapes.paths import predicates
from kgtools.shapes.results import Outcome, Task, Violation
from kgtools.shapes.table import LiteralTable, stored
from kgtools.shapes.targets import Targets
from kgtools.shapes.view import View
from kgtools.terms import Literal, NamedNode, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.shapes.paths import Path

_MOST_DETAILED = 100
_SPARQL = model.SparqlCheck | model.ComponentCheck


def run(task: Task) -> Outcome:
    """Return what the compiled shapes find in the default graph of a store.

    Constraints whose SPARQL the engine cannot run are judged by pySHACL, which KG611 says.
    Results come out in the order of the shapes graph.
    """
    return _Run(task).outcome()


class _Run:
    """One validation."""

    def __init__(self, task: Task) -> None:
        self._task = task
        table = task.literals if task.literals is not None else _ill_formed(task)
        self._view = View(task.data, table)
        self._targets = Targets(task.data)
        self._constraints = Constraints(self._view, task.graph)
        self._evaluator = Evaluator(self._view, task.shapes, self._targets, self._constraints)
        kept = task.literals is not None
        self._compiler = Compiler(task.shapes, self._targets, datatypes_kept=kept)
        self._affected = Affected(task.shapes, self._targets, self._view)
        self._left_over: list[tuple[Unit, str]] = []

    def outcome(self) -> Outcome:
        """Run every constraint."""
        try:
            found = [violation for unit in units(self._task.shapes) for violation in self._unit(unit)]
        except TooManyUnitsError:
            message = "shared shapes multiply to more constraints than can be run"
            return Outcome(diagnostics=(Diagnostic("KG606", Severity.ERROR, message),))
        if not self._left_over:
            return Outcome(tuple(found))
        return self._ask_oracle(found)

    def _unit(self, unit: Unit) -> Iterable[Violation]:
        if isinstance(unit.check, _SPARQL):
            try:
                return self._sparql(unit)
            except RuntimeError as error:  # the engine lacks a function
                self._left_over.append((unit, str(error)))
                return ()
        query = self._compiler.compile(unit)
        if query is None:
            return [violation for root in self._roots(unit) for violation in self._by_hand(unit, root)]
        affected = self._affected.roots(unit.root)
        found = list(self._rows(unit, query, affected.keys()))
        for root, is_focus in affected.items():
            if is_focus:
                found.extend(self._by_hand(unit, root))
        return self._detailed(unit, found)

    # By query

    def _rows(self, unit: Unit, query: str, affected: Iterable[Term]) -> Iterator[Violation]:
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
            yield from self._violations(unit, row[focus_column], cells)

    def _violations(self, unit: Unit, focus: Term, cells: dict[str, Term]) -> Iterator[Violation]:
        shape = unit.shape
        if isinstance(unit.check, model.UniqueLangCheck):
            # One result for each language: the query only says that there is one.
            values = self._evaluator.values(shape, focus)
            yield from self._evaluator.check(unit.check, shape, focus, values, unit.owner)
            return
        predicate = cells.get("predicate")
        value = cells.get("value")
        if isinstance(value, Literal) and self._view.table.may_be_rewritten(value):
            if isinstance(predicate, NamedNode):
                value = self._as_written(cells.get("other", focus), predicate, value)
            else:
                value = self._as_written(focus, shape.path, value)
        yield Violation(
            focus_node=focus,
            path=predicate if isinstance(predicate, NamedNode) else shape.path,
            value=value,
            component=component_of(unit.check),
            source_shape=shape.node,
            severity=shape.severity,
            messages=shape.messages,
            node_shape=unit.owner,
            check=unit.check,
        )

    def _as_written(self, focus: Term, path: Path | None, value: Literal) -> Term:
        """Return a value with the spelling that its file has."""
        values = self._view.values(focus, path) if path is not None else []
        return next((each for each in values if isinstance(each, Literal) and stored(each) == value), value)

    def _detailed(self, unit: Unit, found: list[Violation]) -> list[Violation]:
        """Return violations with the results of nested shapes, for at most 100 of a constraint."""
        if not model.references(unit.check):
            return found
        first = [self._with_details(violation) for violation in found[:_MOST_DETAILED]]
        return first + found[_MOST_DETAILED:]

    def _with_details(self, violation: Violation) -> Violation:
        if violation.details or violation.check is None:
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

    def _by_hand(self, unit: Unit, root: Term) -> Iterator[Violation]:
        for focus in self._foci(unit, root):
            values = self._evaluator.values(unit.shape, focus)
            yield from self._evaluator.check(unit.check, unit.shape, focus, values, unit.owner)

    def _sparql(self, unit: Unit) -> list[Violation]:
        check = unit.check
        if not isinstance(check, _SPARQL):
            raise TypeError("not a SPARQL-based constraint")
        found = None
        if not self._targets.odd(unit.root.targets):
            targets, each_once = self._compiler.foci(unit, Variable("this"))
            found = self._constraints.run_all(check, unit.shape, targets, each_once=each_once)
        if found is None:
            return [violation for root in self._roots(unit) for violation in self._by_hand(unit, root)]
        return [replace(violation, node_shape=unit.owner) for violation in found]

    # By pySHACL

    def _ask_oracle(self, found: list[Violation]) -> Outcome:
        outcome = oracle.run(self._task)
        left = {(unit.shape.node, component_of(unit.check)) for unit, _ in self._left_over}
        extra = [each for each in outcome.violations if (each.source_shape, each.component) in left]
        notes = [
            Diagnostic(
                "KG611",
                Severity.NOTE,
                f"judged by pySHACL, since the query cannot run here: {reason}",
                shape=unit.shape.node,
            )
            for unit, reason in self._left_over
        ]
        return Outcome((*found, *extra), (*outcome.diagnostics, *notes))


def _ill_formed(task: Task) -> LiteralTable:
    """Return a table of what can still be seen in a store: literals that are ill-formed.

    Only the properties that shapes follow are read, and only where a shape asks for a datatype.
    """
    table = LiteralTable()
    shapes = task.shapes.by_node.values()
    if any(isinstance(check, model.DatatypeCheck) for shape in shapes for check in shape.checks):
        followed = {name for shape in shapes if shape.path is not None for name in predicates(shape.path)}
        for predicate in sorted(followed, key=str):
            for _ in table.watch(task.data.quads_for_pattern(None, predicate, None, DefaultGraph())):
                pass
    return table
