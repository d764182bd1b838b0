"""Changed facts by what they are about: entities that came, went, or say something else now."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from kgtools.difference.facts import spans
from kgtools.difference.folding import Structure, key_of
from kgtools.terms import RDF, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.diagnostics import Span
    from kgtools.difference.facts import FactChanges
    from kgtools.difference.folding import Fact, Node, Value
    from kgtools.terms import NamedNode


class Kind(StrEnum):
    """What happened to an entity."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Said(NamedTuple):
    """A value that one side states, and where."""

    value: Value
    spans: tuple[Span, ...]


class ValueChange(NamedTuple):
    """A property's value that came (``old`` is None), went (``new`` is None), or became another."""

    predicate: NamedNode
    old: Said | None
    new: Said | None


class Entity(NamedTuple):
    """A subject whose facts differ.

    Attributes:
        node: The subject.
        kind: Whether only one side knows it.
        changes: What differs, types first, then by property.
    """

    node: Node
    kind: Kind
    changes: tuple[ValueChange, ...]

    @property
    def file(self) -> str:
        """The first file that a change stands in."""
        places = (
            said.spans[0].file
            for change in self.changes
            for said in (change.new, change.old)
            if said and said.spans
        )
        return next(places, "")


def entities(changes: FactChanges) -> tuple[Entity, ...]:
    """Return the entities whose facts differ, in the order of files and names."""
    places = (
        spans(changes.files[0], changes.removed),
        spans(changes.files[1], changes.added),
    )
    gone: dict[Node, list[Fact]] = defaultdict(list)
    come: dict[Node, list[Fact]] = defaultdict(list)
    for fact in changes.removed:
        gone[fact.subject].append(fact)
    for fact in changes.added:
        come[fact.subject].append(fact)
    found = [
        Entity(node, _kind(node, changes), tuple(_paired(gone[node], come[node], places)))
        for node in dict.fromkeys((*gone, *come))
    ]
    return tuple(sorted(found, key=lambda entity: (entity.file, key_of(entity.node))))


def _kind(node: Node, changes: FactChanges) -> Kind:
    old, new = (node in subjects for subjects in changes.subjects)
    if isinstance(node, Structure):  # what it says is what it is
        return Kind.REMOVED if old and not new else Kind.ADDED if new and not old else Kind.CHANGED
    return Kind.CHANGED if old and new else Kind.ADDED if new else Kind.REMOVED


Places = tuple[dict["Fact", tuple["Span", ...]], dict["Fact", tuple["Span", ...]]]


def _paired(gone: Iterable[Fact], come: Iterable[Fact], places: Places) -> Iterator[ValueChange]:
    """Yield the changes of one subject, old values paired with new ones where it is plain how."""
    old, new = _by_property(gone, places[0]), _by_property(come, places[1])
    for predicate in sorted(old.keys() | new.keys(), key=lambda p: (p != RDF["type"], p.value)):
        before, after = old.get(predicate, []), new.get(predicate, [])
        for pair in _pairs(before, after):
            yield ValueChange(predicate, *pair)


def _by_property(facts: Iterable[Fact], places: dict[Fact, tuple[Span, ...]]) -> dict[NamedNode, list[Said]]:
    found: dict[NamedNode, list[Said]] = defaultdict(list)
    for fact in facts:
        found[fact.predicate].append(Said(fact.value, places.get(fact, ())))
    return found


def _pairs(before: list[Said], after: list[Said]) -> Iterator[tuple[Said | None, Said | None]]:
    """Yield old and new values together where each is the only one left of its sort, else alone."""
    if len(before) == len(after) == 1:
        yield before[0], after[0]
        return
    left = list(after)
    for said in before:
        sort = _sort(said)
        rivals = [other for other in before if _sort(other) == sort]
        heirs = [other for other in left if _sort(other) == sort]
        if len(rivals) == len(heirs) == 1:
            left.remove(heirs[0])
            yield said, heirs[0]
        else:
            yield said, None
    for said in left:
        yield None, said


def _sort(said: Said) -> object:
    """Return what a value has to share with another to be taken for its successor: kind and language."""
    return said.value.language if isinstance(said.value, Literal) else type(said.value)
