"""KG106: a word that the ontology no longer wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import DCTERMS, RDF, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Term
    from kgtools.turtle.position import Extent

CODE: Final = "KG106"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each use of a deprecated class, property or individual.

    Facts, shapes and axioms use it; what is said of terms that are deprecated themselves is no use.
    """
    deprecated = list(context.vocabulary.deprecated())
    old: frozenset[Term] = frozenset(deprecated)
    for term in deprecated:
        new = next((n for n in context.facts.values(term, DCTERMS["isReplacedBy"])), None)
        replacement = new if isinstance(new, NamedNode) else None
        for facts in (context.data, context.shapes, context.ontology):
            for fact in facts.using(term):
                at, span = fact.quad.predicate_at, fact.predicate_span
                yield _finding(context, term, replacement, fact, at, span)
            for fact in facts.by_object.get(term, ()):
                if fact.subject not in old and fact.predicate != DCTERMS["replaces"]:
                    at, span = fact.quad.object_at, fact.object_span
                    yield _finding(context, term, replacement, fact, at, span)


def _finding(
    context: Context, term: NamedNode, new: NamedNode | None, fact: Fact, at: Extent, span: Span
) -> Diagnostic:
    kind = "class" if fact.predicate == RDF["type"] else "term"
    message = f"deprecated {kind} {context.show(term)}"
    cure = f"write {context.show(new)} instead" if new else "see its description for what to write instead"
    fixes = fact.file.fix(at, fact.file.show(new)) if new else ()
    return about(context, CODE, message, fact, span, advice=Advice(cure, fixes))
