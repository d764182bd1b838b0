"""What went wrong, as a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kgtools.web.pages.frame import Frame

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.web.state import State


async def problem(request: Request, state: State) -> Response:
    """Return the problem that the server put into ``request.state.answer``, for a person."""
    answer: Response = request.state.answer
    told = json.loads(bytes(answer.body))
    frame = Frame(request, state, told["title"], undated="There is nothing to show", is_lenient=True)
    page = frame.render(
        "problem.html",
        code=answer.status_code,
        status=answer.status_code,
        message=told["detail"],
        hint=told.get("hint", ""),
    )
    page.headers.update({name: value for name, value in answer.headers.items() if name == "allow"})
    return page
