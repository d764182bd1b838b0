"""The results of all constraints by the node from which they were reached, renewed in part."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kgtools.shapes.compile import TooManyUnitsError, units
from kgtools.shapes.coverage import Selection
from kgtools.shapes.engine import TOO_MANY, by_oracle
from kgtools.shapes.results import Outcome, Violation
from kgtools.terms import Literal, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.shapes.compile import Unit
    from kgtools.shapes.engine import Run
    from kgtools.shapes.results import Task
    from kgtools.shapes.targets import Targets
    from kgtools.shapes.touched import Touched
    from kgtools.shapes.view import View

_MOST_BY_HAND = 500
_ByNode = dict[Term, list[Violation]]


@dataclass(slots=True)
class Renewal:
    """What renewing some results did.

    Attributes:
        introduced: Results that were not there before.
        fixed: Results that are not there any more.
        in_part: How many units were run on single nodes.
        in_full: How many units were run on all their focus nodes.
        nodes: The nodes that were looked at in part.
    """

    introduced: Counter[Violation] = field(default_factory=Counter)
    fixed: Counter[Violation] = field(default_factory=Counter)
    in_part: int = 0
    in_full: int = 0
    nodes: set[Term] = field(default_factory=set)

    def add(self, before: Iterable[Violation], after: Iterable[Violation]) -> None:
        """Count what differs; the details only explain a result."""
        old, new = (Counter(replace(each, details=()) for each in side) for side in (before, after))
        self.introduced += new - old
        self.fixed += old - new


class Kept:
    """The results of every unit over the data as it is.

    Args:
        task: Data and shapes.
        run: Runs units over the data as it is; without it no results are known at first.
    """

    def __init__(self, task: Task, run: Run | None = None) -> None:
        self._task = task
        self._too_many = False
        self.units: list[Unit] = []
        try:
            self.units = units(task.shapes)
        except TooManyUnitsError:
            self._too_many = True
        self._results: list[_ByNode] = [{} for _ in self.units]
        self._left_over: dict[int, str] = {}
        if run is not None:
            for number in range(len(self.units)):
                self._run_in_full(number, run)
        self._other = self._ask_oracle()

    def outcome(self) -> Outcome:
        """Return all results, in the order of the shapes graph."""
        if self._too_many:
            return TOO_MANY
        own = (each for results in self._results for found in results.values() for each in found)
        return Outcome((*own, *self._other.violations), self._other.diagnostics)

    def renew(self, run: Run, touched: Touched, view: View, targets: Targets) -> Renewal:
        """Run again what a change can concern, and return what differs.

        Args:
            run: Runs units over the data as it is now.
            touched: What has to be looked at.
            view: The data.
            targets: Knows the subclasses of classes.
        """
        done = Renewal(in_full=len(self._left_over))
        selections: dict[Subject, Selection] = {}
        for number in sorted({*touched.nodes, *touched.in_full} - self._left_over.keys()):
            nodes = touched.nodes[number]
            if number in touched.in_full or len(nodes) > _MOST_BY_HAND:
                self._renew_in_full(number, run, done)
                continue
            root = self.units[number].root
            if root.node not in selections:
                selections[root.node] = Selection(root.targets, view, targets)
            self._renew_in_part(number, run, _spelt(nodes, view), selections[root.node], done)
        before, self._other = self._other, self._ask_oracle()
        done.add(before.violations, self._other.violations)
        return done

    def _renew_in_part(
        self, number: int, run: Run, nodes: Iterable[Term], selection: Selection, done: Renewal
    ) -> None:
        unit, results = self.units[number], self._results[number]
        done.in_part += 1
        for node in nodes:
            try:
                after = list(run.at(unit, node)) if node in selection else []
            except RuntimeError:  # the engine lacks a function that the query calls
                self._renew_in_full(number, run, done)
                return
            before = results.pop(node, [])
            if after:
                results[node] = after
            if before or after:
                done.add(before, after)
            done.nodes.add(node)

    def _renew_in_full(self, number: int, run: Run, done: Renewal) -> None:
        before = self._results[number]
        self._run_in_full(number, run)
        done.in_full += 1
        done.add(_flat(before), _flat(self._results[number]))

    def _run_in_full(self, number: int, run: Run) -> None:
        results: _ByNode = defaultdict(list)
        try:
            for node, violation in run.in_full(self.units[number]):
                results[node].append(violation)
        except RuntimeError as error:  # the engine lacks a function that the query calls
            self._left_over[number] = str(error)
            results.clear()
        self._results[number] = dict(results)

    def _ask_oracle(self) -> Outcome:
        left_over = [(self.units[number], reason) for number, reason in sorted(self._left_over.items())]
        return by_oracle(self._task, left_over)


def _flat(results: _ByNode) -> Iterable[Violation]:
    return (violation for found in results.values() for violation in found)


def _spelt(nodes: Iterable[Term], view: View) -> set[Term]:
    """Return nodes and, of literals, all the spellings that files have or had."""
    found = set(nodes)
    for node in nodes:
        if isinstance(node, Literal):
            found.update(view.table.spellings(node))
    return found
