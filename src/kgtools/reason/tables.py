"""Facts of one class or property: tables of keys, each with its proof, and their indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgtools.reason.model import Symbol

Key: TypeAlias = int | tuple[int, int]
"""A fact within its table: ``x`` of a class, ``(s, o)`` of a property."""


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
