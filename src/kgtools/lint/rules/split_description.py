"""KG304: one thing described in several files: who changes it must know them all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Related
from kgtools.lint.finding import Advice, about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint.context import Context
    from kgtools.lint.file import Fact

CODE: Final = "KG304"


def rule(context: Context) -> Iterator[Diagnostic]:
    """Yield a finding for each further file of the project's facts that describes a thing.

    Files given for a check only may add to what is described elsewhere: that is what they are for.
    """
    for subject, facts in context.own.items():
        by_file: dict[str, Fact] = {}
        for fact in facts:
            if not fact.file.is_extra:
                by_file.setdefault(fact.file.name, fact)
        first, *others = by_file.values() if by_file else (facts[0],)
        for other in others:
            message = f"{context.show(subject)} is described in {first.file.name} too"
            related = (Related(first.subject_span, "the other description"),)
            cure = "keep all that is said about a thing in one place"
            yield about(
                context, CODE, message, other, other.subject_span, advice=Advice(cure), related=related
            )
