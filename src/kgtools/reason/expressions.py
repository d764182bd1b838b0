"""Class expressions and data ranges as values (OWL 2 Structural Specification, sections 6 to 8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kgtools.reason import datatypes

if TYPE_CHECKING:
    from kgtools.terms import Literal, NamedNode, Term


@dataclass(frozen=True, slots=True)
class Role:
    """An object or data property, or the inverse of one."""

    iri: NamedNode
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class And:
    """ObjectIntersectionOf."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """ObjectUnionOf."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """ObjectComplementOf."""

    part: Expression


@dataclass(frozen=True, slots=True)
class OneOf:
    """ObjectOneOf."""

    members: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """ObjectSomeValuesFrom, DataSomeValuesFrom."""

    role: Role
    filler: Expression | DataRange


@dataclass(frozen=True, slots=True)
class Only:
    """ObjectAllValuesFrom, DataAllValuesFrom."""

    role: Role
    filler: Expression | DataRange


@dataclass(frozen=True, slots=True)
class HasValue:
    """ObjectHasValue, DataHasValue."""

    role: Role
    value: Term


@dataclass(frozen=True, slots=True)
class HasSelf:
    """ObjectHasSelf."""

    role: Role


@dataclass(frozen=True, slots=True)
class Cardinality:
    """Min, max and exact cardinality; ``word`` is which of them."""

    word: str
    number: int
    role: Role
    filler: Expression | DataRange | None


@dataclass(frozen=True, slots=True)
class DataRange:
    """A set of literals: a datatype, restricted by facets, or one of the listed values.

    Attributes:
        datatype: IRI of the datatype; None where values are listed or parts are combined.
        facets: Pairs of the local name of a facet and its literal.
        values: The literals of a DataOneOf.
        parts: What is combined, by ``word``: "and", "or", "not".
    """

    datatype: str | None
    facets: tuple[tuple[str, Literal], ...] = ()
    values: tuple[Literal, ...] = ()
    word: str = ""
    parts: tuple[DataRange, ...] = ()

    def contains(self, literal: Literal) -> bool:
        """Return whether the range has this literal's value; True where nobody can know."""
        if self.word:
            verdicts = [part.contains(literal) for part in self.parts]
            return {"and": all(verdicts), "or": any(verdicts), "not": not all(verdicts)}[self.word]
        if self.datatype is None:
            found = datatypes.value(literal)
            return found is not None and any(datatypes.value(member) == found for member in self.values)
        return datatypes.contains(self.datatype, literal) and all(
            _passes(name, bound, literal) for name, bound in self.facets
        )

    @property
    def known(self) -> bool:
        """Whether ``contains`` is exact, so that "not" may be asked."""
        known = self.datatype is None or datatypes.is_known(self.datatype)
        return known and all(part.known for part in self.parts) and {n for n, _ in self.facets} <= _FACETS


Expression: TypeAlias = "NamedNode | And | Or | Not | OneOf | Some | Only | HasValue | HasSelf | Cardinality"

_FACETS = {"minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "length", "minLength", "maxLength"}


def _passes(facet: str, bound: Literal, literal: Literal) -> bool:
    if facet in {"length", "minLength", "maxLength"}:
        length, limit = len(literal.value), int(bound.value)
        return {"length": length == limit, "minLength": length >= limit, "maxLength": length <= limit}[facet]
    found, limit_value = datatypes.value(literal), datatypes.value(bound)
    if facet not in _FACETS or found is None or limit_value is None or found.space != limit_value.space:
        return True
    low, high = found.plain, limit_value.plain
    try:
        return {
            "minInclusive": low >= high,  # type: ignore[operator]
            "minExclusive": low > high,  # type: ignore[operator]
            "maxInclusive": low <= high,  # type: ignore[operator]
            "maxExclusive": low < high,  # type: ignore[operator]
        }[facet]
    except TypeError:  # a moment with a zone and one without have no order
        return True
