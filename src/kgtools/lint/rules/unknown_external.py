"""KG104: a name that a known vocabulary does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint import external
from kgtools.lint.file import Role
from kgtools.lint.finding import Advice, about
from kgtools.lint.suggest import nearest_name
from kgtools.lint.vocabulary import namespace
from kgtools.terms import SH, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG104"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each word of a known vocabulary that is none of its words."""
    known: dict[NamedNode, bool] = {}
    for facts in (context.facts, context.shapes):
        for predicate, found in facts.by_predicate.items():
            if not _is_known(context, predicate, known):
                for fact in found:
                    yield from _finding(context, predicate, fact, fact.predicate_span)
        for value, found in facts.by_object.items():
            if not _is_known(context, value, known):
                for fact in found:
                    yield from _finding(context, value, fact, fact.object_span)
        for fact in facts:
            literal = fact.quad.object
            if isinstance(literal, Literal) and not _is_known(context, literal.datatype, known):
                yield from _finding(context, literal.datatype, fact, fact.object_span)


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
