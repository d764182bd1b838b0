"""KG759: inverses that do not fit: more than one, of itself, or between other classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import OWL, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Term

CODE: Final = "KG759"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each statement of an inverse that cannot be meant."""
    first: dict[Term, Term] = {}
    for fact in context.ontology.using(OWL["inverseOf"]):
        left, right = fact.subject, fact.object
        if not isinstance(left, NamedNode) or not isinstance(right, NamedNode):
            continue
        if left not in context.declared.by_node and right not in context.declared.by_node:
            continue
        if left == right:
            message, cure = f"{context.show(left)} is its own inverse", "make it an owl:SymmetricProperty"
            yield about(context, CODE, message, fact, fact.object_span, advice=Advice(cure))
            continue
        for node, other in ((left, right), (right, left)):
            if first.setdefault(node, other) != other:
                both = f"{context.show(first[node])} and {context.show(other)}"
                message = f"{context.show(node)} has two inverses, {both}: they mean the same"
                yield about(context, CODE, message, fact, fact.object_span, advice=Advice("keep one"))
        yield from _crossed(context, fact, left, right)


def _crossed(context: Context, fact: Fact, left: NamedNode, right: NamedNode) -> Iterator[Diagnostic]:
    """Yield a finding where the domain of a property is stated, and differs from its inverse's range."""
    domains, ranges = context.vocabulary.domains, context.vocabulary.ranges
    for one, other in ((left, right), (right, left)):
        start, end = domains.get(one), ranges.get(other)
        if start and end and set(start) != set(end):
            message = (
                f"the domain of {context.show(one)} is {context.show(start[0])}, "
                f"the range of its inverse {context.show(other)} is {context.show(end[0])}"
            )
            cure = "make them the same: each follows for the other"
            yield about(context, CODE, message, fact, fact.object_span, advice=Advice(cure))
