"""KG754: a definition that says no more than the label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.lint.declared import DEFINITIONS
from kgtools.lint.finding import Advice, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG754"
_WORD: Final = re.compile(r"\w+")
# What English puts before a noun; in other languages only a definition that is the label is found.
_EMPTY: Final = frozenset({"a", "an", "the", "is", "any", "some", "of", "that", "which", "what"})


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each definition made of the words of its label alone, or of a class by itself."""
    labels = context.project.roles.label
    for term in context.declared.terms:
        names = [_words(text.value) for _, text in context.declared.texts(term.node, labels)]
        for fact, text in context.declared.texts(term.node, DEFINITIONS):
            words = _words(text.value)
            if any(name and _is_circular(words, name, whole=term.kind != "class") for name in names):
                message = f"the definition of {context.show(term.node)} leads back to its label"
                advice = Advice("name the wider kind it belongs to, and what sets it apart")
                yield about(context, CODE, message, fact, fact.object_span, advice=advice)


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if word not in _EMPTY]


def _is_circular(words: list[str], name: list[str], *, whole: bool) -> bool:
    """Return whether a definition has no other words than a name, or has that name as its wider kind."""
    return (bool(words) and set(words) <= set(name)) or (not whole and words[: len(name)] == name)
