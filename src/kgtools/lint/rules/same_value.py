"""KG207: one value of one property, written twice in two ways."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about
from kgtools.lint.usage import NUMBERS
from kgtools.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact
    from kgtools.terms import NamedNode

CODE: Final = "KG207"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each value that an earlier one of the same thing and property equals."""
    for facts in context.data.by_subject.values():
        by_property: dict[NamedNode, list[Fact]] = {}
        for fact in facts:
            if isinstance(fact.quad.object, Literal):
                by_property.setdefault(fact.quad.predicate, []).append(fact)
        for several in by_property.values():
            if len(several) > 1:
                yield from _doubles(context, several)


def _doubles(context: Context, facts: list[Fact]) -> Iterator[Diagnostic]:
    seen: dict[object, Fact] = {}
    for fact in facts:
        value = fact.object
        if isinstance(value, Literal):
            first = seen.setdefault(_meaning(value), fact)
            if first.object != value:
                message = "the same value stands here in another form"
                related = (Related(first.object_span, "the other form"),)
                yield about(
                    context, CODE, message, fact, fact.object_span, advice=Advice("keep one"), related=related
                )


def _meaning(value: Literal) -> object:
    """Return what equal values have in common: the number, or the text without its spaces."""
    if value.datatype in NUMBERS:
        try:
            return Decimal(value.value).normalize()
        except InvalidOperation:
            return value
    text = " ".join(unicodedata.normalize("NFC", value.value).split())
    return (text, value.language.lower() if value.language else None)
