"""The pages: one function each, all state in the URL.

``routes`` gives the pages with paths of their own. ``views`` gives those that share their path with
data; the server calls them where a client prefers HTML. Their keys: ``query`` (``/q/{name}``),
``entity`` (``/id/{name}``), ``search``, ``sparql``, ``why`` and ``check``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kgtools.web.state import State

View: TypeAlias = "Callable[[Request], Awaitable[Response]]"


def routes(_state: State) -> list[BaseRoute]:
    """Return the routes of pages with paths of their own."""
    return []


def views(_state: State) -> Mapping[str, View]:
    """Return the pages that share their path with data, by name."""
    return {}
