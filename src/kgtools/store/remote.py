"""An engine on a network, asked like the store in memory: SPARQL 1.1 Protocol, answers whole or an error.

A round trip costs more than most answers, so a thing is described once, together with others that were
mentioned lately and will be asked about next: their names, for example.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kgtools.errors import EngineError, LimitError, QueryError, UsageError
from kgtools.sparql.rewrite import without_undef
from kgtools.sparql.tokens import tokens
from kgtools.store.base import Solutions
from kgtools.store.endpoint import cut
from kgtools.store.memory import MemoryStore
from kgtools.terms import BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from kgtools.store.endpoint import Endpoint, Reply
    from kgtools.terms import Subject, Term, Triple

    Row: TypeAlias = "tuple[Term | None, ...]"

_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/ntriples;q=0.9, text/turtle;q=0.5"
_ROUND = 1_000  # limits on rows are round numbers


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
        self._prefixes = dict(prefixes or {})
        self._default = tuple(graph.value for graph in default)
        self._named = tuple(graph.value for graph in named)
        self._names = tuple(names)
        self._described: dict[NamedNode, list[Quad]] = {}
        self._mentioned: dict[NamedNode, None] = {}

    def select(self, text: str) -> Solutions:
        """Return the solutions of a SELECT query, all of them."""
        variables, rows = self._rows(text)
        for row in rows:
            self._mention(row)
        return Solutions(variables, iter(rows))

    def ask(self, text: str) -> bool:
        """Return the answer of an ASK query."""
        answer = self._answer(text)
        if isinstance(answer, QuerySolutions) and not _is_truth(answer):
            raise UsageError("expected an ASK query")
        return _truth(answer)

    def construct(self, text: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE query."""
        reply = self._reply(text, _TRIPLES)
        syntax = RdfFormat.TURTLE if reply.kind == "text/turtle" else RdfFormat.N_TRIPLES
        try:
            yield from [quad.triple for quad in parse(reply.data, syntax)]
        except SyntaxError:
            raise cut(self._endpoint.address.query) from None

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
            rows: Iterable[Row] = self._pages(asked.columns, where)
        else:
            rows = self._rows(f"SELECT {asked.columns} {{ {where} }}")[1]
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
        for graph, *row in self._rows(f"SELECT ?g {asked.columns} {{ GRAPH ?g {{ {asked.where} }} }}")[1]:
            self._mention(row)
            yield asked.quad(row, graph if isinstance(graph, NamedNode) else None)

    def named(self, name: str) -> Iterable[NamedNode] | None:
        """Return the things with a label or alias, in any case; None without properties that name."""
        if not self._names:
            return None
        properties = " ".join(map(str, self._names))
        where = f"VALUES ?p {{ {properties} }} ?s ?p ?name FILTER(LCASE(STR(?name)) = {Literal(name)})"
        rows = self._rows(f"SELECT DISTINCT ?s {{ {where} }}")[1]
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
        ((number,),) = self._rows(f"SELECT (COUNT(*) AS ?n) {{ {where} }}")[1]
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
        answer = self._answer(text)
        return _truth(answer) if isinstance(answer, QueryBoolean) or _is_truth(answer) else answer

    def quads_for_pattern(
        self, subject: Subject | None, predicate: NamedNode | None, value: Term | None, _graph: object = None
    ) -> Iterator[Quad]:
        """Yield the quads of the default graph that fit."""
        return self.match(subject, predicate, value)

    # Requests

    def _rows(self, text: str, *, is_page: bool = False) -> tuple[tuple[str, ...], list[Row]]:
        answer = self._answer(text)
        if not isinstance(answer, QuerySolutions):
            raise UsageError("expected a SELECT query")
        try:
            rows = [tuple(solution) for solution in answer]
        except (SyntaxError, ValueError):
            raise cut(self._endpoint.address.query) from None
        if rows and len(rows) % _ROUND == 0 and not is_page:
            self._refuse_part(text, len(rows))
        if self._endpoint.dialect.repeats_distinct:
            rows = _once(text, rows)
        return tuple(variable.value for variable in answer.variables), rows

    def _refuse_part(self, text: str, rows: int) -> None:
        """Make sure that so round a number of rows is the number of rows that there are.

        Raises:
            LimitError: The engine left some out without a word.
        """
        start = next(token.start for token in tokens(text) if token.is_word("SELECT"))
        counting = f"{text[:start]} SELECT (COUNT(*) AS ?kg_rows) {{ {text[start:]}\n}}"
        ((number,),) = tuple(self._answer(counting))  # type: ignore[arg-type]
        if int(number.value) != rows:
            raise LimitError(
                f"the engine gave {rows:,} rows of {int(number.value):,} and did not say so",
                hint="ask for fewer rows with LIMIT, or raise the engine's own limit",
            )

    def _answer(self, text: str) -> QuerySolutions | QueryBoolean:
        data = self._reply(text, _ROWS).data
        for found, wanted in self._endpoint.dialect.misspelt:
            data = data.replace(found, wanted)
        try:
            return parse_query_results(data, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError):
            raise cut(self._endpoint.address.query) from None

    def _reply(self, text: str, accept: str) -> Reply:
        found = tokens(text)
        default, named = self._default, self._named
        if any(token.is_word("FROM") for token in found):
            default = named = ()
        asked, dialect = text, self._endpoint.dialect
        if dialect.loses_by_undef:
            asked = without_undef(asked)
        if dialect.says_dataset_in_query:
            asked, default, named = _with_dataset(asked, default, named), (), ()
        used = {token.text.partition(":")[0] for token in found if token.kind == "name"}
        prologue = "".join(f"PREFIX {p}: <{iri}> " for p, iri in self._prefixes.items() if p in used)
        try:
            return self._endpoint.query(
                prologue + asked,
                accept,
                default=default,
                named=named,
                timeout=dialect.timeout,
            )
        except QueryError:
            self._refuse_malformed(text)
            raise

    def _refuse_malformed(self, text: str) -> None:
        """Raise the error of a malformed query with its line and column, which engines tell in many ways."""
        store = MemoryStore(self._prefixes)
        for form in (store.select, store.ask, store.construct):
            try:
                form(text)
            except UsageError as error:
                if error.location or error.hint:
                    raise

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
            rows = self._rows(f"SELECT ?s ?p ?o {{ VALUES ?s {{ {values} }} ?s ?p ?o }}")[1]
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

    # Reading much

    def _pages(self, columns: str, where: str) -> Iterator[Row]:
        """Yield all rows of a pattern, in pages by the subject ``?s`` where the engine needs that."""
        size = self._endpoint.dialect.page
        if size is None:
            yield from self._rows(f"SELECT {columns} {{ {where} }}")[1]
            return
        last = ""
        while True:
            later = f"FILTER(isIRI(?s) && STR(?s) > {Literal(last)})"
            page = f"SELECT {columns} {{ {where} {later} }} ORDER BY STR(?s) LIMIT {size}"
            rows = self._rows(page, is_page=True)[1]
            if len(rows) < size:
                yield from rows
                break
            # The last subject may go on beyond the page: it is left for the next one.
            whole = [row for row in rows if row[0] != rows[-1][0]]
            if not whole:
                raise LimitError(
                    f"{rows[-1][0]} has {size:,} triples or more, which is more than a page takes"
                )
            yield from whole
            last = whole[-1][0].value  # type: ignore[union-attr]  # an IRI
        # Blank nodes have no order and no name that lasts: all of them in one answer.
        yield from self._rows(f"SELECT {columns} {{ {where} FILTER(isBlank(?s)) }}")[1]


def _with_dataset(text: str, default: Iterable[str], named: Iterable[str]) -> str:
    """Return a query that names its dataset itself (SPARQL 1.1, 13.2)."""
    clauses = [f"FROM <{graph}>" for graph in default] + [f"FROM NAMED <{graph}>" for graph in named]
    found = tokens(text)
    form = next(i for i, token in enumerate(found) if token.is_word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
    is_construct = found[form].is_word("CONSTRUCT")  # its template stands in braces, too
    for token in found[form:]:
        if token.is_word("WHERE") or (token.is_mark("{") and not is_construct):
            return f"{text[: token.start]} {' '.join(clauses)} {text[token.start :]}"
    return text


def _once(text: str, rows: list[Row]) -> list[Row]:
    """Return the rows of a SELECT DISTINCT once each; those of other queries as they are.

    Raises:
        EngineError: Rows came twice and their number was limited, so others may be missing.
    """
    found = tokens(text)
    form = next(i for i, token in enumerate(found) if token.is_word("SELECT"))
    if not found[form + 1].is_word("DISTINCT"):
        return rows
    once = list(dict.fromkeys(rows))
    if len(once) < len(rows) and any(token.is_word("LIMIT") for token in found):
        hint = "ask without LIMIT"
        raise EngineError("the engine gave rows twice where DISTINCT and LIMIT rule that out", hint=hint)
    return once


def _is_truth(answer: QuerySolutions) -> bool:
    """Return whether a table is Virtuoso's answer to an ASK: one cell with 1, or no row at all."""
    return [variable.value for variable in answer.variables] == ["__ASK_RETVAL"]


def _truth(answer: QuerySolutions | QueryBoolean) -> bool:
    if isinstance(answer, QueryBoolean):
        return bool(answer)
    return any(cell is not None and cell.value == "1" for row in answer for cell in row)


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
