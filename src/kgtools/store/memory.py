"""pyoxigraph's store in memory: the default engine.

Quirks that callers must know: the store rewrites literals (``1.50`` becomes ``1.5``),
so lexical forms are judged and exported from the parsed files; a running query cannot
be cancelled (see :mod:`kgtools.workers`); reading beside a live writer is undefined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import DefaultGraph, QueryBoolean, QuerySolutions, QueryTriples, Store

from kgtools.errors import QueryError, UsageError
from kgtools.gate import syntax_error
from kgtools.store.base import Solutions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pyoxigraph import RdfFormat

    from kgtools.terms import BlankNode, NamedNode, Quad, Subject, Term, Triple

    AnyGraph: TypeAlias = NamedNode | BlankNode | DefaultGraph

_DEFAULT = DefaultGraph()


class MemoryStore:
    """Quads in memory, with pyoxigraph's SPARQL engine.

    Args:
        prefixes: Known in every query without being declared there.

    Example:
        >>> from pyoxigraph import RdfFormat
        >>> store = MemoryStore()
        >>> store.load_text(b"<urn:a> <urn:b> <urn:c> .", RdfFormat.TURTLE, name="facts.ttl")
        >>> store.ask("ASK { <urn:a> ?p ?o }")
        True
    """

    name = "pyoxigraph"

    def __init__(self, prefixes: Mapping[str, str] | None = None) -> None:
        self.store = Store()
        self._prefixes = dict(prefixes or {})
        self._default: list[AnyGraph] | None = None
        self._named: list[NamedNode | BlankNode] | None = None
        self._base: str | None = None

    def over(
        self,
        *,
        default: Iterable[NamedNode] | None = None,
        named: Iterable[NamedNode] | None = None,
        base: str | None = None,
    ) -> MemoryStore:
        """Return the same store, asked in another way.

        Args:
            default: Graphs whose merge is the default graph of queries; none of them makes it empty.
            named: Graphs that ``GRAPH`` reaches.
            base: What relative IRIs in queries are relative to.
        """
        part = MemoryStore(self._prefixes)
        part.store, part._base = self.store, base
        part._default = None if default is None else [*default]
        part._named = None if named is None else [*named]
        return part

    def __len__(self) -> int:
        return len(self.store)

    def count(self) -> int:
        """Return how many triples the default graph has."""
        _, rows = self.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return sum(int(row[0].value) for row in rows if row[0] is not None)

    def select(self, text: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        answer = self._query(text)
        if not isinstance(answer, QuerySolutions):
            raise UsageError("expected a SELECT query")
        variables = tuple(variable.value for variable in answer.variables)
        return Solutions(variables, _rows(answer))

    def ask(self, text: str) -> bool:
        """Return the answer of an ASK query."""
        answer = self._query(text)
        if not isinstance(answer, QueryBoolean):
            raise UsageError("expected an ASK query")
        return bool(answer)

    def construct(self, text: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE query."""
        answer = self._query(text)
        if not isinstance(answer, QueryTriples):
            raise UsageError("expected a CONSTRUCT or DESCRIBE query")
        return answer

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the default graph, or of ``graph``, that fit."""
        return self.store.quads_for_pattern(subject, predicate, value, graph or _DEFAULT)

    def match_graphs(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the named graphs that fit: a fact once for each file that states it."""
        for quad in self.store.quads_for_pattern(subject, predicate, value, None):
            if quad.graph_name != _DEFAULT:
                yield quad

    def named(self, name: str) -> Iterable[NamedNode] | None:  # noqa: ARG002 - a snapshot has an index
        """Return None: in memory there is no index of names."""
        return None

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads, each to its own graph."""
        self.store.extend(quads)

    def load_text(
        self,
        data: bytes,
        syntax: RdfFormat,
        *,
        name: str,
        graph: NamedNode | None = None,
        base: str | None = None,
    ) -> None:
        """Add the quads of a text that passed the gate, to the default graph or to ``graph``.

        Raises:
            InputError: A syntax error, with its place; nothing of the text is added.
        """
        try:
            self.store.load(data, syntax, base_iri=base, to_graph=graph)
        except SyntaxError as error:
            raise syntax_error(error, data, syntax, name=name, base=base) from None

    def close(self) -> None:
        """Forget all quads."""
        self.store.clear()

    def _query(self, text: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        try:
            return self.store.query(
                text,
                base_iri=self._base,
                prefixes=self._prefixes,
                default_graph=self._default,
                named_graphs=self._named,
            )
        except SyntaxError as error:
            from kgtools.sparql.complaint import complaint  # only a malformed query needs it

            raise complaint(text, self._prefixes, str(error)) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the engine failed: {error}") from None


def _rows(answer: QuerySolutions) -> Iterator[tuple[Term | None, ...]]:
    try:
        for solution in answer:
            yield tuple(solution)
    except (OSError, RuntimeError) as error:
        raise QueryError(f"the engine failed: {error}") from None
