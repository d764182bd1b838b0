"""``/``: what is in here, and what can be asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kgtools.statistics import By, counts, overview
from kgtools.web.pages import record
from kgtools.web.pages.cells import Cell, cell
from kgtools.web.pages.frame import Frame

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.query.spec import QuerySpec
    from kgtools.web.state import State

_CLASSES, _SOURCES = 24, 6


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
    specs = sorted(graph.queries, key=lambda spec: spec.summary)
    wanted = frame.request.query_params.get("tag", "")
    return frame.render(
        "home.html",
        size=_size(frame),
        tag=wanted,
        tags=sorted({tag for spec in specs for tag in spec.tags}),
        questions=[_question(frame, spec) for spec in specs if not wanted or wanted in spec.tags],
        classes=_classes(frame),
        statuses=counts(graph.dataset, graph.labels, By.STATUS),
        sources=_sources(frame),
    )


def _size(frame: Frame) -> Size:
    known = dict(overview(frame.graph.dataset))
    return Size(known["entities"], known["triples"], known["files"], known.get("sources cited", "no"))


def _question(frame: Frame, spec: QuerySpec) -> Question:
    # The day goes along only where the question takes one.
    day = {"asof": frame.as_of} if spec.param("asof") else {"asof": None}
    return Question(spec.summary, spec.tags, frame.to(f"/q/{spec.name}", **day))


def _classes(frame: Frame) -> list[Kind]:
    found = record.counted(frame.graph, frame.as_of)[:_CLASSES]
    hues, most = record.hues(frame.graph), max((count for _, count in found), default=1)
    names = [(frame.graph.labels.of(cls), cls, count) for cls, count in found]
    return [
        Kind(name, frame.thing(cls), count, max(1, round(100 * count / most)), hues.get(name, 0))
        for name, cls, count in names
    ]


def _sources(frame: Frame) -> list[tuple[Cell, int]]:
    role = frame.graph.project.roles.source
    if role is None:
        return []
    tally = Counter(quad.object for quad in frame.graph.dataset.store.match(None, role))
    best = sorted(tally.items(), key=lambda pair: (-pair[1], str(pair[0])))[:_SOURCES]
    return [(cell(frame, term), count) for term, count in best]  # type: ignore[arg-type]  # no quoted triples
