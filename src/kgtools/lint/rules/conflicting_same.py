"""KG404: two things that are stated to be one, with values that one thing cannot have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import about
from kgtools.terms import OWL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import NamedNode, Term

CODE: Final = "KG404"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each ``owl:sameAs`` across which a functional property has two values."""
    stated = context.data.using(OWL["sameAs"])
    functional = _functional(context) if stated else ()
    for fact in stated:
        for predicate in functional:
            mine = _first(context, fact.subject, predicate)
            theirs = _first(context, fact.object, predicate)
            if mine and theirs and mine.object != theirs.object and fact.subject != fact.object:
                message = (
                    f"{context.show(fact.subject)} and {context.show(fact.object)} have different values "
                    f"of {context.show(predicate)}, of which one thing has only one"
                )
                related = (
                    Related(mine.object_span, "one value"),
                    Related(theirs.object_span, "the other value"),
                )
                yield about(context, CODE, message, fact, fact.object_span, related=related)
                break


def _functional(context: Context) -> list[NamedNode]:
    is_functional = OWL["FunctionalProperty"]
    return [node for node in context.vocabulary.properties if context.vocabulary.is_a(node, is_functional)]


def _first(context: Context, node: Term, predicate: NamedNode) -> Fact | None:
    return next((fact for fact in context.data.about(node) if fact.predicate == predicate), None)
