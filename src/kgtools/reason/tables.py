"""Facts as integers: terms and their numbers, tables of facts, rules linked to tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

from kgtools.reason import datatypes
from kgtools.terms import XSD, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kgtools.reason.model import Atom, Guard, Rule, Symbol
    from kgtools.terms import Term

Key: TypeAlias = int | tuple[int, int]
"""A fact within its table: ``x`` of a class, ``(s, o)`` of a property."""

_TEXT = {XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}


class Numbers:
    """Terms and their numbers: 0 and up for IRIs and blank nodes, below 0 for literals.

    Literals with the same value have the same number; :meth:`term` gives the one met first.

    Attributes:
        known: The number of every term met, and of every value met that is no text.
        ambiguous: The numbers of values met in more than one spelling or datatype.
    """

    def __init__(self) -> None:
        self._resources: list[Term] = []
        self._literals: list[Literal] = []
        self.known: dict[object, int] = {}
        self.ambiguous: set[int] = set()

    def number(self, term: Term) -> int:
        """Return the number of a term, a new one where it has none yet."""
        found = self.known.get(term)
        if found is not None:
            return found
        if isinstance(term, Literal):
            return self._literal(term)
        self.known[term] = number = len(self._resources)
        self._resources.append(term)
        return number

    def _literal(self, literal: Literal) -> int:
        value = None if literal.datatype.value in _TEXT else datatypes.value(literal)
        # An ill-typed literal, and a text, is its own value.
        number = self.known.get(value) if value is not None else None
        if number is None:
            self._literals.append(literal)
            number = -len(self._literals)
            if value is not None:
                self.known[value] = number
        else:
            self.ambiguous.add(number)
        self.known[literal] = number
        return number

    def find(self, term: Term) -> int | None:
        """Return the number of a term, or None where it has none."""
        found = self.known.get(term)
        if found is None and isinstance(term, Literal):
            value = datatypes.value(term)
            found = None if value is None else self.known.get(value)
        return found

    def term(self, number: int) -> Term:
        """Return the term with this number."""
        return self._resources[number] if number >= 0 else self._literals[-number - 1]


class Table:
    """The facts of one class or property, each with its proof, and the indexes that joins asked for.

    ``facts`` maps a key to None for an asserted fact, to a :class:`LinkedRule`
    where the rule and the fact alone determine the premises, and otherwise to a
    tuple of the rule and the values of its other variables. Every premise was in
    its table before the fact, so proofs have no cycles.

    Facts enter the indexes when the work-list reaches them, not before: so each
    combination of facts is joined when its last member arrives, and only then.
    """

    __slots__ = ("_objects", "_subjects", "arity", "facts", "steps", "symbol")

    def __init__(self, symbol: Symbol, arity: int) -> None:
        self.symbol = symbol
        self.arity = arity
        self.facts: dict[Key, object] = {}
        self.steps: dict[int, list[int]] | None = None
        self._subjects: dict[int, list[int]] | None = None
        self._objects: dict[int, list[int]] | None = None

    def by_subject(self) -> dict[int, list[int]]:
        """Return the objects of each subject, an index that is kept from now on."""
        if self._subjects is None:
            self._subjects = {}
            _enter(self._subjects, self._pairs())
        return self._subjects

    def by_object(self) -> dict[int, list[int]]:
        """Return the subjects of each object, an index that is kept from now on."""
        if self._objects is None:
            self._objects = {}
            _enter(self._objects, ((o, s) for s, o in self._pairs()))
        return self._objects

    def enter(self, keys: Sequence[Key]) -> None:
        """Put facts into the indexes that there are."""
        if self._subjects is not None:
            _enter(self._subjects, cast("Sequence[tuple[int, int]]", keys))
        if self._objects is not None:
            _enter(self._objects, ((o, s) for s, o in cast("Sequence[tuple[int, int]]", keys)))

    def drop(self, keys: Iterable[Key]) -> None:
        """Take facts out, of the indexes too."""
        gone = list(keys)
        for key in gone:
            del self.facts[key]
        if self.arity == 1:
            return
        pairs = cast("list[tuple[int, int]]", gone)
        for index in (self._subjects, self.steps):
            if index is not None:
                _leave(index, pairs)
        if self._objects is not None:
            _leave(self._objects, [(o, s) for s, o in pairs])

    def _pairs(self) -> Iterable[tuple[int, int]]:
        return cast("Iterable[tuple[int, int]]", self.facts)


def _enter(index: dict[int, list[int]], pairs: Iterable[tuple[int, int]]) -> None:
    for first, second in pairs:
        found = index.get(first)
        if found is None:
            index[first] = [second]
        else:
            found.append(second)


def _leave(index: dict[int, list[int]], pairs: list[tuple[int, int]]) -> None:
    gone: dict[int, set[int]] = {}
    for first, second in pairs:
        gone.setdefault(first, set()).add(second)
    for first, seconds in gone.items():
        kept = [second for second in index.get(first, ()) if second not in seconds]
        if kept:
            index[first] = kept
        else:
            index.pop(first, None)


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
