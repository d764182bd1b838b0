"""KG202: a date that is written as text, or as a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.lint.usage import DATES, Kind
from kgtools.literals import is_lexical_form
from kgtools.terms import RDF, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG202"
_NAMES: Final = ("date", "gYearMonth", "gYear", "dateTime")
_TEXTS: Final = frozenset({XSD["string"], RDF["langString"], XSD["integer"], XSD["decimal"], XSD["anyURI"]})


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each value of a date property that looks like a date and is typed otherwise."""
    for predicate, facts in context.data.by_predicate.items():
        if context.usage.expected(predicate) is not Kind.DATE:
            continue
        for fact in facts:
            value = fact.object
            if isinstance(value, Literal) and value.datatype not in DATES and value.datatype in _TEXTS:
                name = next((name for name in _NAMES if is_lexical_form(value.value, XSD + name)), None)
                # Where only habit makes it a date property, other text may be meant.
                if name or context.usage.is_declared(predicate):
                    yield _finding(context, fact, value, name)


def _finding(context: Context, fact: Fact, value: Literal, name: str | None) -> Diagnostic:
    what = "text" if value.datatype in {XSD["string"], RDF["langString"]} else context.show(value.datatype)
    message = f'a date is expected here, and "{value.value}" is {what}'
    if name is None:
        cure = 'write a day as `"2019-06-30"^^xsd:date`, a month with xsd:gYearMonth, a year with xsd:gYear'
        return about(context, CODE, message, fact, fact.object_span, advice=Advice(cure))
    written = fact.file.show(Literal(value.value, datatype=NamedNode(XSD + name)))
    fixes = fact.file.fix(fact.quad.object_at, written)
    return about(context, CODE, message, fact, fact.object_span, advice=Advice(f"write `{written}`", fixes))
