"""KG009: a blank node among the facts: nobody can refer to it, and no comparison can name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.terms import Term

CODE: Final = "KG009"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each blank node in a file of facts, where it first stands."""
    seen: set[Term] = set()
    for fact in context.data:
        quad = fact.quad
        for node, at in ((quad.subject, quad.subject_at), (quad.object, quad.object_at)):
            if isinstance(node, BlankNode) and node not in seen:
                seen.add(node)
                cure = f"give it an IRI such as `{context.project.base}kind-name`"
                yield about(
                    context, CODE, "blank node among the facts", fact, fact.file.span(at), advice=Advice(cure)
                )
