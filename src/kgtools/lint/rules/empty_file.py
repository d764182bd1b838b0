"""KG308: a file that states nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Span
from kgtools.lint.finding import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG308"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each file without a triple: perhaps it was emptied by mistake."""
    for file in context.files:
        if not file.quads:
            span = Span(file.name, 1, 1, 1, 1) if file.syntax else Span(file.name)
            yield finding(CODE, "the file states nothing", span, cure="write its facts, or delete it")
