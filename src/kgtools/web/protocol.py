"""``/sparql``: the SPARQL 1.1 Protocol, its query half; without a query, what the service offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.web import bodies, description, jobs, parameters
from kgtools.web.answers import Body, answer
from kgtools.web.negotiation import TABLES, TRIPLES, choose, prefers_page
from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.pages import View
    from kgtools.web.state import State

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_DATASET: Final = ("default-graph-uri", "named-graph-uri")


class Operation(NamedTuple):
    """A query operation (SPARQL 1.1 Protocol, section 2.1).

    Attributes:
        text: The query; None where there is none.
        default: Graphs whose merge is asked.
        named: Graphs that ``GRAPH`` reaches.
        body: What was posted.
    """

    text: str | None
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    body: bytes = b""


async def sparql(request: Request, state: State, page: View | None) -> Response:
    """Answer ``/sparql``; a browser gets the editor."""
    accept = request.headers.get("accept")
    if page and prefers_page(accept, {**TABLES, **TRIPLES}):
        return await page(request)
    asked = await operation(request, state)
    if asked.text is None:
        return await _describe(request, state, choose(accept, TRIPLES))
    if request.state.is_foreign:
        raise refuse(403, "a link of another site may not run a query", hint="open /sparql and run it there")
    run = jobs.Runner(
        limit=state.limits.rows,
        inferred=parameters.switch(request, "inferred"),
        partial=parameters.switch(request, "partial"),
        bytes=state.limits.bytes,
        base=str(request.url.replace(query="")),
    )
    forms = choose(accept, TABLES), choose(accept, TRIPLES)
    if forms == (None, None):
        raise refuse(406, "no format that you accept", hint=f"one of: {', '.join((*TABLES, *TRIPLES))}")
    text, dataset = asked.text, (asked.default, asked.named)

    async def produce() -> Body:
        return await state.run_free(jobs.sparql, text, dataset, forms, run)

    return await answer(request, state, produce, posted=asked.body)


async def operation(request: Request, state: State) -> Operation:
    """Return what a request asks: by GET, by a posted form, or by a posted query.

    Raises:
        Refusal: An update, two queries, a query in the wrong place, or another media type.
    """
    given = parameters.of_address(request)
    if request.method != "POST":
        return _operation(given)
    kind = bodies.media_type(request)
    if kind == _UPDATE:
        raise _update()
    if kind not in (FORM, QUERY):
        raise refuse(415, f"a query comes as {FORM} or {QUERY}", Accept_Post=f"{FORM}, {QUERY}")
    body = await bodies.read(request, state.limits)
    if kind == FORM:
        asked = _operation([*given, *parameters.decoded(body)])
        if asked.text is None:
            raise refuse(400, "the form has no query")
        return asked._replace(body=body)
    if any(name == "query" for name, _ in given):
        raise refuse(400, "one query in the address and one in the body", hint="send one of them")
    text = bodies.text_of(body)
    return _operation([*given, ("query", text)])._replace(body=body)


def _operation(given: Iterable[tuple[str, str]]) -> Operation:
    given = tuple(given)
    queries = [value for name, value in given if name == "query"]
    if len(queries) > 1:
        raise refuse(400, f"{len(queries)} queries in one request", hint="send one")
    if any(name == "update" for name, _ in given):
        raise _update()
    default, named = (tuple(value for name, value in given if name == key) for key in _DATASET)
    return Operation(queries[0] if queries else None, default, named)


def _update() -> Exception:
    return refuse(400, "this server only reads: no update is taken", hint="facts are added with 'kg add'")


async def _describe(request: Request, state: State, ending: str | None) -> Response:
    if ending is None:
        raise refuse(400, "no query given", hint="/sparql?query=SELECT ..., or accept text/turtle")
    address = str(request.url.replace(query=""))

    async def produce() -> Body:
        return description.service(state.current.graph, address, ending)

    return await answer(request, state, produce)
