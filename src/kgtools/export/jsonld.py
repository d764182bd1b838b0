"""JSON-LD 1.1: the context inline, one object per subject, every literal as written."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kgtools.export.compact import Compact
from kgtools.export.triples import triples
from kgtools.terms import RDF, XSD, BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.dataset import Dataset
    from kgtools.export.options import Options
    from kgtools.export.triples import Statement
    from kgtools.terms import Term

_TYPE = RDF["type"]
# A prefix may be written as a plain term where its IRI ends in one of these (JSON-LD 1.1, 4.1.5).
_DELIMITERS = tuple(":/?#[]@")


def jsonld(dataset: Dataset, options: Options) -> str:
    """Return the triples of all files as one JSON-LD document.

    Numbers are never JSON numbers, because JSON forgets how they were written. Nothing is
    fetched to read it: the context holds prefixes only.
    """
    found = triples(dataset, derived=options.derived)
    # <urn:a> beside a prefix urn would be read as a compact IRI.
    compact = Compact(dataset.project.prefixes, without=_schemes(found))
    graph = [
        _object(subject, group, compact)
        for subject, group in groupby(found, key=lambda triple: triple.subject)
    ]
    context = {
        prefix: iri if iri.endswith(_DELIMITERS) else {"@id": iri, "@prefix": True}
        for prefix, iri in compact.used.items()
    }
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=2) + "\n"


def _schemes(found: Iterable[Statement]) -> set[str]:
    return {
        term.value.partition(":")[0]
        for triple in found
        for term in (triple.subject, triple.predicate, triple.object)
        if isinstance(term, NamedNode)
    }


def _object(subject: Term, group: Iterable[Statement], compact: Compact) -> dict[str, Any]:
    made: dict[str, list[Any]] = {}
    for triple in group:
        if triple.predicate == _TYPE and not isinstance(triple.object, Literal):
            made.setdefault("@type", []).append(_reference(triple.object, compact))
        else:
            made.setdefault(_reference(triple.predicate, compact), []).append(_value(triple.object, compact))
    single = {key: values[0] if len(values) == 1 else values for key, values in made.items()}
    return {"@id": _reference(subject, compact), **single}


def _reference(term: Term, compact: Compact) -> str:
    if isinstance(term, BlankNode):
        return str(term)
    return compact(term.value) or term.value


def _value(term: Term, compact: Compact) -> str | dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": _reference(term, compact)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return term.value
    return {"@value": term.value, "@type": _reference(term.datatype, compact)}
