"""KG302: a prefix that is declared more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Declaration

CODE: Final = "KG302"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each further declaration of a prefix, to the same namespace or to another."""
    for file in context.files:
        seen: dict[str, Declaration] = {}
        for declared in file.declarations:
            first = seen.setdefault(declared.prefix, declared)
            if first is declared:
                continue
            is_same = first.namespace == declared.namespace
            how = "twice" if is_same else "for two namespaces"
            message = f"the prefix `{declared.prefix}:` is declared {how}"
            fixes = file.without_line(declared.at) if is_same else ()
            related = (Related(file.span(first.at), "declared here first"),)
            yield finding(CODE, message, file.span(declared.at), fixes=fixes, related=related)
