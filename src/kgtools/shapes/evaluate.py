"""SHACL by definition: one focus node against one shape, over terms as they were written.

This is what the queries of the compiler must agree with. It is used where queries cannot tell:
statements whose literals a store rewrote, nested shapes that no query holds, and the details of a
violation.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kgtools.literals import is_well_formed, matches
from kgtools.shapes import checks
from kgtools.shapes.checks import NodeKind, component_of
from kgtools.shapes.results import Violation
from kgtools.terms import BlankNode, Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.shapes.checks import Check
    from kgtools.shapes.constraints import Constraints
    from kgtools.shapes.model import Shape, Shapes
    from kgtools.shapes.paths import Path
    from kgtools.shapes.targets import Targets
    from kgtools.shapes.view import View

_KINDS: dict[NodeKind, tuple[type, ...]] = {
    NodeKind.BLANK_NODE: (BlankNode,),
    NodeKind.IRI: (NamedNode,),
    NodeKind.LITERAL: (Literal,),
    NodeKind.BLANK_NODE_OR_IRI: (BlankNode, NamedNode),
    NodeKind.BLANK_NODE_OR_LITERAL: (BlankNode, Literal),
    NodeKind.IRI_OR_LITERAL: (NamedNode, Literal),
}
Finding = tuple[Term | None, "Path | None", tuple[Violation, ...]]


class Evaluator:
    """Validates focus nodes one at a time (SHACL 3.4).

    Args:
        view: The data.
        shapes: All shapes.
        targets: Knows the subclasses of classes.
        constraints: Runs SPARQL-based constraints.
    """

    def __init__(self, view: View, shapes: Shapes, targets: Targets, constraints: Constraints) -> None:
        self._view = view
        self._shapes = shapes
        self._targets = targets
        self._constraints = constraints
        self._conforming: dict[tuple[Term, Subject], bool] = {}

    def results(self, shape: Shape, focus: Term, owner: NamedNode | None = None) -> Iterator[Violation]:
        """Yield the results of validating a node against a shape.

        Args:
            shape: The shape.
            focus: The node.
            owner: The nearest named node shape that led here.
        """
        if shape.deactivated:
            return
        if shape.path is None and isinstance(shape.node, NamedNode):
            owner = shape.node
        values = self.values(shape, focus)
        for check in shape.checks:
            if isinstance(check, checks.PropertyCheck):
                for value in values:
                    yield from self.results(self._shapes.by_node[check.shape], value, owner)
            else:
                yield from self.check(check, shape, focus, values, owner)

    def values(self, shape: Shape, focus: Term) -> list[Term]:
        """Return the value nodes of a focus node for a shape."""
        return self._view.values(focus, shape.path) if shape.path is not None else [focus]

    def check(
        self, check: Check, shape: Shape, focus: Term, values: list[Term], owner: NamedNode | None
    ) -> Iterator[Violation]:
        """Yield the results of a constraint, other than ``sh:property``, for a focus node and its values."""
        owner = owner or self._shapes.node_shape(shape.node)
        if isinstance(check, checks.SparqlCheck | checks.ComponentCheck):
            for violation in self._constraints.run(check, shape, focus):
                yield replace(violation, node_shape=owner)
        else:
            for value, path, details in self._findings(check, focus, values):
                yield Violation(
                    focus_node=focus,
                    path=path if path is not None else shape.path,
                    value=value,
                    component=component_of(check),
                    source_shape=shape.node,
                    severity=shape.severity,
                    messages=shape.messages,
                    node_shape=owner,
                    check=check,
                    details=details,
                )

    def conforms(self, focus: Term, node: Subject) -> bool:
        """Return whether a node conforms to a shape."""
        key = focus, node
        if key not in self._conforming:
            self._conforming[key] = not any(True for _ in self.results(self._shapes.by_node[node], focus))
        return self._conforming[key]

    def details(self, check: Check, value: Term) -> tuple[Violation, ...]:
        """Return the results of the nested shapes that explain why a value node fails a constraint."""
        match check:
            case checks.NodeCheck(node):
                nested: tuple[Subject, ...] = (node,)
            case checks.AndCheck(nodes) | checks.OrCheck(nodes) | checks.XoneCheck(nodes):
                nested = tuple(dict.fromkeys(nodes))
            case checks.QualifiedCheck(node, at_least=True):
                nested = (node,)
            case _:
                return ()
        return tuple(each for node in nested for each in self.results(self._shapes.by_node[node], value))

    def _findings(  # noqa: C901, PLR0912 - one case each
        self, check: Check, focus: Term, values: list[Term]
    ) -> Iterator[Finding]:
        match check:
            case checks.MinCountCheck(count):
                if len(values) < count:
                    yield None, None, ()
            case checks.MaxCountCheck(count):
                if len(values) > count:
                    yield None, None, ()
            case checks.HasValueCheck(wanted):
                if wanted not in values:
                    yield None, None, ()
            case checks.UniqueLangCheck():
                for _ in _repeated_languages(values):
                    yield None, None, ()
            case checks.QualifiedCheck():
                yield from self._qualified(check, values)
            case checks.EqualsCheck() | checks.DisjointCheck() | checks.LessThanCheck():
                for value in self._pairs(check, focus, values):
                    yield value, None, ()
            case checks.ClosedCheck(allowed):
                for value in values:
                    for predicate, object_ in self._view.triples(value):
                        if predicate not in allowed:
                            yield object_, predicate, ()
            case _:
                for value in values:
                    if not self.holds(check, value):
                        yield value, None, self.details(check, value)

    def _qualified(self, check: checks.QualifiedCheck, values: list[Term]) -> Iterator[Finding]:
        counted = [
            value
            for value in values
            if self.conforms(value, check.shape)
            and not any(self.conforms(value, each) for each in check.siblings)
        ]
        if check.at_least and len(counted) < check.count:
            yield None, None, tuple(each for value in values for each in self.details(check, value))
        elif not check.at_least and len(counted) > check.count:
            yield None, None, ()

    def _pairs(
        self,
        check: checks.EqualsCheck | checks.DisjointCheck | checks.LessThanCheck,
        focus: Term,
        values: list[Term],
    ) -> Iterator[Term]:
        others = list(self._view.objects(focus, check.predicate))
        match check:
            case checks.EqualsCheck():
                yield from (value for value in values if value not in others)
                yield from (other for other in others if other not in values)
            case checks.DisjointCheck():
                yield from (value for value in values if value in others)
            case checks.LessThanCheck(or_equal=or_equal):
                operator = "<=" if or_equal else "<"
                yield from (
                    value for value in values for other in others if not compare(value, operator, other)
                )

    def holds(self, check: Check, value: Term) -> bool:  # noqa: C901, PLR0911, PLR0912 - one case each
        """Return whether a value node satisfies a constraint that looks at one value alone."""
        match check:
            case checks.ClassCheck(class_):
                return self._view.has_type(value, self._targets.closure(class_))
            case checks.DatatypeCheck(datatype):
                return matches(value, datatype, kept=self._view.is_complete)
            case checks.NodeKindCheck(kind):
                return isinstance(value, _KINDS[kind])
            case checks.RangeCheck(comparison, bound):
                return compare(value, comparison.value, bound)
            case checks.MinLengthCheck(length):
                return not isinstance(value, BlankNode) and len(value.value) >= length
            case checks.MaxLengthCheck(length):
                return not isinstance(value, BlankNode) and len(value.value) <= length
            case checks.PatternCheck(pattern, flags):
                return not isinstance(value, BlankNode) and is_match(value.value, pattern, flags)
            case checks.LanguageInCheck(tags):
                return isinstance(value, Literal) and any(_in_language(value, tag) for tag in tags)
            case checks.InCheck(members):
                return value in members
            case checks.NotCheck(node):
                return not self.conforms(value, node)
            case checks.AndCheck(nodes):
                return all(self.conforms(value, node) for node in nodes)
            case checks.OrCheck(nodes):
                return any(self.conforms(value, node) for node in nodes)
            case checks.XoneCheck(nodes):
                return sum(self.conforms(value, node) for node in nodes) == 1
            case checks.NodeCheck(node):
                return self.conforms(value, node)
            case _:
                raise TypeError(f"{type(check).__name__} does not look at one value")


def _repeated_languages(values: list[Term]) -> Iterator[str]:
    counts: dict[str, int] = {}
    for value in values:
        if isinstance(value, Literal) and value.language:
            tag = value.language.lower()
            counts[tag] = counts.get(tag, 0) + 1
    yield from (tag for tag, count in counts.items() if count > 1)


def _in_language(literal: Literal, tag: str) -> bool:
    """Return what ``langMatches`` says (RFC 4647 basic filtering); no language matches nothing."""
    language, range_ = (literal.language or "").lower(), tag.lower()
    return bool(language) and (range_ in {"*", language} or language.startswith(f"{range_}-"))


@lru_cache(maxsize=16384)
def compare(left: Term, operator: str, right: Term) -> bool:
    """Return whether a SPARQL comparison is true; False where the terms cannot be compared."""
    if not (isinstance(left, Literal) and isinstance(right, Literal)):
        return False
    if not (is_well_formed(left) and is_well_formed(right)):
        return False
    return _ask(f"{left} {operator} {right}")


@lru_cache(maxsize=16384)
def is_match(text: str, pattern: str, flags: str) -> bool:
    """Return whether a text matches a pattern, in the engine's linear-time matcher."""
    return _ask(f"REGEX({Literal(text)}, {Literal(pattern)}, {Literal(flags)})")


def _ask(condition: str) -> bool:
    return bool(Store().query(f"ASK {{ FILTER({condition}) }}"))
