"""KG763: a sub-property whose domain or range is not below its parent's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import OWL, RDFS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG763"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each sub-property that says of its subjects or values less than it inherits."""
    vocabulary = context.vocabulary
    ends = (("domain", vocabulary.domains), ("range", vocabulary.ranges))
    for node, facts in context.declared.links(RDFS["subPropertyOf"]).items():
        for fact in facts:
            for word, classes in ends:
                own, parents = classes.get(node, []), classes.get(_named(fact.object), [])
                above = frozenset().union(*map(vocabulary.superclasses, own))
                missing = [each for each in parents if each not in above and each != OWL["Thing"]]
                if own and missing:
                    message = (
                        f"the {word} of {context.show(node)}, {context.show(own[0])}, is not below "
                        f"{context.show(missing[0])}, that of {context.show(fact.object)}"
                    )
                    advice = Advice("both hold of each use: narrow the one, widen the other, or cut the link")
                    yield about(context, CODE, message, fact, fact.object_span, advice=advice)


def _named(term: object) -> NamedNode:
    assert isinstance(term, NamedNode)  # noqa: S101 - links lead to names alone
    return term
