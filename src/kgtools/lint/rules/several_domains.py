"""KG760: a property with several domains or ranges, of which every one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about
from kgtools.terms import RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG760"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each further domain or range of a declared property."""
    for term in context.declared.of_kind("property"):
        for word in ("domain", "range"):
            stated = [fact for fact in context.ontology.about(term.node) if fact.predicate == RDFS[word]]
            for fact in stated[1:]:
                if fact.object == stated[0].object:
                    continue
                what = "subject" if word == "domain" else "value"
                message = f"{context.show(term.node)} has a second {word}: every {what} belongs to both"
                advice = Advice("where either is meant, write a class that is the owl:unionOf both")
                related = (Related(stated[0].object_span, "the first one"),)
                yield about(context, CODE, message, fact, fact.object_span, advice=advice, related=related)
