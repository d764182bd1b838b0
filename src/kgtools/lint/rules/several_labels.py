"""KG752: a term with several labels in one language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG752"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each further value of a labelling property in a language."""
    for term in context.declared.terms:
        first: dict[tuple[object, str], Fact] = {}
        for fact, text in context.declared.texts(term.node, context.project.roles.label):
            tag = (text.language or "").lower()
            earlier = first.setdefault((fact.predicate, tag), fact)
            if earlier.object != fact.object:
                language = f"`@{tag}`" if tag else "no language"
                message = f"{context.show(term.node)} has a second label in {language}"
                advice = Advice("keep one, and make the other an alternative label (skos:altLabel)")
                related = (Related(earlier.object_span, "the first one"),)
                yield about(context, CODE, message, fact, fact.object_span, advice=advice, related=related)
