"""KG204: a language tag that is missing, is none, or does not fit the letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.lint.scripts import fits, usual_tag
from kgtools.lint.usage import Kind
from kgtools.terms import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import Literal

CODE: Final = "KG204"
_LETTER: Final = re.compile(r"[^\W\d_]")


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each name or text whose language is not said, or not said right."""
    names = (*context.project.roles.label, *context.project.roles.alias)
    for fact, value in context.data.literals([RDF["langString"]]):
        yield from _tagged(context, fact, value, value.language or "")
    for fact, value in context.data.literals([XSD["string"]]):
        needs_tag = fact.predicate in names or context.usage.expected(fact.predicate) is Kind.TAGGED
        if needs_tag and _LETTER.search(value.value):
            tag = context.project.languages[0] if context.project.languages else "en"
            message = "the language of this text is not said"
            cure = f"add it behind the quotes, such as `@{tag}`"
            yield about(context, CODE, message, fact, fact.object_span, advice=Advice(cure))


def _tagged(context: Context, fact: Fact, value: Literal, tag: str) -> Iterator[Diagnostic]:
    better = usual_tag(tag)
    if better is not None:
        cure = f"write `@{better}`" if better else "use the two letters of the language, such as `@en`"
        message = f"`@{tag}` is no tag of a language"
        yield about(context, CODE, message, fact, fact.object_span, advice=Advice(cure))
    elif not fits(value.value, tag):
        message = f"no letter of this text belongs to the script of `@{tag}`"
        yield about(
            context, CODE, message, fact, fact.object_span, advice=Advice("correct the tag or the text")
        )
