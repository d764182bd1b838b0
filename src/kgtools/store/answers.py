"""The answers of an endpoint to queries, as terms: all rows, all triples, or an error.

Engines leave out rows without a word, cut an answer in the middle, and spell things in their own ways; what
can be seen of that is seen here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kgtools.errors import EngineError, LimitError, QueryError, UsageError
from kgtools.sparql.rewrite import without_undef
from kgtools.sparql.tokens import tokens
from kgtools.store.memory import MemoryStore
from kgtools.store.reply import cut
from kgtools.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    from kgtools.store.endpoint import Endpoint
    from kgtools.store.reply import Reply
    from kgtools.terms import Term, Triple

    Row: TypeAlias = "tuple[Term | None, ...]"

_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/ntriples;q=0.9, text/turtle;q=0.5"
_ROUND = 1_000  # limits on rows are round numbers
_TRUTH = ["__ASK_RETVAL"]  # Virtuoso's answer to an ASK is a table: one cell with 1, or no row at all


class Answers:
    """What an endpoint answers.

    Args:
        endpoint: Where it is.
        prefixes: Known in every query without being declared there.
        default: Graphs whose merge is the default graph; none leaves it to the engine.
        named: Graphs that ``GRAPH`` reaches.

    Every method raises :class:`EngineError` where the endpoint fails, and :class:`LimitError` where an
    answer takes too long or is not whole.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        prefixes: Mapping[str, str],
        default: Iterable[NamedNode],
        named: Iterable[NamedNode],
    ) -> None:
        self._endpoint = endpoint
        self._prefixes = dict(prefixes)
        self._default = tuple(graph.value for graph in default)
        self._named = tuple(graph.value for graph in named)

    def rows(self, text: str, *, is_page: bool = False) -> tuple[tuple[str, ...], list[Row]]:
        """Return the variables and all solutions of a SELECT query.

        Args:
            text: The query.
            is_page: Whether it asks for so many rows itself, so that a round number of them is no surprise.

        Raises:
            UsageError: It is no SELECT query.
        """
        answer = self.answer(text)
        if isinstance(answer, bool):
            raise UsageError("expected a SELECT query")
        try:
            rows = [tuple(solution) for solution in answer]
        except (SyntaxError, ValueError):
            raise self._cut() from None
        if rows and len(rows) % _ROUND == 0 and not is_page:
            self._refuse_part(text, len(rows))
        if self._endpoint.dialect.repeats_distinct:
            rows = _once(text, rows)
        return tuple(variable.value for variable in answer.variables), rows

    def pages(self, columns: str, where: str) -> Iterator[Row]:
        """Yield all rows of a pattern, in pages by the subject ``?s`` where the engine needs that."""
        size = self._endpoint.dialect.page
        if size is None:
            yield from self.rows(f"SELECT {columns} {{ {where} }}")[1]
            return
        last = ""
        while True:
            later = f"FILTER(isIRI(?s) && STR(?s) > {Literal(last)})"
            page = f"SELECT {columns} {{ {where} {later} }} ORDER BY STR(?s) LIMIT {size}"
            rows = self.rows(page, is_page=True)[1]
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
        yield from self.rows(f"SELECT {columns} {{ {where} FILTER(isBlank(?s)) }}")[1]

    def answer(self, text: str) -> QuerySolutions | bool:
        """Return the solutions of a SELECT query, or the truth value of an ASK query."""
        data = self._reply(text, _ROWS).data
        for found, wanted in self._endpoint.dialect.misspelt:
            data = data.replace(found, wanted)
        try:
            answer = parse_query_results(data, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError):
            raise self._cut() from None
        if isinstance(answer, QueryBoolean):
            return bool(answer)
        if [variable.value for variable in answer.variables] == _TRUTH:
            return any(cell is not None and cell.value == "1" for row in answer for cell in row)
        return answer

    def triples(self, text: str) -> list[Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE query."""
        reply = self._reply(text, _TRIPLES)
        syntax = RdfFormat.TURTLE if reply.kind == "text/turtle" else RdfFormat.N_TRIPLES
        try:
            return [quad.triple for quad in parse(reply.data, syntax)]
        except SyntaxError:
            raise self._cut() from None

    def _refuse_part(self, text: str, rows: int) -> None:
        """Make sure that so round a number of rows is the number of rows that there are.

        Raises:
            LimitError: The engine left some out without a word.
        """
        start = next(token.start for token in tokens(text) if token.is_word("SELECT"))
        counting = f"{text[:start]} SELECT (COUNT(*) AS ?kg_rows) {{ {text[start:]}\n}}"
        ((number,),) = tuple(self.answer(counting))  # type: ignore[arg-type]
        if int(number.value) != rows:
            raise LimitError(
                f"the engine gave {rows:,} rows of {int(number.value):,} and did not say so",
                hint="ask for fewer rows with LIMIT, or raise the engine's own limit",
            )

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

    def _cut(self) -> EngineError:
        return cut(self._endpoint.address.query)


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
