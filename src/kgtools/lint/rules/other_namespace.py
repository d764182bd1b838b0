"""KG008: a prefix that means something else in this file than in the project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG008"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each declaration that differs from the project's table."""
    known = context.project.prefixes
    for file in context.files:
        for declared in file.declarations:
            namespace = known.get(declared.prefix, declared.namespace)
            if namespace != declared.namespace:
                message = f"`{declared.prefix}:` is <{namespace}> in this project, not <{declared.namespace}>"
                fixes = file.fix(declared.namespace_at, namespace)
                yield finding(CODE, message, file.span(declared.namespace_at), fixes=fixes)
