"""KG614: a shape among ontology or facts, which judges nothing there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.terms import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG614"
_TARGETS: Final = tuple(SH[f"target{kind}"] for kind in ("Class", "Node", "SubjectsOf", "ObjectsOf"))


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each node shape, or other subject with a target, outside the files of shapes."""
    facts = context.facts
    declared = (fact for fact in facts.using(RDF["type"]) if fact.object == SH["NodeShape"])
    targeted = (fact for target in _TARGETS for fact in facts.using(target))
    found = {fact.subject: fact for fact in (*targeted, *declared)}
    for subject, fact in found.items():
        message = f"the shape {context.show(subject)} stands outside the files of shapes, and judges nothing"
        advice = Advice("move it into a file in ontology/shapes/")
        yield about(context, CODE, message, fact, fact.subject_span, advice=advice)
