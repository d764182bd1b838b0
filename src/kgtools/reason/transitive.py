"""Transitive properties, closed by one step at a time.

The rule as written joins the closure with itself: on a chain of n links it
meets every pair of links n times. Joining the closure with single steps, facts
that transitivity itself did not give, meets each pair once per step into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.reason.limits import LOOK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgtools.reason.linked import LinkedRule
    from kgtools.reason.plan import Look
    from kgtools.reason.tables import Table


class Transitivity:
    """The join of one transitive property.

    Args:
        rule: ``p(x, y), p(y, z) -> p(x, z)``.
        look: Looks at the limits; asked whenever the rule was tried so often.
    """

    def __init__(self, rule: LinkedRule, look: Look) -> None:
        self._rule = rule
        self._look = look
        self._table = rule.head.table
        if self._table.steps is None:
            self._table.steps = {}
        self._steps = self._table.steps
        self._by_object = self._table.by_object()

    def run(self, delta: Sequence[tuple[int, int]], out: list[tuple[int, int]]) -> None:
        """Extend new facts by steps on their right, and old ones by steps that are new."""
        rule, facts, steps = self._rule, self._table.facts, self._steps
        tried = 0
        for x, y in delta:
            following = steps.get(y, ())
            tried += len(following)
            if tried > LOOK:
                self._look(out)
                tried = 0
            for z in following:
                key = (x, z)
                if key not in facts:
                    facts[key] = (rule, y)
                    out.append(key)
        for key in delta:
            proof = facts[key]
            if isinstance(proof, tuple) and proof[0] is rule:
                continue
            self.step(self._table, key)
            y, z = key
            preceding = self._by_object.get(y, ())
            tried += len(preceding)
            if tried > LOOK:
                self._look(out)
                tried = 0
            for x in preceding:
                longer = (x, z)
                if longer not in facts:
                    facts[longer] = (rule, y)
                    out.append(longer)

    @staticmethod
    def step(table: Table, key: tuple[int, int]) -> None:
        """Enter a fact that others may be extended by."""
        if table.steps is not None:
            table.steps.setdefault(key[0], []).append(key[1])
