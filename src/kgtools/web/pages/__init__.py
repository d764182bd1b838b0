"""The pages: one function each, all state in the URL.

``routes`` gives the pages with paths of their own. ``views`` gives those that share their path with
data; the server calls them where a client prefers HTML. Their keys: ``query`` (``/q/{name}``),
``entity`` (``/id/{name}``), ``search``, ``sparql``, ``why``, ``check``, and ``problem`` for what
went wrong.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias

from starlette.routing import Route

from kgtools.web.answers import Body, answer
from kgtools.web.pages.checking import checking
from kgtools.web.pages.contradictions import contradictions
from kgtools.web.pages.editor import editor
from kgtools.web.pages.explore import explore
from kgtools.web.pages.home import home
from kgtools.web.pages.names import names
from kgtools.web.pages.problem import problem
from kgtools.web.pages.question import question
from kgtools.web.pages.receipts import why
from kgtools.web.pages.schema import schema
from kgtools.web.pages.thing import thing
from kgtools.web.pages.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kgtools.web.state import State

View: TypeAlias = "Callable[[Request], Awaitable[Response]]"


def routes(state: State) -> list[BaseRoute]:
    """Return the routes of pages with paths of their own."""
    pages = {
        "/": home,
        "/explore": explore,
        "/timeline": timeline,
        "/contradictions": contradictions,
        "/schema": schema,
    }
    return [Route(path, _with(state, page), name=page.__name__) for path, page in pages.items()]


def views(state: State) -> Mapping[str, View]:
    """Return the pages that share their path with data, by name."""
    pages = {
        "query": question,
        "entity": thing,
        "search": names,
        "sparql": editor,
        "why": why,
        "check": checking,
        "problem": problem,
    }
    return {name: _with(state, page) for name, page in pages.items()}


def _with(state: State, page: Callable[[Request, State], Awaitable[Response]]) -> View:
    async def view(request: Request) -> Response:
        # What is posted is not kept, nor what went wrong, nor what a link of another site may not have.
        is_own = not getattr(request.state, "is_foreign", False)
        if request.method == "POST" or page is problem or not is_own:
            return await page(request, state)

        async def produce() -> Body | Response:
            made = await page(request, state)
            return Body(bytes(made.body), "html") if made.status_code == HTTPStatus.OK else made

        # A page repeats the address that it was asked by, and says what is wrong with the files.
        besides = f"{request.headers.get('host')} {state.problem or ''}"
        return await answer(request, state, produce, besides=besides)

    return view
