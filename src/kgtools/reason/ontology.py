"""An ontology's triples, and the expressions that they spell (OWL 2 Mapping to RDF Graphs, section 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgtools.reason import datatypes
from kgtools.reason.expressions import (
    And,
    Cardinality,
    DataRange,
    HasSelf,
    HasValue,
    Not,
    OneOf,
    Only,
    Or,
    Role,
    Some,
)
from kgtools.terms import OWL, RDF, RDFS, XSD, BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.reason.expressions import Expression
    from kgtools.terms import Subject, Term, TripleLike

MAX_DEPTH = 32
_VOCABULARIES = (OWL, RDF, RDFS, XSD)  # the last has the facets of datatypes
_CARDINALITIES = {
    OWL["minCardinality"]: "min",
    OWL["maxCardinality"]: "max",
    OWL["cardinality"]: "exactly",
    OWL["minQualifiedCardinality"]: "min",
    OWL["maxQualifiedCardinality"]: "max",
    OWL["qualifiedCardinality"]: "exactly",
}


class MalformedError(Exception):
    """A list or an expression cannot be read; the text says why."""


class Statement(NamedTuple):
    """A triple of an ontology, and the quad it came as."""

    subject: Subject
    predicate: NamedNode
    object: Term
    quad: Quad


class Axioms:
    """The triples of an ontology, by subject and predicate.

    Args:
        quads: Triples in any order; graph names are kept for the receipts. What a property of another
            vocabulary says of a named node is a fact, and left out.
    """

    def __init__(self, quads: Iterable[TripleLike]) -> None:
        self.statements: list[Statement] = []
        self._index: dict[Subject, dict[NamedNode, list[Term]]] = {}
        of_axioms: dict[NamedNode, bool] = {}
        for quad in quads:
            subject, predicate, term = quad.subject, quad.predicate, quad.object
            if predicate not in of_axioms:
                of_axioms[predicate] = predicate.value.startswith(_VOCABULARIES)
            if not of_axioms[predicate] and isinstance(subject, NamedNode):
                continue
            if isinstance(subject, NamedNode | BlankNode) and isinstance(
                term, NamedNode | BlankNode | Literal
            ):
                values = self._index.setdefault(subject, {}).setdefault(predicate, [])
                if term not in values:
                    values.append(term)
                    whole = quad if isinstance(quad, Quad) else Quad(subject, predicate, term)
                    self.statements.append(Statement(subject, predicate, term, whole))

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

    def listed(self, node: Term) -> tuple[Term, ...]:
        """Return what an axiom about many lists as its members.

        Raises:
            MalformedError: It lists nothing.
        """
        for predicate in (OWL["members"], OWL["distinctMembers"]):
            head = self.object(node, predicate)
            if head is not None:
                return self.members(head)
        raise MalformedError("it lists no members")

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
                return build(role, self.filler(filler, depth))
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
                return self.filler(filler, depth)
        return None

    def filler(self, node: Term, depth: int = 0) -> Expression | DataRange:
        """Return the class expression or data range that a node stands for.

        Raises:
            MalformedError: It stands for neither.
        """
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

    def _facets(self, node: Term) -> Iterator[tuple[str, Literal]]:
        listed = self.object(node, OWL["withRestrictions"])
        for facet in () if listed is None else self.members(listed):
            if isinstance(facet, Literal):
                raise MalformedError("a literal stands where a facet is expected")
            for name, bounds in self._index.get(facet, {}).items():
                yield from (
                    (name.value.removeprefix(XSD), bound) for bound in bounds if isinstance(bound, Literal)
                )


def _count(number: Term) -> int:
    text = number.value if isinstance(number, Literal) else ""
    if not text.isdecimal():
        raise MalformedError("its cardinality is not a non-negative integer")
    return int(text)
