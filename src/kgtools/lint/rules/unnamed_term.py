"""KG750: a term of the ontology without a name in the project's first language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG750"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each declared term without a label; one without a language counts for any."""
    labels = context.project.roles.label
    for term in context.declared.terms:
        tags = [text.language or "" for _, text in context.declared.texts(term.node, labels)]
        wanted = context.project.languages[:1]
        if not any(not tag or not wanted or tag.lower().partition("-")[0] == wanted[0] for tag in tags):
            where = f" in `@{wanted[0]}`" if tags else ""
            message = f"the {term.kind} {context.show(term.node)} has no label{where}"
            cure = f"add rdfs:label{f' with `@{wanted[0]}`' if wanted else ''}"
            yield about(context, CODE, message, term.fact, term.fact.subject_span, advice=Advice(cure))
