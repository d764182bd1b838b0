"""The constraints of one shape, read from the parameters of SHACL Core (SHACL 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Store

from kgtools.diagnostics.model import Severity
from kgtools.shapes import components
from kgtools.shapes.checks import (
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
from kgtools.shapes.parameter_values import Values, is_string
from kgtools.shapes.vocabulary import UNSUPPORTED
from kgtools.terms import SH, BlankNode, Literal, NamedNode, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.shapes.source import Source

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
        self._values = Values(source, node)
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
                self._values.wrong(name, f"has {count} values of sh:{name}; one is allowed")
        if not self._is_property_shape:
            for name in _PROPERTY_SHAPES_ONLY.split():
                if self._graph.objects(self._node, SH[name]):
                    self._values.wrong(name, f"is a node shape; sh:{name} needs a property shape")
        for predicate, reason in UNSUPPORTED.items():
            if self._graph.objects(self._node, predicate):
                name = self._findings.show(predicate)
                self._findings.add("KG606", f"{name} cannot be decided: {reason}", self._node, predicate)

    # The components, in the order of the Recommendation

    def _value_types(self) -> Iterator[Check]:
        for class_ in self._values.iris("class"):
            yield ClassCheck(class_)
        for datatype in self._values.iris("datatype"):
            yield DatatypeCheck(datatype)
        kinds = {kind.value: kind for kind in NodeKind}
        for value in self._values.values(
            "nodeKind", lambda term: term in kinds, "one of sh:IRI, sh:Literal and so on"
        ):
            yield NodeKindCheck(next(kind for name, kind in kinds.items() if name == value))

    def _counts(self) -> Iterator[Check]:
        if self._is_property_shape:
            for count in self._values.integers("minCount"):
                yield MinCountCheck(count)
            for count in self._values.integers("maxCount"):
                yield MaxCountCheck(count)

    def _ranges(self) -> Iterator[Check]:
        for name, comparison in (
            ("minExclusive", Comparison.MIN_EXCLUSIVE),
            ("minInclusive", Comparison.MIN_INCLUSIVE),
            ("maxExclusive", Comparison.MAX_EXCLUSIVE),
            ("maxInclusive", Comparison.MAX_INCLUSIVE),
        ):
            for bound in self._values.literals(name):
                yield RangeCheck(comparison, bound)

    def _strings(self) -> Iterator[Check]:
        for length in self._values.integers("minLength"):
            yield MinLengthCheck(length)
        for length in self._values.integers("maxLength"):
            yield MaxLengthCheck(length)
        flags = "".join(self._values.strings("flags"))
        for pattern in self._values.strings("pattern"):
            if is_regular_expression(pattern, flags):
                yield PatternCheck(pattern, flags)
            else:
                written, show = Literal(pattern), self._findings.show
                shown = f"{show(written)} with flags {show(Literal(flags))}"
                self._values.wrong(
                    "pattern", f"has an sh:pattern that is no usable regular expression: {shown}", written
                )
        for members in self._values.lists("languageIn"):
            if all(is_string(member) for member in members):
                yield LanguageInCheck(tuple(member.value for member in members))
            else:
                self._values.wrong("languageIn", "has a member of sh:languageIn that is no string")
        if self._is_property_shape and self._values.is_true("uniqueLang"):
            yield UniqueLangCheck()

    def _pairs(self) -> Iterator[Check]:
        for predicate in self._values.iris("equals"):
            yield EqualsCheck(predicate)
        for predicate in self._values.iris("disjoint"):
            yield DisjointCheck(predicate)
        if self._is_property_shape:
            for predicate in self._values.iris("lessThan"):
                yield LessThanCheck(predicate, or_equal=False)
            for predicate in self._values.iris("lessThanOrEquals"):
                yield LessThanCheck(predicate, or_equal=True)

    def _logic(self) -> Iterator[Check]:
        for shape in self._values.references("not"):
            yield NotCheck(shape)
        for shapes in self._values.shape_lists("and"):
            yield AndCheck(shapes)
        for shapes in self._values.shape_lists("or"):
            yield OrCheck(shapes)
        for shapes in self._values.shape_lists("xone"):
            yield XoneCheck(shapes)

    def _shapes(self) -> Iterator[Check]:
        for shape in self._values.references("node"):
            if self._graph.objects(shape, SH["path"]):
                self._values.wrong(
                    "node", f"has the property shape {self._findings.show(shape)} as sh:node", shape
                )
            yield NodeCheck(shape)
        for shape in self._values.references("property"):
            yield PropertyCheck(shape)
        bounds = [(True, count) for count in self._values.integers("qualifiedMinCount")]
        bounds += [(False, count) for count in self._values.integers("qualifiedMaxCount")]
        disjoint = self._values.is_true("qualifiedValueShapesDisjoint")
        if bounds and not self._graph.objects(self._node, SH["qualifiedValueShape"]):
            self._findings.add(
                "KG608",
                f"{self._findings.show(self._node)} counts qualified values without sh:qualifiedValueShape",
                self._node,
                severity=Severity.WARNING,
            )
        for shape in self._values.references("qualifiedValueShape") if self._is_property_shape else ():
            siblings = self._siblings(shape) if disjoint else ()
            if not bounds:
                self._values.wrong(
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
        if self._values.is_true("closed"):
            yield ClosedCheck(tuple(self._allowed()))
        for value in self._graph.objects(self._node, SH["hasValue"]):
            yield HasValueCheck(value)
        for members in self._values.lists("in"):
            yield InCheck(members)

    def _allowed(self) -> Iterator[NamedNode]:
        for property_ in self._graph.objects(self._node, SH["property"]):
            for path in self._graph.objects(property_, SH["path"]):
                if isinstance(path, NamedNode):
                    yield path
        for members in self._values.lists("ignoredProperties"):
            for member in members:
                if isinstance(member, NamedNode):
                    yield member
                else:
                    self._values.wrong(
                        "ignoredProperties", "has a member of sh:ignoredProperties that is no IRI", member
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
