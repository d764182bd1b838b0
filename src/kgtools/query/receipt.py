"""Which triples stand behind a row of an answer: the query's own patterns, with the row's values bound.

The query is opened: sub-queries, paths and blank nodes give up what they hide, so that every pattern
can be filled in from a solution. What a filled-in pattern says and the data hold is evidence.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Variable

from kgtools.errors import UsageError
from kgtools.query.chains import chain
from kgtools.sparql import algebra, write
from kgtools.sparql.opened import Closure, Opened, opened
from kgtools.sparql.tree import (
    Aggregate,
    Bind,
    Call,
    Filter,
    Group,
    Operation,
    Select,
    Values,
    walk,
)
from kgtools.sparql.tree import (
    Triple as Pattern,
)
from kgtools.terms import BlankNode, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgtools.sparql.tree import Element, Expression
    from kgtools.store import Engine
    from kgtools.terms import Prefixes, Term

MOST: Final = 50
"""Solutions of a row that are looked at; a count may rest on thousands."""

_IRI: Final = re.compile(r"<([^<>]*)>")


class Evidence(NamedTuple):
    """What a row rests on.

    Attributes:
        triples: Each once, sorted.
        absent: Patterns that must not match, as SPARQL; no line can be shown for them.
        is_cut: Whether the row rests on more solutions than were looked at.
        is_closed: Whether a sub-query that chose the row is too large to be looked into.
    """

    triples: tuple[Triple, ...]
    absent: tuple[str, ...] = ()
    is_cut: bool = False
    is_closed: bool = False


class Receipts:
    """Finds the evidence for the rows of one query.

    Args:
        text: A SELECT query, its parameters bound.
        engine: What answered it.
        prefixes: Known in the query.

    Raises:
        UsageError: It is no SELECT, or asks a part of the dataset (FROM): then no receipt can be built.

    Example:
        >>> import kgtools
        >>> g = kgtools.open()
        >>> store, prefixes = g.dataset.store, g.project.prefixes
        >>> text = "SELECT ?o { skos:prefLabel a ?o } LIMIT 1"
        >>> row = next(store.select(text).rows)
        >>> [prefixes.show(t.predicate) for t in Receipts(text, store, prefixes).of(("o",), row).triples]
        ['rdf:type']
    """

    def __init__(self, text: str, engine: Engine, prefixes: Prefixes) -> None:
        try:
            query = algebra.parse(text, prefixes.items())
        except algebra.MalformedQueryError:
            query = None
        if not isinstance(query, Select) or query.dataset:
            raise UsageError(
                "no receipt can be built for this query", hint="it has to be a SELECT without FROM"
            )
        self._query, self._engine = query, engine
        self._opened = opened(query)
        self._absent = tuple(_compact(write.group(group), prefixes) for group in self._opened.absent)

    def of(self, columns: Iterable[str], row: Iterable[Term | None]) -> Evidence:
        """Return what stands behind one row."""
        known = dict(zip(columns, row, strict=True))
        text = write.query(self._bound(known))
        solutions = self._engine.select(text)
        found: dict[Triple, None] = {}
        rows = list(islice(solutions.rows, MOST + 1))
        for solution in rows[:MOST]:
            terms = {name: term for name, term in zip(solutions.variables, solution, strict=True) if term}
            found.update(dict.fromkeys(_filled(self._opened, terms, self._engine)))
        triples = tuple(sorted(found, key=str))
        return Evidence(triples, self._absent, len(rows) > MOST, self._opened.is_closed)

    def _bound(self, known: Mapping[str, Term | None]) -> Select:
        """Return the opened query that has the solutions of one row only."""
        where = self._opened.where
        tied = [
            (variable, known[variable.value]) for variable in _tied(self._query) if variable.value in known
        ]
        given = [(variable, term) for variable, term in tied if _is_required(where, variable)]
        values = [
            Values((variable,), ((term,),))
            for variable, term in given
            if isinstance(term, NamedNode | Literal)
        ]
        binds = list(_computed(self._query))
        elements: tuple[Element, ...] = (*values, *where.elements, *binds, *(_equal(*pair) for pair in tied))
        return Select(None, Group(elements), limit=MOST + 1)


def _tied(query: Select) -> Iterator[Variable]:
    """Yield the columns whose value in a row fixes the same value in its solutions."""
    keys = {key.variable or key.expression for key in query.keys}
    for column in query.columns or ():
        is_grouped = bool(query.keys) or any(_aggregates(each.expression) for each in query.columns or ())
        if column.variable in keys or not (is_grouped or _aggregates(column.expression)):
            yield column.variable
    if query.columns is None:
        yield from dict.fromkeys(part for part in walk(query.where) if isinstance(part, Variable))


def _computed(query: Select) -> Iterator[Bind]:
    """Yield what columns and keys compute from single solutions."""
    for key in query.keys:
        if key.variable is not None:
            yield Bind(key.expression, key.variable)
    if not query.keys:
        for column in query.columns or ():
            if column.expression is not None and not _aggregates(column.expression):
                yield Bind(column.expression, column.variable)


def _aggregates(expression: Expression | None) -> bool:
    return any(isinstance(part, Aggregate) for part in walk(expression))


def _is_required(where: Group, variable: Variable) -> bool:
    """Return whether a triple gives the variable a value in every solution: then it may be given first."""
    return any(
        isinstance(each, Pattern) and variable in (each.subject, each.object) for each in where.elements
    )


def _equal(variable: Variable, term: Term | None) -> Element:
    if term is None:
        return Filter(Operation("!", (Call("BOUND", (variable,)),)))
    if isinstance(term, BlankNode):  # it cannot be written into a query
        return Filter(Call("ISBLANK", (variable,)))
    return Filter(Call("SAMETERM", (variable, term)))


def _filled(query: Opened, terms: Mapping[str, Term], engine: Engine) -> Iterator[Triple]:
    """Yield the triples that the patterns of a query are in one solution, as far as the data hold them."""
    for pattern in query.patterns:
        triple = _triple(pattern, terms)
        if triple is not None and any(True for _ in engine.match(*triple)):
            yield triple
    for closure in query.closures:
        yield from _walked(closure, terms, engine)


def _triple(pattern: Pattern, terms: Mapping[str, Term]) -> Triple | None:
    subject, predicate = _term(pattern.subject, terms), _term(pattern.predicate, terms)
    value = _term(pattern.object, terms)
    if (
        not isinstance(subject, NamedNode | BlankNode)
        or not isinstance(predicate, NamedNode)
        or value is None
    ):
        return None
    return Triple(subject, predicate, value)


def _walked(closure: Closure, terms: Mapping[str, Term], engine: Engine) -> Iterator[Triple]:
    start, end = _term(closure.subject, terms), _term(closure.object, terms)
    if start is not None and end is not None:
        yield from chain(engine, start, closure.path, end)


def _term(part: object, terms: Mapping[str, Term]) -> Term | None:
    if isinstance(part, Variable):
        return terms.get(part.value)
    return part if isinstance(part, NamedNode | BlankNode | Literal) else None


def _compact(text: str, prefixes: Prefixes) -> str:
    return _IRI.sub(lambda found: prefixes.compress(found[1]) or found[0], text)
