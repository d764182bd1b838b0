"""``/store``: the SPARQL 1.1 Graph Store HTTP Protocol, its reading half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.web import jobs, parameters
from kgtools.web.answers import Body, answer
from kgtools.web.negotiation import TRIPLES, choose
from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.pages import View
    from kgtools.web.state import State


async def store(request: Request, state: State, _page: View | None) -> Response:
    """Answer ``/store?default`` and ``/store?graph=IRI`` (section 5.2)."""
    if request.method not in ("GET", "HEAD"):
        raise refuse(405, "this server only reads", hint="facts are added with 'kg add'", Allow="GET, HEAD")
    given = parameters.of_address(request)
    graphs = [value for name, value in given if name == "graph"]
    is_default = any(name == "default" for name, _ in given)
    if len(graphs) + is_default != 1:
        raise refuse(400, "which graph?", hint="/store?default or /store?graph=IRI")
    ending = choose(request.headers.get("accept"), TRIPLES)
    if ending is None:
        raise refuse(406, "no format that you accept", hint=f"one of: {', '.join(TRIPLES)}")
    name = graphs[0] if graphs else None
    dataset = state.current.graph.dataset
    if name is not None and name not in (*dataset.graph_names, dataset.project.inferred_graph.value):
        raise refuse(404, "there is no graph of this name", hint="accept text/turtle at /sparql for a list")

    async def produce() -> Body:
        return await state.run(jobs.content, name, ending, state.limits.bytes)

    return await answer(request, state, produce)
