"""``/id/{name}``: everything stated about a thing, and what refers to it, by date."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

from kgtools.places import triple_places
from kgtools.query.entity import entity
from kgtools.terms import RDF, Literal, NamedNode, Triple
from kgtools.web.pages import record
from kgtools.web.pages.cells import Cell, cell, literal
from kgtools.web.pages.contradictions import about
from kgtools.web.pages.drawing import Drawn, fan
from kgtools.web.pages.frame import Frame
from kgtools.web.pages.naming import classes, distinct, kind, title, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.diagnostics import Span
    from kgtools.query.entity import Entity, Fact
    from kgtools.web.state import State

_NEAR: Final = 14


class Shown(NamedTuple):
    """A fact, ready to be shown."""

    property: Cell
    value: Cell
    spans: tuple[Span, ...] = ()
    why: str = ""
    date: str | None = None
    status: str | None = None
    sources: tuple[str, ...] = ()
    possible: bool = False
    kind: str = ""


class Group(NamedTuple):
    """Facts of one property."""

    property: Cell
    facts: list[Shown]


class Class(NamedTuple):
    """A class of a thing."""

    text: str
    href: str
    hue: int


class Thing(NamedTuple):
    """What the page tells of a thing."""

    name: str
    names: list[Cell]
    types: list[Class]
    iri: str
    curie: str
    id: str
    address: str
    outside: bool
    facts: list[Group]
    references: list[Shown]
    inferred: list[Shown]
    statuses: list[str]
    wanted: str
    contradictions: int


async def thing(request: Request, state: State) -> Response:
    """Return the page of the thing that the server put into ``request.state.node``."""
    node: NamedNode = request.state.node
    frame = Frame(request, state, state.current.graph.labels.of(node))
    return await frame.state.make(_page, frame, node)


def _page(frame: Frame, node: NamedNode) -> Response:
    graph = frame.graph
    found = entity(graph.dataset, graph.labels, node, as_of=frame.as_of)
    name = title(graph, node)
    frame.title = name
    wanted = frame.request.query_params.get("status", "")
    spans = _spans(frame, found)
    references = [_reference(frame, node, fact, spans) for fact in found.references]
    hues = record.hues(graph)
    names = graph.project.roles
    shown = Thing(
        name=name,
        names=_names(found, (*names.label, *names.alias)),
        types=[
            Class(word(graph, cls), frame.thing(cls), hues.get(graph.labels.of(cls), 0))
            for cls in classes(graph, node)
        ],
        iri=node.value,
        curie=graph.project.prefixes.show(node),
        id=frame.name(node),
        address=f"/id/{quote(frame.name(node), safe=':')}",
        outside=not node.value.startswith(graph.project.base) and node.value.startswith(("http:", "https:")),
        facts=_groups(frame, node, found, spans, {*names.label, *names.alias, RDF["type"]}),
        references=[each for each in references if not wanted or each.status == wanted],
        inferred=[] if frame.as_of else _inferred(frame, node),  # what follows has no dates
        statuses=sorted({each.status for each in references if each.status}),
        wanted=wanted,
        contradictions=about(graph, node),
    )
    picture, left = _picture(frame, node, name)
    return frame.render("entity.html", thing=shown, picture=picture, left=left)


def _names(found: Entity, roles: tuple[NamedNode, ...]) -> list[Cell]:
    """Return all other names of a thing, each once, with their languages."""
    cells = {
        fact.other.value: literal(fact.other)
        for fact in found.facts
        if fact.property in roles and isinstance(fact.other, Literal) and fact.other.value != found.name
    }
    return list(cells.values())


def _spans(frame: Frame, found: Entity) -> Mapping[Triple, tuple[Span, ...]]:
    triples = [Triple(found.node, fact.property, fact.other) for fact in found.facts]
    triples += [_backward(found.node, fact) for fact in found.references]
    dataset = frame.graph.dataset
    return triple_places(dataset.files, dataset.inference, triples)


def _backward(node: NamedNode, fact: Fact) -> Triple:
    return Triple(fact.other, fact.property, node)  # type: ignore[arg-type]  # it refers, so it is no literal


def _groups(
    frame: Frame,
    node: NamedNode,
    found: Entity,
    spans: Mapping[Triple, tuple[Span, ...]],
    left_out: Iterable[NamedNode],
) -> list[Group]:
    """Return the facts of a thing by property, its names and classes left out, which the title has."""
    facts = [fact for fact in found.facts if fact.property not in left_out]
    groups = []
    for role, group in groupby(facts, key=lambda fact: fact.property):
        label = cell(frame, role)
        shown = [
            Shown(
                property=label,
                value=cell(frame, fact.other, described=True),
                spans=spans.get(Triple(node, role, fact.other), ()),
                why=frame.why(node, role, fact.other),
            )
            for fact in group
        ]
        groups.append(Group(label, shown))
    return groups


def _reference(frame: Frame, node: NamedNode, fact: Fact, spans: Mapping[Triple, tuple[Span, ...]]) -> Shown:
    shown = cell(frame, fact.other)
    return Shown(
        property=cell(frame, fact.property),
        value=shown._replace(text=title(frame.graph, fact.other, besides=node)),
        kind=kind(frame.graph, fact.other),
        spans=spans.get(_backward(node, fact), ()),
        why=frame.why(fact.other, fact.property, node),
        date=fact.date,
        status=fact.status,
        sources=fact.sources,
        possible=fact.possible,
    )


def _inferred(frame: Frame, node: NamedNode) -> list[Shown]:
    """Return what the reasoner adds about a thing, but for what the vocabularies of the W3C say of all."""
    terms = record.vocabulary(frame.graph)
    found = [
        quad
        for quad in frame.graph.dataset.inferred
        if quad.subject == node
        and (quad.object in terms if quad.predicate == RDF["type"] else quad.predicate in terms)
    ]
    return [
        Shown(
            property=cell(frame, quad.predicate),
            value=cell(frame, quad.object, described=True),  # type: ignore[arg-type]  # no quoted triples
            why=frame.why(node, quad.predicate, quad.object),
        )
        for quad in sorted(found, key=lambda quad: (quad.predicate.value, str(quad.object)))
    ]


def _picture(frame: Frame, node: NamedNode, name: str) -> tuple[Markup | None, int]:
    """Return a drawing of what is near a thing, and how many neighbours it leaves out."""
    graph = record.projection(frame.graph, frame.as_of)
    nodes = {each.id: each for each in graph.nodes}
    centre = next((each for each in graph.nodes if each.attributes["iri"] == node.value), None)
    if centre is None:
        return None, 0
    hues, found = record.hues(frame.graph), dict[str, Drawn]()
    for edge in graph.edges:
        if centre.id not in (edge.source, edge.target) or edge.source == edge.target:
            continue
        other = nodes[edge.target if edge.source == centre.id else edge.source]
        if other.id not in found:
            href = frame.thing(NamedNode(other.attributes["iri"]))
            hue = hues.get(other.attributes.get("type", ""), 0)
            label = distinct(frame.graph, NamedNode(other.attributes["iri"]), besides=node)
            found[other.id] = Drawn(label, href, hue, edge.label, edge.is_doubted)
    if not found:
        return None, 0
    shown = sorted(found.values(), key=lambda each: (each.link, each.name))
    hue = hues.get(centre.attributes.get("type", ""), 0)
    picture = fan(Drawn(name, "", hue), shown[:_NEAR])
    return picture, max(0, len(shown) - _NEAR)
