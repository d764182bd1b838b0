"""Terms as integers: one number for each term, and for all literals of one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.reason import datatypes
from kgtools.terms import XSD, Literal

if TYPE_CHECKING:
    from kgtools.terms import Term

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
