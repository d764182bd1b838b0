"""KG705: a class below two that share no member, as the axioms between names tell without a reasoner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import OWL, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG705"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each declared class that can have no instance.

    A description logic reasoner (``kg check --dl``) finds those, too, that take more than names to see.
    """
    vocabulary = context.vocabulary
    for term in context.declared.of_kind("class"):
        above = sorted(vocabulary.superclasses(term.node), key=lambda node: node.value)
        pairs = ((one, two) for one in above for two in above if two in vocabulary.disjoint.get(one, ()))
        pair = next(pairs, None)
        if not pair and OWL["Nothing"] not in above:
            continue
        why = (
            f"{context.show(pair[0])} and {context.show(pair[1])} share no member" if pair else "it is empty"
        )
        stated = [fact for fact in context.ontology.about(term.node) if fact.predicate == RDFS["subClassOf"]]
        fact = stated[-1] if stated else term.fact
        message = f"the class {context.show(term.node)} can have no instance: {why}"
        advice = Advice("take out a superclass, or the axiom that keeps the two apart")
        yield about(context, CODE, message, fact, fact.object_span, advice=advice)
