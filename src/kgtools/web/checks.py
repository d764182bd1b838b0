"""``/check``: posted facts judged together with the project; nothing of them is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools import __version__
from kgtools.diagnostics import document, sarif
from kgtools.web import bodies, parameters
from kgtools.web.answers import Body
from kgtools.web.negotiation import choose, prefers_page
from kgtools.web.problems import refuse
from kgtools.web.protocol import FORM

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.pages import View
    from kgtools.web.state import State

SYNTAXES: Final = {
    "text/turtle": ".ttl",
    "application/x-turtle": ".ttl",
    "application/trig": ".trig",
    "application/n-triples": ".nt",
    "application/n-quads": ".nq",
    "text/plain": ".nt",
}
_REPORTS: Final = {"application/json": "json", "application/sarif+json": "sarif"}


async def check(request: Request, state: State, page: View | None) -> Response:
    """Answer ``POST /check``; with GET, and to a browser, the page."""
    accept = request.headers.get("accept")
    if page and (request.method == "GET" or prefers_page(accept, _REPORTS)):
        return await page(request)
    if request.method == "GET":
        raise refuse(405, "post the facts to be checked", Allow="POST")
    ending = choose(accept, _REPORTS)
    if ending is None:
        raise refuse(406, "a report is application/json or application/sarif+json")
    data, syntax = await facts(request, state)
    report = await state.check(data, syntax)
    prefixes = state.current.graph.project.prefixes
    if ending == "sarif":
        text = sarif.render(report, prefixes, version=__version__)
    else:
        text = document.render(report, prefixes)
    return Body(text.encode(), ending).response({"Cache-Control": "no-store"})


async def facts(request: Request, state: State) -> tuple[bytes, str]:
    """Return posted facts and the file ending of their syntax; a form has them in ``facts``, as Turtle.

    Raises:
        Refusal: Another media type, a form without facts, too large, or too slow.
    """
    kind = bodies.media_type(request) or "text/turtle"
    if kind != FORM and kind not in SYNTAXES:
        accepted = ", ".join(SYNTAXES)
        raise refuse(415, f"facts come as one of: {accepted}", Accept_Post=accepted)
    data = await bodies.read(request, state.limits)
    if kind != FORM:
        return data, SYNTAXES[kind]
    given = dict(parameters.decoded(data))
    if "facts" not in given:  # facts under the media type that curl sends by itself
        raise refuse(
            400, "a form without facts", hint="send facts as they are, with their media type: text/turtle"
        )
    syntax = f".{given.get('syntax', 'ttl')}"
    return given.get("facts", "").encode(), syntax if syntax in SYNTAXES.values() else ".ttl"
