"""KG303: a triple that is stated more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import NamedNode, Term

CODE: Final = "KG303"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each triple that an earlier line, or a file before this, states already."""
    for facts in (context.facts, context.shapes):
        for subject, about_it in facts.by_subject.items():
            if isinstance(subject, BlankNode):
                continue
            seen: dict[tuple[NamedNode, Term], Fact] = {}
            for fact in about_it:
                first = seen.setdefault((fact.quad.predicate, fact.quad.object), fact)
                if first is not fact and first.quad.graph_name == fact.quad.graph_name:
                    yield _finding(context, fact, first)


def _finding(context: Context, fact: Fact, first: Fact) -> Diagnostic:
    at = (fact.quad.predicate_at[0], fact.quad.object_at[1])
    fixes = fact.file.without_line(at)
    related = (Related(first.predicate_span, "stated here first"),)
    message = "this triple is stated twice"
    cure = "delete one of them"
    return about(
        context, CODE, message, fact, fact.predicate_span, advice=Advice(cure, fixes), related=related
    )
