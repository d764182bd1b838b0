"""KG110: types that nothing can have together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG110"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each thing whose stated types, or their superclasses, are disjoint."""
    vocabulary = context.vocabulary
    disjoint = vocabulary.disjoint
    for types in context.data.types.values():
        stated = list(types)
        clash = next(
            (
                (one, other)
                for number, other in enumerate(stated)
                for one in stated[:number]
                for above in vocabulary.superclasses(one)
                if not disjoint.get(above, set()).isdisjoint(vocabulary.superclasses(other))
            ),
            None,
        )
        if clash:
            first, second = (types[node] for node in clash)
            message = f"nothing is both {context.show(clash[0])} and {context.show(clash[1])}"
            related = (Related(first.object_span, "the other type"),)
            yield about(context, CODE, message, second, second.object_span, related=related)
