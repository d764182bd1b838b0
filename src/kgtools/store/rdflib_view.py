"""rdflib beside the default engine: a view for its users, and a second opinion in tests.

rdflib's parser is lax and its terms normalise on construction, so it is only ever given
terms that passed the gate, with normalisation off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib

from kgtools.errors import QueryError, UsageError
from kgtools.store.base import Solutions
from kgtools.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgtools.terms import AnyTerm, Subject, Term


def graph(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return an rdflib graph of the distinct triples, whatever graphs they are in.

    Example:
        >>> from kgtools.terms import NamedNode, Quad
        >>> a = NamedNode("urn:a")
        >>> len(graph([Quad(a, a, a), Quad(a, a, a, a)]))
        1
    """
    made = rdflib.Graph(bind_namespaces="none")
    for quad in quads:
        made.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))
    return made


class RdflibStore:
    """A dataset in rdflib, behind the protocol of :class:`kgtools.store.Engine`.

    Args:
        prefixes: Known in every query without being declared there.
    """

    name = "rdflib"

    def __init__(self, prefixes: Mapping[str, str] | None = None) -> None:
        self._dataset = rdflib.Dataset()
        self._prefixes = dict(prefixes or {})

    def select(self, text: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        answer = self._query(text, "SELECT")
        variables = tuple(answer.vars or ())
        # Its rows would leave out solutions without any binding; its bindings have them all.
        rows = (_row(binding.get(variable) for variable in variables) for binding in answer.bindings)
        return Solutions(tuple(map(str, variables)), rows)

    def ask(self, text: str) -> bool:
        """Return the answer of an ASK query."""
        return bool(self._query(text, "ASK").askAnswer)

    def construct(self, text: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE query."""
        made = self._query(text, "CONSTRUCT").graph
        for subject, predicate, value in made if made is not None else ():
            yield Triple(from_rdflib(subject), from_rdflib(predicate), from_rdflib(value))  # type: ignore[arg-type]

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the default graph, or of ``graph``, that fit."""
        wanted = tuple(None if term is None else to_rdflib(term) for term in (subject, predicate, value))
        source = self._dataset.default_graph if graph is None else self._dataset.graph(graph.value)
        for s, p, o in source.triples(wanted):  # type: ignore[arg-type]
            yield Quad(from_rdflib(s), from_rdflib(p), from_rdflib(o), graph)  # type: ignore[arg-type]

    def named(self, name: str) -> Iterable[NamedNode] | None:  # noqa: ARG002 - a snapshot has an index
        """Return None: there is no index of names."""
        return None

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads, each to its own graph."""
        for quad in quads:
            home = quad.graph_name
            target = (
                self._dataset.default_graph
                if isinstance(home, DefaultGraph)
                else self._dataset.graph(to_rdflib(home))  # type: ignore[arg-type]  # an IRI or blank node
            )
            target.add((to_rdflib(quad.subject), to_rdflib(quad.predicate), to_rdflib(quad.object)))

    def close(self) -> None:
        """Forget all quads."""
        self._dataset.close()

    def _query(self, text: str, form: str) -> rdflib.query.Result:
        try:
            answer = self._dataset.query(text, initNs=self._prefixes)
        except Exception as error:  # noqa: BLE001 - rdflib raises whatever its parser or evaluator meets
            raise QueryError(f"rdflib failed on the query: {error}") from None
        if answer.type not in (form, "DESCRIBE" if form == "CONSTRUCT" else form):
            raise UsageError(f"expected a {form} query")
        return answer


def to_rdflib(term: AnyTerm) -> rdflib.term.Node:
    """Return the same term in rdflib's classes, its lexical form untouched."""
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple):
        raise TypeError("RDF 1.2 triple terms have no rdflib counterpart")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    plain = term.datatype.value == str(rdflib.XSD.string)
    return rdflib.Literal(
        term.value, datatype=None if plain else rdflib.URIRef(term.datatype.value), normalize=False
    )


def from_rdflib(term: rdflib.term.Node) -> Term:
    """Return the same term in pyoxigraph's classes."""
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
    return BlankNode(str(term))


def _row(row: Iterable[rdflib.term.Node | None]) -> tuple[Term | None, ...]:
    return tuple(None if term is None else from_rdflib(term) for term in row)
