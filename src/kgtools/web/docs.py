"""The documentation of a schema as one static page that needs neither script nor network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kgtools import schema
from kgtools.bundle import STATIC
from kgtools.web.pages.classtree import class_tree
from kgtools.web.pages.environment import environment

if TYPE_CHECKING:
    from kgtools.graph import Graph
    from kgtools.terms import NamedNode, Term

_ASSETS: Final = ("icon.svg", "style.css")


def build(graph: Graph) -> dict[str, bytes]:
    """Return the files of the documentation by name; the same project gives the same bytes.

    Raises:
        KgError: The project cannot be loaded.

    Example:
        >>> from kgtools.graph import Graph
        >>> sorted(build(Graph()))
        ['icon.svg', 'index.html', 'style.css']
    """
    found = schema.read(graph.dataset, graph.labels, graph.queries)
    page = _Page(graph, found)
    text = (
        environment()
        .get_template("docs.html")
        .render(page=page, schema=found, picture=class_tree(found.classes, page.name))
    )
    return {"index.html": text.encode(), **{name: (STATIC / name).read_bytes() for name in _ASSETS}}


class _Page:
    """What the template asks of its page: names, and links within it."""

    def __init__(self, graph: Graph, found: schema.Schema) -> None:
        self._graph = graph
        self.project = graph.project.name
        self.title = graph.project.title or graph.project.name
        codes = (word for each in found.codes for word in (each.word, *each.codes))
        self._here = {word.node for word in (*found.classes, *found.properties, *codes)}
        self._here |= {shape.node for shape in found.shapes}

    def name(self, node: NamedNode) -> str:
        """Return the name of a term on the page."""
        return self._graph.project.prefixes.compress(node.value) or node.value

    def show(self, node: NamedNode) -> str:
        """Return a term as Turtle has it."""
        return self._graph.project.prefixes.show(node)

    def label(self, term: Term) -> str:
        """Return what people call a term."""
        return self._graph.labels.of(term)

    def term(self, node: NamedNode) -> str:
        """Return a link to a term; "" where it is not on the page."""
        return f"#{quote(self.name(node), safe=':')}" if node in self._here else ""

    def question(self, name: str) -> str:
        """Return a link to a question."""
        return f"#question:{name}"
