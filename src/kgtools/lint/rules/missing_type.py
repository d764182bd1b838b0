"""KG111: a thing that nobody says the kind of: no shape looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG111"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each thing of the project that is described without a type."""
    if not context.vocabulary.classes:
        return
    for subject, facts in context.own.items():
        if subject not in context.facts.types:
            message = f"{context.show(subject)} has no type, so no shape looks at it"
            yield about(
                context,
                CODE,
                message,
                facts[0],
                facts[0].subject_span,
                advice=Advice("state its class with `a`"),
            )
