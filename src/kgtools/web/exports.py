"""``/export/{format}``: the file that ``kg export`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.errors import UsageError
from kgtools.export import Format, Options
from kgtools.web import jobs, parameters
from kgtools.web.answers import Body, answer
from kgtools.web.neighbours import as_of
from kgtools.web.problems import Refusal

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.pages import View
    from kgtools.web.state import State

_PROFILE: Final = 64
_OF_TRIPLES: Final = ("derived", "lang")
_OF_GRAPHS: Final = ("profile", "asof", "as-of", "status", "lang")


async def export(request: Request, state: State, _page: View | None) -> Response:
    """Answer ``/export/{format}?profile=NAME&asof=DAY&status=STATUS&derived=1``."""
    try:
        form = Format.of(request.path_params["form"][:20])
    except UsageError as error:
        raise Refusal(404, error) from None
    parameters.only(request, _OF_TRIPLES if form.is_rdf else _OF_GRAPHS)
    query = request.query_params
    options = Options(
        derived=parameters.switch(request, "derived"),
        profile=(query.get("profile") or "")[:_PROFILE] or None,
        language=query.get("lang") or None,
        as_of=as_of(request),
        statuses=tuple(query.getlist("status")),
    )

    async def produce() -> Body:
        return await state.run_long(jobs.export, form, options, state.limits.export_bytes)

    return await answer(request, state, produce)
