"""How much may follow and how long it may take, and who is to blame where it is too much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from kgtools.errors import LimitError

if TYPE_CHECKING:
    from kgtools.reason.linked import LinkedRule
    from kgtools.reason.plan import Look

LOOK = 1 << 14
"""How many facts are joined, and how often a rule is applied, between two looks at the limits."""
FACTOR = 20
"""How many times as many facts as were asserted may follow, if nothing else is said."""
AT_LEAST = 100_000
"""What may follow however little was asserted."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When inference stops.

    Attributes:
        facts: Most derived facts; None for some times the asserted ones, at least 100,000.
        factor: How many times that is.
        seconds: Most seconds that deriving takes, without reading in what is asserted; None for no limit.
    """

    facts: int | None = None
    factor: int = FACTOR
    seconds: float | None = None


class Meter:
    """Counts facts and time of one engine.

    Args:
        limits: When to stop.

    Attributes:
        asserted: Facts asserted now.
        derived: Facts derived now.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.asserted = 0
        self.derived = 0
        self._by_rule: Counter[LinkedRule] = Counter()
        self._deadline: float | None = None

    def start(self) -> None:
        """Start the clock."""
        self._deadline = None if self.limits.seconds is None else monotonic() + self.limits.seconds

    @property
    def allowed(self) -> int:
        """How many facts may follow."""
        if self.limits.facts is not None:
            return self.limits.facts
        return max(self.limits.factor * self.asserted, AT_LEAST)

    def count(self, rule: LinkedRule, number: int) -> None:
        """Count facts that a rule derived.

        Raises:
            LimitError: A limit is reached; names the rule that gave most.
        """
        self.derived += number
        self._by_rule[rule] += number
        self.look(rule)

    def look(self, rule: LinkedRule, more: int = 0) -> None:
        """Look whether a limit is reached, with as many facts more as are not counted yet.

        Raises:
            LimitError: It is; names the rule that gave most.
        """
        if self.derived + more > self.allowed:
            raise self._exhausted(f"more than {self.allowed:,} facts follow", rule)
        if self._deadline is not None and monotonic() > self._deadline:
            raise self._exhausted(f"inference takes longer than {self.limits.seconds:g} s", rule)

    def looking(self, rule: LinkedRule) -> Look:
        """Return what looks at the limits from inside a join, whose results are not counted yet."""
        return lambda out: self.look(rule, len(out))

    def _exhausted(self, message: str, rule: LinkedRule) -> LimitError:
        ((worst, number),) = self._by_rule.most_common(1) or [(rule, 0)]
        return LimitError(
            f"{message}; most of them, {number:,}, come from {worst.rule.origin}",
            hint="look at this rule and what it feeds on; [limits] in kg.toml or 'kg infer --limit' raise it",
        )
