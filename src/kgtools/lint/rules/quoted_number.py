"""KG203: a number in quotes: it sorts as text and adds up to nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.lint.usage import Kind
from kgtools.terms import XSD, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG203"
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each text that is a number where its property takes numbers."""
    for predicate, facts in context.data.by_predicate.items():
        if context.usage.expected(predicate) is not Kind.NUMBER:
            continue
        for fact in facts:
            value = fact.object
            is_text = isinstance(value, Literal) and (value.language or value.datatype == XSD["string"])
            if isinstance(value, Literal) and is_text and _NUMBER.fullmatch(value.value):
                fixes = fact.file.fix(fact.quad.object_at, value.value)
                message = f'the number "{value.value}" is written as text'
                cure = f"write `{value.value}` without quotes"
                yield about(context, CODE, message, fact, fact.object_span, advice=Advice(cure, fixes))
