"""Triples as keys of the tables of an engine, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kgtools.reason.model import Atom
from kgtools.terms import RDF, Literal, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kgtools.reason.engine import Engine
    from kgtools.reason.model import Symbol
    from kgtools.reason.tables import Key, Table
    from kgtools.terms import Subject, TripleLike

    Sink = Callable[[Key], None] | None

_TYPE = RDF["type"]


class Encoding:
    """Translates triples for one engine.

    Args:
        engine: Whose tables.
        everything: Make tables for what no rule uses, too.
    """

    def __init__(self, engine: Engine, *, everything: bool) -> None:
        self._engine = engine
        self._everything = everything
        # Literals that are not spelled as the first one of their value.
        self._spelled: dict[tuple[Table, Key], Literal] = {}

    def state(self, quads: Iterable[TripleLike]) -> None:
        """Assert facts, sorted into their tables first: the engine takes a table's facts at once."""
        numbers, known = self._engine.numbers, self._engine.numbers.known
        sorted_in: dict[Table, list[Key]] = {}
        classes: dict[Term, Sink] = {}
        properties: dict[Term, Sink] = {}
        for quad in quads:
            predicate = quad.predicate
            is_type = predicate == _TYPE
            symbol, sinks = (cast("Term", quad.object), classes) if is_type else (predicate, properties)
            if symbol not in sinks:
                sinks[symbol] = self._sink(
                    Atom(cast("Symbol", symbol), ("x",) if is_type else ("x", "y")), sorted_in
                )
            add = sinks[symbol]
            if add is None:
                continue
            subject = cast("Term", quad.subject)
            first = known.get(subject)
            if first is None:
                first = numbers.number(subject)
            add(first if is_type else (first, self._value(symbol, first, cast("Term", quad.object))))
        for table, keys in sorted_in.items():
            self._engine.state(table, keys)

    def _value(self, predicate: Term, subject: int, term: Term) -> int:
        numbers = self._engine.numbers
        number = numbers.known.get(term)
        if number is None:
            number = numbers.number(term)
        if number < 0 and numbers.term(number) != term:
            table = self._engine.properties[cast("Symbol", predicate)]
            self._spelled[table, (subject, number)] = cast("Literal", term)
        return number

    def _sink(self, atom: Atom, sorted_in: dict[Table, list[Key]]) -> Sink:
        """Return what takes the facts of a class or property, or None where no rule can use them."""
        tables = self._engine.classes if len(atom.args) == 1 else self._engine.properties
        table = self._engine.table(atom) if self._everything else tables.get(atom.predicate)
        return None if table is None else sorted_in.setdefault(table, []).append

    def place(self, fact: TripleLike) -> tuple[Table, Key] | None:
        """Return table and key of a fact, or None where it has none: no rule uses it, or a term is new."""
        numbers, engine = self._engine.numbers, self._engine
        subject = numbers.find(cast("Term", fact.subject))
        if subject is None:
            return None
        if fact.predicate == _TYPE:
            table = engine.classes.get(cast("Symbol", fact.object))
            return None if table is None else (table, subject)
        table, value = engine.properties.get(fact.predicate), numbers.find(cast("Term", fact.object))
        return None if table is None or value is None else (table, (subject, value))

    def fact(self, table: Table, key: Key) -> Triple:
        """Return a fact of a table as a triple, its literal spelled as where it comes from."""
        numbers = self._engine.numbers
        if not isinstance(key, tuple):
            return Triple(cast("Subject", numbers.term(key)), _TYPE, table.symbol)
        value = self._spelling(table, key) if key[1] in numbers.ambiguous else numbers.term(key[1])
        # The symbol of a table of pairs is a property's IRI, or never shown.
        return Triple(cast("Subject", numbers.term(key[0])), table.symbol, value)  # type: ignore[arg-type]

    def _spelling(self, table: Table, key: tuple[int, int]) -> Term:
        """Return the literal of a fact as the asserted fact or the axiom has it that it came from."""
        number = key[1]
        place: tuple[Table, Key] | None = (table, key)
        while place is not None:
            if place in self._spelled:
                return self._spelled[place]
            rule, premises = self._engine.support(*place) or (None, ())
            if rule is not None and isinstance(rule.head.args[-1], Literal):
                return rule.head.args[-1]
            sources = (premise for premise in premises if _value_of(premise) == number)
            place = next(sources, None)
        return self._engine.numbers.term(number)


def _value_of(place: tuple[Table, Key]) -> int | None:
    return place[1][1] if isinstance(place[1], tuple) else None
