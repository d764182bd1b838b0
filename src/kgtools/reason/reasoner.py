"""What follows from facts under a program, why, and what cannot be."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from kgtools.errors import LimitError
from kgtools.reason import proof as proofs
from kgtools.reason.engine import Engine, Limits
from kgtools.reason.model import Atom
from kgtools.reason.sides import SAME
from kgtools.terms import OWL, RDF, BlankNode, Literal, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgtools.reason.compile import Program
    from kgtools.reason.model import Rule
    from kgtools.reason.proof import Proof
    from kgtools.reason.tables import Key, Table
    from kgtools.terms import Quad, Term

_TYPE = RDF["type"]
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
        >>> from kgtools.terms import NamedNode, Quad, RDFS
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
        self._spelled: dict[tuple[Table, Key], Literal] = {}
        self._engine = Engine(program.rules, self._limits, merge=merge)
        self._same = self._engine.table(Atom(SAME, ("x", "y")))

    # -- facts in and out

    def load(self, quads: Iterable[Quad | Triple]) -> None:
        """Assert facts and derive what follows.

        Args:
            quads: The facts; graph names do not matter. A triple that no rule can use is skipped.

        Raises:
            LimitError: More follows than the limits allow; names the rule that gives most.
        """
        with _no_collection():
            self._state(quads)
            self._engine.run()

    def update(self, added: Iterable[Quad | Triple] = (), removed: Iterable[Quad | Triple] = ()) -> Change:
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
            engine.withdraw([place for fact in removed if (place := self._place(fact)) is not None])
            self._state(added)
            engine.run()
        finally:
            engine.journal = None
        places = [place for place in journal if self._is_shown(place[0])]
        now = {place for place in places if place[0].facts.get(place[1]) is not None}
        return Change(
            tuple(self._fact(*place) for place in places if place in now and not journal[place]),
            tuple(self._fact(*place) for place in places if place not in now and journal[place]),
        )

    def _update_merged(self, added: Iterable[Quad | Triple], removed: Iterable[Quad | Triple]) -> Change:
        before = set(self.inferred())
        gone = {_as_triple(fact) for fact in removed}
        if gone:
            asserted = [fact for fact in self.asserted() if fact not in gone]
            self.__init__(self.program, merge=True, limits=self._limits)  # type: ignore[misc]
            self._state(asserted)
        self._state(added)
        self._engine.run()
        after = set(self.inferred())
        return Change(tuple(after - before), tuple(before - after))

    def _state(self, quads: Iterable[Quad | Triple]) -> None:
        """Assert facts, sorted into their tables first: the engine takes a table's facts at once."""
        numbers, known = self._engine.numbers, self._engine.numbers.known
        sorted_in: dict[Table, list[Key]] = {}
        classes: dict[object, Callable[[Key], None] | None] = {}
        values: dict[object, Callable[[Key], None] | None] = {}
        for quad in quads:
            predicate = quad.predicate
            if predicate == _TYPE:
                kind = quad.object
                if kind not in classes:
                    classes[kind] = self._sink(Atom(kind, ("x",)), sorted_in)  # type: ignore[arg-type]
                add = classes[kind]
                if add is not None:
                    subject = quad.subject
                    number = known.get(subject)
                    add(numbers.number(subject) if number is None else number)  # type: ignore[arg-type]
                continue
            if predicate not in values:
                values[predicate] = self._sink(Atom(predicate, ("x", "y")), sorted_in)
            add = values[predicate]
            if add is not None:
                subject, term = quad.subject, quad.object
                first, second = known.get(subject), known.get(term)
                if first is None:
                    first = numbers.number(subject)  # type: ignore[arg-type]
                if second is None:
                    second = numbers.number(term)  # type: ignore[arg-type]
                key = (first, second)
                if second < 0 and numbers.term(second) != term:
                    self._spelled[self._engine.properties[predicate], key] = term  # type: ignore[assignment]
                add(key)
        for table, keys in sorted_in.items():
            self._engine.state(table, keys)

    def _sink(self, atom: Atom, sorted_in: dict[Table, list[Key]]) -> Callable[[Key], None] | None:
        """Return what takes the facts of a class or property, or None where no rule can use them."""
        tables = self._engine.classes if len(atom.args) == 1 else self._engine.properties
        table = self._engine.table(atom) if self._merge else tables.get(atom.predicate)
        return None if table is None else sorted_in.setdefault(table, []).append

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
                        yield self._fact(table, key)
            else:
                yield from self._under_all_names(table)

    def asserted(self) -> Iterator[Triple]:
        """Yield the asserted facts that rules can use."""
        merger = self._engine.merger
        for table in self._engine.tables:
            for facts in (table.facts, {} if merger is None else merger.retired.get(table, {})):
                yield from (self._fact(table, key) for key, proof in facts.items() if proof is None)

    def holds(self, fact: Triple | Quad) -> bool:
        """Return whether a fact that rules can use is asserted or follows."""
        place = self._place(fact)
        return place is not None and self._engine.support(*place) is not None

    def why(self, fact: Triple | Quad) -> Proof | None:
        """Return the proof of a fact, or None where no rule knows that it holds.

        The proof of an asserted fact is the fact itself. One that no rule can use is not
        known here, asserted or not.
        """
        place = self._place(fact)
        return None if place is None else proofs.build(self._engine, *place, self._fact)

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
            found = proofs.build(self._engine, table, key, self._fact)
            assert found is not None
            yield found

    def _is_shown(self, table: Table) -> bool:
        hidden = isinstance(table.symbol, BlankNode) or table.symbol == _NOTHING
        return not hidden and (self._merge or table is not self._same)

    def _under_all_names(self, table: Table) -> Iterator[Triple]:
        merger = self._engine.merger
        assert merger is not None
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
                if count > self._engine.allowed:
                    raise LimitError(f"more than {count - 1:,} facts follow from merged names")
                yield self._fact(table, key)

    def _place(self, fact: Quad | Triple) -> tuple[Table, Key] | None:
        numbers, engine = self._engine.numbers, self._engine
        subject = numbers.find(fact.subject)  # type: ignore[arg-type]
        if subject is None:
            return None
        if fact.predicate == _TYPE:
            table = engine.classes.get(fact.object)  # type: ignore[arg-type]
            return None if table is None else (table, subject)
        table, value = engine.properties.get(fact.predicate), numbers.find(fact.object)  # type: ignore[arg-type]
        return None if table is None or value is None else (table, (subject, value))

    def _fact(self, table: Table, key: Key) -> Triple:
        term = self._engine.numbers.term
        if not isinstance(key, tuple):
            return Triple(term(key), _TYPE, table.symbol)  # type: ignore[arg-type]
        value = self._spelled.get((table, key)) if key[1] < 0 else None
        return Triple(term(key[0]), table.symbol, value or term(key[1]))  # type: ignore[arg-type]


def _as_triple(fact: Quad | Triple) -> Triple:
    return Triple(fact.subject, fact.predicate, fact.object)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold Python's search for cycles: millions of tuples of numbers have none, and it looks at each."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
