"""KG112: a class that no shape asks anything of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import about
from kgtools.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG112"
_SHAPES: Final = frozenset({SH["NodeShape"], SH["PropertyShape"]})


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each class with instances, itself and its superclasses without a shape."""
    shapes, vocabulary = context.shapes, context.vocabulary
    targeted = {fact.object for fact in shapes.using(SH["targetClass"])}
    for node in vocabulary.classes:
        if not _SHAPES.isdisjoint({*shapes.types.get(node, ()), *context.facts.types.get(node, ())}):
            targeted.add(node)
    if not targeted:
        return
    used = {value for types in context.data.types.values() for value in types}
    for node in sorted(used & vocabulary.classes, key=lambda node: node.value):
        declared = context.ontology.about(node)
        if declared and vocabulary.defines(node) and targeted.isdisjoint(vocabulary.superclasses(node)):
            message = f"no shape asks anything of the class {context.show(node)}"
            yield about(context, CODE, message, declared[0], declared[0].subject_span)
