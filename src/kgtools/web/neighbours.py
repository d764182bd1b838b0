"""``/graph``: what is around a thing, as nodes and edges; ``/why``: why a fact holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.query.parameters import parse_day
from kgtools.web import jobs, parameters
from kgtools.web.answers import Body, answer
from kgtools.web.negotiation import prefers_page
from kgtools.web.problems import refuse
from kgtools.web.things import thing

if TYPE_CHECKING:
    from datetime import date

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.pages import View
    from kgtools.web.state import State

_JSON: Final = {"application/json": "json"}
_HOPS: Final = 5
_NODES: Final = 2000
_STARTS: Final = 100
_LONGEST: Final = 4096


async def graph(request: Request, state: State, _page: View | None) -> Response:
    """Answer ``/graph?around=NAME&hops=N&limit=N&asof=DAY``; without ``around``, the whole graph."""
    parameters.only(request, ("around", "hops", "limit", "asof", "as-of"))
    names = request.query_params.getlist("around")
    nodes = tuple(thing(state.current.graph, name).value for name in names[:_STARTS])
    hops = parameters.number(request, "hops", 1, most=_HOPS)
    limit = parameters.number(request, "limit", 200, most=_NODES)
    day = as_of(request)

    async def produce() -> Body:
        return await state.run(jobs.neighbourhood, nodes, hops, limit, day)

    return await answer(request, state, produce)


def as_of(request: Request) -> date | None:
    """Return the day of ``asof=``, or None.

    Raises:
        Refusal: It is no day.
    """
    text = request.query_params.get("asof") or request.query_params.get("as-of")
    if not text:
        return None
    day = parse_day(text)
    if day is None:
        raise refuse(400, f"'{text[:40]}' is no day", hint="write it like 2018-06-12")
    return day


async def why(request: Request, state: State, page: View | None) -> Response:
    """Answer ``/why?s=NAME&p=NAME&o=NAME``: the proof of a fact, down to files and lines."""
    if page and prefers_page(request.headers.get("accept"), _JSON):
        return await page(request)
    query = request.query_params
    terms = tuple(query.get(key, "") for key in "spo")
    if not all(terms):
        raise refuse(400, "why what?", hint="/why?s=SUBJECT&p=PROPERTY&o=VALUE, each a label, CURIE or IRI")
    if max(map(len, terms)) > _LONGEST:
        raise refuse(400, f"a term is longer than {_LONGEST} characters")

    async def produce() -> Body:
        return await state.run(jobs.why, *terms)

    return await answer(request, state, produce)
