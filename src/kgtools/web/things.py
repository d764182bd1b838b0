"""``/id/{name}`` and ``/search``: what is known of a thing, and things by their names."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Final

from kgtools.errors import UsageError
from kgtools.terms import NamedNode, is_iri
from kgtools.web import jobs, parameters
from kgtools.web.answers import Body, answer
from kgtools.web.negotiation import TRIPLES, choose, prefers_page
from kgtools.web.problems import Refusal, refuse

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.web.pages import View
    from kgtools.web.state import State

_ENDINGS: Final = ("ttl", "jsonld", "nt", "rdf", "html")
_HITS: Final = 20
_MOST_HITS: Final = 200
_LONGEST: Final = 100  # characters of a name that nobody has


def thing(graph: Graph, name: str) -> NamedNode:
    """Return the thing that the rest of an address names: local name, CURIE or IRI.

    Raises:
        Refusal: The graph says nothing about it (404).
    """
    node = _known(graph, name)
    if node is not None:
        return node
    raise refuse(404, f"there is nothing called '{name[:_LONGEST]}' here", hint="see /search?q=")


def _known(graph: Graph, name: str) -> NamedNode | None:
    iri = _iri(graph, name)
    if iri is None:
        return None
    node, store = NamedNode(iri), graph.dataset.store
    facts = chain(store.match(node), store.match(None, None, node))
    return node if any(True for _ in facts) else None


def _iri(graph: Graph, name: str) -> str | None:
    iri = graph.project.prefixes.resolve(name) or graph.project.base + name
    return iri if is_iri(iri) else None


def split(graph: Graph, name: str) -> tuple[NamedNode, str | None]:
    """Return the thing and the ending that an address fixes; None where the client may choose.

    A thing's own name may end like a format: what the graph knows wins.
    """
    stem, _, ending = name.rpartition(".")
    if stem and ending in _ENDINGS and _known(graph, name) is None:
        return thing(graph, stem), ending
    return thing(graph, name), None


async def entity(request: Request, state: State, page: View | None) -> Response:
    """Answer ``/id/{name}``: as HTML, Turtle, JSON-LD, N-Triples or RDF/XML."""
    try:
        node, ending = split(state.current.graph, request.path_params["name"])
    except Refusal as error:
        raise await _with_suggestions(state, error, request.path_params["name"]) from None
    accept = request.headers.get("accept")
    if ending is None:
        ending = "html" if page and prefers_page(accept, TRIPLES) else choose(accept, TRIPLES)
    if ending == "html" and page:
        request.state.node = node
        return await page(request)
    if ending is None or ending == "html":
        raise refuse(406, "a thing is text/turtle, application/ld+json, application/n-triples or RDF/XML")
    parameters.only(request, ())  # its triples are those of all days
    return await answer(request, state, lambda: state.run(jobs.describe, node, ending))


async def _with_suggestions(state: State, error: Refusal, name: str) -> Refusal:
    """Return a refusal that names what is called alike; a worker looks, because that takes long."""
    iri = _iri(state.current.graph, name[:_LONGEST])
    text = name.rpartition(":")[2].replace("-", " ")[:_LONGEST]
    near = await state.run(jobs.alike, iri, text) if iri else []
    hint = f"did you mean {', '.join(map(repr, near))}?" if near else error.error.hint
    return Refusal(error.status, UsageError(error.error.message, hint=hint))


async def search(request: Request, state: State, page: View | None) -> Response:
    """Answer ``/search?q=TEXT&class=NAME&limit=N``: things by label and alias, best first."""
    if page and prefers_page(request.headers.get("accept"), {"application/json": "json"}):
        return await page(request)
    text = request.query_params.get("q", "").strip()
    if not text:
        raise refuse(400, "search for what?", hint="/search?q=TEXT")
    limit = parameters.number(request, "limit", _HITS, most=_MOST_HITS)
    cls = request.query_params.get("class") or None
    return await answer(request, state, lambda: state.run(jobs.search, text[:200], cls, limit))


def json_body(found: object) -> Body:
    """Return plain values as a JSON answer."""
    return Body(json.dumps(found, ensure_ascii=False).encode() + b"\n", "json")
