"""``/openapi.json``: the interface in OpenAPI 3.1, made from the headers of the queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kgtools import __version__
from kgtools.query.parameters import default
from kgtools.web.answers import Body, answer
from kgtools.web.negotiation import ENDINGS, TABLES, TRIPLES
from kgtools.web.protocol import FORM, QUERY
from kgtools.web.things import json_body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.query.spec import Param, QuerySpec
    from kgtools.web.pages import View
    from kgtools.web.state import State

Json = dict[str, Any]

_TEXT: Final[Json] = {"type": "string"}
_SWITCH: Final[Json] = {"type": "string", "enum": ["1", "0"]}
_TYPES: Final[dict[str, Json]] = {
    "iri": {"type": "string", "description": "A label, alias, CURIE or IRI."},
    "string": _TEXT,
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
}
_FORM: Final[Json] = {"type": "object", "required": ["query"], "properties": {"query": _TEXT}}
_SOLUTIONS: Final[Json] = {"type": "object", "required": ["head"]}
_FORMATS: Final = ("json", "csv", "tsv", "md", "srj")
_STATUSES: Final = (
    "400",
    "401",
    "403",
    "404",
    "405",
    "406",
    "408",
    "413",
    "414",
    "415",
    "421",
    "429",
    "500",
    "503",
)


async def openapi(request: Request, state: State, _page: View | None) -> Response:
    """Answer ``/openapi.json``."""

    async def produce() -> Body:
        return json_body(document(state.current.graph))

    return await answer(request, state, produce)


def document(graph: Graph) -> Json:
    """Return the whole interface of a project as an OpenAPI document.

    Example:
        >>> import kgtools
        >>> document(kgtools.open())["openapi"]
        '3.1.0'
    """
    queries = {
        f"/q/{spec.name}.{form}": {"get": _query(graph, spec, form)}
        for spec in graph.queries
        for form in _forms(spec)
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": graph.project.title or graph.project.name,
            "version": __version__,
            "description": "A knowledge graph, read-only. Errors are problem+json (RFC 9457).",
        },
        "paths": {**_fixed(), **queries},
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "responses": {
                "Problem": {
                    "description": "Why there is no answer.",
                    "content": {
                        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
                    },
                }
            },
        },
    }


_PROBLEM: Final[Json] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "code": {"type": "string", "pattern": "^KG[0-9]{3}$"},
        "detail": _TEXT,
        "hint": _TEXT,
        "line": {"type": "integer"},
        "column": {"type": "integer"},
    },
}


def _forms(spec: QuerySpec) -> tuple[str, ...]:
    return _FORMATS if spec.columns else ("ttl",)


def _query(graph: Graph, spec: QuerySpec, form: str) -> Json:
    runner = [
        _parameter("limit", {"type": "integer", "minimum": 1, "maximum": 10_000}, "Rows at most."),
        _parameter("offset", {"type": "integer", "minimum": 0, "maximum": 999_999_999}, "Rows to skip."),
        _parameter("iri", _SWITCH, "Full IRIs instead of labels."),
        _parameter("inferred", _SWITCH, "Ask what follows by axioms and rules, too."),
    ]
    if form == "json":
        runner.append(
            _parameter("receipt", _SWITCH, "What stands behind each row: triples, files, lines, sources.")
        )
    if form == "csv":
        runner.append(_parameter("excel", _SWITCH, "For a spreadsheet: marked as UTF-8, no cell a formula."))
    return {
        "operationId": f"{spec.name}.{form}",
        "summary": spec.summary,
        "description": spec.description,
        "tags": list(spec.tags),
        "parameters": [*(_of(graph, spec, param) for param in spec.params), *runner],
        "responses": _responses([ENDINGS[form]], _SOLUTIONS if form == "srj" else _schema(spec)),
    }


def _schema(spec: QuerySpec) -> Json:
    cells = {name: {"type": ["string", "null"]} for name, _ in spec.columns}
    receipt = {"receipt": {"type": "array", "items": {"type": "object"}}}
    return {"type": "array", "items": {"type": "object", "properties": {**cells, **receipt}}}


def _of(graph: Graph, spec: QuerySpec, param: Param) -> Json:
    schema = dict(_TYPES[param.type])
    if param.choices:
        schema["enum"] = list(param.choices)
    given = default(spec, param, graph.project.prefixes)
    told = [param.label or param.name, f"a {param.cls}" if param.cls else ""]
    if given is not None:
        told.append(f"default: {given if isinstance(given, str) else ', '.join(given)}")
    described = "; ".join(filter(None, told))
    return _parameter(
        param.name, {"type": "array", "items": schema}, f"{described}.", required=param.required
    ) | {"explode": True}


def _parameter(name: str, schema: Json, text: str, *, required: bool = False, place: str = "query") -> Json:
    return {"name": name, "in": place, "required": required, "description": text, "schema": schema}


def _responses(types: Iterable[str], schema: Json) -> Json:
    content = {each: {"schema": schema if each.endswith("json") else _TEXT} for each in dict.fromkeys(types)}
    problems = {status: {"$ref": "#/components/responses/Problem"} for status in _STATUSES}
    return {
        "200": {"description": "The answer.", "content": content},
        "304": {"description": "You have it already."},
        **problems,
    }


def _fixed() -> Json:
    """Return the addresses that every project has."""
    anything: Json = {}
    tables = _responses((*TABLES, *TRIPLES), anything)
    triples = _responses(TRIPLES, anything)
    asof = _parameter("asof", {"type": "string", "format": "date"}, "Only what may hold on this day.")
    graphs = [
        _parameter(
            name, {"type": "array", "items": {"type": "string", "format": "uri"}}, "A graph of the dataset."
        )
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    return {
        "/sparql": {
            "get": {
                "summary": "SPARQL 1.1 Protocol: a query; without one, the service description.",
                "parameters": [_parameter("query", _TEXT, "SPARQL."), *graphs],
                "responses": tables,
            },
            "post": {
                "summary": "The same, posted.",
                "parameters": graphs,
                "requestBody": {
                    "required": True,
                    "content": {QUERY: {"schema": _TEXT}, FORM: {"schema": _FORM}},
                },
                "responses": tables,
            },
        },
        "/store": {
            "get": {
                "summary": "SPARQL 1.1 Graph Store Protocol: a whole graph.",
                "parameters": [
                    _parameter("graph", {"type": "string", "format": "uri"}, "A named graph."),
                    _parameter("default", {"type": "string", "enum": [""]}, "The default graph."),
                ],
                "responses": triples,
            }
        },
        "/id/{name}": {
            "get": {
                "summary": "All triples about a thing.",
                "parameters": [
                    _parameter("name", _TEXT, "Local name, CURIE or IRI.", required=True, place="path")
                ],
                "responses": triples,
            }
        },
        "/search": {
            "get": {
                "summary": "Things by label and alias, best first.",
                "parameters": [
                    _parameter("q", {"type": "string", "minLength": 1}, "Text.", required=True),
                    _parameter("class", _TEXT, "Only instances of this class."),
                    _parameter("limit", {"type": "integer", "minimum": 0, "maximum": 200}, "At most."),
                ],
                "responses": _responses(["application/json"], {"type": "array", "items": {"type": "object"}}),
            }
        },
        "/graph": {
            "get": {
                "summary": "What is around a thing, as nodes and edges.",
                "parameters": [
                    _parameter("around", {"type": "array", "items": _TEXT}, "Local name, CURIE or IRI."),
                    _parameter("hops", {"type": "integer", "minimum": 0, "maximum": 5}, "Edges away."),
                    _parameter("limit", {"type": "integer", "minimum": 0, "maximum": 2000}, "Nodes at most."),
                    asof,
                ],
                "responses": _responses(
                    ["application/json"], {"type": "object", "required": ["nodes", "edges"]}
                ),
            }
        },
        "/why": {
            "get": {
                "summary": "Why a fact holds: its proof, down to files, lines and sources.",
                "parameters": [
                    _parameter(
                        name, {"type": "string", "minLength": 1}, "Label, CURIE or IRI.", required=True
                    )
                    for name in "spo"
                ],
                "responses": _responses(
                    ["application/json"], {"type": "object", "required": ["holds", "steps"]}
                ),
            }
        },
        "/check": {
            "post": {
                "summary": "Judge facts together with the project; nothing is stored.",
                "requestBody": {"required": True, "content": {"text/turtle": {"schema": _TEXT}}},
                "responses": _responses(["application/json", "application/sarif+json"], {"type": "object"}),
            }
        },
        "/export/{form}": {
            "get": {
                "summary": "The graph as a file of another program.",
                "parameters": [
                    _parameter("form", _TEXT, "As of kg export.", required=True, place="path"),
                    asof,
                    _parameter("profile", _TEXT, "A projection of the project; graph formats."),
                    _parameter("status", {"type": "array", "items": _TEXT}, "Only these; graph formats."),
                    _parameter("derived", {"type": "boolean"}, "Derived dates, too; RDF formats."),
                    _parameter("lang", _TEXT, "Language of labels."),
                ],
                "responses": {
                    **_responses([], anything),
                    "200": {"description": "The file.", "content": {"*/*": {}}},
                },
            }
        },
        "/health": {
            "get": {
                "summary": "Whether the server answers, and from which dataset.",
                "responses": _responses(
                    ["application/json"], {"type": "object", "required": ["status", "dataset"]}
                ),
            }
        },
    }
