"""KG109: a property whose domain or range makes something what nobody said it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Term

CODE: Final = "KG109"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each fact that gives a typed thing a type that is not among its own.

    Once for each thing and class; things without any type are another matter (KG111).
    """
    vocabulary = context.vocabulary
    seen: set[tuple[Term, NamedNode]] = set()
    for axiom, classes, is_domain in (
        ("domain", vocabulary.domains, True),
        ("range", vocabulary.ranges, False),
    ):
        for predicate, wanted in classes.items():
            if not vocabulary.defines(predicate):
                continue
            for fact in context.data.using(predicate):
                node = fact.subject if is_domain else fact.object
                for class_ in wanted:
                    if (node, class_) not in seen and _is_news(context, node, class_):
                        seen.add((node, class_))
                        span = fact.subject_span if is_domain else fact.object_span
                        yield _finding(context, fact, node, class_, axiom, span)


def _is_news(context: Context, node: Term, class_: NamedNode) -> bool:
    if not isinstance(node, NamedNode) or node not in context.facts.types:
        return False
    return class_ in context.vocabulary.classes and class_ not in context.vocabulary.all_types(node)


def _finding(
    context: Context, fact: Fact, node: Term, class_: NamedNode, axiom: str, span: Span
) -> Diagnostic:
    stated = context.facts.types[node]
    names = ", ".join(context.show(term) for term in stated)
    message = (
        f"the {axiom} of {context.show(fact.predicate)} makes {context.show(node)} "
        f"a {context.show(class_)}, yet it is stated to be {names}"
    )
    related = tuple(Related(said.object_span, "stated here") for said in list(stated.values())[:1])
    cure = "use another property or another thing, or state the type"
    return about(context, CODE, message, fact, span, advice=Advice(cure), related=related)
