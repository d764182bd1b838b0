"""Which facts a finding is about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kgtools.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.diagnostics import Diagnostic
    from kgtools.terms import AnyTerm, Quad


class Blame:
    """Knows some facts by what they are about.

    Args:
        facts: The facts, in the order in which they are blamed.
    """

    def __init__(self, facts: Iterable[Quad]) -> None:
        self._about: defaultdict[AnyTerm, list[Quad]] = defaultdict(list)
        self._naming: defaultdict[AnyTerm, list[Quad]] = defaultdict(list)
        for fact in facts:
            self._about[fact.subject].append(fact)
            self._naming[fact.object].append(fact)

    def of(self, reason: Diagnostic) -> list[Quad]:
        """Return what a finding is about: the very fact, else all on its node, else all naming it."""
        if reason.focus_node is None:
            return []
        about = self._about.get(reason.focus_node, [])
        exact = [fact for fact in about if _has(fact, reason.value)]
        return exact or about or self._naming.get(reason.focus_node, [])


def guilty(reasons: Iterable[Diagnostic], facts: Iterable[Quad]) -> set[Quad]:
    """Return the facts that some findings are about."""
    blame = Blame(facts)
    return {fact for reason in reasons for fact in blame.of(reason)}


def _has(fact: Quad, value: AnyTerm | None) -> bool:
    """Return whether a fact has a value, as written or as the store rewrote it."""
    if value is None or fact.object == value:
        return value is not None
    return (
        isinstance(fact.object, Literal) and isinstance(value, Literal) and fact.object.value == value.value
    )
