"""``/sparql`` for people: an editor, and what the query gives."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from kgtools.errors import KgError
from kgtools.query import results
from kgtools.query.run import Result
from kgtools.terms import OWL, RDF, SKOS, NamedNode
from kgtools.web.pages.answers import table
from kgtools.web.pages.frame import Frame
from kgtools.web.pages.pictures import VIEWS, picture
from kgtools.web.pages.receipts import of_cell
from kgtools.web.protocol import operation

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.query.run import Answer
    from kgtools.web.pages.receipts import Receipt
    from kgtools.web.state import State

_VIEWS: Final = (*VIEWS, ("raw", "Raw"))
_KINDS: Final = (
    (OWL["Class"], "class"),
    (OWL["ObjectProperty"], "property"),
    (OWL["DatatypeProperty"], "property"),
    (OWL["AnnotationProperty"], "property"),
    (SKOS["Concept"], "code"),
)
_TABLES: Final = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "srj"), ("XML", "srx"))
_TRIPLES: Final = (("Turtle", "ttl"), ("N-Triples", "nt"), ("JSON-LD", "jsonld"))
_RAW: Final = 200_000
_START: Final = """\
SELECT ?class (COUNT(?thing) AS ?things) WHERE {
  ?thing a ?class .
}
GROUP BY ?class
ORDER BY DESC(?things)
LIMIT 20
"""


async def editor(request: Request, state: State) -> Response:
    """Return the editor, with the answer where a query is given; a link of another site runs none."""
    frame = Frame(request, state, "SPARQL", section="/sparql", undated="The query itself says which day")
    asked = await operation(request, state)
    text = asked.text or ""
    found: Answer | None = None
    problem: KgError | None = None
    is_held = bool(text) and bool(getattr(request.state, "is_foreign", False))
    if text and not is_held:
        try:
            found = await state.query(text)
        except KgError as error:
            problem = error
    place, receipt = request.query_params.get("cell", ""), None
    if place and isinstance(found, Result):
        rows = found.rows
        receipt = await of_cell(frame, found, place, lambda row: state.receipt_of(text, rows[row]))
    return await state.make(_page, frame, text, found, problem, receipt=receipt, held=is_held)


def _page(
    frame: Frame,
    text: str,
    found: Answer | None,
    problem: KgError | None,
    *,
    receipt: Receipt | None,
    held: bool,
) -> Response:
    """Return the page around an answer."""
    view = frame.request.query_params.get("view") or "table"
    terms = _terms(frame.graph)
    return frame.render(
        "sparql.html",
        code=400 if problem else 200,
        text=text or _START,
        problem=problem,
        line=_line(text, problem),
        held=held,
        view=view,
        views=_VIEWS,
        answer=table(frame, found) if found is not None else None,
        receipt=receipt,
        is_truth=isinstance(found, bool),
        picture=picture(frame, view, found) if found is not None else None,
        raw=_raw(frame.graph, found) if view == "raw" and found is not None else "",
        downloads=_downloads(text, found),
        data={"terms": terms, "prefixes": dict(frame.graph.project.prefixes), "error": _mark(problem)},
    )


def _line(text: str, problem: KgError | None) -> tuple[str, str] | None:
    """Return the line of a query that an error is on, and a mark below its place."""
    place = problem.location if problem else None
    if place is None or place.line is None:
        return None
    lines = text.splitlines()
    if not 1 <= place.line <= len(lines):
        return None
    return lines[place.line - 1], " " * ((place.column or 1) - 1) + "^"


def _mark(problem: KgError | None) -> dict[str, Any] | None:
    if problem is None:
        return None
    place = problem.location
    return {
        "message": problem.message,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }


def _raw(graph: Graph, found: Answer) -> str:
    if isinstance(found, bool):
        text = results.truth("srj", found)
    elif isinstance(found, Result):
        text = results.table("srj", found.columns, found.rows, cut=found.cut)
    else:
        return results.triples("ttl", found, graph.project.prefixes).decode()[:_RAW]
    return json.dumps(json.loads(text), ensure_ascii=False, indent=1)[:_RAW]


def _downloads(text: str, found: Answer | None) -> list[tuple[str, str]]:
    if found is None:
        return []
    forms = _TABLES if isinstance(found, Result | bool) else _TRIPLES
    return [(name, f"/sparql?{urlencode({'query': text, 'format': form})}") for name, form in forms]


@lru_cache(maxsize=2)
def _terms(graph: Graph) -> list[list[str]]:
    """Return the terms that the editor completes: name, label, kind."""
    store, prefixes = graph.dataset.store, graph.project.prefixes
    found: dict[NamedNode, str] = {}
    for kind, name in _KINDS:
        for quad in store.match(None, RDF["type"], kind):
            if isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject, name)
    used = {quad.predicate for quad in store.match()} - found.keys()
    found |= dict.fromkeys(used, "property")
    rows = [[prefixes.show(node), graph.labels.of(node), kind] for node, kind in found.items()]
    return sorted(rows)
