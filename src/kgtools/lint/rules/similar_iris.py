"""KG105: IRIs so alike that one of them is probably a slip."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG105"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each IRI of a thing that differs from a more frequent one only in form.

    That is in case, in ``-`` and ``_``, in ``http`` and ``https``, in a slash at the end, or in how
    a letter with a mark is encoded. Classes and properties often differ in case only, on purpose.
    """
    terms = context.vocabulary.classes | context.vocabulary.properties
    headers = _headers(context)
    alike: defaultdict[str, list[NamedNode]] = defaultdict(list)
    for node in {*context.facts.by_subject, *context.facts.by_object}:
        if isinstance(node, NamedNode) and node not in terms and node.value not in headers:
            alike[_folded(node.value)].append(node)
    for nodes in alike.values():
        if len(nodes) > 1:
            usual, *others = sorted(nodes, key=lambda node: (-_uses(context, node), node.value))
            for other in others:
                yield _finding(context, other, usual)


def _headers(context: Context) -> set[str]:
    """Namespaces: ``https://example.org/terms`` beside ``https://example.org/terms/`` may name its file."""
    return {*context.project.prefixes.values(), context.project.base}


def _folded(iri: str) -> str:
    name = unicodedata.normalize("NFC", iri) if not iri.isascii() else iri
    return name.casefold().replace("_", "-").replace("http://", "https://", 1).rstrip("/")


def _uses(context: Context, node: NamedNode) -> int:
    facts = context.facts
    described = any(True for _ in facts.about(node))
    return described * 1_000_000 + len(facts.by_object.get(node, ()))


def _place(context: Context, node: NamedNode) -> tuple[Fact, Span]:
    if described := context.facts.about(node):
        return described[0], described[0].subject_span
    fact = context.facts.by_object[node][0]
    return fact, fact.object_span


def _finding(context: Context, other: NamedNode, usual: NamedNode) -> Diagnostic:
    fact, span = _place(context, other)
    message = f"{context.show(other)} hardly differs from {context.show(usual)}"
    related = (Related(_place(context, usual)[1], f"{context.show(usual)} stands here"),)
    return about(context, CODE, message, fact, span, advice=Advice("write both alike"), related=related)
