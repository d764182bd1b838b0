"""KG756: an ontology that does not say what it is, who may use it, or which version it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import DCTERMS, OWL, RDFS, NamedNode, Namespace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG756"
_DC: Final = Namespace("http://purl.org/dc/elements/1.1/")
_ASKED: Final = {
    "a licence (dcterms:license)": (
        DCTERMS["license"],
        DCTERMS["rights"],
        _DC["rights"],
        NamedNode("http://creativecommons.org/ns#license"),
        NamedNode("https://schema.org/license"),
    ),
    "a title (dcterms:title)": (DCTERMS["title"], _DC["title"], RDFS["label"]),
    "a description (dcterms:description)": (
        DCTERMS["description"],
        DCTERMS["abstract"],
        _DC["description"],
        RDFS["comment"],
    ),
    "a version (owl:versionIRI)": (OWL["versionIRI"],),
}


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each ontology header that lacks something, and where no file has one."""
    headers, terms = context.declared.headers, context.declared.terms
    for fact in headers:
        given = {stated.predicate for stated in context.ontology.about(fact.subject)}
        missing = [words for words, ways in _ASKED.items() if given.isdisjoint(ways)]
        if missing:
            message = f"the ontology {context.show(fact.subject)} lacks {', '.join(missing)}"
            advice = Advice("say so where it is declared an owl:Ontology")
            yield about(context, CODE, message, fact, fact.subject_span, advice=advice)
    if terms and not headers:
        fact = terms[0].fact
        message = "no file declares an owl:Ontology: its terms have no licence, title and version"
        advice = Advice("describe the ontology itself, with `a owl:Ontology`")
        yield about(context, CODE, message, fact, fact.subject_span, advice=advice)
