"""``/``: what is in here, and what can be asked."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kgtools.statistics import By, counts, overview
from kgtools.terms import DCTERMS, Literal, NamedNode
from kgtools.web.pages import record
from kgtools.web.pages.cells import cell
from kgtools.web.pages.frame import Frame

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.query.spec import QuerySpec
    from kgtools.web.state import State

_CLASSES, _SOURCES, _NEW = 24, 6, 3
_ISSUED = tuple(DCTERMS[name] for name in ("issued", "date", "created"))


class Size(NamedTuple):
    """How large the record is, in words."""

    things: str
    triples: str
    files: str
    sources: str


class Kind(NamedTuple):
    """A class with the number of its things, and their share of the largest class, in percent."""

    name: str
    href: str
    size: int
    share: int
    hue: int


class Question(NamedTuple):
    """A named query as a card."""

    summary: str
    tags: tuple[str, ...]
    href: str


async def home(request: Request, state: State) -> Response:
    """Return the first page."""
    frame = Frame(request, state, "Questions", section="/")
    return await state.make(_page, frame)


def _page(frame: Frame) -> Response:
    graph = frame.graph
    specs = record.questions(graph)
    wanted = frame.request.query_params.get("tag", "")
    return frame.render(
        "home.html",
        size=_size(graph),
        tag=wanted,
        tags=sorted({tag for spec in specs for tag in spec.tags}),
        questions=[_question(frame, spec) for spec in specs if not wanted or wanted in spec.tags],
        classes=_classes(frame),
        statuses=_statuses(graph),
        sources=[(cell(frame, source), count) for source, count in _cited(graph)],
        newest=[(cell(frame, source), day) for source, day in _newest(graph)],
    )


@lru_cache(maxsize=4)
def _size(graph: Graph) -> Size:
    known = dict(overview(graph.dataset))
    return Size(known["entities"], known["triples"], known["files"], known.get("sources cited", "no"))


@lru_cache(maxsize=4)
def _statuses(graph: Graph) -> list[tuple[str, int]]:
    return counts(graph.dataset, graph.labels, By.STATUS)


def _question(frame: Frame, spec: QuerySpec) -> Question:
    # The day goes along only where the question takes one.
    day = {"asof": frame.as_of} if spec.param("asof") else {"asof": None}
    return Question(spec.summary, spec.tags, frame.to(f"/q/{spec.name}", **day))


def _classes(frame: Frame) -> list[Kind]:
    found = record.counted(frame.graph, frame.as_of)[:_CLASSES]
    hues, most = record.class_hues(frame.graph), max((count for _, count in found), default=1)
    names = [(frame.graph.labels.of(cls), cls, count) for cls, count in found]
    return [
        Kind(name, frame.thing(cls), count, max(1, round(100 * count / most)), hues.get(name, 0))
        for name, cls, count in names
    ]


@lru_cache(maxsize=4)
def _cited(graph: Graph) -> list[tuple[NamedNode, int]]:
    """Return the sources that most facts name."""
    return sorted(_citations(graph).items(), key=lambda pair: (-pair[1], pair[0].value))[:_SOURCES]


@lru_cache(maxsize=4)
def _newest(graph: Graph) -> list[tuple[NamedNode, str]]:
    """Return the sources that came out last, with their days as the record has them."""
    store, found = graph.dataset.store, []
    for source in _citations(graph):
        issued = (quad.object for role in _ISSUED for quad in store.match(source, role))
        day = next((each.value for each in issued if isinstance(each, Literal)), None)
        if day:
            found.append((source, day))
    return sorted(found, key=lambda pair: (pair[1], pair[0].value), reverse=True)[:_NEW]


def _citations(graph: Graph) -> Counter[NamedNode]:
    role = graph.project.roles.source
    cited = (quad.object for quad in graph.dataset.store.match(None, role)) if role else ()
    return Counter(each for each in cited if isinstance(each, NamedNode))
