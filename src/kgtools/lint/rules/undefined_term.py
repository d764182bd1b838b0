"""KG753: a term of the ontology that nothing defines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.declared import DEFINITIONS
from kgtools.lint.finding import Advice, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG753"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each declared term without a text that says what it means."""
    for term in context.declared.terms:
        if not any(text.value.strip() for _, text in context.declared.texts(term.node, DEFINITIONS)):
            message = f"the {term.kind} {context.show(term.node)} has no definition"
            advice = Advice("add skos:definition, one full sentence")
            yield about(context, CODE, message, term.fact, term.fact.subject_span, advice=advice)
