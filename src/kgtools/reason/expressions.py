"""Class expressions and data ranges, read from triples (OWL 2 Mapping to RDF Graphs, section 3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kgtools.reason import datatypes
from kgtools.terms import OWL, RDF, RDFS, XSD, BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.terms import Quad, Subject, Term

MAX_DEPTH = 32


class MalformedError(Exception):
    """A list or an expression cannot be read; the text says why."""


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


Expression: TypeAlias = (
    "NamedNode | And | Or | Not | OneOf | Some | Only | HasValue | HasSelf | Cardinality"
)

_FACETS = {"minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "length", "minLength", "maxLength"}
_CARDINALITIES = {
    OWL["minCardinality"]: "min",
    OWL["maxCardinality"]: "max",
    OWL["cardinality"]: "exactly",
    OWL["minQualifiedCardinality"]: "min",
    OWL["maxQualifiedCardinality"]: "max",
    OWL["qualifiedCardinality"]: "exactly",
}


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


class Statement(NamedTuple):
    """A triple of an ontology, and the quad it came as."""

    subject: Subject
    predicate: NamedNode
    object: Term
    quad: Quad


class Axioms:
    """The triples of an ontology, by subject and predicate.

    Args:
        quads: Triples in any order; graph names are kept for the receipts.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.statements: list[Statement] = []
        self._index: dict[Subject, dict[NamedNode, list[Term]]] = {}
        for quad in quads:
            subject, predicate, term = quad.subject, quad.predicate, quad.object
            if isinstance(subject, NamedNode | BlankNode) and isinstance(term, NamedNode | BlankNode | Literal):
                values = self._index.setdefault(subject, {}).setdefault(predicate, [])
                if term not in values:
                    values.append(term)
                    self.statements.append(Statement(subject, predicate, term, quad))

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """Return the objects of a subject and predicate, in their order."""
        if isinstance(subject, Literal):
            return []
        return self._index.get(subject, {}).get(predicate, [])

    def object(self, subject: Term, predicate: NamedNode) -> Term | None:
        """Return the first object, or None."""
        return next(iter(self.objects(subject, predicate)), None)

    def is_a(self, subject: Term, kind: NamedNode) -> bool:
        """Return whether the subject is declared to be of this kind."""
        return kind in self.objects(subject, RDF["type"])

    def members(self, head: Term) -> tuple[Term, ...]:
        """Return the members of an RDF list.

        Raises:
            MalformedError: It is cyclic, branches or does not end in ``rdf:nil``.
        """
        found: list[Term] = []
        seen: set[Term] = set()
        while head != RDF["nil"]:
            first, rest = self.objects(head, RDF["first"]), self.objects(head, RDF["rest"])
            if head in seen:
                raise MalformedError("its list is cyclic")
            if len(first) != 1 or len(rest) != 1:
                raise MalformedError("its list is broken: every node needs one rdf:first and one rdf:rest")
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return tuple(found)

    def role(self, node: Term) -> Role:
        """Return the property that a node stands for.

        Raises:
            MalformedError: It stands for none.
        """
        inverse = False
        for _ in range(MAX_DEPTH):
            if isinstance(node, NamedNode):
                return Role(node, inverse=inverse)
            inner = self.object(node, OWL["inverseOf"])
            if inner is None:
                break
            node, inverse = inner, not inverse
        raise MalformedError("a blank node stands where a property is expected")

    def is_data_range(self, node: Term) -> bool:
        """Return whether a node stands for a set of literals."""
        if self.is_a(node, RDFS["Datatype"]) or self.is_a(node, OWL["DataRange"]):
            return True
        if not isinstance(node, NamedNode):
            return False
        return node.value.startswith(XSD) or datatypes.is_known(node.value)

    def expression(self, node: Term, depth: int = 0) -> Expression:
        """Return the class expression that a node stands for.

        Raises:
            MalformedError: It stands for none.
        """
        if isinstance(node, NamedNode):
            return node
        if isinstance(node, Literal):
            raise MalformedError("a literal stands where a class is expected")
        if depth > MAX_DEPTH:
            raise MalformedError("its expressions contain themselves, or are nested too deep")
        return self.definition(node, depth) or self._restriction(node, depth)

    def definition(self, node: Term, depth: int = 0) -> Expression | None:
        """Return the intersection, union, complement or enumeration that stands at a node, or None."""
        parts = self.object(node, OWL["intersectionOf"])
        if parts is not None:
            return And(tuple(self.expression(part, depth + 1) for part in self.members(parts)))
        parts = self.object(node, OWL["unionOf"])
        if parts is not None:
            return Or(tuple(self.expression(part, depth + 1) for part in self.members(parts)))
        part = self.object(node, OWL["complementOf"])
        if part is not None:
            return Not(self.expression(part, depth + 1))
        listed = self.object(node, OWL["oneOf"])
        return None if listed is None else OneOf(self.members(listed))

    def _restriction(self, node: Term, depth: int) -> Expression:
        on = self.object(node, OWL["onProperty"])
        if on is None:
            raise MalformedError("a blank node stands where a class is expected")
        role = self.role(on)
        for predicate, build in ((OWL["someValuesFrom"], Some), (OWL["allValuesFrom"], Only)):
            filler = self.object(node, predicate)
            if filler is not None:
                return build(role, self._filler(filler, depth))
        held = self.object(node, OWL["hasValue"])
        if held is not None:
            return HasValue(role, held)
        if self.objects(node, OWL["hasSelf"]):
            return HasSelf(role)
        for predicate, word in _CARDINALITIES.items():
            number = self.object(node, predicate)
            if number is not None:
                return Cardinality(word, _count(number), role, self._qualifier(node, depth))
        raise MalformedError("its restriction says nothing about the property")

    def _qualifier(self, node: Term, depth: int) -> Expression | DataRange | None:
        for predicate in (OWL["onClass"], OWL["onDataRange"]):
            filler = self.object(node, predicate)
            if filler is not None and filler not in {OWL["Thing"], RDFS["Literal"]}:
                return self._filler(filler, depth)
        return None

    def _filler(self, node: Term, depth: int) -> Expression | DataRange:
        return self.data_range(node) if self.is_data_range(node) else self.expression(node, depth + 1)

    def data_range(self, node: Term, depth: int = 0) -> DataRange:
        """Return the data range that a node stands for, definitions of datatypes followed.

        Raises:
            MalformedError: It stands for none.
        """
        if depth > MAX_DEPTH:
            raise MalformedError("its data ranges contain themselves, or are nested too deep")
        if isinstance(node, NamedNode):
            defined = self.object(node, OWL["equivalentClass"])
            return DataRange(node.value) if defined is None else self.data_range(defined, depth + 1)
        for predicate, word in ((OWL["intersectionOf"], "and"), (OWL["unionOf"], "or")):
            parts = self.object(node, predicate)
            if parts is not None:
                ranges = tuple(self.data_range(part, depth + 1) for part in self.members(parts))
                return DataRange(None, word=word, parts=ranges)
        part = self.object(node, OWL["datatypeComplementOf"])
        if part is not None:
            return DataRange(None, word="not", parts=(self.data_range(part, depth + 1),))
        listed = self.object(node, OWL["oneOf"])
        if listed is not None:
            return DataRange(None, values=tuple(m for m in self.members(listed) if isinstance(m, Literal)))
        base = self.object(node, OWL["onDatatype"])
        if not isinstance(base, NamedNode):
            raise MalformedError("a blank node stands where a datatype is expected")
        return DataRange(base.value, facets=tuple(self._facets(node)))

    def _facets(self, node: Term) -> Iterable[tuple[str, Literal]]:
        listed = self.object(node, OWL["withRestrictions"])
        for facet in () if listed is None else self.members(listed):
            if isinstance(facet, Literal):
                raise MalformedError("a literal stands where a facet is expected")
            for name, bounds in self._index.get(facet, {}).items():
                yield from ((name.value.removeprefix(XSD), bound) for bound in bounds if isinstance(bound, Literal))


def _count(number: Term) -> int:
    text = number.value if isinstance(number, Literal) else ""
    if not text.isdecimal():
        raise MalformedError("its cardinality is not a non-negative integer")
    return int(text)
