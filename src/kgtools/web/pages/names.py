"""``/search``: things by their names."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.terms import NamedNode
from kgtools.web import jobs
from kgtools.web.pages import record
from kgtools.web.pages.frame import Frame
from kgtools.web.pages.naming import classes, word

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.state import State

_MOST, _LONGEST = 60, 200
_FACETS: Final = 8


class Found(NamedTuple):
    """A thing whose name resembles what was looked for."""

    label: str
    name: str
    href: str
    id: str
    types: list[str]


class Facet(NamedTuple):
    """A class with the number of things found in it."""

    name: str
    value: str
    size: int
    hue: int


class Question(NamedTuple):
    """A named query that speaks of what was looked for."""

    summary: str
    href: str


async def names(request: Request, state: State) -> Response:
    """Return the page of a search."""
    text = request.query_params.get("q", "").strip()[:_LONGEST]
    frame = Frame(request, state, f"Names like {text}" if text else "Search")
    frame.undated = "Names do not depend on the day"
    chosen = request.query_params.get("class", "")
    found = await _found(frame, text) if text else []
    tally = Counter(kind for hit in found for kind in hit.types)
    hues = record.class_hues(frame.graph)
    facets = [Facet(kind, kind, count, hues.get(kind, 0)) for kind, count in tally.most_common(_FACETS)]
    return frame.render(
        "search.html",
        text=text,
        chosen=chosen,
        facets=facets if len(facets) > 1 else [],
        questions=_questions(frame, text) if text else [],
        hits=[hit for hit in found if not chosen or chosen in hit.types],
    )


def _questions(frame: Frame, text: str) -> list[Question]:
    """Return the questions with all words of a text in their summary, description, tags or fields."""
    words = text.casefold().split()
    found = []
    for spec in record.questions(frame.graph):
        labels = (param.label for param in spec.params)
        told = " ".join((spec.name, spec.summary, spec.description, *spec.tags, *labels)).casefold()
        if all(word in told for word in words):
            found.append(Question(spec.summary, frame.to(f"/q/{spec.name}", asof=None)))
    return found


async def _found(frame: Frame, text: str) -> list[Found]:
    """Return what a worker finds: looking through all names takes long."""
    hits = json.loads((await frame.state.run(jobs.search, text, None, _MOST)).data)
    return [
        Found(
            hit["label"],
            hit["name"],
            frame.thing(NamedNode(hit["iri"])),
            hit["id"] or hit["iri"],
            [word(frame.graph, cls) for cls in classes(frame.graph, NamedNode(hit["iri"]))],
        )
        for hit in hits
    ]
