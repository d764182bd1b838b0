"""What every page has: its address and the state in it, links that keep it, the shell around it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse

from kgtools.query.parameters import parse_day
from kgtools.terms import NamedNode
from kgtools.web.pages import record
from kgtools.web.pages.environment import environment
from kgtools.web.problems import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from starlette.requests import Request
    from starlette.responses import Response

    from kgtools.graph import Graph
    from kgtools.terms import Term
    from kgtools.web.state import State

NAVIGATION: Final = (
    ("Questions", "/"),
    ("Explore", "/explore"),
    ("Timeline", "/timeline"),
    ("Contradictions", "/contradictions"),
    ("Schema", "/schema"),
    ("SPARQL", "/sparql"),
    ("Check", "/check"),
)
LIVE: Final = frozenset({"/sparql", "/check"})
"""Pages that need a server."""


class Frame:
    """One request for a page.

    Args:
        request: What was asked for.
        state: The server.
        title: Of the page.
        section: The entry of the navigation that it belongs to.
        undated: Why the page does not depend on a day; "" where it does.
        is_lenient: Take a malformed day for none, as the page that tells of it has to.

    Attributes:
        graph: The dataset that answers.
        as_of: The day that was asked for, or None.
        static: Whether the page will be a file, which nobody can ask anything.

    Raises:
        Refusal: The day is none.
    """

    def __init__(
        self,
        request: Request,
        state: State,
        title: str,
        *,
        section: str = "",
        undated: str = "",
        is_lenient: bool = False,
    ) -> None:
        self.request, self.state = request, state
        self.title, self.section, self.undated = title, section, undated
        current = state.current
        self.graph: Graph = current.graph
        self.hash = current.hash
        self.static: bool = getattr(request.app.state, "static", False)
        day = request.query_params.get("asof", "")
        self.as_of = parse_day(day) if is_lenient else _day(day)

    @property
    def project(self) -> str:
        """The name of the project."""
        return self.graph.project.name

    @property
    def summary(self) -> str:
        """What the project is, in a line."""
        return self.graph.project.title or self.graph.project.name

    @property
    def recorded(self) -> date | None:
        """The last day that the record knows of."""
        return self.graph.project.as_of

    @property
    def problem(self) -> str:
        """Why the files as they are now cannot be loaded; "" where they are what is shown."""
        return str(self.state.problem or "")

    @property
    def navigation(self) -> list[tuple[str, str]]:
        """Names and paths of the pages."""
        return [(name, path) for name, path in NAVIGATION if not (self.static and path in LIVE)]

    @property
    def wanted(self) -> str:
        """The text that is searched for."""
        return self.request.query_params.get("q", "") if self.path == "/search" else ""

    @property
    def path(self) -> str:
        """The path of this page."""
        return quote(self.request.url.path, safe="/:@!$&'()*+,;=~")

    @cached_property
    def days(self) -> tuple[str, str] | None:
        """The first and the last day that anything in the record has."""
        return record.days(self.graph)

    def asset(self, name: str) -> str:
        """Return the address of a file that every page may use; a new version has a new address."""
        from kgtools import __version__

        return f"/static/{name}" if self.static else f"/static/{name}?v={__version__}"

    def address(self, path: str) -> str:
        """Return a path as an address, without any state."""
        return path

    def to(self, path: str, **query: object) -> str:
        """Return a link to another page, on the same day."""
        return self.link(path, {"asof": self.as_of, **query})

    def here(self, **changes: object) -> str:
        """Return a link to this page with other parameters; None leaves one out.

        Any change but that of the page number leads back to the first page, and closes a receipt.
        """
        kept = [(key, value) for key, value in self.request.query_params.multi_items() if value]
        gone = {*changes, "page", "cell"}
        found = [(key, value) for key, value in kept if key not in gone]
        return self.link(self.path, found + list(changes.items()))

    def others(self, *names: str) -> list[tuple[str, str]]:
        """Return the parameters of this page but some, for the hidden fields of a form."""
        gone = {*names, "page", "cell"}
        return [
            (key, value)
            for key, value in self.request.query_params.multi_items()
            if key not in gone and value
        ]

    def kept(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Return some parameters of this page, for the hidden fields of a form."""
        return [(key, value) for key, value in self.others() if key in names]

    def thing(self, node: NamedNode) -> str:
        """Return a link to the page of a thing, or to a term on the page of the schema."""
        if node in record.vocabulary(self.graph):
            return f"{self.to('/schema')}#{quote(self.name(node), safe=':')}"
        return self.to(f"/id/{quote(self.name(node), safe=':')}")

    def term(self, node: NamedNode) -> str:
        """Return a link to anything that the schema speaks of; "" where there is no page for it."""
        if node in record.vocabulary(self.graph) or self.is_known(node):
            return self.thing(node)
        return f"#{quote(self.name(node), safe=':')}" if node in self._shapes else ""

    @cached_property
    def _shapes(self) -> frozenset[object]:
        return frozenset(quad.subject for quad in self.graph.dataset.shapes)

    def question(self, name: str) -> str:
        """Return a link to a question."""
        return self.to(f"/q/{name}")

    def label(self, term: Term) -> str:
        """Return what people call a term."""
        return self.graph.labels.of(term)

    def show(self, node: NamedNode) -> str:
        """Return a term as Turtle has it."""
        return self.graph.project.prefixes.show(node)

    def is_known(self, node: NamedNode) -> bool:
        """Return whether the record says anything about a thing."""
        return record.says_something(self.graph, node)

    def name(self, node: NamedNode) -> str:
        """Return what a thing is called in an address: its local name, else a CURIE, else its IRI."""
        project = self.graph.project
        if node.value.startswith(project.base):
            return node.value.removeprefix(project.base)
        return project.prefixes.compress(node.value) or node.value

    def why(self, subject: object, predicate: object, value: object) -> str:
        """Return a link to the receipt of a triple; "" where there is no server to make it."""
        if self.static:
            return ""
        return self.link("/why", {"s": _bare(subject), "p": _bare(predicate), "o": _bare(value)})

    def render(self, template: str, *, code: int = 200, **values: object) -> Response:
        """Return the page, with a status code."""
        text = environment().get_template(template).render(page=self, none=None, **values)
        return HTMLResponse(text, code, {"Cache-Control": "no-cache", "Vary": "Accept"})

    def link(self, path: str, query: Mapping[str, object] | Iterable[tuple[str, object]]) -> str:
        """Return an address with parameters; those without a value are left out."""
        pairs = query.items() if isinstance(query, Mapping) else query
        given = [(key, str(value)) for key, value in pairs if value is not None and value != ""]
        if self.static:  # a file has no parameters
            given = []
        return f"{path}?{urlencode(given)}" if given else path


def _day(text: str) -> date | None:
    day = parse_day(text) if text else None
    if text and day is None:
        raise refuse(400, f"'{text[:40]}' is no day", hint="write it like 2018-06-12")
    return day


def _bare(term: object) -> str:
    """Return a term as ``/why`` takes it: an IRI bare, a literal as Turtle writes it."""
    return term.value if isinstance(term, NamedNode) else str(term)
