"""KG005: an IRI whose meaning depends on where the text is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about
from kgtools.turtle.iris import is_absolute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG005"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each IRI that is written relative to a base. Without a base it is an error."""
    for file in context.files:
        if not file.has_base:
            continue
        for fact in file.facts:
            quad = fact.quad
            for at in (quad.subject_at, quad.predicate_at, quad.object_at):
                written = file.written(at)
                if written.startswith("<") and not is_absolute(written[1:]):
                    message = f"relative IRI `{written}`"
                    cure = "write it in full, or with a prefix"
                    yield about(context, CODE, message, fact, file.span(at), advice=Advice(cure))
