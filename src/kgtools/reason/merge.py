"""Equality on request: names that are the same become one, by union-find.

Facts are kept under one name of each group; the facts under the names given up
are retired, not lost, since proofs still rest on them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kgtools.reason.linked import link
from kgtools.reason.model import Atom, Origin, Rule
from kgtools.reason.sides import SAME
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgtools.reason.engine import Engine
    from kgtools.reason.linked import LinkedRule
    from kgtools.reason.model import Argument
    from kgtools.reason.tables import Key, Table
    from kgtools.terms import Term

_ARGS = ("x", "y")
REPLACEMENT = Rule(
    Atom(SAME, _ARGS), (), (), Origin("SameIndividual", "what holds of a thing holds of it under every name")
)
"""The rule by which a fact holds under another name."""
EQUIVALENCE = Rule(
    Atom(SAME, _ARGS), (), (), Origin("SameIndividual", "owl:sameAs is symmetric and transitive")
)
"""The rule by which a path of equalities is an equality."""


class Renamed(NamedTuple):
    """The proof of a fact that held first under other names."""

    key: Key


class Merger:
    """The groups of equal names of one engine.

    Args:
        engine: Whose tables to rewrite. All its properties get both indexes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.same = engine.table(Atom(SAME, _ARGS))
        self.queue: list[tuple[int, int]] = []
        self.retired: dict[Table, dict[Key, object]] = {}
        clashing = [rule for rule in engine.rules if rule.rule.clash]
        # What says that names differ is about names, and so are equalities and contradictions.
        about = [{goal.table for goal in rule.body} for rule in clashing]
        self._different = {table for tables in about if self.same in tables for table in tables - {self.same}}
        self._frozen = {self.same, *self._different, *(rule.head.table for rule in clashing)}
        self._kept: dict[int, int] = {}
        self._groups: dict[int, list[int]] = {}
        self._links: dict[int, list[tuple[int, Key]]] = {}
        self._constants = {arg for rule in engine.rules for arg in _constants(rule)}

    # -- names

    def find(self, number: int) -> int:
        """Return the name that a term's facts are kept under."""
        return self._kept.get(number, number)

    def names(self, table: Table, number: int) -> Sequence[int]:
        """Return all names under which a fact of the table holds that is kept under this one."""
        keeps_names = table in self._frozen and table is not self.same
        return (number,) if keeps_names else self._groups.get(number, (number,))

    def groups(self) -> Iterable[Sequence[int]]:
        """Return the groups of two and more names."""
        return self._groups.values()

    def kept(self, table: Table, key: Key) -> Key:
        """Return a fact with every name replaced by the one that is kept."""
        if table in self._frozen:
            return key
        return (self.find(key[0]), self.find(key[1])) if isinstance(key, tuple) else self.find(key)

    # -- merging

    def step(self) -> bool:
        """Merge what the queued equalities say, all at once; return whether there is new work.

        Rules run to their end between two such rounds, so that filters which compare
        names see the same in whatever order the facts came.
        """
        queue, self.queue = self.queue, []
        dropped = [drop for a, b in queue if (drop := self._join(a, b)) is not None]
        for table in list(self._engine.tables):
            if dropped and table not in self._frozen:
                self._rewrite(table, dropped)
        for drop in dropped:
            if drop in self._constants:
                self._replace_constant(self.find(drop), drop)
        self._note_conflicts()
        return bool(dropped)

    def _join(self, a: int, b: int) -> int | None:
        """Make one group of two; return the name given up, or None where they are one already."""
        first, second = self.find(a), self.find(b)
        if first == second or first < 0 or second < 0:
            return None
        self._links.setdefault(a, []).append((b, (a, b)))
        self._links.setdefault(b, []).append((a, (a, b)))
        keep, drop = sorted((first, second), key=self._rank)
        group = self._groups.setdefault(keep, [keep])
        for name in self._groups.pop(drop, [drop]):
            self._kept[name] = keep
            group.append(name)
        return drop

    def _rank(self, number: int) -> tuple[bool, bool, str]:
        """Return what is lowest for the name to keep: constants of rules, then IRIs, then by the alphabet."""
        term = self._engine.numbers.term(number)
        return number not in self._constants, not isinstance(term, NamedNode), str(term)

    def _rewrite(self, table: Table, dropped: Sequence[int]) -> None:
        keys: list[Key]
        if table.arity == 1:
            keys = [drop for drop in dropped if drop in table.facts]
        else:
            values, subjects = table.by_subject(), table.by_object()
            pairs = [(drop, o) for drop in dropped for o in values.get(drop, ())]
            pairs += [(s, drop) for drop in dropped for s in subjects.get(drop, ())]
            keys = list(dict.fromkeys(pairs))
        if not keys:
            return
        retired = self.retired.setdefault(table, {})
        retired.update((key, table.facts[key]) for key in keys)
        table.drop(keys)
        for key in keys:
            self._engine.note(table, self.kept(table, key), Renamed(key))

    def _note_conflicts(self) -> None:
        """Enter the equalities that contradict what is said to be different, for the rules to find."""
        for table in self._different:
            firsts: dict[int, int] = {}
            for key in table.facts:
                first, second = (
                    key if isinstance(key, tuple) else (firsts.setdefault(self.find(key), key), key)
                )
                if first != second and self.find(first) == self.find(second):
                    self._engine.note(self.same, (first, second), Renamed((first, second)))

    def _replace_constant(self, keep: int, drop: int) -> None:
        """Rewrite the rules that name what is given up; their proofs rest on the equality too."""
        numbers = self._engine.numbers
        old, new = numbers.term(drop), numbers.term(keep)

        def replaced(rule: LinkedRule) -> LinkedRule:
            if drop not in _constants(rule) or not rule.body:
                return rule
            body = tuple(_with(atom, old, new) for atom in rule.rule.body)
            equal = Atom(SAME, (old, new))
            changed = replace(rule.rule, head=_with(rule.rule.head, old, new), body=(*body, equal))
            return link(changed, self._engine.table, numbers)

        self._engine.note(self.same, (drop, keep), Renamed((drop, keep)))
        self._engine.replace_rules([replaced(rule) for rule in self._engine.rules])

    # -- receipts

    def support(self, table: Table, key: Key) -> tuple[Rule, tuple[tuple[Table, Key], ...]] | None:
        """Return rule and premises by which a fact holds under these names, or None where it does not."""
        if table is self.same and isinstance(key, tuple):
            path = self._path(*key)
            return (EQUIVALENCE, tuple((table, link) for link in path)) if path else None
        kept = self.kept(table, key)
        return (
            (REPLACEMENT, self._renaming(table, kept, key)) if kept != key and kept in table.facts else None
        )

    def renamed(self, table: Table, key: Key, proof: Renamed) -> tuple[Rule, tuple[tuple[Table, Key], ...]]:
        """Return rule and premises of a fact that held first under other names."""
        if table is self.same and isinstance(key, tuple):
            return EQUIVALENCE, tuple((table, link) for link in self._path(*key))
        return REPLACEMENT, self._renaming(table, proof.key, key)

    def _renaming(self, table: Table, before: Key, after: Key) -> tuple[tuple[Table, Key], ...]:
        old, new = (key if isinstance(key, tuple) else (key,) for key in (before, after))
        pairs = dict.fromkeys((a, b) for a, b in zip(old, new, strict=True) if a != b)
        return ((table, before), *((self.same, pair) for pair in pairs))

    def _path(self, start: int, goal: int) -> list[Key]:
        """Return the equalities that lead from one name to another; the links form no cycle."""
        came: dict[int, tuple[int, Key] | None] = {start: None}
        pending = [start]
        for name in pending:
            for other, key in self._links.get(name, ()):
                if other not in came:
                    came[other] = (name, key)
                    pending.append(other)
        path: list[Key] = []
        step = came.get(goal)
        while step is not None:
            path.append(step[1])
            step = came[step[0]]
        return path[::-1]


def _constants(rule: LinkedRule) -> set[int]:
    return {arg for goal in (rule.head, *rule.body) for arg in goal.args if not isinstance(arg, str)}


def _with(atom: Atom, old: Term, new: Term) -> Atom:
    def changed(arg: Argument) -> Argument:
        return new if arg == old else arg

    return replace(atom, args=tuple(map(changed, atom.args)))
