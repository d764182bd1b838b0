"""KG402: probably one thing that was entered twice."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about
from kgtools.terms import DCTERMS, RDF, RDFS, SKOS, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Term

CODE: Final = "KG402"
_WORDS: Final = re.compile(r"\w+")
_FEWEST_FACTS: Final = 3
# What two different things may well share.
_TELLS_LITTLE: Final = (DCTERMS, RDFS, SKOS)


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each thing that has name and class of an earlier one and contradicts it nowhere.

    One of which exactly the same facts are stated as of another is found without a name, too.
    """
    groups: defaultdict[object, list[Term]] = defaultdict(list)
    roles = frozenset(context.project.roles.label)
    for subject, facts in context.own.items():
        for key in _keys(context, subject, facts, roles):
            groups[key].append(subject)
    seen: set[Term] = set()
    for group in groups.values():
        first, *others = group
        for other in others:
            if other not in seen and other != first and not _differ(context, first, other):
                seen.add(other)
                yield _finding(context, first, other)


def _keys(
    context: Context, subject: Term, facts: list[Fact], roles: frozenset[NamedNode]
) -> Iterator[object]:
    """Yield what a double would have in common with a thing."""
    names = [fact.quad.object for fact in facts if fact.quad.predicate in roles]
    if names:
        types = frozenset(context.data.types.get(subject, ()))
        for name in dict.fromkeys(map(_folded, names)):
            if name:
                yield types, name
    elif len(facts) > _FEWEST_FACTS:
        rest = frozenset((fact.quad.predicate, fact.quad.object) for fact in facts)
        if len(rest) > _FEWEST_FACTS:
            yield rest


def _folded(term: Term) -> tuple[str, ...]:
    return tuple(sorted(_WORDS.findall(term.value.casefold()))) if isinstance(term, Literal) else ()


def _differ(context: Context, one: Term, other: Term) -> bool:
    """Return whether two things have different values where they would have the same."""
    first, second = (_distinctive(context, node) for node in (one, other))
    return any(values.isdisjoint(second[p]) for p, values in first.items() if p in second)


def _distinctive(context: Context, node: Term) -> dict[NamedNode, set[Term]]:
    found: dict[NamedNode, set[Term]] = {}
    for fact in context.data.about(node):
        predicate = fact.predicate
        is_external = predicate == SKOS["exactMatch"] or predicate == DCTERMS["issued"]
        if is_external or not predicate.value.startswith((*_TELLS_LITTLE, RDF)):
            found.setdefault(predicate, set()).add(fact.object)
    return found


def _finding(context: Context, first: Term, other: Term) -> Diagnostic:
    fact, earlier = context.data.about(other)[0], context.data.about(first)[0]
    message = f"{context.show(other)} may be {context.show(first)}: same name or facts, same class"
    related = (Related(earlier.subject_span, f"{context.show(first)} is described here"),)
    cure = "merge them, or say what tells them apart"
    return about(context, CODE, message, fact, fact.subject_span, advice=Advice(cure), related=related)
