"""KG501: a fact that nobody can check: it names no source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kgtools.lint.finding import Advice, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context

CODE: Final = "KG501"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each situation (``situation`` in kg.toml) without a value of ``source``."""
    roles = context.project.roles
    if roles.source is None or roles.situation is None:
        return
    path = context.project.prefixes.show(roles.source)
    for subject, types in context.data.types.items():
        is_situation = roles.situation in context.vocabulary.all_types(subject)
        if is_situation and not context.data.values(subject, roles.source):
            fact = next(iter(types.values()))
            message = f"{context.show(subject)} has no source"
            found = about(context, CODE, message, fact, fact.subject_span, advice=Advice(f"add {path}"))
            yield replace(found, path=path, value=None)
