"""``/contradictions``: what sources disagree about, their values side by side; nothing is merged."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kgtools.places import triple_places
from kgtools.query.entity import describe
from kgtools.terms import RDF, Literal, NamedNode, Triple, local_name
from kgtools.web.pages.cells import Cell, cell
from kgtools.web.pages.frame import Frame
from kgtools.web.things import thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.diagnostics import Span
    from kgtools.graph import Graph
    from kgtools.terms import Term
    from kgtools.web.state import State

_DISPUTED = "disputed"


class Case(NamedTuple):
    """A disagreement: the thing that records it, its options, and all that it or they speak of."""

    node: NamedNode
    options: tuple[NamedNode, ...]
    preferred: tuple[NamedNode, ...]
    about: frozenset[NamedNode]


class Row(NamedTuple):
    """A property, and for each option its values."""

    property: Cell
    values: list[list[Cell]]
    differs: bool


class Card(NamedTuple):
    """A disagreement, ready to be shown."""

    title: Cell
    facts: list[tuple[Cell, list[Cell]]]
    options: list[Cell]
    preferred: list[bool]
    places: list[tuple[Span, ...]]
    rows: list[Row]


class Choice(NamedTuple):
    """Something that the list can be narrowed to."""

    value: str
    name: str
    size: int


async def contradictions(request: Request, state: State) -> Response:
    """Return the page of all disagreements, or of those about one thing."""
    frame = Frame(
        request,
        state,
        "Contradictions",
        section="/contradictions",
        undated="A disagreement is shown whatever the day",
    )
    return await frame.state.make(_page, frame)


def about(graph: Graph, node: NamedNode) -> int:
    """Return how many disagreements speak of a thing."""
    return sum(node in case.about for case in cases(graph))


@lru_cache(maxsize=4)
def cases(graph: Graph) -> tuple[Case, ...]:
    """Return all disagreements of the record, by name."""
    roles = graph.project.roles
    found: dict[NamedNode, list[NamedNode]] = {}
    for quad in graph.dataset.store.match(None, roles.option) if roles.option else ():
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found.setdefault(quad.subject, []).append(quad.object)
    made = [_case(graph, node, options) for node, options in found.items()]
    return tuple(sorted(made, key=lambda case: (graph.labels.of(case.node), case.node.value)))


def _case(graph: Graph, node: NamedNode, options: list[NamedNode]) -> Case:
    store, role = graph.dataset.store, graph.project.roles.preferred
    spoken = (quad.object for each in (node, *options) for quad in store.match(each))
    base = graph.project.base
    own = {each for each in spoken if isinstance(each, NamedNode) and each.value.startswith(base)}
    preferred = (quad.object for quad in store.match(node, role)) if role else ()
    return Case(
        node,
        tuple(sorted(options, key=lambda each: each.value)),
        tuple(each for each in preferred if isinstance(each, NamedNode)),
        frozenset(own | {node}),
    )


def _page(frame: Frame) -> Response:
    graph, query = frame.graph, frame.request.query_params
    wanted = thing(graph, query["about"]) if query.get("about") else None
    source = thing(graph, query["source"]) if query.get("source") else None
    every = cases(graph)
    found = [case for case in every if all(each is None or each in case.about for each in (wanted, source))]
    spans = _spans(graph, found)
    return frame.render(
        "contradictions.html",
        cards=[_card(frame, case, spans) for case in found],
        about=cell(frame, wanted) if wanted else None,
        source=query.get("source", ""),
        sources=_sources(frame, every),
        total=len(every),
        disputed=[] if wanted or source else _disputed(frame),
        is_known=graph.project.roles.option is not None,
    )


def _sources(frame: Frame, found: Iterable[Case]) -> list[Choice]:
    """Return the documents behind the options, those behind most of them first."""
    role = frame.graph.project.roles.source
    tally: dict[NamedNode, int] = {}
    for case in found:
        documents = {
            quad.object for each in case.options for quad in frame.graph.dataset.store.match(each, role)
        }
        for document in documents if role else ():
            if isinstance(document, NamedNode):
                tally[document] = tally.get(document, 0) + 1
    made = [Choice(frame.name(node), frame.graph.labels.of(node), count) for node, count in tally.items()]
    return sorted(made, key=lambda choice: choice.name)


def _spans(graph: Graph, found: Iterable[Case]) -> Mapping[Triple, tuple[Span, ...]]:
    types = [_typed(graph, each) for case in found for each in case.options]
    return triple_places(graph.dataset.files, graph.dataset.inference, [each for each in types if each])


def _typed(graph: Graph, node: NamedNode) -> Triple | None:
    return next((Triple(node, RDF["type"], cls) for cls in graph.labels.types(node)), None)


def _card(frame: Frame, case: Case, spans: Mapping[Triple, tuple[Span, ...]]) -> Card:
    graph, roles = frame.graph, frame.graph.project.roles
    hidden = {RDF["type"], roles.option, roles.preferred, *roles.label}
    own = _values(graph, case.node, hidden)
    shared = {
        role
        for role in own
        if all(_values(graph, each, set()).get(role) == own[role] for each in case.options)
    }
    tables = [_values(graph, each, {RDF["type"], *shared}) for each in case.options]
    properties = sorted({role for table in tables for role in table}, key=lambda role: _rank(frame, role))
    rows = []
    for role in properties:
        values = [table.get(role, []) for table in tables]
        shown = [[cell(frame, value, described=True) for value in each] for each in values]
        rows.append(Row(cell(frame, role), shown, any(each != values[0] for each in values)))
    name = describe(graph.dataset, graph.labels, case.node)
    return Card(
        title=cell(frame, case.node)._replace(text=name),
        facts=[
            (cell(frame, role), [cell(frame, value, described=True) for value in own[role]]) for role in own
        ],
        options=[cell(frame, each) for each in case.options],
        preferred=[each in case.preferred for each in case.options],
        places=[spans.get(typed, ()) if (typed := _typed(graph, each)) else () for each in case.options],
        rows=rows,
    )


def _values(graph: Graph, node: NamedNode, hidden: set[NamedNode | None]) -> dict[NamedNode, list[Term]]:
    found: dict[NamedNode, list[Term]] = {}
    bounds = set(graph.project.bounds or ())
    for quad in sorted(
        graph.dataset.store.match(node), key=lambda quad: (quad.predicate.value, str(quad.object))
    ):
        if quad.predicate not in hidden and quad.predicate not in bounds:
            found.setdefault(quad.predicate, []).append(quad.object)  # type: ignore[arg-type]  # no quoted triples
    return found


def _rank(frame: Frame, role: NamedNode) -> tuple[int, str]:
    """Return where a property stands: what is said first, then who says it and where, then the rest."""
    roles, store = frame.graph.project.roles, frame.graph.dataset.store
    if role in (roles.claimant, roles.source):
        return (1 if role == roles.claimant else 2), ""
    literal = any(isinstance(quad.object, Literal) for quad in store.match(None, role))
    return (0 if literal else 3), frame.graph.labels.of(role)


def _disputed(frame: Frame) -> list[tuple[Cell, list[Cell]]]:
    """Return relations with the status "disputed", each with the claims that speak of it."""
    graph, roles = frame.graph, frame.graph.project.roles
    store = graph.dataset.store
    if roles.status is None:
        return []
    nodes = {
        quad.subject
        for quad in store.match(None, roles.status)
        if isinstance(quad.object, NamedNode) and local_name(quad.object.value) == _DISPUTED
    }
    found = []
    for node in sorted((each for each in nodes if isinstance(each, NamedNode)), key=lambda each: each.value):
        speaking = {quad.subject for quad in store.match(None, None, node)}
        claims = [
            each
            for each in speaking
            if isinstance(each, NamedNode) and roles.claimant and list(store.match(each, roles.claimant))
        ]
        shown = [cell(frame, each, described=True) for each in sorted(claims, key=str)]
        found.append((cell(frame, node, described=True), shown))
    return found
