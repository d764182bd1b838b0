"""KG502: several values where the ontology says that there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about
from kgtools.terms import OWL, RDF, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Term

CODE: Final = "KG502"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each further value of an ``owl:FunctionalProperty``."""
    for axiom in context.facts.using(RDF["type"]):
        if axiom.object != OWL["FunctionalProperty"] or not isinstance(axiom.subject, NamedNode):
            continue
        seen: dict[Term, Fact] = {}
        for fact in context.data.using(axiom.subject):
            first = seen.setdefault(fact.subject, fact)
            if first.object != fact.object:
                yield _finding(context, fact, first)


def _finding(context: Context, fact: Fact, first: Fact) -> Diagnostic:
    source = context.project.roles.source
    sources = context.data.values(fact.subject, source) if source else []
    named = ", ".join(context.show(term) for term in sources)
    message = f"another value of {context.show(fact.predicate)}, which has only one" + (
        f"; the sources are {named}" if len(sources) > 1 else ""
    )
    related = (Related(first.object_span, "the first value"),)
    cure = "keep the value that holds, or state both as claims with their sources"
    return about(context, CODE, message, fact, fact.object_span, advice=Advice(cure), related=related)
