"""KG104: a name that a known vocabulary does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint import external
from kgtools.lint.file import Role
from kgtools.lint.finding import Advice, about
from kgtools.lint.suggest import nearest_name
from kgtools.lint.vocabulary import namespace
from kgtools.terms import SH, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG104"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each word of a known vocabulary that is none of its words."""
    known: dict[NamedNode, bool] = {}
    for facts in (context.facts, context.shapes):
        for term, fact in _unknown(context, facts.by_predicate, known):
            yield from _finding(context, term, fact, fact.predicate_span)
        for index in (facts.by_object, facts.by_datatype):
            for term, fact in _unknown(context, index, known):
                yield from _finding(context, term, fact, fact.object_span)


def _unknown(
    context: Context, index: Mapping[NamedNode, list[Fact]], known: dict[NamedNode, bool]
) -> Iterator[tuple[NamedNode, Fact]]:
    for term, facts in index.items():
        if not _is_known(context, term, known):
            yield from ((term, fact) for fact in facts)


def _is_known(context: Context, term: NamedNode, known: dict[NamedNode, bool]) -> bool:
    if term not in known:
        home = namespace(term.value)
        words = external.words(home)
        local = term.value[len(home) :]
        known[term] = not words or not local or local in words or term in context.facts.by_subject
    return known[term]


def _finding(context: Context, term: NamedNode, fact: Fact, span: Span) -> Iterator[Diagnostic]:
    home = namespace(term.value)
    if fact.file.role is Role.SHAPES and home == SH:
        return  # what reads the shapes says so (KG603)
    words = external.words(home) or frozenset()
    meant = nearest_name(term.value[len(home) :], words)
    cure = f"did you mean {context.show(NamedNode(home + meant))}?" if meant else None
    message = f"{context.show(term)} is no word of <{home}>"
    yield about(context, CODE, message, fact, span, advice=Advice(cure))
