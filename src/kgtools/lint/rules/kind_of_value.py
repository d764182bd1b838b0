"""KG108: text where a thing belongs, or a thing where text belongs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.lint.vocabulary import DATATYPE_PROPERTY, OBJECT_PROPERTY
from kgtools.terms import XSD, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.terms import NamedNode

CODE: Final = "KG108"
ADDRESS: Final = re.compile(r"(?:https?|urn|mailto):[^\s<>\"{}|^`\\\\]+")
"""A text that is an IRI, as far as one can see."""
_ANY_URI: Final = XSD["anyURI"]


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each value of the other kind than its property is declared for."""
    vocabulary = context.vocabulary
    for predicate, facts in context.facts.by_predicate.items():
        if not vocabulary.defines(predicate):
            continue
        is_object = vocabulary.is_a(predicate, OBJECT_PROPERTY)
        is_data = vocabulary.is_a(predicate, DATATYPE_PROPERTY)
        if is_object is is_data:
            continue
        for fact in facts:
            value = fact.object
            if is_object and isinstance(value, Literal) and not ADDRESS.fullmatch(value.value):
                message = f"{context.show(predicate)} takes a thing, not text"
                cure = "write the IRI of the thing, such as `id:name`"
                yield about(context, CODE, message, fact, fact.object_span, advice=Advice(cure))
            elif is_data and not isinstance(value, Literal) and not _takes_address(context, predicate):
                message = f"{context.show(predicate)} takes text or a number, not a thing"
                yield about(context, CODE, message, fact, fact.object_span)


def _takes_address(context: Context, predicate: NamedNode) -> bool:
    return _ANY_URI in context.vocabulary.ranges.get(predicate, ())
