"""What a change of stated facts makes of the graph that shapes judge: what follows changes with them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.bounds import derive
from kgtools.shapes.table import stored
from kgtools.terms import OWL, RDF, RDFS, BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.dataset import Dataset
    from kgtools.lint.facts import Facts
    from kgtools.reason.reasoner import Change, Reasoner
    from kgtools.store.memory import MemoryStore
    from kgtools.terms import Term, TripleLike

_TYPE: Final = RDF["type"]
_ONTOLOGY: Final = tuple(str(names) for names in (RDF, RDFS, OWL))
_WORDS: Final = (RDFS["label"], RDFS["comment"], RDFS["seeAlso"], RDFS["isDefinedBy"])


def is_ordinary(facts: Iterable[Quad]) -> bool:
    """Return whether facts are about things with names, and say nothing that is read as an axiom.

    Example:
        >>> a, b = NamedNode("urn:a"), NamedNode("urn:b")
        >>> is_ordinary([Quad(a, _TYPE, b)]), is_ordinary([Quad(a, RDFS["subClassOf"], b)])
        (True, False)
    """
    return not any(
        isinstance(fact.subject, BlankNode)
        or isinstance(fact.object, BlankNode)
        or (fact.predicate not in (_TYPE, *_WORDS) and fact.predicate.value.startswith(_ONTOLOGY))
        or (fact.predicate == _TYPE and isinstance(fact.object, NamedNode) and _is_builtin(fact.object))
        for fact in facts
    )


def _is_builtin(class_: NamedNode) -> bool:
    return class_.value.startswith(_ONTOLOGY)


class Difference(NamedTuple):
    """Statements that come to the graph that shapes judge, and statements that leave it."""

    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]


class Consequences:
    """The graph that shapes judge, and what changes of stated facts make of it.

    Args:
        dataset: The graph; its store becomes what shapes judge.
        stated: What its files state.

    Attributes:
        data: The graph: what is stated, date bounds and, unless the project says no, what follows.
        reasoner: The facts with all that follows.

    Raises:
        InputError: The loader refuses a file.
        LimitError: More follows than the limits allow.
    """

    def __init__(self, dataset: Dataset, stated: Facts) -> None:
        self._project, self._stated = dataset.project, stated
        self._follows = dataset.has_entailment
        self.data: MemoryStore = dataset.complete()
        self.reasoner: Reasoner = dataset.inference.reasoner

    @contextmanager
    def of(self, added: Iterable[Quad], removed: Iterable[Quad], after: Facts) -> Iterator[Difference]:
        """Give what a change makes of the graph; while it is looked at, the reasoner holds the change.

        Args:
            added: The facts that come.
            removed: The facts that go.
            after: What all files state after the change.

        Raises:
            LimitError: More follows than the limits allow.
        """
        before = self._stated
        difference = self.take(added, removed, after)
        try:
            yield difference
        finally:
            self.take(removed, added, before)

    def take(self, added: Iterable[Quad], removed: Iterable[Quad], after: Facts) -> Difference:
        """Take a change over and return what it makes of the graph, which the caller writes.

        Args:
            added: The facts that come.
            removed: The facts that go.
            after: What all files state after the change.

        Raises:
            LimitError: More follows than the limits allow; nothing can be asked after that.
        """
        before, self._stated = self._stated, after
        coming = [fact for fact in added if not states(before, fact)]
        going = [fact for fact in removed if not states(after, fact)]
        inferred = self.reasoner.update(coming, going)
        return self._difference(coming, going, inferred, before, after)

    def _difference(
        self,
        coming: list[Quad],
        going: list[Quad],
        inferred: Change,
        before: Facts,
        after: Facts,
    ) -> Difference:
        subjects = _subjects((*coming, *going))
        old, new = (set(self._bounds(facts, subjects)) for facts in (before, after))
        more = map(_quad, inferred.added) if self._follows else ()
        less = map(_quad, inferred.removed) if self._follows else ()
        # A store takes two spellings of a literal for one: what still stands in another one stays.
        stay = {_as_stored(fact) for subject in subjects for fact in map(_quad, after.about(subject))} | new
        gone = (fact for fact in (*going, *less, *old) if _as_stored(fact) not in stay)
        if self._follows:
            gone = (fact for fact in gone if not self.reasoner.holds(fact))
        return Difference((*coming, *more, *(new - old)), tuple(gone))

    def _bounds(self, facts: Facts, subjects: Iterable[Term]) -> Iterator[Quad]:
        """Yield the date bounds of some things, from what is stated."""
        if self._project.bounds is None:
            return iter(())
        about = [_as_stored(_quad(fact)) for subject in subjects for fact in facts.about(subject)]
        return derive(
            lambda role: (fact for fact in about if fact.predicate == role),
            self._project.times,
            self._project.bounds,
        )


def _subjects(facts: Iterable[Quad]) -> list[NamedNode]:
    return list(dict.fromkeys(fact.subject for fact in facts if isinstance(fact.subject, NamedNode)))


def states(facts: Facts, wanted: Quad) -> bool:
    """Return whether facts have one among them."""
    return any(_quad(fact) == wanted for subject in _subjects([wanted]) for fact in facts.about(subject))


def _quad(fact: TripleLike) -> Quad:
    return Quad(fact.subject, fact.predicate, fact.object)


def _as_stored(fact: Quad) -> Quad:
    value = fact.object
    return Quad(fact.subject, fact.predicate, stored(value)) if isinstance(value, Literal) else fact
