"""Taking facts back: what rests on them goes too, and comes back where it follows from others.

A recorded proof names every variable of its rule, so that exactly the derivations
which used a fact are found by joining it once more, without any index of proofs.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kgtools.reason import plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.reason.engine import Engine
    from kgtools.reason.plan import Run
    from kgtools.reason.tables import Key, Table

Gone = dict["Table", dict["Key", object]]


class Withdrawal:
    """The plans by which one engine takes facts back; made when first needed.

    Args:
        engine: Holds the facts, closed under its rules.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def withdraw(self, facts: Iterable[tuple[Table, Key]]) -> None:
        """Take back asserted facts and what rests on them; queue what follows all the same."""
        engine = self._engine
        gone = self._resting_on(facts)
        for table, keys in gone.items():
            for key, proof in keys.items():
                engine.meter.asserted -= proof is None
                engine.meter.derived -= proof is not None
                if engine.journal is not None:
                    engine.journal.setdefault((table, key), proof is not None)
            table.drop(keys)
        for table, keys in gone.items():
            for key in keys:
                proof = self._proof(table, key)
                if proof is not None:
                    engine.note(table, key, proof)

    def _resting_on(self, facts: Iterable[tuple[Table, Key]]) -> Gone:
        """Return asserted facts and all whose recorded proof uses one of them, directly or not."""
        gone: Gone = {}
        pending: dict[Table, list[Key]] = {}
        for table, key in facts:
            if table.facts.get(key, self) is None and key not in gone.setdefault(table, {}):
                gone[table][key] = None
                pending.setdefault(table, []).append(key)
        while pending:
            table = next(iter(pending))
            delta = pending.pop(table)
            for head, run in self._uses.get(table, ()):
                found: list[Key] = []
                run(delta, found)
                there = gone.setdefault(head, {})
                fresh = [key for key in dict.fromkeys(found) if key not in there]
                there.update((key, head.facts[key]) for key in fresh)
                if fresh:
                    pending.setdefault(head, []).extend(fresh)
        return gone

    def _proof(self, table: Table, key: Key) -> object:
        """Return a proof of a fact from the facts that are left, or None."""
        args = key if isinstance(key, tuple) else (key,)
        for run in self._proves.get(table, ()):
            proof: object = run(*args)
            if proof is not None:
                return proof
        return None

    @cached_property
    def _uses(self) -> Mapping[Table, list[tuple[Table, Run]]]:
        """By table: what finds the facts of another table that were derived from its facts."""
        found: dict[Table, list[tuple[Table, Run]]] = {}
        for rule in self._engine.rules:
            for number, goal in enumerate(rule.body):
                found.setdefault(goal.table, []).append((rule.head.table, plan.retract(rule, number)))
        return found

    @cached_property
    def _proves(self) -> Mapping[Table, list[Run]]:
        """By table: what proves one of its facts."""
        found: dict[Table, list[Run]] = {}
        for rule in self._engine.rules:
            found.setdefault(rule.head.table, []).append(plan.prove(rule))
        return found
