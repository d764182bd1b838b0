"""The shortest connections between two things, through those who have a part in a situation or event."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kgtools.query.entity import may_hold
from kgtools.terms import RDF, RDFS, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kgtools.dataset import Dataset

MAX_PATHS = 5


class Step(NamedTuple):
    """One stated triple on a path, and whether it is walked from subject to object."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    forward: bool

    @property
    def end(self) -> NamedNode:
        """Where the step leads."""
        return self.object if self.forward else self.subject


Path: TypeAlias = "tuple[Step, ...]"


def shortest(
    dataset: Dataset, start: NamedNode, end: NamedNode, *, max_length: int = 6, as_of: date | None = None
) -> list[Path]:
    """Return the shortest paths between two things, at most five, all of the same length.

    Args:
        dataset: Where to look.
        start: One end.
        end: The other.
        max_length: Most triples in a path. Two actors of one event are two triples apart.
        as_of: Go only through what may hold on this day.

    A path uses the sub-properties of the project's ``involves`` role; in a project
    without that role, every property between two entities. Paths of facts come before paths
    through what somebody claims.
    """
    edges = _Edges(dataset, as_of)
    ends: dict[NamedNode, list[Path]] = {start: [()]}
    seen = {start}
    for _ in range(max_length):
        reached: dict[NamedNode, list[Path]] = {}
        for node, leading in ends.items():
            for step in edges.of(node):
                if step.end not in seen:
                    reached.setdefault(step.end, []).extend((*path, step) for path in leading)
        if end in reached:
            return sorted(reached[end], key=edges.rank)[:MAX_PATHS]
        seen |= reached.keys()
        ends = {node: sorted(leading, key=edges.rank)[:MAX_PATHS] for node, leading in reached.items()}
    return []


class _Edges:
    """The triples that may be walked, from each end."""

    def __init__(self, dataset: Dataset, as_of: date | None) -> None:
        self._dataset = dataset
        self._as_of = as_of
        self._allowed = _sub_properties(dataset)
        self._skipped = {dataset.project.roles.source, dataset.project.roles.status, RDF["type"]}

    def of(self, node: NamedNode) -> Iterator[Step]:
        store = self._dataset.store
        steps = [
            Step(node, quad.predicate, quad.object, forward=True)
            for quad in store.match(node)
            if isinstance(quad.object, NamedNode)
        ]
        steps += [
            Step(quad.subject, quad.predicate, node, forward=False)
            for quad in store.match(None, None, node)
            if isinstance(quad.subject, NamedNode)
        ]
        return (step for step in sorted(steps, key=str) if self._walks(step))

    def rank(self, path: Path) -> tuple[int, list[str]]:
        """Return what paths of one length are sorted by: claims on the way, then IRIs."""
        claimant = self._dataset.project.roles.claimant
        nodes = [step.end for step in path]
        claims = sum(
            any(True for _ in self._dataset.store.match(node, claimant)) for node in nodes if claimant
        )
        return claims, [node.value for node in nodes]

    def _walks(self, step: Step) -> bool:
        if self._allowed is None:
            if step.predicate in self._skipped or not step.end.value.startswith(self._dataset.project.base):
                return False
        elif step.predicate not in self._allowed:
            return False
        return self._as_of is None or may_hold(self._dataset, step.subject, self._as_of)


def _sub_properties(dataset: Dataset) -> set[NamedNode] | None:
    top = dataset.project.roles.involves
    if top is None:
        return None
    found, waiting = {top}, [top]
    while waiting:
        for quad in dataset.store.match(None, RDFS["subPropertyOf"], waiting.pop()):
            if isinstance(quad.subject, NamedNode) and quad.subject not in found:
                found.add(quad.subject)
                waiting.append(quad.subject)
    return found
