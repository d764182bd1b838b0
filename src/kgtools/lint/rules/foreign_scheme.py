"""KG010: an IRI that no engine should be asked to keep or to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import about
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG010"
_SCHEMES: Final = ("http:", "https:", "urn:", "mailto:")
_LONGEST: Final = 2048


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each IRI with another scheme than http, https, urn and mailto, or too long."""
    for facts in (context.facts, context.shapes):
        for subject, found in facts.by_subject.items():
            problem = isinstance(subject, NamedNode) and _problem(subject.value)
            if problem:
                yield about(context, CODE, problem, found[0], found[0].subject_span)
        for predicate, found in facts.by_predicate.items():
            if problem := _problem(predicate.value):
                yield about(context, CODE, problem, found[0], found[0].predicate_span)
        for value, found in facts.by_object.items():
            if problem := _problem(value.value):
                yield about(context, CODE, problem, found[0], found[0].object_span)


def _problem(iri: str) -> str | None:
    if not iri.startswith(_SCHEMES) and not iri.lower().startswith(_SCHEMES):
        return f"IRI scheme `{iri.partition(':')[0][:20]}:` is not one of http, https, urn, mailto"
    if len(iri) > _LONGEST:
        return f"IRI of {len(iri):,} characters; at most {_LONGEST:,} are kept"
    return None
