"""KG208: an address as text where an IRI belongs, or an IRI where an address as text belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.lint.rules.kind_of_value import ADDRESS
from kgtools.lint.usage import Kind
from kgtools.lint.vocabulary import DATATYPE_PROPERTY
from kgtools.terms import RDF, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG208"
_TEXTS: Final = frozenset({XSD["string"], RDF["langString"], XSD["anyURI"]})


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each address in the wrong one of the two forms."""
    vocabulary, usage = context.vocabulary, context.usage
    for predicate, facts in context.data.by_predicate.items():
        takes_address = XSD["anyURI"] in vocabulary.ranges.get(predicate, ())
        if takes_address and vocabulary.is_a(predicate, DATATYPE_PROPERTY):
            for fact in facts:
                if isinstance(fact.object, NamedNode):
                    written = fact.file.show(Literal(fact.object.value, datatype=XSD["anyURI"]))
                    fixes = fact.file.fix(fact.quad.object_at, written)
                    message = f"{context.show(predicate)} takes an address as text"
                    yield about(context, CODE, message, fact, fact.object_span, advice=Advice(fixes=fixes))
        elif usage.expected(predicate) is Kind.IRI:
            for fact in facts:
                value = fact.object
                if isinstance(value, Literal) and value.datatype in _TEXTS and ADDRESS.fullmatch(value.value):
                    written = fact.file.show(NamedNode(value.value))
                    fixes = fact.file.fix(fact.quad.object_at, written)
                    message = f"this address is text; {context.show(predicate)} takes an IRI"
                    cure = f"write `{written}`"
                    yield about(context, CODE, message, fact, fact.object_span, advice=Advice(cure, fixes))
