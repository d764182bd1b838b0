"""KG301: a prefix that is declared and never used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG301"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each declaration whose prefix no term of the file uses."""
    for file in context.files:
        used = file.used_prefixes if file.declarations else frozenset()
        for declared in file.declarations:
            if declared.prefix not in used:
                message = f"the prefix `{declared.prefix}:` is never used"
                fixes = file.without_line(declared.at)
                yield finding(CODE, message, file.span(declared.at), cure="delete the line", fixes=fixes)
