"""Boolean expressions in SPARQL: put together, and kept from failing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.sparql.tree import Call, Exists, Operation
from kgtools.terms import XSD, Literal

if TYPE_CHECKING:
    from pyoxigraph import Variable

    from kgtools.sparql.tree import Expression, Node

TRUE = Literal("true", datatype=XSD["boolean"])
FALSE = Literal("false", datatype=XSD["boolean"])


def negate(expression: Expression) -> Expression:
    """Return the negation of a boolean expression, without doubling negations."""
    match expression:
        case Exists(group, negated):
            return Exists(group, not negated)
        case Operation("!", (inner,)):
            return inner
        case _:
            return (
                FALSE
                if expression == TRUE
                else TRUE
                if expression == FALSE
                else Operation("!", (expression,))
            )


def conjunction(parts: list[Expression]) -> Expression:
    """Return the conjunction of boolean expressions."""
    kept = [part for part in parts if part != TRUE]
    if FALSE in kept:
        return FALSE
    return Operation("&&", tuple(kept)) if len(kept) > 1 else kept[0] if kept else TRUE


def disjunction(parts: list[Expression]) -> Expression:
    """Return the disjunction of boolean expressions."""
    return negate(conjunction([negate(part) for part in parts])) if len(parts) != 1 else parts[0]


def integer(value: int) -> Literal:
    """Return a number as a term."""
    return Literal(str(value), datatype=XSD["integer"])


def total(expression: Expression) -> Expression:
    """Return an expression that is false where the given one has no value."""
    return Call("COALESCE", (expression, FALSE))


def same_language(left: Variable, right: Variable) -> Expression:
    """Return whether two nodes are literals with the same language tag."""
    one, two = (Call("LCASE", (Call("LANG", (node,)),)) for node in (left, right))
    return total(Operation("&&", (Operation("!=", (one, Literal(""))), Operation("=", (one, two)))))


def of_text(x: Node, test: Expression) -> Expression:
    """Return a test of the text of a node, which blank nodes fail."""
    return conjunction([negate(Call("isBlank", (x,))), test])
