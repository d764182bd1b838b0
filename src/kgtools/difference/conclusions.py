"""Which inferred facts hold on one side only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgtools.terms import BlankNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.dataset import Dataset


class Conclusion(NamedTuple):
    """An inferred fact and the axiom or rule behind the last step of its proof."""

    fact: Triple
    rule: str


class ConclusionChanges(NamedTuple):
    """Inferred facts that the other side neither infers nor states."""

    gained: tuple[Conclusion, ...]
    lost: tuple[Conclusion, ...]


def conclusion_changes(old: Dataset, new: Dataset) -> ConclusionChanges:
    """Return what follows on one side only.

    Raises:
        InputError: A file of a side cannot be read.
        RuleError: A rule file cannot be compiled.
        LimitError: More follows than the limits allow.
    """
    return ConclusionChanges(tuple(_only(new, old)), tuple(_only(old, new)))


def _only(side: Dataset, other: Dataset) -> Iterator[Conclusion]:
    known = {quad.triple for quad in other.inferred} | other.inference.stated
    fresh = [
        quad.triple for quad in side.inferred if quad.triple not in known and not _has_blank(quad.triple)
    ]
    for fact in sorted(fresh, key=str):
        proof = side.inference.why(fact)
        yield Conclusion(fact, proof.rule.origin.text if proof and proof.rule else "")


def _has_blank(fact: Triple) -> bool:
    return isinstance(fact.subject, BlankNode) or isinstance(fact.object, BlankNode)
