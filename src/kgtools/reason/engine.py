"""The work-list: from new facts to everything that follows.

Facts are taken from the list in batches of one table; each batch is joined
wherever its atom stands in a body. The number of rule applications is finite,
since no rule makes a new term; limits say when to stop all the same. They are
looked at after every batch and, inside a join, whenever its rule was tried
often, so that a limit is missed by little work however much there is to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgtools.reason import plan
from kgtools.reason.limits import LOOK, Limits, Meter
from kgtools.reason.linked import LinkedRule, link
from kgtools.reason.merge import Merger, Renamed
from kgtools.reason.numbers import Numbers
from kgtools.reason.tables import Table
from kgtools.reason.transitive import Transitivity
from kgtools.reason.withdrawal import Withdrawal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kgtools.reason.model import Atom, Rule, Symbol
    from kgtools.reason.plan import Run
    from kgtools.reason.tables import Key


class Trigger(NamedTuple):
    """A rule, started from new facts of one of its body atoms.

    Attributes:
        rule: The rule.
        run: Its join plan.
    """

    rule: LinkedRule
    run: Run


class Engine:
    """Tables of facts closed under rules, each derived fact with one proof.

    Args:
        rules: The rules.
        limits: When to stop.
        merge: Make one of names that are inferred to be the same.

    Attributes:
        journal: Where set to a dictionary, every fact touched since, and whether it was derived before.
    """

    def __init__(self, rules: Iterable[Rule], limits: Limits, *, merge: bool = False) -> None:
        self.numbers = Numbers()
        self.classes: dict[Symbol, Table] = {}
        self.properties: dict[Symbol, Table] = {}
        self.meter = Meter(limits)
        self.journal: dict[tuple[Table, Key], bool] | None = None
        self._pending: dict[Table, list[Key]] = {}
        self.rules = [link(rule, self.table, self.numbers) for rule in rules]
        self._triggers = self._plans()
        self._withdrawal = Withdrawal(self)
        self.merger = Merger(self) if merge else None
        for rule in self.rules:
            if not rule.body:  # what holds without conditions
                self.note(rule.head.table, rule.head.key({}), rule)

    def table(self, atom: Atom) -> Table:
        """Return the table of an atom's class or property, an empty one where there is none."""
        tables = self.classes if len(atom.args) == 1 else self.properties
        found = tables.get(atom.predicate)
        if found is None:
            found = tables[atom.predicate] = Table(atom.predicate, len(atom.args))
        return found

    @property
    def tables(self) -> Iterator[Table]:
        """All tables, classes first."""
        yield from self.classes.values()
        yield from self.properties.values()

    # -- facts in and out

    def state(self, table: Table, keys: Iterable[Key]) -> None:
        """Assert facts of one table; what follows is for :meth:`run` to find."""
        if not table.facts and self.journal is None and self.merger is None:
            table.facts.update(dict.fromkeys(keys))
            self._pending.setdefault(table, []).extend(table.facts)
            self.meter.asserted += len(table.facts)
            return
        for key in keys:
            self._state(table, key)

    def _state(self, table: Table, key: Key) -> None:
        if self.merger is not None and self.merger.kept(table, key) != key:
            self.merger.retired.setdefault(table, {})[key] = None
            self.note(table, self.merger.kept(table, key), Renamed(key))
            return
        facts = table.facts
        if self.journal is not None:
            self.journal.setdefault((table, key), facts.get(key) is not None)
        if key not in facts:
            facts[key] = None
            self._pending.setdefault(table, []).append(key)
            self.meter.asserted += 1
        elif facts[key] is not None:
            facts[key] = None
            self.meter.asserted += 1
            self.meter.derived -= 1
            if table.steps is not None and isinstance(key, tuple):
                Transitivity.step(table, key)

    def note(self, table: Table, key: Key, proof: object) -> None:
        """Enter a derived fact that no plan derives."""
        if key not in table.facts:
            table.facts[key] = proof
            self._pending.setdefault(table, []).append(key)
            self.meter.derived += 1

    def withdraw(self, facts: Iterable[tuple[Table, Key]]) -> None:
        """Take back asserted facts and what rests on them; derive again what still follows.

        Raises:
            LimitError: As for :meth:`run`.
        """
        self._withdrawal.withdraw(facts)
        self.run()

    # -- inference

    def run(self) -> None:
        """Derive everything that follows.

        Raises:
            LimitError: A limit was reached; names the rule that gave most. What was derived
                until then holds, but is not everything.
        """
        self.meter.start()
        self._run_without_merging()
        while self.merger is not None and self.merger.step():
            self._run_without_merging()

    def _run_without_merging(self) -> None:
        while self._pending:
            table = next(iter(self._pending))
            for delta in _batches(self._pending.pop(table)):
                self._take(table, delta)

    def _take(self, table: Table, delta: Sequence[Key]) -> None:
        table.enter(delta)
        if self.journal is not None:
            for key in delta:
                self.journal.setdefault((table, key), False)
        if self.merger is not None and table is self.merger.same:
            self.merger.queue.extend(key for key in delta if isinstance(key, tuple))
        for trigger in self._triggers.get(table, ()):
            self._fire(trigger, delta)

    def _fire(self, trigger: Trigger, delta: Sequence[Key]) -> None:
        out: list[Key] = []
        trigger.run(delta, out)
        self.meter.count(trigger.rule, len(out))
        if out:
            self._pending.setdefault(trigger.rule.head.table, []).extend(out)

    def _plans(self) -> Mapping[Table, list[Trigger]]:
        triggers: dict[Table, list[Trigger]] = {}
        for rule in self.rules:
            look = self.meter.looking(rule)
            if rule.is_transitivity:
                run = Transitivity(rule, look).run
                triggers.setdefault(rule.head.table, []).append(Trigger(rule, run))
                continue
            for number, goal in enumerate(rule.body):
                run = plan.derive(rule, number, look)
                triggers.setdefault(goal.table, []).append(Trigger(rule, run))
        return triggers

    def replace_rules(self, rules: list[LinkedRule]) -> None:
        """Take other rules instead, each in the place of the one it stands for, and start the new ones."""
        old, self.rules = set(self.rules), rules
        self._triggers = self._plans()
        for table, triggers in self._triggers.items():
            for trigger in triggers:
                if trigger.rule not in old:
                    for delta in _batches(list(table.facts)):
                        self._fire(trigger, delta)

    # -- receipts

    def support(self, table: Table, key: Key) -> tuple[Rule | None, tuple[tuple[Table, Key], ...]] | None:
        """Return the rule and the premises that a fact was derived by.

        Returns:
            No rule and no premises for an asserted fact; None where the fact does not hold.
        """
        merger = self.merger
        retired = {} if merger is None else merger.retired.get(table, {})
        if key not in table.facts and key not in retired:
            return None if merger is None else merger.support(table, key)
        proof = table.facts[key] if key in table.facts else retired[key]
        if proof is None:
            return None, ()
        if isinstance(proof, Renamed) and merger is not None:
            return merger.renamed(table, key, proof)
        rule = proof[0] if isinstance(proof, tuple) else proof
        return rule.rule, rule.premises(key, proof)  # type: ignore[union-attr]


def _batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    return (keys[start : start + LOOK] for start in range(0, len(keys), LOOK))
