"""Every rule over a whole project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.lint.rules import (
    ill_typed_literal,
    undeclared_class,
    undeclared_property,
    undescribed_individual,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

    Rule: TypeAlias = Callable[[Context], Iterator[Diagnostic]]

RULES: Final = (
    undeclared_class,
    undeclared_property,
    undescribed_individual,
    ill_typed_literal,
)
"""The modules of all rules, in the order of their codes."""


def lint(context: Context) -> Iterator[Diagnostic]:
    """Yield what the rules find, rule by rule.

    Example:
        >>> from kgtools import bundle, project
        >>> from kgtools.lint import Context
        >>> context, refused = Context.of(project.load(bundle.root()))
        >>> [found.code for found in lint(context) if found.severity == "error"]
        []
    """
    for module in RULES:
        yield from module.rule(context)
