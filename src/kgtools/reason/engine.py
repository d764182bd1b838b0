"""The work-list: from new facts to everything that follows, and back when facts go.

Facts are taken from the list in batches, one table at a time; each batch is
joined wherever its atom stands in a body. The number of rule applications is
finite, since no rule makes a new term; limits say when to stop all the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from kgtools.errors import LimitError
from kgtools.reason import plan
from kgtools.reason.merge import Merger, Renamed
from kgtools.reason.tables import LinkedRule, Numbers, Table, link
from kgtools.reason.transitive import Transitivity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kgtools.reason.model import Atom, Rule, Symbol
    from kgtools.reason.plan import Run
    from kgtools.reason.tables import Key

FACTOR = 20
"""How many times as many facts as were asserted may follow, if nothing else is said."""
AT_LEAST = 100_000
"""What may follow however little was asserted."""
_PATIENCE = 0.02
"""Seconds that pass, about, between two looks at the clock inside a join."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When inference stops.

    Attributes:
        facts: Most derived facts; None for 20 times the asserted ones, at least 100,000.
        seconds: Most seconds of one run; None for no limit.
    """

    facts: int | None = None
    seconds: float | None = None


@dataclass(slots=True, eq=False)
class Trigger:
    """A rule, started from new facts of one of its body atoms."""

    rule: LinkedRule
    run: Run
    joins: bool
    stride: int = 1


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
        self._limits = limits
        self._deadline: float | None = None
        self._asserted = 0
        self._derived = 0
        self._counts: Counter[LinkedRule] = Counter()
        self._pending: dict[Table, list[Key]] = {}
        self._backward: dict[Table, list[Run]] | None = None
        self._withdrawal: dict[Table, list[tuple[Table, Run]]] | None = None
        self.journal: dict[tuple[Table, Key], bool] | None = None
        self.rules = [link(rule, self.table, self.numbers) for rule in rules]
        self._triggers = self._forward_plans()
        self.merger = Merger(self) if merge else None
        self._axiomatic()

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

    def state(self, table: Table, keys: Iterable[Key]) -> None:
        """Assert facts of one table; what follows is for :meth:`run` to find."""
        if not table.facts and self.journal is None and self.merger is None:
            table.facts.update(dict.fromkeys(keys))
            self._pending.setdefault(table, []).extend(table.facts)
            self._asserted += len(table.facts)
            return
        for key in keys:
            self._state_one(table, key)

    def _state_one(self, table: Table, key: Key) -> None:
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
            self._asserted += 1
        elif facts[key] is not None:
            facts[key] = None
            self._asserted += 1
            self._derived -= 1
            if table.steps is not None and isinstance(key, tuple):
                Transitivity.step(table, key)

    def note(self, table: Table, key: Key, proof: object) -> None:
        """Enter a derived fact that no plan derives."""
        if key not in table.facts:
            table.facts[key] = proof
            self._pending.setdefault(table, []).append(key)
            self._derived += 1

    def run(self) -> None:
        """Derive everything that follows.

        Raises:
            LimitError: A limit was reached; names the rule that gave most. What was derived
                until then holds, but is not everything.
        """
        self._deadline = None if self._limits.seconds is None else monotonic() + self._limits.seconds
        self.run_without_merging()
        while self.merger is not None and self.merger.step():
            self.run_without_merging()

    def run_without_merging(self) -> None:
        """Derive everything that follows as long as no two names become one."""
        while self._pending:
            table = next(iter(self._pending))
            delta = self._pending.pop(table)
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
        if not trigger.joins:
            trigger.run(delta, out)
            self._count(trigger.rule, len(out))
        else:
            self._fire_in_strides(trigger, delta, out)
        if out:
            self._pending.setdefault(trigger.rule.head.table, []).extend(out)

    def _fire_in_strides(self, trigger: Trigger, delta: Sequence[Key], out: list[Key]) -> None:
        """Join a batch in pieces that each take a moment, so that no limit is missed by much."""
        at = 0
        while at < len(delta):
            started, before = monotonic(), len(out)
            trigger.run(delta[at : at + trigger.stride], out)
            at += trigger.stride
            self._count(trigger.rule, len(out) - before)
            if monotonic() - started < _PATIENCE:
                trigger.stride = min(trigger.stride * 4, 1 << 20)
            else:
                trigger.stride = max(trigger.stride // 4, 1)

    def _count(self, rule: LinkedRule, number: int) -> None:
        """Count new facts, and look whether a limit is reached."""
        self._derived += number
        self._counts[rule] += number
        self._look(rule, 0)

    def _look(self, rule: LinkedRule, more: int) -> None:
        if self._derived + more > self.allowed:
            raise self._exhausted(f"more than {self.allowed:,} facts follow", rule)
        if self._deadline is not None and monotonic() > self._deadline:
            raise self._exhausted(f"inference takes longer than {self._limits.seconds:g} s", rule)

    @property
    def allowed(self) -> int:
        """How many facts may follow."""
        if self._limits.facts is not None:
            return self._limits.facts
        return max(FACTOR * self._asserted, AT_LEAST)

    def _exhausted(self, message: str, rule: LinkedRule) -> LimitError:
        ((worst, number),) = self._counts.most_common(1) or [(rule, 0)]
        return LimitError(
            f"{message}; most of them, {number:,}, come from {worst.rule.origin}",
            hint="look at this rule and what it feeds on, or raise the limit",
        )

    # -- taking facts back

    def withdraw(self, facts: Iterable[tuple[Table, Key]]) -> None:
        """Take back asserted facts and what rests on them; derive again what still follows.

        Raises:
            LimitError: As for :meth:`run`.
        """
        gone = self._resting_on(facts)
        for table, keys in gone.items():
            for key, proof in keys.items():
                self._asserted -= proof is None
                self._derived -= proof is not None
                if self.journal is not None:
                    self.journal.setdefault((table, key), proof is not None)
            table.drop(keys)
        for table, keys in gone.items():
            self._prove_again(table, keys)
        self.run()

    def _resting_on(self, facts: Iterable[tuple[Table, Key]]) -> dict[Table, dict[Key, object]]:
        """Return asserted facts and all whose recorded proof uses one of them, directly or not."""
        gone: dict[Table, dict[Key, object]] = {}
        pending: dict[Table, list[Key]] = {}
        for table, key in facts:
            if table.facts.get(key, self) is None and key not in gone.setdefault(table, {}):
                gone[table][key] = None
                pending.setdefault(table, []).append(key)
        plans = self._withdrawal_plans()
        while pending:
            table = next(iter(pending))
            delta = pending.pop(table)
            for head, run in plans.get(table, ()):
                found: list[Key] = []
                run(delta, found)
                there = gone.setdefault(head, {})
                fresh = [key for key in dict.fromkeys(found) if key not in there]
                if fresh:
                    there.update((key, head.facts[key]) for key in fresh)
                    pending.setdefault(head, []).extend(fresh)
        return {table: keys for table, keys in gone.items() if keys}

    def _prove_again(self, table: Table, keys: Iterable[Key]) -> None:
        runs = self._backward_plans().get(table, ())
        back: list[Key] = []
        for key in keys:
            args = key if isinstance(key, tuple) else (key,)
            proof = next((proof for run in runs if (proof := run(*args)) is not None), None)
            if proof is not None:
                table.facts[key] = proof
                back.append(key)
        self._derived += len(back)
        if back:
            self._pending.setdefault(table, []).extend(back)

    def support(self, table: Table, key: Key) -> tuple[Rule | None, tuple[tuple[Table, Key], ...]] | None:
        """Return the rule and the premises that a fact was derived by.

        Returns:
            No rule and no premises for an asserted fact; None where the fact does not hold.
        """
        merger = self.merger
        retired = {} if merger is None else merger.retired.get(table, {})
        if key in table.facts or key in retired:
            proof = table.facts[key] if key in table.facts else retired[key]
            if proof is None:
                return None, ()
            if isinstance(proof, Renamed) and merger is not None:
                return merger.renamed(table, key, proof)
            found = rule_of(proof)
            return found.rule, found.premises(key, proof)
        return None if merger is None else merger.support(table, key)

    # -- plans

    def replace_rules(self, rules: list[LinkedRule]) -> None:
        """Take other rules instead, each in the place of the one it stands for, and start the new ones."""
        old, self.rules = set(self.rules), rules
        self._triggers = self._forward_plans()
        for table, triggers in self._triggers.items():
            for trigger in triggers:
                if trigger.rule not in old:
                    self._fire(trigger, list(table.facts))

    def _forward_plans(self) -> Mapping[Table, list[Trigger]]:
        triggers: dict[Table, list[Trigger]] = {}
        for rule in self.rules:
            if rule.is_transitivity:
                run: Run = Transitivity(rule).run
                triggers.setdefault(rule.head.table, []).append(Trigger(rule, run, joins=True))
                continue
            for number, goal in enumerate(rule.body):
                run = plan.derive(rule, number, self._watch(rule))
                triggers.setdefault(goal.table, []).append(Trigger(rule, run, joins=len(rule.body) > 1))
        return triggers

    def _withdrawal_plans(self) -> Mapping[Table, list[tuple[Table, Run]]]:
        if self._withdrawal is None:
            self._withdrawal = {}
            for rule in self.rules:
                for number, goal in enumerate(rule.body):
                    run = plan.retract(rule, number)
                    self._withdrawal.setdefault(goal.table, []).append((rule.head.table, run))
        return self._withdrawal

    def _backward_plans(self) -> Mapping[Table, list[Run]]:
        if self._backward is None:
            self._backward = {}
            for rule in self.rules:
                self._backward.setdefault(rule.head.table, []).append(plan.prove(rule))
        return self._backward

    def _axiomatic(self) -> None:
        """Enter what holds without conditions."""
        for rule in self.rules:
            if not rule.body:
                key = rule.head.key({})
                if key not in rule.head.table.facts:
                    rule.head.table.facts[key] = rule
                    self._pending.setdefault(rule.head.table, []).append(key)

    def _watch(self, rule: LinkedRule) -> plan.Watch:
        """Return what wraps a loop that contains loops: it looks at the limits once a turn."""

        def watched(found: Iterable[Any], out: Sequence[Any]) -> Iterator[Any]:
            for item in found:
                self._look(rule, len(out))
                yield item

        return watched


def rule_of(proof: object) -> LinkedRule:
    """Return the rule of a recorded proof."""
    found = proof[0] if isinstance(proof, tuple) else proof
    assert isinstance(found, LinkedRule)
    return found
