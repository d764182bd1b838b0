"""``/q/{name}.{format}``: named queries, with parameters as on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.errors import UsageError
from kgtools.query.catalogue import NAME
from kgtools.query.parameters import ANY
from kgtools.web import jobs, parameters
from kgtools.web.answers import answer
from kgtools.web.negotiation import choose, prefers_page
from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.query.spec import QuerySpec
    from kgtools.web.pages import View
    from kgtools.web.state import State

_FORMATS: Final = ("html", "json", "csv", "tsv", "md", "ttl", "srj")
_OFFERED: Final[Mapping[str, str]] = {
    "application/json": "json",
    "application/sparql-results+json": "srj",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/markdown": "md",
    "text/turtle": "ttl",
}
OPTIONS: Final = ("limit", "offset", "iri", "lang", "inferred", "receipt", "partial", "excel")
"""Names in the query string that belong to the runner, not to the query."""
PAGE_OPTIONS: Final = ("view", "sort", "page", "status", "cell")
"""Names that belong to the page."""


class Asked(NamedTuple):
    """A request for a named query, read."""

    spec: QuerySpec
    arguments: dict[str, object]
    ending: str | None


def spec_of(state: State, name: str) -> QuerySpec:
    """Return a named query.

    Raises:
        Refusal: There is none of this name (404).
    """
    if not NAME.fullmatch(name):
        raise refuse(404, f"'{name[:64]}' is no name of a query", hint="see /openapi.json")
    try:
        return state.current.graph.queries.get(name)
    except UsageError as error:
        hint = error.hint if (error.hint or "").startswith("did you mean") else "/openapi.json has them all"
        raise refuse(404, error.message, hint=hint) from None


def arguments(request: Request, spec: QuerySpec) -> dict[str, object]:
    """Return the parameter values of a query string: texts as the command line takes them.

    ``any.NAME=1`` asks for every value of a parameter; a name may be repeated; empty values, as forms
    send them, leave the default. Names of the runner and of the page are none of the query's.

    Raises:
        Refusal: A name that nobody knows.
    """
    known = {param.name for param in spec.params}
    found: dict[str, object] = {}
    for key, value in parameters.of_address(request):
        name = "asof" if key == "as-of" else key
        if name.startswith("any.") and name[4:] in known:
            found[name[4:]] = ANY
        elif name in known:
            values = found.setdefault(name, [])
            if value and isinstance(values, list):
                values.append(value)
        elif name not in OPTIONS and name not in PAGE_OPTIONS:
            hint = f"it takes: {', '.join(sorted(known))}" if known else "it takes no parameters"
            raise refuse(400, f"query '{spec.name}' has no parameter '{key[:64]}'", hint=hint)
    return found


async def named(request: Request, state: State, page: View | None) -> Response:
    """Answer ``/q/{name}`` and ``/q/{name}.{format}``."""
    name, _, fixed = request.path_params["name"].partition(".")
    spec = spec_of(state, name)
    if fixed and fixed not in _FORMATS:
        raise refuse(404, f"a query has no format '{fixed[:20]}'", hint=f"one of: {' '.join(_FORMATS)}")
    accept = request.headers.get("accept")
    ending = fixed or ("html" if page and prefers_page(accept, _OFFERED) else choose(accept, _OFFERED))
    if ending is None:
        raise refuse(406, "a query has none of these formats", hint=f"one of: {' '.join(_FORMATS)}")
    if ending == "html" and page:
        request.state.spec = spec
        return await page(request)
    given = arguments(request, spec)
    _expect_all(spec, given)
    run = runner(request, state)
    return await answer(request, state, lambda: state.run(jobs.named, spec.name, given, ending, run))


def _expect_all(spec: QuerySpec, given: Mapping[str, object]) -> None:
    """Refuse a request that lacks what a query needs, in the words of an address."""
    for param in spec.params:
        if param.required and not given.get(param.name):
            hint = f"add {param.name}=, a {param.type}" if param.type != "iri" else f"add {param.name}=NAME"
            raise refuse(400, f"query '{spec.name}' needs a value for '{param.name}'", hint=hint)


def runner(request: Request, state: State) -> jobs.Runner:
    """Return what the query string says to the runner.

    Raises:
        Refusal: A number or a switch that is none.
    """
    limits, wanted = state.limits, parameters.last(request, "limit")
    receipt = parameters.switch(request, "receipt")
    most = limits.receipts if receipt else limits.rows
    return jobs.Runner(
        limit=parameters.number(request, "limit", most, most=most),
        offset=parameters.number(request, "offset", 0, most=10**9),
        is_page=bool(wanted) and int(wanted or 0) <= most,
        receipt=receipt,
        iri=parameters.switch(request, "iri"),
        lang=parameters.last(request, "lang") or None,
        inferred=parameters.switch(request, "inferred"),
        partial=parameters.switch(request, "partial"),
        excel=parameters.switch(request, "excel"),
        bytes=limits.bytes,
    )
