"""Everything stated about one thing: its facts, and what refers to it, by date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgtools.diagnostics.text import count
from kgtools.terms import RDF, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from datetime import date

    from kgtools.dataset import Dataset
    from kgtools.labels import Labels
    from kgtools.project import Bounds
    from kgtools.terms import AnyTerm, Quad, Term


_TEXTS = (XSD + "string", RDF + "langString")


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated triple about a thing, in either direction.

    Attributes:
        property: Its predicate.
        other: The value; for a reference, the thing that refers.
        name: What a person calls the other end.
        files: The files that state it.
        date: First possible day of the other end (ISO), where it has one.
        status: Its status, by label.
        sources: The documents behind the other end, by label.
        possible: With an as-of day: it may, but need not, hold on that day.
    """

    property: NamedNode
    other: Term
    name: str
    files: tuple[str, ...]
    date: str | None = None
    status: str | None = None
    sources: tuple[str, ...] = ()
    possible: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Entity:
    """A thing with its names, classes, facts and references."""

    node: NamedNode
    name: str
    types: tuple[str, ...]
    facts: tuple[Fact, ...]
    references: tuple[Fact, ...]

    def __repr__(self) -> str:
        kinds = f" ({', '.join(self.types)})" if self.types else ""
        size = f"{count(len(self.facts), 'fact')}, {count(len(self.references), 'reference')}"
        return f"<Entity {self.name}{kinds}: {size}>"


def entity(dataset: Dataset, labels: Labels, node: NamedNode, *, as_of: date | None = None) -> Entity:
    """Return what the files say about a thing.

    Args:
        dataset: Where to look.
        labels: Names of things.
        node: The thing.
        as_of: Leave out references that certainly do not hold on this day.

    Facts are sorted by property, references by date, name and property.
    """
    facts = [
        _fact(dataset, labels, predicate, other, files)
        for predicate, other, files in _outgoing(dataset, node)
    ]
    references = [
        _fact(dataset, labels, predicate, other, files, as_of=as_of)
        for predicate, other, files in _incoming(dataset, node)
        if as_of is None or may_hold(dataset, other, as_of)
    ]
    return Entity(
        node,
        describe(dataset, labels, node),
        tuple(labels.of(cls) for cls in labels.types(node)),
        tuple(sorted(facts, key=lambda fact: (labels.of(fact.property), fact.name))),
        tuple(
            sorted(references, key=lambda fact: (fact.date or "9999", fact.name, labels.of(fact.property)))
        ),
    )


def describe(dataset: Dataset, labels: Labels, node: Term, *, besides: Term | None = None) -> str:
    """Return a name for anything: its label, its statement, or its class and those involved.

    Relations and claims have no label of their own; '(class) A, B' tells more than an IRI. A thing that goes
    without saying can be left out.
    """
    if not isinstance(node, NamedNode):
        return labels.of(node)
    if own := own_name(dataset, labels, node):
        return own
    kinds = ", ".join(labels.of(cls) for cls in labels.types(node))
    told = (quad.object for quad in dataset.store.match(node) if _tells(dataset, quad))
    parts = [own_name(dataset, labels, each) or labels.of(each) for each in told if each != besides]
    return f"({kinds}) {', '.join(sorted(parts))}" if kinds and parts else labels.of(node)


def own_name(dataset: Dataset, labels: Labels, node: AnyTerm) -> str | None:
    """Return the label of a thing, or the statement of a claim; None where it has neither."""
    if not isinstance(node, NamedNode):
        return None
    statement = dataset.project.roles.statement
    stated = dataset.store.match(node, statement) if statement else ()
    return labels.given(node) or next((labels.of(quad.object) for quad in stated), None)


def _tells(dataset: Dataset, quad: Quad) -> bool:
    """Return whether a triple says what a thing is: whom it joins, or a date or number of its own."""
    project, value = dataset.project, quad.object
    if isinstance(value, NamedNode):
        roles = project.roles
        return value.value.startswith(project.base) and quad.predicate not in (roles.source, roles.claimant)
    derived = quad.predicate in (project.bounds or ())
    return isinstance(value, Literal) and value.datatype.value not in _TEXTS and not derived


def _outgoing(dataset: Dataset, node: NamedNode) -> list[tuple[NamedNode, Term, tuple[str, ...]]]:
    found: dict[tuple[NamedNode, Term], list[str]] = {}
    for quad in dataset.graphs.match_graphs(node):
        found.setdefault((quad.predicate, quad.object), []).append(_file(dataset, quad.graph_name))  # type: ignore[arg-type]
    return [(predicate, other, tuple(sorted(files))) for (predicate, other), files in found.items()]


def _incoming(dataset: Dataset, node: NamedNode) -> list[tuple[NamedNode, Term, tuple[str, ...]]]:
    found: dict[tuple[NamedNode, Term], list[str]] = {}
    for quad in dataset.graphs.match_graphs(None, None, node):
        found.setdefault((quad.predicate, quad.subject), []).append(_file(dataset, quad.graph_name))  # type: ignore[arg-type]
    return [(predicate, other, tuple(sorted(files))) for (predicate, other), files in found.items()]


def _file(dataset: Dataset, graph: object) -> str:
    return (dataset.project.file_of(graph) if isinstance(graph, NamedNode) else None) or ""


def _fact(
    dataset: Dataset,
    labels: Labels,
    predicate: NamedNode,
    other: Term,
    files: tuple[str, ...],
    *,
    as_of: date | None = None,
) -> Fact:
    roles, bounds = dataset.project.roles, dataset.project.bounds
    status = _values(dataset, other, roles.status)
    return Fact(
        predicate,
        other,
        describe(dataset, labels, other),
        files,
        date=_day(dataset, other, bounds.start_min) if bounds else None,
        status=labels.of(status[0]) if status else None,
        sources=tuple(sorted(labels.of(source) for source in _values(dataset, other, roles.source))),
        possible=bool(as_of and bounds and not _certain(dataset, other, as_of, bounds)),
    )


def _values(dataset: Dataset, node: Term, role: NamedNode | None) -> list[Term]:
    if role is None or not isinstance(node, NamedNode):
        return []
    return [quad.object for quad in dataset.store.match(node, role)]  # type: ignore[misc]  # no quoted triples


def _day(dataset: Dataset, node: Term, bound: NamedNode) -> str | None:
    days = [value.value[:10] for value in _values(dataset, node, bound) if isinstance(value, Literal)]
    return min(days, default=None)


def may_hold(dataset: Dataset, node: Term, as_of: date) -> bool:
    """Return whether something possibly holds on a day; what has no dates always may."""
    bounds = dataset.project.bounds
    if bounds is None:
        return True
    start, end = _day(dataset, node, bounds.start_min), _day(dataset, node, bounds.end_max)
    day = as_of.isoformat()
    return (start is None or start <= day) and (end is None or end > day)


def _certain(dataset: Dataset, node: Term, as_of: date, bounds: Bounds) -> bool:
    start, end = _day(dataset, node, bounds.start_max), _day(dataset, node, bounds.end_min)
    day = as_of.isoformat()
    return (start is None or start <= day) and (end is None or end > day)
