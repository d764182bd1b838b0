"""Equality on request: names that are the same become one, by union-find.

Facts are kept under one name of each group; the facts under the names given up
are retired, not lost, since proofs still rest on them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kgtools.reason.model import Atom, Origin, Rule
from kgtools.reason.sides import SAME
from kgtools.reason.tables import link
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgtools.reason.engine import Engine
    from kgtools.reason.model import Argument
    from kgtools.reason.tables import Key, LinkedRule, Table
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
        # Equalities and contradictions are about names, so they keep theirs.
        self._frozen = {self.same, *(rule.head.table for rule in engine.rules if rule.rule.clash)}
        self.queue: list[tuple[int, int]] = []
        self.retired: dict[Table, dict[Key, object]] = {}
        self._kept: dict[int, int] = {}
        self._groups: dict[int, list[int]] = {}
        self._links: dict[int, list[tuple[int, Key]]] = {}
        self._constants = {arg for rule in engine.rules for arg in _constants(rule)}

    # -- names

    def find(self, number: int) -> int:
        """Return the name that a term's facts are kept under."""
        return self._kept.get(number, number)

    def names(self, number: int) -> Sequence[int]:
        """Return all names of the thing whose facts are kept under this one."""
        return self._groups.get(number, (number,))

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
        """Merge what the queued equalities say; return whether there is new work."""
        queue, self.queue = self.queue, []
        for a, b in queue:
            first, second = self.find(a), self.find(b)
            if first == second or first < 0 or second < 0:
                continue
            self._links.setdefault(a, []).append((b, (a, b)))
            self._links.setdefault(b, []).append((a, (a, b)))
            keep, drop = self._choose(first, second)
            if (first, second) != (a, b):  # the rules about equality see the names that are kept
                self._engine.note(self.same, (first, second), Renamed((a, b)))
                self._engine.run_without_merging()
            self._merge(keep, drop)
            self._engine.run_without_merging()
        return bool(queue)

    def _choose(self, first: int, second: int) -> tuple[int, int]:
        """Return the name to keep and the one to give up: constants of rules, then IRIs, are kept."""

        def rank(number: int) -> tuple[bool, bool, int]:
            named = isinstance(self._engine.numbers.term(number), NamedNode)
            return number not in self._constants, not named, number

        return (first, second) if rank(first) < rank(second) else (second, first)

    def _merge(self, keep: int, drop: int) -> None:
        group = self._groups.setdefault(keep, [keep])
        for name in self._groups.pop(drop, [drop]):
            self._kept[name] = keep
            group.append(name)
        if drop in self._constants:
            self._replace_constant(keep, drop)
        for table in list(self._engine.tables):
            if table not in self._frozen:
                self._rewrite(table, drop)

    def _rewrite(self, table: Table, drop: int) -> None:
        keys: list[Key]
        if table.arity == 1:
            keys = [drop] if drop in table.facts else []
        else:
            subjects = table.by_object().get(drop, ())
            pairs = [(drop, o) for o in table.by_subject().get(drop, ())] + [(s, drop) for s in subjects]
            keys = list(dict.fromkeys(pairs))
        if not keys:
            return
        retired = self.retired.setdefault(table, {})
        for key in keys:
            retired[key] = table.facts[key]
        table.drop(keys)
        for key in keys:
            self._engine.note(table, self.kept(table, key), Renamed(key))

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
        return (REPLACEMENT, self._renaming(table, kept, key)) if kept != key and kept in table.facts else None

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
