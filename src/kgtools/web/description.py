"""What the SPARQL service offers (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.query import results
from kgtools.terms import RDF, VOID, XSD, BlankNode, Literal, NamedNode, Namespace, Triple
from kgtools.web.answers import Body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.graph import Graph
    from kgtools.terms import Subject, Term

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_RESULTS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def service(graph: Graph, address: str, ending: str) -> Body:
    """Return the description of the service at an address."""
    found = list(_statements(graph, NamedNode(address)))
    prefixes = {"sd": SD, "void": VOID}
    return Body(results.triples(ending, found, prefixes), ending)


def _statements(graph: Graph, address: NamedNode) -> Iterator[Triple]:
    dataset, default = BlankNode("dataset"), BlankNode("default")
    yield from _about(address, "Service", endpoint=address, defaultDataset=dataset)
    yield Triple(address, SD["supportedLanguage"], SD["SPARQL11Query"])
    yield Triple(address, SD["feature"], SD["UnionDefaultGraph"])
    for name in _RESULTS:
        yield Triple(address, SD["resultFormat"], _FORMATS[name])
    yield from _about(dataset, "Dataset", defaultGraph=default)
    yield from _about(default, "Graph")
    yield Triple(default, VOID["triples"], _count(graph.dataset.triples))
    for number, name in enumerate(sorted(graph.dataset.graph_names)):
        named, content = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        size = sum(1 for _ in graph.dataset.graphs.match(graph=NamedNode(name)))
        yield Triple(dataset, SD["namedGraph"], named)
        yield from _about(named, "NamedGraph", name=NamedNode(name), graph=content)
        yield from _about(content, "Graph")
        yield Triple(content, VOID["triples"], _count(size))


def _about(node: Subject, cls: str, **values: Term) -> Iterator[Triple]:
    yield Triple(node, RDF["type"], SD[cls])
    for name, value in values.items():
        yield Triple(node, SD[name], value)


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=XSD["integer"])
