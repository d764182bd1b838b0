"""``/sparql``: the SPARQL 1.1 Protocol, its query half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.web import jobs
from kgtools.web.answers import answer
from kgtools.web.named import switch
from kgtools.web.negotiation import TABLES, TRIPLES, choose, prefers_page
from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.pages import View
    from kgtools.web.state import State


async def sparql(request: Request, state: State, page: View | None) -> Response:
    """Answer ``/sparql``; a browser without data in mind gets the editor."""
    accept = request.headers.get("accept")
    if page and prefers_page(accept, {**TABLES, **TRIPLES}):
        return await page(request)
    text = request.query_params.get("query")
    if text is None:
        raise refuse(400, "no query given", hint="/sparql?query=SELECT ...")
    run = jobs.Runner(limit=state.limits.rows, inferred=switch(request, "inferred"), bytes=state.limits.bytes)
    forms = choose(accept, TABLES), choose(accept, TRIPLES)
    return await answer(request, state, lambda: state.run(jobs.sparql, text, *forms, run))
