"""The stated facts from which a wrong value follows: a conclusion is mended where it comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from kgtools.diagnostics import Related
from kgtools.places import is_same
from kgtools.sparql.tree import Inverse
from kgtools.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint import Context
    from kgtools.lint.file import Fact
    from kgtools.reason import Proof
    from kgtools.shapes import Violation

_MOST = 5
Why: TypeAlias = "Callable[[Triple], Proof | None]"
"""Gives the proof of a fact; None where it does not hold."""


class Premises:
    """What inferred values rest on.

    Args:
        context: The files.
        why: Gives the proof of a fact; None where it does not hold.
    """

    def __init__(self, context: Context, why: Why) -> None:
        self._context = context
        self._why = why

    def point(self, finding: Diagnostic, violation: Violation) -> Diagnostic:
        """Return a finding about an inferred value at the facts behind it; any other as it is."""
        fact = _fact(violation)
        if fact is None or self._is_stated(fact):
            return finding
        beside = tuple(self._leaves(fact))
        if not beside:
            return finding
        show = self._context.project.prefixes.show
        terms = " ".join(show(term) for term in (fact.subject, fact.predicate, fact.object))
        return replace(
            finding,
            span=beside[0].span,
            related=(*finding.related, *beside),
            help=finding.help or f"no file states it, it follows: kg why {terms}",
        )

    def _is_stated(self, fact: Triple) -> bool:
        return next(self._stated(fact), None) is not None

    def _stated(self, fact: Triple) -> Iterator[Fact]:
        """Yield where a fact is stated."""
        if not isinstance(fact.subject, Triple):
            for stated in self._context.facts.about(fact.subject):
                if stated.predicate == fact.predicate and is_same(stated.object, fact.object):
                    yield stated

    def _leaves(self, fact: Triple) -> Iterator[Related]:
        """Yield the places of the stated facts behind a conclusion that are facts, not axioms."""
        proof = self._why(fact)
        show = self._context.project.prefixes.show
        for leaf in proof.leaves()[:_MOST] if proof else ():
            if stated := next(self._stated(leaf), None):
                terms = " ".join(show(term) for term in (leaf.subject, leaf.predicate, leaf.object))
                yield Related(stated.predicate_span, f"it follows from {terms}")


def _fact(violation: Violation) -> Triple | None:
    """Return the fact that a value was reached by, where the path is a property or the inverse of one."""
    focus, path, value = violation.focus_node, violation.path, violation.value
    if isinstance(path, NamedNode) and value is not None and not isinstance(focus, Literal):
        return Triple(focus, path, value)
    inner = path.path if isinstance(path, Inverse) else None
    if isinstance(inner, NamedNode) and value is not None and not isinstance(value, Literal):
        return Triple(value, inner, focus)
    return None
