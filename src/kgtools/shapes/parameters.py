"""The constraints of one shape, read from the parameters of SHACL Core (SHACL 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Store

from kgtools.diagnostics.model import Severity
from kgtools.shapes import components
from kgtools.shapes.graph import MalformedListError
from kgtools.shapes.model import (
    AndCheck,
    Check,
    ClassCheck,
    ClosedCheck,
    Comparison,
    DatatypeCheck,
    DisjointCheck,
    EqualsCheck,
    HasValueCheck,
    InCheck,
    LanguageInCheck,
    LessThanCheck,
    MaxCountCheck,
    MaxLengthCheck,
    MinCountCheck,
    MinLengthCheck,
    NodeCheck,
    NodeKind,
    NodeKindCheck,
    NotCheck,
    OrCheck,
    PatternCheck,
    PropertyCheck,
    QualifiedCheck,
    RangeCheck,
    UniqueLangCheck,
    XoneCheck,
)
from kgtools.shapes.vocabulary import UNSUPPORTED
from kgtools.terms import SH, XSD, BlankNode, Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgtools.shapes.source import Source

_TRUE = Literal("true", datatype=XSD["boolean"])
# What no data reach; the engine and the interpreter have limits of their own for longer numbers.
_LONGEST_NUMBER, _ENDLESS = 18, 10**18
_INTEGERS = """integer int long short byte nonNegativeInteger positiveInteger unsignedInt unsignedLong
unsignedShort unsignedByte"""
_INTEGER_TYPES = frozenset(XSD[name] for name in _INTEGERS.split())
_ONCE = """datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength
maxLength pattern flags languageIn uniqueLang closed ignoredProperties in qualifiedMinCount
qualifiedMaxCount qualifiedValueShape qualifiedValueShapesDisjoint"""
_PROPERTY_SHAPES_ONLY = "minCount maxCount uniqueLang lessThan lessThanOrEquals qualifiedValueShape"


def read_checks(source: Source, node: Subject, *, is_property_shape: bool) -> tuple[Check, ...]:
    """Return the constraints of a shape, in a fixed order of components.

    What is ill-typed or cannot be decided goes to the findings (KG605, KG606, KG607, KG608).
    """
    return tuple(_Parameters(source, node, is_property_shape=is_property_shape).checks())


class _Parameters:
    """Reads the parameters of one shape and reports the ill-typed ones."""

    def __init__(self, source: Source, node: Subject, *, is_property_shape: bool) -> None:
        self._source = source
        self._graph = source.graph
        self._findings = source.findings
        self._node = node
        self._is_property_shape = is_property_shape

    def checks(self) -> Iterator[Check]:
        """Yield the constraints."""
        self._refuse()
        yield from self._value_types()
        yield from self._counts()
        yield from self._ranges()
        yield from self._strings()
        yield from self._pairs()
        yield from self._logic()
        yield from self._shapes()
        yield from self._others()
        yield from components.read_sparql_checks(self._graph, self._findings, self._node)
        yield from components.read_component_checks(
            self._graph,
            self._findings,
            self._node,
            self._source.components,
            is_property_shape=self._is_property_shape,
        )

    # What may stand where

    def _refuse(self) -> None:
        for name in _ONCE.split():
            count = len(self._graph.objects(self._node, SH[name]))
            if count > 1:
                self._wrong(name, f"has {count} values of sh:{name}; one is allowed")
        if not self._is_property_shape:
            for name in _PROPERTY_SHAPES_ONLY.split():
                if self._graph.objects(self._node, SH[name]):
                    self._wrong(name, f"is a node shape; sh:{name} needs a property shape")
        for predicate, reason in UNSUPPORTED.items():
            if self._graph.objects(self._node, predicate):
                name = self._findings.show(predicate)
                self._findings.add("KG606", f"{name} cannot be decided: {reason}", self._node, predicate)

    def _wrong(self, name: str, text: str, value: Term | None = None) -> None:
        self._findings.add("KG608", f"{self._findings.show(self._node)} {text}", self._node, SH[name], value)

    # Typed values

    def _values(self, name: str, accepts: Callable[[Term], bool], expected: str) -> Iterator[Term]:
        for value in self._graph.objects(self._node, SH[name]):
            if accepts(value):
                yield value
            else:
                self._wrong(
                    name, f"has {self._findings.show(value)} as sh:{name}; expected {expected}", value
                )

    def _iris(self, name: str) -> Iterator[NamedNode]:
        for value in self._values(name, lambda term: isinstance(term, NamedNode), "an IRI"):
            if isinstance(value, NamedNode):
                yield value

    def _literals(self, name: str) -> Iterator[Literal]:
        for value in self._values(name, lambda term: isinstance(term, Literal), "a literal"):
            if isinstance(value, Literal):
                yield value

    def _strings_of(self, name: str) -> Iterator[str]:
        for value in self._values(name, _is_string, "a string"):
            yield value.value

    def _integers(self, name: str) -> Iterator[int]:
        for value in self._values(name, _is_count, "a non-negative integer"):
            digits = value.value.lstrip("+0") or "0"
            yield int(digits) if len(digits) < _LONGEST_NUMBER else _ENDLESS

    def _references(self, name: str) -> Iterator[Subject]:
        for value in self._values(name, lambda term: not isinstance(term, Literal), "a shape"):
            if isinstance(value, NamedNode | BlankNode):
                yield value

    def _lists(self, name: str) -> Iterator[tuple[Term, ...]]:
        for head in self._graph.objects(self._node, SH[name]):
            try:
                yield self._graph.members(head)
            except MalformedListError as error:
                shape = self._findings.show(self._node)
                self._findings.add(
                    "KG605", f"the sh:{name} of {shape} is malformed: {error}", self._node, SH[name], head
                )

    def _shape_lists(self, name: str) -> Iterator[tuple[Subject, ...]]:
        for members in self._lists(name):
            shapes = tuple(member for member in members if isinstance(member, NamedNode | BlankNode))
            if len(shapes) == len(members):
                yield shapes
            else:
                self._wrong(name, f"has a literal in sh:{name}; expected shapes")

    def _is_true(self, name: str) -> bool:
        for _ in self._values(name, _is_boolean, "true or false"):
            pass
        return _TRUE in self._graph.objects(self._node, SH[name])

    # The components, in the order of the Recommendation

    def _value_types(self) -> Iterator[Check]:
        for class_ in self._iris("class"):
            yield ClassCheck(class_)
        for datatype in self._iris("datatype"):
            yield DatatypeCheck(datatype)
        kinds = {kind.value: kind for kind in NodeKind}
        for value in self._values(
            "nodeKind", lambda term: term in kinds, "one of sh:IRI, sh:Literal and so on"
        ):
            yield NodeKindCheck(next(kind for name, kind in kinds.items() if name == value))

    def _counts(self) -> Iterator[Check]:
        if self._is_property_shape:
            for count in self._integers("minCount"):
                yield MinCountCheck(count)
            for count in self._integers("maxCount"):
                yield MaxCountCheck(count)

    def _ranges(self) -> Iterator[Check]:
        for name, comparison in (
            ("minExclusive", Comparison.MIN_EXCLUSIVE),
            ("minInclusive", Comparison.MIN_INCLUSIVE),
            ("maxExclusive", Comparison.MAX_EXCLUSIVE),
            ("maxInclusive", Comparison.MAX_INCLUSIVE),
        ):
            for bound in self._literals(name):
                yield RangeCheck(comparison, bound)

    def _strings(self) -> Iterator[Check]:
        for length in self._integers("minLength"):
            yield MinLengthCheck(length)
        for length in self._integers("maxLength"):
            yield MaxLengthCheck(length)
        flags = "".join(self._strings_of("flags"))
        for pattern in self._strings_of("pattern"):
            if is_regular_expression(pattern, flags):
                yield PatternCheck(pattern, flags)
            else:
                written, show = Literal(pattern), self._findings.show
                shown = f"{show(written)} with flags {show(Literal(flags))}"
                self._wrong(
                    "pattern", f"has an sh:pattern that is no usable regular expression: {shown}", written
                )
        for members in self._lists("languageIn"):
            if all(_is_string(member) for member in members):
                yield LanguageInCheck(tuple(member.value for member in members))
            else:
                self._wrong("languageIn", "has a member of sh:languageIn that is no string")
        if self._is_property_shape and self._is_true("uniqueLang"):
            yield UniqueLangCheck()

    def _pairs(self) -> Iterator[Check]:
        for predicate in self._iris("equals"):
            yield EqualsCheck(predicate)
        for predicate in self._iris("disjoint"):
            yield DisjointCheck(predicate)
        if self._is_property_shape:
            for predicate in self._iris("lessThan"):
                yield LessThanCheck(predicate, or_equal=False)
            for predicate in self._iris("lessThanOrEquals"):
                yield LessThanCheck(predicate, or_equal=True)

    def _logic(self) -> Iterator[Check]:
        for shape in self._references("not"):
            yield NotCheck(shape)
        for shapes in self._shape_lists("and"):
            yield AndCheck(shapes)
        for shapes in self._shape_lists("or"):
            yield OrCheck(shapes)
        for shapes in self._shape_lists("xone"):
            yield XoneCheck(shapes)

    def _shapes(self) -> Iterator[Check]:
        for shape in self._references("node"):
            if self._graph.objects(shape, SH["path"]):
                self._wrong("node", f"has the property shape {self._findings.show(shape)} as sh:node", shape)
            yield NodeCheck(shape)
        for shape in self._references("property"):
            yield PropertyCheck(shape)
        bounds = [(True, count) for count in self._integers("qualifiedMinCount")]
        bounds += [(False, count) for count in self._integers("qualifiedMaxCount")]
        disjoint = self._is_true("qualifiedValueShapesDisjoint")
        if bounds and not self._graph.objects(self._node, SH["qualifiedValueShape"]):
            self._findings.add(
                "KG608",
                f"{self._findings.show(self._node)} counts qualified values without sh:qualifiedValueShape",
                self._node,
                severity=Severity.WARNING,
            )
        for shape in self._references("qualifiedValueShape") if self._is_property_shape else ():
            siblings = self._siblings(shape) if disjoint else ()
            if not bounds:
                self._wrong(
                    "qualifiedValueShape", "has sh:qualifiedValueShape but neither minimum nor maximum"
                )
            for at_least, count in bounds:
                yield QualifiedCheck(shape, at_least, count, siblings)

    def _siblings(self, shape: Subject) -> tuple[Subject, ...]:
        """Return the sibling shapes of a qualified value shape (SHACL 4.7.3)."""
        found: dict[Subject, None] = {}
        for parent in self._graph.subjects(SH["property"], self._node):
            for property_ in self._graph.objects(parent, SH["property"]):
                for other in self._graph.objects(property_, SH["qualifiedValueShape"]):
                    if isinstance(other, NamedNode | BlankNode) and other != shape:
                        found[other] = None
        return tuple(found)

    def _others(self) -> Iterator[Check]:
        if self._is_true("closed"):
            yield ClosedCheck(tuple(self._allowed()))
        for value in self._graph.objects(self._node, SH["hasValue"]):
            yield HasValueCheck(value)
        for members in self._lists("in"):
            yield InCheck(members)

    def _allowed(self) -> Iterator[NamedNode]:
        for property_ in self._graph.objects(self._node, SH["property"]):
            for path in self._graph.objects(property_, SH["path"]):
                if isinstance(path, NamedNode):
                    yield path
        for members in self._lists("ignoredProperties"):
            for member in members:
                if isinstance(member, NamedNode):
                    yield member
                else:
                    self._wrong(
                        "ignoredProperties", "has a member of sh:ignoredProperties that is no IRI", member
                    )


def _is_string(term: Term) -> bool:
    return isinstance(term, Literal) and term.datatype == XSD["string"]


def _is_boolean(term: Term) -> bool:
    return (
        isinstance(term, Literal)
        and term.datatype == XSD["boolean"]
        and term.value in {"true", "false", "0", "1"}
    )


def _is_count(term: Term) -> bool:
    return (
        isinstance(term, Literal)
        and term.datatype in _INTEGER_TYPES
        and term.value.removeprefix("+").isdecimal()
    )


def is_regular_expression(pattern: str, flags: str) -> bool:
    """Return whether the engine can run a pattern; its time is linear in the text (no backtracking).

    Example:
        >>> is_regular_expression("^a+$", "i"), is_regular_expression("(", "")
        (True, False)
    """
    query = f"SELECT (REGEX('', {Literal(pattern)}, {Literal(flags)}) AS ?result) {{}}"
    (solution,) = Store().query(query)  # type: ignore[misc]
    return solution["result"] is not None
