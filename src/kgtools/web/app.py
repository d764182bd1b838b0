"""The application: which function answers which address."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kgtools.bundle import STATIC
from kgtools.errors import KgError, UsageError
from kgtools.web import (
    checks,
    events,
    exports,
    graphstore,
    named,
    neighbours,
    openapi,
    pages,
    problems,
    protocol,
    things,
)
from kgtools.web.negotiation import prefers_page
from kgtools.web.problems import Refusal
from kgtools.web.security import Guard

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kgtools.web.pages import View
    from kgtools.web.security import Policy
    from kgtools.web.state import State

Endpoint: TypeAlias = "Callable[[Request], Awaitable[Response]]"
_PROBLEMS = {problems.MEDIA_TYPE: "json", "application/json": "json"}
_TEXTS = {404: "there is no such page", 405: "this method is not taken here"}
Answering: TypeAlias = "Callable[[Request, State, View | None], Awaitable[Response]]"


def application(state: State, policy: Policy) -> Starlette:
    """Return the workbench over one server's state, as an ASGI application.

    Args:
        state: What is served; started and ended with the application.
        policy: Who may ask.
    """
    views = pages.views(state)

    def route(path: str, function: Answering, view: str = "", methods: tuple[str, ...] = ("GET",)) -> Route:
        async def endpoint(request: Request) -> Response:
            return await function(request, state, views.get(view))

        return Route(path, endpoint, methods=list(methods), name=function.__name__)

    async def told(request: Request, error: Exception) -> Response:
        answer = await _told(request, error)
        if not prefers_page(request.headers.get("accept"), _PROBLEMS):
            return answer
        request.state.answer = answer
        return await views["problem"](request)

    routes: list[BaseRoute] = [
        route("/sparql", protocol.sparql, "sparql", ("GET", "POST")),
        route("/q/{name}", named.named, "query"),
        route("/id/{name:path}", things.entity, "entity"),
        route("/search", things.search, "search"),
        route("/store", graphstore.store, methods=("GET", "POST", "PUT", "DELETE", "PATCH")),
        route("/graph", neighbours.graph),
        route("/why", neighbours.why, "why"),
        route("/check", checks.check, "check", ("GET", "POST")),
        route("/export/{form}", exports.export),
        route("/events", events.events),
        route("/openapi.json", openapi.openapi),
        route("/health", _health),
        *pages.routes(state),
        Mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static"),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, policy=policy)],
        lifespan=lambda _app: state.open(),
        exception_handlers=dict.fromkeys((Refusal, KgError, HTTPException, Exception), told),
    )


async def _health(_request: Request, state: State, _page: View | None) -> Response:
    body = {"status": "ok" if state.problem is None else "stale", "dataset": state.current.hash}
    return things.json_body(body).response({"Cache-Control": "no-store"})


async def _told(_request: Request, error: Exception) -> Response:
    """Return what an error says as an answer; nobody learns more of one that was not foreseen."""
    match error:
        case Refusal():
            return problems.response(error.error, error.status, error.headers)
        case KgError():
            return problems.response(error)
        case HTTPException():
            told = UsageError(
                _TEXTS.get(error.status_code, error.detail),
                hint="/ lists the questions, /openapi.json every address",
            )
            return problems.response(told, error.status_code, error.headers)
    return problems.response(KgError("something went wrong inside the server"), 500)
