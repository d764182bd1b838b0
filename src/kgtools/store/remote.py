"""An engine on a network, asked like the store in memory: SPARQL 1.1 Protocol, answers whole or an error.

A round trip costs more than most answers, so a thing is described once, together with others that were
mentioned lately and will be asked about next: their names, for example.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kgtools.errors import LimitError, QueryError, UsageError
from kgtools.store.answers import Answers
from kgtools.store.base import Solutions
from kgtools.terms import BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import QuerySolutions

    from kgtools.store.answers import Row
    from kgtools.store.endpoint import Endpoint
    from kgtools.terms import Subject, Term, Triple


class RemoteStore:
    """A dataset behind an endpoint.

    Args:
        endpoint: Where it is.
        prefixes: Known in every query without being declared there.
        default: Graphs whose merge is the default graph; none leaves it to the engine.
        named: Graphs that ``GRAPH`` reaches.
        names: Properties whose values name a thing.

    Every method raises :class:`EngineError` where the endpoint fails, and :class:`LimitError` where an
    answer takes too long or is not whole.
    """

    name = "endpoint"

    def __init__(
        self,
        endpoint: Endpoint,
        prefixes: Mapping[str, str] | None = None,
        *,
        default: Iterable[NamedNode] = (),
        named: Iterable[NamedNode] = (),
        names: Iterable[NamedNode] = (),
    ) -> None:
        self._endpoint = endpoint
        self._answers = Answers(endpoint, prefixes or {}, default, named)
        self._names = tuple(names)
        self._described: dict[NamedNode, list[Quad]] = {}
        self._mentioned: dict[NamedNode, None] = {}

    def select(self, text: str) -> Solutions:
        """Return the solutions of a SELECT query, all of them."""
        variables, rows = self._answers.rows(text)
        for row in rows:
            self._mention(row)
        return Solutions(variables, iter(rows))

    def ask(self, text: str) -> bool:
        """Return the answer of an ASK query."""
        answer = self._answers.answer(text)
        if not isinstance(answer, bool):
            raise UsageError("expected an ASK query")
        return answer

    def construct(self, text: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE query."""
        yield from self._answers.triples(text)

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the default graph, or of ``graph``, that fit."""
        if isinstance(subject, NamedNode) and graph is None:
            for quad in self._description(subject):
                if predicate in (None, quad.predicate) and value in (None, quad.object):
                    yield quad
            return
        asked = _Pattern(subject, predicate, value)
        where = asked.where if graph is None else f"GRAPH {graph} {{ {asked.where} }}"
        if subject is None and value is None:
            rows: Iterable[Row] = self._answers.pages(asked.columns, where)
        else:
            rows = self._answers.rows(f"SELECT {asked.columns} {{ {where} }}")[1]
        for row in rows:
            if value is not None:
                self._mention(row)
            yield asked.quad(row, graph)

    def match_graphs(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of the named graphs that fit: a fact once for each file that states it."""
        asked = _Pattern(subject, predicate, value)
        for graph, *row in self._answers.rows(
            f"SELECT ?g {asked.columns} {{ GRAPH ?g {{ {asked.where} }} }}"
        )[1]:
            self._mention(row)
            yield asked.quad(row, graph if isinstance(graph, NamedNode) else None)

    def named(self, name: str) -> Iterable[NamedNode] | None:
        """Return the things with a label or alias, in any case; None without properties that name."""
        if not self._names:
            return None
        properties = " ".join(map(str, self._names))
        where = f"VALUES ?p {{ {properties} }} ?s ?p ?name FILTER(LCASE(STR(?name)) = {Literal(name)})"
        rows = self._answers.rows(f"SELECT DISTINCT ?s {{ {where} }}")[1]
        return {node for (node,) in rows if isinstance(node, NamedNode)}

    def load(self, quads: Iterable[Quad]) -> None:  # noqa: ARG002 - the protocol of engines
        """Refuse: questions never write.

        Raises:
            UsageError: Always.
        """
        raise UsageError("an endpoint is not written to by a question", hint="kg push loads the project")

    def close(self) -> None:
        """Forget what was read."""
        self._described.clear()
        self._mentioned.clear()

    def count(self, where: str = "?s ?p ?o") -> int:
        """Return how many solutions a pattern has."""
        ((number,),) = self._answers.rows(f"SELECT (COUNT(*) AS ?n) {{ {where} }}")[1]
        return int(number.value) if isinstance(number, Literal) else 0

    # What the shapes ask: the two methods of pyoxigraph's store that they use.

    def query(
        self, text: str, *, custom_functions: Mapping[NamedNode, object] | None = None
    ) -> QuerySolutions | bool:
        """Return solutions, or a truth value.

        Raises:
            RuntimeError: The query calls a function of ours, which the engine has not.
        """
        if custom_functions:
            raise RuntimeError(f"the endpoint has no function {next(iter(custom_functions))}")
        return self._answers.answer(text)

    def quads_for_pattern(
        self, subject: Subject | None, predicate: NamedNode | None, value: Term | None, _graph: object = None
    ) -> Iterator[Quad]:
        """Yield the quads of the default graph that fit."""
        return self.match(subject, predicate, value)

    # Descriptions

    def _mention(self, row: Iterable[Term | None]) -> None:
        self._mentioned.update(
            (term, None) for term in row if isinstance(term, NamedNode) and term not in self._described
        )

    def _description(self, node: NamedNode) -> list[Quad]:
        if node not in self._described:
            self._mentioned.pop(node, None)
            others = islice(self._mentioned, self._endpoint.dialect.values - 1)
            self._describe([node, *others])
        return self._described[node]

    def _describe(self, nodes: Sequence[NamedNode]) -> None:
        """Read all that is stated about some things; about fewer at once where that is too much."""
        values = " ".join(map(str, nodes))
        try:
            rows = self._answers.rows(f"SELECT ?s ?p ?o {{ VALUES ?s {{ {values} }} ?s ?p ?o }}")[1]
        except LimitError:
            if len(nodes) == 1:
                raise
            for half in (nodes[: len(nodes) // 2], nodes[len(nodes) // 2 :]):
                self._describe(half)
            return
        for node in nodes:
            self._described[node] = []
            self._mentioned.pop(node, None)
        for row in rows:
            quad = Quad(*row)  # type: ignore[arg-type]  # what a pattern matches is a triple
            self._described[quad.subject].append(quad)  # type: ignore[index]  # one of the nodes


class _Pattern:
    """A triple pattern: as SPARQL, and the quads of its solutions."""

    def __init__(self, *asked: Term | None) -> None:
        if any(isinstance(term, BlankNode) for term in asked):
            raise QueryError("a blank node has no name by which an endpoint can be asked about it")
        self._asked = asked
        named = zip(asked, ("?s", "?p", "?o"), strict=True)
        terms = [name if term is None else str(term) for term, name in named]
        self.where = " ".join(terms)
        # Of a triple that is given whole it remains to be said that it is there.
        self.columns = " ".join(term for term in terms if term.startswith("?")) or "(1 AS ?there)"

    def quad(self, row: Iterable[Term | None], graph: NamedNode | None) -> Quad:
        """Return the quad of a solution."""
        found = iter(row)
        subject, predicate, value = (next(found) if term is None else term for term in self._asked)
        return Quad(subject, predicate, value, graph)  # type: ignore[arg-type]  # what a pattern matches
