"""Running a query: guard, engine, columns in the order of the text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from kgtools.diagnostics.text import count
from kgtools.errors import UsageError
from kgtools.query import table
from kgtools.sparql.guard import Form, Guarded, guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    import pandas as pd

    from kgtools.dataset import Dataset
    from kgtools.labels import Labels
    from kgtools.query.spec import QuerySpec
    from kgtools.receipts import Receipt
    from kgtools.store import Engine
    from kgtools.terms import Term, Triple


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """The answer to a SELECT: a table of terms that knows the names of things.

    Attributes:
        columns: Variable names, in the order of the query.
        rows: Terms in the order of the answer; None where a variable is unbound.
        labels: Names for the terms.
        spec: The named query it answers, or None.
        cut: Whether ``limit`` left rows out.
        as_of: The day after which the data claim nothing, or None where the project names none.
        explain: Finds what stands behind its rows; see :meth:`receipts`.

    Example:
        >>> import kgtools
        >>> answer = kgtools.open().query("SELECT (1 AS ?n) {}")
        >>> answer.records()
        [{'n': '1'}]
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    labels: Labels = field(repr=False, compare=False)
    spec: QuerySpec | None = field(default=None, repr=False, compare=False)
    cut: bool = False
    as_of: date | None = field(default=None, compare=False)
    explain: Callable[[Result], tuple[Receipt, ...]] | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        name = f" of {self.spec.name}" if self.spec else ""
        size = f"{count(len(self.rows), 'row')}{', cut' if self.cut else ''}"
        return f"<Result{name}: {size}; {', '.join(self.columns)}>"

    def receipts(self) -> tuple[Receipt, ...]:
        """Return for each row what stands behind it: triples with file, line, source, status and proof.

        Raises:
            UsageError: No receipt can be built for this kind of query.
        """
        if self.explain is None:
            raise UsageError("this answer has no receipts", hint="only the default engine gives them")
        return self.explain(self)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        return iter(self.records())

    def records(self, *, iri: bool = False) -> list[dict[str, str | None]]:
        """Return one dict per row: labels of IRIs and lexical forms; full IRIs with ``iri``."""
        return table.records(self, iri=iri)

    def render(self, form: table.Format, *, iri: bool = False) -> str:
        """Return the rows as text in one of the output formats."""
        return table.render(self, form, iri=iri)

    def table(self) -> str:
        """Return the rows as a table for a terminal."""
        return self.render(table.Format.TABLE)

    def df(self) -> pd.DataFrame:
        """Return the records as a pandas frame; needs pandas, which the base install has not.

        Raises:
            EngineError: pandas is not installed.
        """
        return table.frame(self)

    def _repr_html_(self) -> str:
        return self.render(table.Format.HTML)


Answer: TypeAlias = "Result | bool | tuple[Triple, ...]"


def answer(
    text: str,
    dataset: Dataset,
    labels: Labels,
    *,
    spec: QuerySpec | None = None,
    engine: Engine | None = None,
    inferred: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> Answer:
    """Return the answer of any query: a table, a truth value, or triples.

    Args:
        text: SPARQL; the project's prefixes need no declaration.
        dataset: What to ask.
        labels: Names for the terms of a table.
        spec: The named query that the text comes from.
        engine: Another engine than the dataset's own store.
        inferred: Ask what follows, too; it stands in a named graph of its own as well.
        offset: Rows to skip.
        limit: Rows to keep at most.

    Raises:
        UsageError: The query is malformed or forbidden.
        QueryError: The engine failed.
    """
    name = dataset.project.relative(spec.path) if spec and spec.path.suffix else "query"
    names = dataset.graph_names if "FROM" in text.upper() else frozenset[str]()
    if inferred:
        names |= {dataset.project.inferred_graph.value}
    query = guard(text, name=name, graphs=names)
    # Not "engine or ...": the truth of a store is its length, and counting takes longer than most queries.
    store = _store(dataset, inferred=inferred, uses_graphs=query.uses_graphs) if engine is None else engine
    try:
        if query.form is Form.ASK:
            return store.ask(query.text)
        if query.form is Form.SELECT:
            found = _table(query, store, labels, spec, offset, limit)
            return replace(found, as_of=dataset.project.as_of)
        stop = None if limit is None else offset + limit
        return tuple(islice(store.construct(query.text), offset, stop))
    except UsageError as error:
        if error.location:  # engines do not know the file of what they are asked
            error.location = error.location._replace(file=name)
        raise


def _store(dataset: Dataset, *, inferred: bool, uses_graphs: bool) -> Engine:
    if inferred:
        return dataset.entailed
    return dataset.graphs if uses_graphs else dataset.store


def _table(
    query: Guarded, engine: Engine, labels: Labels, spec: QuerySpec | None, offset: int, limit: int | None
) -> Result:
    solutions = engine.select(query.text)
    order = _order(query, solutions.variables)
    rows = list(islice(solutions.rows, offset, None if limit is None else offset + limit + 1))
    if order != solutions.variables:
        places = [solutions.variables.index(name) for name in order]
        rows = [tuple(row[place] for place in places) for row in rows]
    cut = limit is not None and len(rows) > limit
    return Result(order, tuple(rows[:limit]), labels, spec, cut)


def _order(query: Guarded, variables: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns; for ``SELECT *`` in the order of the text, which engines do not keep."""
    if not query.selects_all:
        return variables
    seen = dict.fromkeys(token.text[1:] for token in query.tokens if token.kind == "variable")
    return tuple(name for name in seen if name in variables)
