"""Random histories of a data graph, and how validation that follows them compares with a full one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, Store, parse
from random_queries import DECLARED, PATH_QUERIES, QUERIES, random_queries
from random_shapes import (
    CLASSES,
    PREFIXES,
    Grammar,
    data_graphs,
    literals,
    nodes,
    predicates,
    shapes_graphs,
)

from kgtools.shapes import LiteralTable, Validation, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.shapes import Delta, Judgement, Violation

_QUERIES = st.sampled_from(QUERIES) | random_queries()
_GRAMMAR = Grammar(odd=True, queries=_QUERIES, path_queries=tuple(PATH_QUERIES))


@dataclass(frozen=True)
class Change:
    """Statements to add and to delete as Turtle, and numbers of stated ones to delete."""

    added: str
    deleted: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class History:
    """A data graph, its shapes, what happens to it, and whether spellings of literals are known."""

    data: str
    shapes: str
    changes: tuple[Change, ...]
    spelt: bool = True


@dataclass(frozen=True)
class Step:
    """One change of a history, followed.

    Attributes:
        delta: What the incremental validation said.
        differences: In what it differs from a full validation; empty where it is right.
    """

    delta: Delta
    differences: tuple[str, ...]


@st.composite
def _changes(draw: st.DrawFn) -> Change:
    """Statements of properties, types and subclasses."""
    objects = st.one_of(nodes, literals(odd=True))
    statements = st.one_of(
        st.builds("{} {} {} .".format, nodes, predicates, objects),
        st.builds("{} {} {} .".format, nodes, predicates, objects),
        st.builds("{} a {} .".format, nodes, st.sampled_from(CLASSES)),
        st.builds("{} rdfs:subClassOf {} .".format, st.sampled_from(CLASSES), st.sampled_from(CLASSES)),
    )
    added = draw(st.lists(statements, max_size=3))
    deleted = draw(st.lists(statements, max_size=1))
    numbers = draw(st.lists(st.integers(0, 30), max_size=2))
    return Change("\n".join([PREFIXES, *added]), "\n".join([PREFIXES, *deleted]), tuple(numbers))


def histories(longest: int = 8) -> st.SearchStrategy[History]:
    """Histories of any shapes, and of a single query that many nodes are judged by."""
    changes = st.lists(_changes(), min_size=2, max_size=longest).map(tuple)
    data, rules = data_graphs(odd=True), shapes_graphs(_GRAMMAR)
    single = (_QUERIES | st.sampled_from(PATH_QUERIES)).map(_of_query)
    return st.builds(History, data, rules, changes, st.booleans()) | st.builds(
        History, data, single, changes, st.just(value=True)
    )


def _of_query(query: str) -> str:
    return f"""{PREFIXES} ex:prefixes sh:declare {DECLARED} .
        ex:S sh:targetClass ex:C ; sh:targetSubjectsOf ex:r ; sh:path [ sh:inversePath ex:q ] ;
            sh:sparql [ sh:prefixes ex:prefixes ; sh:select '''{query}''' ] ."""


def follow(history: History) -> Iterator[Step]:
    """Validate incrementally and in full after each change of a history, and yield how they compare."""
    rules = list(parse(history.shapes.encode(), RdfFormat.TURTLE))
    stated = _quads(history.data)
    store, table = _loaded(stated)
    validation = Validation(store, rules, literals=table if history.spelt else None)
    for change in history.changes:
        coming, going = _quads(change.added), _quads(change.deleted)
        if stated:
            in_order = sorted(stated, key=str)
            going |= {in_order[number % len(in_order)] for number in change.numbers}
        before = validation.judgement
        delta = validation.update(coming, going)
        if history.spelt:
            stated = (stated - going) | coming
        else:
            stated = _as_stored(_as_stored(stated) - _as_stored(going)) | _as_stored(coming)
        again, table_again = _loaded(stated)
        full = judge(again, rules, literals=table_again if history.spelt else None)
        assert delta.judgement is validation.judgement
        yield Step(delta, tuple(_differences(delta, before, full)))


def _differences(delta: Delta, before: Judgement, full: Judgement) -> Iterator[str]:
    was, found, right = (_counted(each.violations) for each in (before, delta.judgement, full))
    pairs = {
        "results": (found, right),
        "findings and counts": (
            replace(delta.judgement, violations=()),
            replace(full, violations=()),
        ),
        "introduced": (Counter(delta.introduced), right - was),
        "fixed": (Counter(delta.fixed), was - right),
    }
    for name, (incremental, complete) in pairs.items():
        if incremental != complete:
            yield f"{name}: {incremental} instead of {complete}"


def _quads(turtle: str) -> set[Quad]:
    return {Quad(*triple) for triple in parse(turtle.encode(), RdfFormat.TURTLE)}


def _loaded(quads: Iterable[Quad]) -> tuple[Store, LiteralTable]:
    """Return a store with these statements, those of a subject after each other, as in files."""
    store, table = Store(), LiteralTable()
    store.extend(table.watch(sorted(quads, key=str)))
    return store, table


def _counted(violations: Iterable[Violation]) -> Counter[Violation]:
    return Counter(replace(violation, details=()) for violation in violations)


def _as_stored(quads: Iterable[Quad]) -> set[Quad]:
    store = Store()
    store.extend(quads)
    return set(store)
