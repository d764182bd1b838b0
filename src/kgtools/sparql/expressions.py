"""Reads expressions and property paths (SPARQL 1.1, sections 9 and 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.sparql import tree
from kgtools.sparql.cursor import Cursor
from kgtools.terms import RDF, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Variable

    from kgtools.sparql.tree import Expression, Path

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
_MODIFIERS: dict[str, type[tree.ZeroOrMore | tree.OneOrMore | tree.ZeroOrOne]] = {
    "*": tree.ZeroOrMore,
    "+": tree.OneOrMore,
    "?": tree.ZeroOrOne,
}


class Expressions(Cursor):
    """Reads expressions; what reads groups comes on top of it."""

    def group(self) -> tree.Group:
        """Read a group graph pattern."""
        raise NotImplementedError

    # Expressions, from the loosest operator to the tightest

    def expression(self) -> Expression:
        """Read an expression."""
        self.deeper()
        result = self._flat("||", lambda: self._flat("&&", self._relation))
        self.shallower()
        return result

    def bracketed(self) -> Expression:
        """Read an expression in parentheses."""
        self.expect("(")
        result = self.expression()
        self.expect(")")
        return result

    def _flat(self, operator: str, operand: Callable[[], Expression]) -> Expression:
        operands = [operand()]
        while self.accept(operator):
            operands.append(operand())
        return tree.Operation(operator, tuple(operands)) if len(operands) > 1 else operands[0]

    def _relation(self) -> Expression:
        left = self._additive()
        if operator := self.accept(*_COMPARISONS):
            return tree.Operation(operator, (left, self._additive()))
        negated = self.at_word("NOT") and self.ahead().is_word("IN")
        if negated:
            self.take()
        if self.accept_word("IN"):
            return tree.In(left, tuple(self._arguments()), negated)
        return left

    def _additive(self) -> Expression:
        return self._chain(self._multiplicative, "+", "-")

    def _multiplicative(self) -> Expression:
        return self._chain(self._unary, "*", "/")

    def _chain(self, operand: Callable[[], Expression], *operators: str) -> Expression:
        """Read operands between operators of one rank; each operator is one more level."""
        result, levels = operand(), 0
        while operator := self.accept(*operators):
            self.deeper()
            levels += 1
            result = tree.Operation(operator, (result, operand()))
        for _ in range(levels):
            self.shallower()
        return result

    def _unary(self) -> Expression:
        if self.at_mark("+", "-") and self.ahead().kind == "number":
            return self.signed()
        if operator := self.accept("!", "+", "-"):
            self.deeper()
            result = tree.Operation(operator, (self._unary(),))
            self.shallower()
            return result
        return self.primary()

    def primary(self) -> Expression:
        """Read what needs no parentheses: a term, a call, or an expression in parentheses."""
        if self.at_mark("("):
            return self.bracketed()
        if self.token.kind == "variable":
            return self.variable()
        if self.at_iri():
            iri = self.iri()
            return tree.Call(iri, tuple(self._arguments())) if self.at_mark("(") else iri
        if self.at_literal():
            return self.literal()
        return self.call()

    def call(self) -> Expression:
        """Read a built-in call, an aggregate, EXISTS or NOT EXISTS."""
        if self.token.kind != "word":
            raise self.error("expected an expression")
        name = self.take().text.upper()
        if name == "NOT":
            self.expect_word("EXISTS")
            return tree.Exists(self.group(), negated=True)
        if name == "EXISTS":
            return tree.Exists(self.group())
        if name in _AGGREGATES:
            return self._aggregate(name)
        return tree.Call(name, tuple(self._arguments()))

    def _arguments(self) -> list[Expression]:
        self.expect("(")
        found: list[Expression] = []
        while not self.at_mark(")"):
            if found:
                self.expect(",")
            found.append(self.expression())
        self.expect(")")
        return found

    def _aggregate(self, name: str) -> tree.Aggregate:
        self.expect("(")
        distinct = self.accept_word("DISTINCT") is not None
        argument = None if self.accept("*") else self.expression()
        separator = None
        if self.accept(";"):
            self.expect_word("SEPARATOR")
            self.expect("=")
            separator = self.literal().value
        self.expect(")")
        return tree.Aggregate(name, argument, distinct, separator)

    # Property paths

    def verb(self) -> Variable | Path:
        """Read what stands between subject and object: a variable or a path."""
        return self.variable() if self.token.kind == "variable" else self._alternative()

    def _alternative(self) -> Path:
        self.deeper()
        parts = [self._sequence()]
        while self.accept("|"):
            parts.append(self._sequence())
        self.shallower()
        return tree.Alternative(tuple(parts)) if len(parts) > 1 else parts[0]

    def _sequence(self) -> Path:
        parts = [self._inverse()]
        while self.accept("/"):
            parts.append(self._inverse())
        return tree.Sequence(tuple(parts)) if len(parts) > 1 else parts[0]

    def _inverse(self) -> Path:
        return tree.Inverse(self._modified()) if self.accept("^") else self._modified()

    def _modified(self) -> Path:
        path = self._step()
        modifier = self.accept("*", "+", "?")
        return _MODIFIERS[modifier](path) if modifier else path

    def _step(self) -> Path:
        if self.accept("("):
            path = self._alternative()
            self.expect(")")
            return path
        return self._negated_set() if self.accept("!") else self._property()

    def _property(self) -> NamedNode:
        if self.token.kind == "word" and self.token.text == "a":
            self.take()
            return RDF["type"]
        return self.iri()

    def _negated_set(self) -> Path:
        if not self.accept("("):
            return tree.Negated((self._one_of_set(),))
        names: list[NamedNode | tree.Inverse] = []
        while not self.at_mark(")"):
            if names:
                self.expect("|")
            names.append(self._one_of_set())
        self.expect(")")
        return tree.Negated(tuple(names))

    def _one_of_set(self) -> NamedNode | tree.Inverse:
        return tree.Inverse(self._property()) if self.accept("^") else self._property()
