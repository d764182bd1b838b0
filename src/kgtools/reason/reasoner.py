"""What follows from facts under a program, why, and what cannot be."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from kgtools.errors import LimitError
from kgtools.reason import proof as proofs
from kgtools.reason.encoding import Encoding
from kgtools.reason.engine import Engine
from kgtools.reason.limits import Limits
from kgtools.reason.model import Atom
from kgtools.reason.sides import SAME
from kgtools.terms import OWL, BlankNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.reason.compile import Program
    from kgtools.reason.merge import Merger
    from kgtools.reason.model import Rule
    from kgtools.reason.proof import Proof
    from kgtools.reason.tables import Key, Table
    from kgtools.terms import Term, TripleLike

_NOTHING = OWL["Nothing"]


@dataclass(frozen=True, slots=True)
class Change:
    """What an update did to the derived facts.

    Attributes:
        added: Derived now, not before.
        removed: Derived before, not now.
    """

    added: tuple[Triple, ...] = ()
    removed: tuple[Triple, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """A contradiction.

    Attributes:
        rule: What forbids it; ``rule.clash`` is the code of the finding.
        terms: What it is about.
        premises: Proofs of the facts that cannot hold together.
    """

    rule: Rule
    terms: tuple[Term, ...]
    premises: tuple[Proof, ...]


class Reasoner:
    """Facts closed under a program; every derived fact has a proof.

    Args:
        program: The rules.
        merge: Treat two names that are inferred to be the same as one. By default
            names are unique: such a pair is a finding and changes nothing.
        limits: When to stop.

    Example:
        >>> from kgtools.reason.compile import compile_program
        >>> from kgtools.terms import RDF, RDFS, NamedNode, Quad
        >>> rex, dog, animal = (NamedNode(f"https://example.org/{n}") for n in ("rex", "Dog", "Animal"))
        >>> reasoner = Reasoner(compile_program([Quad(dog, RDFS["subClassOf"], animal)]))
        >>> reasoner.load([Quad(rex, RDF["type"], dog)])
        >>> [str(fact.object) for fact in reasoner.inferred()]
        ['<https://example.org/Animal>']
    """

    def __init__(self, program: Program, *, merge: bool = False, limits: Limits | None = None) -> None:
        self.program = program
        self._merge = merge
        self._limits = limits or Limits()
        self._begin()

    def _begin(self) -> None:
        self._engine = Engine(self.program.rules, self._limits, merge=self._merge)
        self._encoding = Encoding(self._engine, everything=self._merge)
        self._same = self._engine.table(Atom(SAME, ("x", "y")))

    # -- facts in and out

    def load(self, quads: Iterable[TripleLike]) -> None:
        """Assert facts and derive what follows.

        Args:
            quads: The facts; graph names do not matter. A triple that no rule can use is skipped.

        Raises:
            LimitError: More follows than the limits allow; names the rule that gives most.
        """
        with _no_collection():
            self._encoding.state(quads)
            self._engine.run()

    def update(self, added: Iterable[TripleLike] = (), removed: Iterable[TripleLike] = ()) -> Change:
        """Assert some facts and take others back; return how the derived facts changed.

        Args:
            added: New facts.
            removed: Facts that nobody states any longer. What still follows from others stays.

        Taking facts back under ``merge`` derives everything anew: merged names do not part.

        Raises:
            LimitError: As for :meth:`load`.
        """
        if self._merge:
            return self._update_merged(added, removed)
        engine = self._engine
        journal = engine.journal = {}
        try:
            engine.withdraw([place for fact in removed if (place := self._encoding.place(fact)) is not None])
            self._encoding.state(added)
            engine.run()
        finally:
            engine.journal = None
        places = [place for place in journal if self._is_shown(place[0])]
        now = {place for place in places if place[0].facts.get(place[1]) is not None}
        return Change(
            tuple(self._encoding.fact(*place) for place in places if place in now and not journal[place]),
            tuple(self._encoding.fact(*place) for place in places if place not in now and journal[place]),
        )

    def _update_merged(self, added: Iterable[TripleLike], removed: Iterable[TripleLike]) -> Change:
        before = set(self.inferred())
        gone = {_as_triple(fact) for fact in removed}
        if gone:
            asserted = [fact for fact in self.asserted() if fact not in gone]
            self._begin()
            self._encoding.state(asserted)
        self._encoding.state(added)
        self._engine.run()
        after = set(self.inferred())
        return Change(tuple(after - before), tuple(before - after))

    # -- answers

    def inferred(self) -> Iterator[Triple]:
        """Yield what follows and is not asserted, each triple once.

        Raises:
            LimitError: Under ``merge``, more triples follow than the limits allow.
        """
        merger = self._engine.merger
        for table in list(self._engine.tables):
            if not self._is_shown(table):
                continue
            if merger is None:
                for key, proof in table.facts.items():
                    if proof is not None:
                        yield self._encoding.fact(table, key)
            else:
                yield from self._under_all_names(table, merger)

    def asserted(self) -> Iterator[Triple]:
        """Yield the asserted facts that rules can use."""
        merger = self._engine.merger
        for table in self._engine.tables:
            for facts in (table.facts, {} if merger is None else merger.retired.get(table, {})):
                yield from (self._encoding.fact(table, key) for key, proof in facts.items() if proof is None)

    def holds(self, fact: TripleLike) -> bool:
        """Return whether a fact that rules can use is asserted or follows."""
        place = self._encoding.place(fact)
        return place is not None and self._engine.support(*place) is not None

    def why(self, fact: TripleLike) -> Proof | None:
        """Return the proof of a fact, or None where no rule knows that it holds.

        The proof of an asserted fact is the fact itself. One that no rule can use is not
        known here, asserted or not.
        """
        place = self._encoding.place(fact)
        return None if place is None else proofs.build(self._engine, *place, self._encoding.fact)

    def clashes(self) -> Iterator[Clash]:
        """Yield every way in which facts and axioms contradict each other, in the order of the rules."""
        for rule in self._engine.rules:
            if not rule.rule.clash:
                continue
            for key, proof in rule.head.table.facts.items():
                terms = (self._engine.numbers.term(n) for n in (key if isinstance(key, tuple) else (key,)))
                yield Clash(rule.rule, tuple(terms), tuple(self._proofs(rule.premises(key, proof))))

    def equal(self) -> Iterator[tuple[Term, Term, Proof]]:
        """Yield pairs of terms forced to be the same, with the proof, as many as it takes to join them."""
        joined: dict[int, int] = {}

        def find(number: int) -> int:
            while number in joined:
                number = joined[number]
            return number

        for key in self._same.facts:
            first, second = find(key[0]), find(key[1])  # type: ignore[index]
            if first != second:
                joined[second] = first
                (proof,) = self._proofs([(self._same, key)])
                yield proof.fact.subject, proof.fact.object, proof  # type: ignore[misc]

    # -- inside

    def _proofs(self, places: Iterable[tuple[Table, Key]]) -> Iterator[Proof]:
        for table, key in places:
            found = proofs.build(self._engine, table, key, self._encoding.fact)
            if found is not None:  # the fact holds, so it has one
                yield found

    def _is_shown(self, table: Table) -> bool:
        hidden = isinstance(table.symbol, BlankNode) or table.symbol == _NOTHING
        return not hidden and (self._merge or table is not self._same)

    def _under_all_names(self, table: Table, merger: Merger) -> Iterator[Triple]:
        retired = merger.retired.get(table, {})
        count = 0
        pairs: Iterable[Key] = table.facts
        if table is self._same:
            pairs = ((group[0], group[0]) for group in merger.groups())
        for kept in pairs:
            names = [merger.names(table, number) for number in (kept if isinstance(kept, tuple) else (kept,))]
            for values in product(*names):
                key: Key = values[0] if len(values) == 1 else (values[0], values[1])
                stated = table.facts.get(key, self) is None or retired.get(key, self) is None
                if stated or (table is self._same and values[0] == values[1]):
                    continue
                count += 1
                if count > self._engine.meter.allowed:
                    raise LimitError(f"more than {count - 1:,} facts follow from merged names")
                yield self._encoding.fact(table, key)


def _as_triple(fact: TripleLike) -> Triple:
    return Triple(fact.subject, fact.predicate, fact.object)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold Python's search for cycles: millions of tuples of numbers have none, and it looks at each.

    What was made meanwhile is put with what is old, or the next search would look at all of it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # or somebody else's frozen objects would thaw too
                gc.freeze()
                gc.unfreeze()
            gc.enable()
