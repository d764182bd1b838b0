"""KG101: a class in a namespace of the ontology or the project, declared nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import about
from kgtools.lint.positions import CLASS_POSITIONS
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG101"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each class that nothing declares, where it is used as one."""
    vocabulary = context.vocabulary
    for facts in (context.facts, context.shapes):
        for predicate in CLASS_POSITIONS:
            for fact in facts.using(predicate):
                term = fact.object
                if (
                    not isinstance(term, NamedNode)
                    or term in vocabulary.classes
                    or not context.is_word(term)
                    or context.is_described(term)
                ):
                    continue
                advice = context.suggestions.advice(
                    context.suggestions.class_(term), fact.file, fact.quad.object_at
                )
                message = f"undeclared class {context.show(term)}"
                yield about(context, CODE, message, fact, fact.object_span, advice=advice)
