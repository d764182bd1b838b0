"""The constraints of shapes: for each component of SHACL one type, with the values of its parameters.

Constraints refer to other shapes by their node, never by object, so that a recursive shapes graph can be
described (and refused).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from kgtools.terms import SH, Literal, NamedNode, Subject, Term


class NodeKind(Enum):
    """The values of ``sh:nodeKind``."""

    BLANK_NODE = SH["BlankNode"]
    IRI = SH["IRI"]
    LITERAL = SH["Literal"]
    BLANK_NODE_OR_IRI = SH["BlankNodeOrIRI"]
    BLANK_NODE_OR_LITERAL = SH["BlankNodeOrLiteral"]
    IRI_OR_LITERAL = SH["IRIOrLiteral"]


@dataclass(frozen=True, slots=True)
class ClassCheck:
    """``sh:class``: each value is an instance of the class."""

    class_: Term


@dataclass(frozen=True, slots=True)
class DatatypeCheck:
    """``sh:datatype``: each value is a well-formed literal of the datatype."""

    datatype: NamedNode


@dataclass(frozen=True, slots=True)
class NodeKindCheck:
    """``sh:nodeKind``."""

    kind: NodeKind


@dataclass(frozen=True, slots=True)
class MinCountCheck:
    """``sh:minCount``."""

    count: int


@dataclass(frozen=True, slots=True)
class MaxCountCheck:
    """``sh:maxCount``."""

    count: int


class Comparison(Enum):
    """The four range constraints; the value is the SPARQL operator that must hold."""

    MIN_INCLUSIVE = ">="
    MIN_EXCLUSIVE = ">"
    MAX_INCLUSIVE = "<="
    MAX_EXCLUSIVE = "<"


@dataclass(frozen=True, slots=True)
class RangeCheck:
    """``sh:minInclusive`` and its three sisters."""

    comparison: Comparison
    bound: Literal


@dataclass(frozen=True, slots=True)
class MinLengthCheck:
    """``sh:minLength``."""

    length: int


@dataclass(frozen=True, slots=True)
class MaxLengthCheck:
    """``sh:maxLength``."""

    length: int


@dataclass(frozen=True, slots=True)
class PatternCheck:
    """``sh:pattern`` with ``sh:flags``."""

    pattern: str
    flags: str = ""


@dataclass(frozen=True, slots=True)
class LanguageInCheck:
    """``sh:languageIn``."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UniqueLangCheck:
    """``sh:uniqueLang true``."""


@dataclass(frozen=True, slots=True)
class EqualsCheck:
    """``sh:equals``."""

    predicate: NamedNode


@dataclass(frozen=True, slots=True)
class DisjointCheck:
    """``sh:disjoint``."""

    predicate: NamedNode


@dataclass(frozen=True, slots=True)
class LessThanCheck:
    """``sh:lessThan``, or ``sh:lessThanOrEquals`` where equality is allowed."""

    predicate: NamedNode
    or_equal: bool


@dataclass(frozen=True, slots=True)
class NotCheck:
    """``sh:not``."""

    shape: Subject


@dataclass(frozen=True, slots=True)
class AndCheck:
    """``sh:and``."""

    shapes: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class OrCheck:
    """``sh:or``."""

    shapes: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class XoneCheck:
    """``sh:xone``; the same shape may occur twice."""

    shapes: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class NodeCheck:
    """``sh:node``: each value conforms to the shape."""

    shape: Subject


@dataclass(frozen=True, slots=True)
class PropertyCheck:
    """``sh:property``: the results of the property shape for each value are results themselves."""

    shape: Subject


@dataclass(frozen=True, slots=True)
class QualifiedCheck:
    """``sh:qualifiedMinCount`` or ``sh:qualifiedMaxCount`` over ``sh:qualifiedValueShape``.

    Attributes:
        shape: The shape that counted values conform to.
        at_least: True for the minimum, False for the maximum.
        count: The bound.
        siblings: Shapes that a counted value must not conform to (qualifiedValueShapesDisjoint).
    """

    shape: Subject
    at_least: bool
    count: int
    siblings: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedCheck:
    """``sh:closed true`` with everything that is allowed nevertheless."""

    allowed: tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class HasValueCheck:
    """``sh:hasValue``."""

    value: Term


@dataclass(frozen=True, slots=True)
class InCheck:
    """``sh:in``."""

    members: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class SparqlText:
    """A SPARQL query of a shapes graph.

    Attributes:
        node: The constraint or validator that owns it.
        text: The query as written, without prefixes.
        prefixes: Prefix and namespace pairs reached through ``sh:prefixes``.
        ask: True for ``sh:ask``, False for ``sh:select``.
        messages: Templates of the result message.
    """

    node: Subject
    text: str
    prefixes: tuple[tuple[str, str], ...]
    ask: bool
    messages: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class SparqlCheck:
    """``sh:sparql``: each solution is a violation (SHACL 5)."""

    query: SparqlText


@dataclass(frozen=True, slots=True)
class ComponentCheck:
    """A constraint of a SPARQL-based constraint component (SHACL 6).

    Attributes:
        component: The component's node.
        arguments: Variable name and value of each parameter given.
        parameters: Names of all parameters, the optional ones included.
        query: The validator that fits the kind of shape.
    """

    component: Subject
    arguments: tuple[tuple[str, Term], ...]
    parameters: tuple[str, ...]
    query: SparqlText


Check: TypeAlias = (
    ClassCheck | DatatypeCheck | NodeKindCheck | MinCountCheck | MaxCountCheck | RangeCheck | MinLengthCheck
    | MaxLengthCheck | PatternCheck | LanguageInCheck | UniqueLangCheck | EqualsCheck | DisjointCheck
    | LessThanCheck | NotCheck | AndCheck | OrCheck | XoneCheck | NodeCheck | PropertyCheck | QualifiedCheck
    | ClosedCheck | HasValueCheck | InCheck | SparqlCheck | ComponentCheck
)  # fmt: skip


def references(check: Check) -> tuple[Subject, ...]:
    """Return the shapes that a check refers to."""
    match check:
        case NotCheck(shape) | NodeCheck(shape) | PropertyCheck(shape):
            return (shape,)
        case AndCheck(shapes) | OrCheck(shapes) | XoneCheck(shapes):
            return shapes
        case QualifiedCheck(shape, siblings=siblings):
            return (shape, *siblings)
        case _:
            return ()


_COMPONENTS: dict[type, str] = {
    ClassCheck: "Class",
    DatatypeCheck: "Datatype",
    NodeKindCheck: "NodeKind",
    MinCountCheck: "MinCount",
    MaxCountCheck: "MaxCount",
    MinLengthCheck: "MinLength",
    MaxLengthCheck: "MaxLength",
    PatternCheck: "Pattern",
    LanguageInCheck: "LanguageIn",
    UniqueLangCheck: "UniqueLang",
    EqualsCheck: "Equals",
    DisjointCheck: "Disjoint",
    NotCheck: "Not",
    AndCheck: "And",
    OrCheck: "Or",
    XoneCheck: "Xone",
    NodeCheck: "Node",
    PropertyCheck: "Property",
    ClosedCheck: "Closed",
    HasValueCheck: "HasValue",
    InCheck: "In",
    SparqlCheck: "SPARQL",
}
_RANGES = {
    Comparison.MIN_EXCLUSIVE: "MinExclusive",
    Comparison.MIN_INCLUSIVE: "MinInclusive",
    Comparison.MAX_EXCLUSIVE: "MaxExclusive",
    Comparison.MAX_INCLUSIVE: "MaxInclusive",
}


def component_of(check: Check) -> Subject:
    """Return the constraint component that a check belongs to.

    Example:
        >>> component_of(MinCountCheck(1))
        <NamedNode value=http://www.w3.org/ns/shacl#MinCountConstraintComponent>
    """
    match check:
        case ComponentCheck(component):
            return component
        case RangeCheck(comparison):
            name = _RANGES[comparison]
        case LessThanCheck(or_equal=or_equal):
            name = "LessThanOrEquals" if or_equal else "LessThan"
        case QualifiedCheck(at_least=at_least):
            name = "QualifiedMinCount" if at_least else "QualifiedMaxCount"
        case _:
            name = _COMPONENTS[type(check)]
    return SH[f"{name}ConstraintComponent"]
