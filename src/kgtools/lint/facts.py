"""Facts by subject, by property and by value."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from kgtools.terms import RDF, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgtools.lint.file import Fact
    from kgtools.terms import Term

Key = TypeVar("Key")
_TYPE: Final = RDF["type"]
_FIRST: Final = RDF["first"]
_REST: Final = RDF["rest"]


class Facts:
    """Facts, and where to find those about something. Nothing is indexed before it is asked for.

    Args:
        facts: In the order of files and texts, which is kept.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        self._facts = facts

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts)

    @cached_property
    def by_subject(self) -> dict[Term, list[Fact]]:
        """The facts about each subject."""
        found: dict[Term, list[Fact]] = defaultdict(list)
        for fact in self:
            found[fact.quad.subject].append(fact)
        return dict(found)

    @cached_property
    def by_predicate(self) -> dict[NamedNode, list[Fact]]:
        """The facts with each property."""
        found: dict[NamedNode, list[Fact]] = defaultdict(list)
        for fact in self:
            found[fact.quad.predicate].append(fact)
        return dict(found)

    @cached_property
    def by_object(self) -> dict[NamedNode, list[Fact]]:
        """The facts whose value is each IRI."""
        found: dict[NamedNode, list[Fact]] = defaultdict(list)
        for fact in self:
            value = fact.quad.object
            if isinstance(value, NamedNode):
                found[value].append(fact)
        return dict(found)

    @cached_property
    def by_datatype(self) -> dict[NamedNode, list[Fact]]:
        """The facts whose value is a literal of each datatype."""
        found: dict[NamedNode, list[Fact]] = defaultdict(list)
        for fact in self:
            value = fact.quad.object
            if isinstance(value, Literal):
                found[value.datatype].append(fact)
        return dict(found)

    @cached_property
    def types(self) -> dict[Term, dict[NamedNode, Fact]]:
        """The stated classes of each subject, each with the fact that states it first."""
        found: dict[Term, dict[NamedNode, Fact]] = defaultdict(dict)
        for fact in self.using(_TYPE):
            value = fact.quad.object
            if isinstance(value, NamedNode):
                found[fact.quad.subject].setdefault(value, fact)
        return dict(found)

    def about(self, subject: Term) -> list[Fact]:
        """Return the facts about a subject."""
        return self.by_subject.get(subject, [])

    def using(self, predicate: NamedNode) -> list[Fact]:
        """Return the facts with a property."""
        return self.by_predicate.get(predicate, [])

    def literals(self, datatypes: Iterable[NamedNode]) -> Iterator[tuple[Fact, Literal]]:
        """Yield the facts whose value is a literal of some datatypes, and that literal."""
        for datatype in datatypes:
            for fact in self.by_datatype.get(datatype, ()):
                value = fact.quad.object
                if isinstance(value, Literal):
                    yield fact, value

    def values(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of a property of a subject."""
        return [fact.quad.object for fact in self.about(subject) if fact.quad.predicate == predicate]

    def members(self, head: Term) -> Iterator[Term]:
        """Yield the members of an RDF list; a malformed one ends where it breaks."""
        seen: set[Term] = set()
        while head not in seen:
            seen.add(head)
            yield from self.values(head, _FIRST)[:1]
            head = next(iter(self.values(head, _REST)), head)


class Joined(Facts):
    """The facts of several parts, one after another; an index of a part is used again as long as it lives.

    Args:
        parts: The parts, such as the facts of each file.
    """

    def __init__(self, parts: Sequence[Facts]) -> None:
        self._parts = parts
        super().__init__(())

    def __iter__(self) -> Iterator[Fact]:
        return chain.from_iterable(self._parts)

    @cached_property
    def by_subject(self) -> dict[Term, list[Fact]]:
        """The facts about each subject."""
        return _joined(part.by_subject for part in self._parts)

    @cached_property
    def by_predicate(self) -> dict[NamedNode, list[Fact]]:
        """The facts with each property."""
        return _joined(part.by_predicate for part in self._parts)

    @cached_property
    def by_object(self) -> dict[NamedNode, list[Fact]]:
        """The facts whose value is each IRI."""
        return _joined(part.by_object for part in self._parts)

    @cached_property
    def by_datatype(self) -> dict[NamedNode, list[Fact]]:
        """The facts whose value is a literal of each datatype."""
        return _joined(part.by_datatype for part in self._parts)


def _joined(indexes: Iterable[dict[Key, list[Fact]]]) -> dict[Key, list[Fact]]:
    found: dict[Key, list[Fact]] = defaultdict(list)
    for index in indexes:
        for key, facts in index.items():
            found[key] += facts
    return dict(found)
