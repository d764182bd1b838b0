"""What pages show of the whole record; each made once for a dataset and kept while it is served."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.export import Options, project_graph
from kgtools.export.days import Day
from kgtools.terms import OWL, RDF, Literal, NamedNode
from kgtools.web.pages.naming import distinct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgtools.export.property_graph import Edge, Node, PropertyGraph
    from kgtools.graph import Graph
    from kgtools.query.spec import QuerySpec

_GOLDEN: Final = 137.508
"""The golden angle: neighbours in a list get hues far apart."""
_VOCABULARY: Final = tuple(
    OWL[name] for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)


class Dated(NamedTuple):
    """Something with a date: a thing, or a relation.

    Attributes:
        kind: The class it is shown under.
        name: What it is called.
        iri: Of the thing, or of the relation.
        start: The first day on which it can be.
        end: The last day, inclusive; None where it goes on, or where nobody knows.
        status: Its status, by label.
        precision: ``day``, ``month`` or ``year``.
        about: IRIs of the things it joins, itself among them.
    """

    kind: str
    name: str
    iri: str
    start: Day | None
    end: Day | None
    status: str
    precision: str
    about: frozenset[str]

    def can_hold(self, day: Day) -> bool:
        """Return whether it can have held on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@lru_cache(maxsize=8)
def projection(graph: Graph, as_of: date | None = None) -> PropertyGraph:
    """Return the record as nodes and edges; with a day, only relations that may have held then."""
    return project_graph(graph.dataset, Options(as_of=as_of))


@lru_cache(maxsize=4)
def questions(graph: Graph) -> tuple[QuerySpec, ...]:
    """Return all named queries, by their summaries."""
    return tuple(sorted(graph.queries, key=lambda spec: spec.summary))


@lru_cache(maxsize=4)
def days(graph: Graph) -> tuple[str, str] | None:
    """Return the first and the last day that anything in the record has."""
    bounds = graph.project.bounds
    if bounds is None:
        return None

    def of(bound: NamedNode) -> Iterator[date]:
        for quad in graph.dataset.store.match(None, bound):
            if isinstance(quad.object, Literal):
                yield date.fromisoformat(quad.object.value[:10])

    # What ends on a day is over then: the day before is its last.
    lasts = (day - timedelta(1) for day in of(bounds.end_max) if day > date.min)
    found = sorted((*of(bounds.start_min), *lasts))
    return (found[0].isoformat(), found[-1].isoformat()) if found else None


def says_something(graph: Graph, node: NamedNode) -> bool:
    """Return whether the record says anything about a thing; a page asks it of each thing that it names."""
    known = _said(graph)
    if node not in known:
        known[node] = any(True for _ in graph.dataset.store.match(node))
    return known[node]


@lru_cache(maxsize=4)
def _said(_graph: Graph) -> dict[NamedNode, bool]:
    """Return what was asked so far, to be added to."""
    return {}


@lru_cache(maxsize=4)
def vocabulary(graph: Graph) -> frozenset[NamedNode]:
    """Return all classes and properties that the ontology declares."""
    store = graph.dataset.store
    return frozenset(
        quad.subject
        for kind in _VOCABULARY
        for quad in store.match(None, RDF["type"], kind)
        if isinstance(quad.subject, NamedNode)
    )


@lru_cache(maxsize=4)
def class_hues(graph: Graph) -> Mapping[str, int]:
    """Return a hue, in degrees, for the label of each class that has instances."""
    return _coloured(sorted({graph.labels.of(cls) for cls in _instantiated(graph)}))


@lru_cache(maxsize=4)
def hues(graph: Graph) -> Mapping[str, int]:
    """Return the same for all kinds of nodes and edges; slower, as it makes the projection."""
    found, classes = projection(graph), class_hues(graph)
    kinds = {node.attributes.get("type", "") for node in found.nodes} | {edge.label for edge in found.edges}
    return _coloured([*classes, *sorted(kinds - classes.keys())])


def _coloured(kinds: Iterable[str]) -> dict[str, int]:
    return {kind: round(number * _GOLDEN) % 360 for number, kind in enumerate(kinds)}


@lru_cache(maxsize=4)
def dated(graph: Graph) -> tuple[Dated, ...]:
    """Return everything that has a date, by class and then by date."""
    found = projection(graph)
    iris = {node.id: node.attributes["iri"] for node in found.nodes}
    names = {node.id: node.label for node in found.nodes}
    joined = _joined(found, iris)
    made = [_of_node(graph, node, joined[node.id]) for node in found.nodes if node.start or node.end]
    made += [_of_edge(edge, iris, names) for edge in found.edges if edge.start or edge.end]
    first = Day(-9999, 1, 1)
    return tuple(sorted(made, key=lambda each: (each.kind, each.start or first, each.name)))


def counted(graph: Graph, as_of: date | None) -> list[tuple[NamedNode, int]]:
    """Return how many things each class has, most first; with a day, those that can have been then.

    Things without dates are always counted.
    """
    gone: set[str] = set()
    if as_of:
        day = Day(*as_of.timetuple()[:3])
        gone = {each.iri for each in dated(graph) if not each.can_hold(day)}
    tally: Counter[NamedNode] = Counter()
    base = graph.project.base
    for quad in graph.dataset.store.match(None, RDF["type"]):
        cls, subject = quad.object, quad.subject
        if isinstance(subject, NamedNode) and isinstance(cls, NamedNode):
            tally[cls] += subject.value.startswith(base) and subject.value not in gone
    return sorted(
        ((cls, size) for cls, size in tally.items() if size), key=lambda pair: (-pair[1], pair[0].value)
    )


def _instantiated(graph: Graph) -> set[NamedNode]:
    found = graph.dataset.store.match(None, RDF["type"])
    return {quad.object for quad in found if isinstance(quad.object, NamedNode)}


def _joined(found: PropertyGraph, iris: Mapping[str, str]) -> Mapping[str, set[str]]:
    """Return the IRIs of what each node is joined with by a property; a folded relation is dated itself."""
    joined: dict[str, set[str]] = defaultdict(set)
    for edge in found.edges:
        if "situation" not in edge.attributes:
            joined[edge.source].add(iris[edge.target])
            joined[edge.target].add(iris[edge.source])
    return joined


def _of_node(graph: Graph, node: Node, joined: Iterable[str]) -> Dated:
    get = node.attributes.get
    iri = node.attributes["iri"]
    return Dated(
        kind=get("type", ""),
        name=distinct(graph, NamedNode(iri)),
        iri=iri,
        start=node.start,
        end=node.end,
        status=get("status", ""),
        precision=get("precision", "day"),
        about=frozenset({iri, *joined}),
    )


def _of_edge(edge: Edge, iris: Mapping[str, str], names: Mapping[str, str]) -> Dated:
    get = edge.attributes.get
    iri = get("situation", "")
    return Dated(
        kind=edge.label,
        name=f"{names[edge.source]}, {names[edge.target]}",
        iri=iri,
        start=edge.start,
        end=edge.end,
        status=get("status", ""),
        precision=get("precision", "day"),
        about=frozenset({iri, iris[edge.source], iris[edge.target]}),
    )
