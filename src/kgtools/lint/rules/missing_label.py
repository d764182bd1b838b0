"""KG401: a thing without a name in the project's first language."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.terms import NamedNode, Term

CODE: Final = "KG401"
_FEW: Final = 5
_NEARLY_ALL: Final = 0.9


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each thing without such a name where nearly all of its class have one.

    A thing that has a name in another language only lacks it in any case.
    """
    if not context.project.languages:
        return
    named, otherwise = _named(context, context.project.languages[0])
    members: defaultdict[NamedNode, list[Term]] = defaultdict(list)
    for subject, types in context.data.types.items():
        for type_ in types if subject in context.own else ():
            members[type_].append(subject)
    found = dict.fromkeys(node for node in otherwise - named if context.is_own(node))
    for group in members.values():
        lacking = [node for node in group if node not in named]
        if len(group) >= _FEW and len(group) - len(lacking) >= _NEARLY_ALL * len(group):
            found |= dict.fromkeys(lacking)
    path = context.project.prefixes.show(context.project.roles.label[0])
    language = context.project.languages[0]
    for node in found:
        fact = (list(context.data.types.get(node, {}).values()) or context.data.about(node))[0]
        message = f"{context.show(node)} has no name in `@{language}`"
        cure = f"add {path} with `@{language}`"
        yield replace(
            about(context, CODE, message, fact, fact.subject_span, advice=Advice(cure)), path=path, value=None
        )


def _named(context: Context, language: str) -> tuple[set[Term], set[Term]]:
    """Return what has a name in a language (or one without a language), and what in another."""
    named: set[Term] = set()
    otherwise: set[Term] = set()
    for role in context.project.roles.label:
        for fact in context.facts.using(role):
            tag = fact.object.language if isinstance(fact.object, Literal) else None
            fits = not tag or tag.lower().partition("-")[0] == language
            (named if fits else otherwise).add(fact.subject)
    return named, otherwise
