"""Rules whose atoms are bound to tables, and whose constants are numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kgtools.reason.model import Atom, Guard, Rule
    from kgtools.reason.numbers import Numbers
    from kgtools.reason.tables import Key, Table


@dataclass(frozen=True, slots=True, eq=False)
class Goal:
    """An atom over a table, its constants as numbers."""

    table: Table
    args: tuple[str | int, ...]

    @property
    def variables(self) -> set[str]:
        """The variables of the atom."""
        return {arg for arg in self.args if isinstance(arg, str)}

    def key(self, binding: Mapping[str, int]) -> Key:
        """Return the fact that the atom is under a binding of all its variables."""
        values = tuple(binding[arg] if isinstance(arg, str) else arg for arg in self.args)
        return values[0] if len(values) == 1 else (values[0], values[1])


@dataclass(frozen=True, slots=True, eq=False)
class LinkedRule:
    """A rule whose atoms are bound to tables.

    Attributes:
        rule: The rule as compiled.
        head: What follows.
        body: The conditions.
        extras: The variables that the head does not show; a proof records their values.
        tests: The test guards, taking numbers.
    """

    rule: Rule
    head: Goal
    body: tuple[Goal, ...]
    extras: tuple[str, ...]
    tests: Mapping[Guard, Callable[..., bool]]

    @property
    def guards(self) -> tuple[Guard, ...]:
        """The conditions that bind nothing."""
        return self.rule.guards

    @property
    def is_transitivity(self) -> bool:
        """Whether it says that one property is transitive."""
        match self.head, self.body:
            case Goal(head, (x, z)), (Goal(left, (x1, y1)), Goal(right, (y2, z2))):
                chained = (x1, y1, z2) == (x, y2, z) and not {x, z} & {y1} and x != z
                plain = chained and all(isinstance(arg, str) for arg in (x, y1, z)) and not self.guards
                return plain and head is left is right
        return False

    def premises(self, key: Key, proof: object) -> tuple[tuple[Table, Key], ...]:
        """Return the facts that a recorded proof of the head with this key rests on."""
        values = key if isinstance(key, tuple) else (key,)
        pairs = zip(self.head.args, values, strict=True)
        binding = {arg: number for arg, number in pairs if isinstance(arg, str)}
        if isinstance(proof, tuple):
            binding.update(zip(self.extras, proof[1:], strict=True))
        return tuple((goal.table, goal.key(binding)) for goal in self.body)


def link(rule: Rule, table: Callable[[Atom], Table], numbers: Numbers) -> LinkedRule:
    """Return a rule over tables of numbers.

    Args:
        rule: The rule.
        table: Gives the table of an atom's class or property.
        numbers: Gives the numbers of constants.
    """

    def goal(atom: Atom) -> Goal:
        args = tuple(arg if isinstance(arg, str) else numbers.number(arg) for arg in atom.args)
        return Goal(table(atom), args)

    def on_numbers(test: Callable[..., bool]) -> Callable[..., bool]:
        return lambda *args: test(*map(numbers.term, args))

    shown = rule.head.variables
    bound = dict.fromkeys(name for atom in rule.body for name in atom.variables)
    tests = {guard: on_numbers(guard.test) for guard in rule.guards if guard.test is not None}
    extras = tuple(name for name in bound if name not in shown)
    return LinkedRule(rule, goal(rule.head), tuple(map(goal, rule.body)), extras, tests)
