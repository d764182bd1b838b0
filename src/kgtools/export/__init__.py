"""The graph in the formats of other tools.

RDF formats are made from the parsed files, because the store rewrites literals. Graph
formats are made from a projection (:mod:`kgtools.export.projection`), which counts what
becomes of every triple. The same files give the same bytes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from kgtools.errors import Location, UsageError, WriteError
from kgtools.export.options import Options
from kgtools.export.projection import project_graph
from kgtools.files import replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgtools.dataset import Dataset
    from kgtools.export.property_graph import PropertyGraph

__all__ = ["Format", "Options", "export", "project_graph", "render"]


class Format(StrEnum):
    """What the graph can be written as; the value is the usual name."""

    TTL = "ttl"
    TRIG = "trig"
    NT = "nt"
    NQ = "nq"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CYJS = "cyjs"
    NEO4J = "neo4j"
    DOT = "dot"
    SVG = "svg"
    HTML = "html"

    @classmethod
    def of(cls, text: str) -> Format:
        """Return the format that a name or a file ending means.

        Raises:
            UsageError: It means none.

        Example:
            >>> Format.of(".owl")
            <Format.RDFXML: 'rdfxml'>
        """
        name = text.lower().lstrip(".")
        name = _OTHER_NAMES.get(name, name)
        if name not in list(cls):
            known = ", ".join(cls)
            problem = f"unknown export format '{text}'" if text else "no export format given"
            raise UsageError(problem, hint=f"one of {known}")
        return cls(name)

    @property
    def ending(self) -> str:
        """The usual ending of a file."""
        return {Format.RDFXML: "rdf", Format.NEO4J: "zip"}.get(self, self.value)

    @property
    def is_rdf(self) -> bool:
        """Whether it carries the triples themselves, not a projection of them."""
        return self in _RDF


_RDF = frozenset({Format.TTL, Format.TRIG, Format.NT, Format.NQ, Format.JSONLD, Format.RDFXML})
_OTHER_NAMES = {
    "cypher": "neo4j",
    "cytoscape": "cyjs",
    "gv": "dot",
    "htm": "html",
    "json-ld": "jsonld",
    "n-quads": "nq",
    "n-triples": "nt",
    "nquads": "nq",
    "ntriples": "nt",
    "owl": "rdfxml",
    "rdf": "rdfxml",
    "turtle": "ttl",
    "xml": "rdfxml",
}


def render(dataset: Dataset, form: Format, options: Options | None = None) -> bytes:
    """Return the graph in a format, as bytes: text that ends with a line feed, or a ZIP for Neo4j.

    Args:
        dataset: Its files are the input; nothing is read from the store unless derived
            triples are asked for.
        form: What to write.
        options: What to write of it; see :class:`Options`.

    Raises:
        UsageError: An unknown profile or status.
        ProjectError: The profile in ``kg.toml`` is wrong.
        InputError: A file is refused or broken.
        WriteError: The format cannot hold what is in the graph.

    Example:
        >>> from kgtools import bundle, project
        >>> from kgtools.dataset import Dataset
        >>> facts = Dataset(project.load(bundle.root()))
        >>> render(facts, Format.NQ) == render(facts, Format.NQ)
        True
    """
    options = options or Options()
    if form.is_rdf:
        return _rdf_writer(form)(dataset, options).encode()
    made = _graph_writer(form, dataset)(project_graph(dataset, options))
    return made.encode() if isinstance(made, str) else made


def export(
    dataset: Dataset, form: Format, target: Path, options: Options | None = None, *, force: bool = False
) -> Path:
    """Write the graph to a file, whole or not at all, and return its path.

    Args:
        dataset: What to write.
        form: The format.
        target: The file.
        options: What to write of it.
        force: Replace a file that is there.

    Raises:
        WriteError: The file is there, or its folder cannot be written.
        KgError: As :func:`render`.
    """
    place = Location(str(target))
    if target.exists() and not (force and target.is_file()):
        kind = "a file" if target.is_file() else "something that is no file"
        raise WriteError(f"there is already {kind}", hint="replace a file with --force", location=place)
    data = render(dataset, form, options)
    try:
        replace(target, data)
    except OSError as error:
        raise WriteError(f"cannot be written: {error.strerror}", location=place) from None
    return target


def _rdf_writer(form: Format) -> Callable[[Dataset, Options], str]:
    from kgtools.export import jsonld, rdf, rdfxml

    return {
        Format.TTL: rdf.turtle,
        Format.TRIG: rdf.trig,
        Format.NT: rdf.ntriples,
        Format.NQ: rdf.nquads,
        Format.JSONLD: jsonld.jsonld,
        Format.RDFXML: rdfxml.rdfxml,
    }[form]


def _graph_writer(form: Format, dataset: Dataset) -> Callable[[PropertyGraph], str | bytes]:
    from kgtools.export import cyjs, dot, gexf, graphml, html, neo4j, svg

    writers: dict[Format, Callable[[PropertyGraph], str | bytes]] = {
        Format.GRAPHML: graphml.graphml,
        Format.GEXF: gexf.gexf,
        Format.CYJS: cyjs.cyjs,
        Format.NEO4J: neo4j.neo4j,
        Format.DOT: dot.dot,
        Format.SVG: svg.svg,
        Format.HTML: lambda graph: html.html(graph, dataset),
    }
    return writers[form]
