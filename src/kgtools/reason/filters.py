"""Simple filters of rule files, evaluated as SPARQL 1.1 section 17 says.

An error inside a filter (a comparison of things that have no order) is neither
true nor false; a filter that ends in an error lets nothing pass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kgtools.reason import datatypes
from kgtools.terms import BlankNode, Literal, NamedNode, Term

if TYPE_CHECKING:
    from collections.abc import Mapping

Operand: TypeAlias = str | Term
"""A variable, written as a plain string, or a constant."""

_ORDERED = {"number", "string", "boolean", "float", "double", "date", "dateTime"}
_NUMBERS = {"number", "float", "double"}


class FilterError(Exception):
    """The filter has no value: SPARQL's type error."""


@dataclass(frozen=True, slots=True)
class Compare:
    """``left operator right``, the operator one of ``= != < <= > >=``."""

    operator: str
    left: Operand
    right: Operand


@dataclass(frozen=True, slots=True)
class Call:
    """One of the functions isIRI, isBlank, isLiteral, sameTerm."""

    name: str
    args: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Logic:
    """``&&``, ``||`` or ``!`` of conditions."""

    operator: str
    parts: tuple[Condition, ...]


Condition: TypeAlias = Compare | Call | Logic


def variables(condition: Condition) -> tuple[str, ...]:
    """Return the variables of a condition, each once, in their order."""
    if isinstance(condition, Logic):
        found = [name for part in condition.parts for name in variables(part)]
    else:
        args = (condition.left, condition.right) if isinstance(condition, Compare) else condition.args
        found = [arg for arg in args if isinstance(arg, str)]
    return tuple(dict.fromkeys(found))


def holds(condition: Condition, binding: Mapping[str, Term]) -> bool:
    """Return whether a condition lets a solution pass.

    Example:
        >>> from kgtools.terms import XSD
        >>> late = Compare(">", "day", Literal("2018-01-01", datatype=XSD["date"]))
        >>> holds(late, {"day": Literal("2018-06-12", datatype=XSD["date"])})
        True
        >>> holds(late, {"day": Literal("2018", datatype=XSD["gYear"])})
        False
    """
    try:
        return _truth(condition, binding)
    except FilterError:
        return False


def _truth(condition: Condition, binding: Mapping[str, Term]) -> bool:
    if isinstance(condition, Logic):
        return _logic(condition, binding)
    if isinstance(condition, Call):
        return _call(condition.name, [_term(arg, binding) for arg in condition.args])
    return _compare(condition.operator, _term(condition.left, binding), _term(condition.right, binding))


def _term(operand: Operand, binding: Mapping[str, Term]) -> Term:
    return binding[operand] if isinstance(operand, str) else operand


def _logic(condition: Logic, binding: Mapping[str, Term]) -> bool:
    """Return the value of a connective: one decisive part outweighs errors in the others."""
    if condition.operator == "!":
        return not _truth(condition.parts[0], binding)
    decisive = condition.operator == "||"
    failed: FilterError | None = None
    for part in condition.parts:
        try:
            if _truth(part, binding) is decisive:
                return decisive
        except FilterError as error:
            failed = error
    if failed is not None:
        raise failed
    return not decisive


def _call(name: str, terms: list[Term]) -> bool:
    kinds = {"ISIRI": NamedNode, "ISURI": NamedNode, "ISBLANK": BlankNode, "ISLITERAL": Literal}
    if name == "SAMETERM":
        return terms[0] == terms[1]
    return isinstance(terms[0], kinds[name])


def _compare(operator: str, left: Term, right: Term) -> bool:
    if operator == "=":
        return _equal(left, right)
    if operator == "!=":
        return not _equal(left, right)
    order = _order(left, right)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


def _equal(left: Term, right: Term) -> bool:
    if left == right:
        return True
    if not (isinstance(left, Literal) and isinstance(right, Literal)):
        return False
    first, second = datatypes.value(left), datatypes.value(right)
    if first is None or second is None:
        raise FilterError("an ill-typed literal")
    if {first.space, second.space} <= _NUMBERS or first.space == second.space in _ORDERED:
        return _order(left, right) == 0
    if first.space == second.space == "langString" or {first.space, second.space} <= _ORDERED:
        return False
    raise FilterError("literals of datatypes without a known equality")


def _order(left: Term, right: Term) -> int:
    if not (isinstance(left, Literal) and isinstance(right, Literal)):
        raise FilterError("only literals have an order")
    first, second = datatypes.value(left), datatypes.value(right)
    if first is None or second is None:
        raise FilterError("an ill-typed literal")
    numbers = {first.space, second.space} <= _NUMBERS
    if not numbers and not (first.space == second.space in _ORDERED):
        raise FilterError("values of different kinds")
    low, high = first.plain, second.plain
    try:
        return (low > high) - (low < high)  # type: ignore[operator]
    except TypeError:  # a moment with a zone and one without
        raise FilterError("values without an order") from None
