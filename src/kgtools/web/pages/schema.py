"""``/schema``: the words of the record: classes with counts, properties, code lists, shapes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kgtools import schema as schemas
from kgtools.web.pages import record
from kgtools.web.pages.classtree import class_tree
from kgtools.web.pages.frame import Frame

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.web.state import State


async def schema(request: Request, state: State) -> Response:
    """Return the page of classes, properties, code lists and shapes."""
    frame = Frame(request, state, "Schema", section="/schema", undated="Words do not depend on the day")
    return await frame.state.make(_page, frame)


def _page(frame: Frame) -> Response:
    found = _read(frame.graph)
    picture = class_tree(found.classes, frame.name)
    return frame.render("schema.html", schema=found, hues=record.class_hues(frame.graph), picture=picture)


@lru_cache(maxsize=4)
def _read(graph: Graph) -> schemas.Schema:
    return schemas.read(graph.dataset, graph.labels, graph.queries)
