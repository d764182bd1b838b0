"""Validation that follows changes says the same as validation from the beginning."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, Store, parse

sys.path.insert(0, str(Path(__file__).parent))

from random_shapes import DECLARED, PATH_QUERIES, PREFIXES, QUERIES, changes, data_graphs, shapes_graphs

from kgtools.shapes import LiteralTable, Validation, judge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.shapes import Judgement, Violation

# FUZZ=1000 runs a thousand histories.
HISTORIES = settings(
    max_examples=int(os.environ.get("FUZZ", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def _quads(turtle: str) -> set[Quad]:
    return {Quad(*triple) for triple in parse(turtle.encode(), RdfFormat.TURTLE)}


def _loaded(quads: Iterable[Quad]) -> tuple[Store, LiteralTable]:
    """Return a store with these statements, those of a subject after each other, as in files."""
    store, table = Store(), LiteralTable()
    store.extend(table.watch(sorted(quads, key=str)))
    return store, table


def _counted(violations: Iterable[Violation]) -> Counter[Violation]:
    return Counter(replace(violation, details=()) for violation in violations)


def _same(left: Judgement, right: Judgement) -> None:
    assert _counted(left.violations) == _counted(right.violations)
    assert replace(left, violations=()) == replace(right, violations=())


def _as_stored(quads: Iterable[Quad]) -> set[Quad]:
    store = Store()
    store.extend(quads)
    return set(store)


def _follow(data: str, shapes: str, history: list[tuple[str, str]], *, spelt: bool) -> None:
    rules = list(parse(shapes.encode(), RdfFormat.TURTLE))
    stated = _quads(data)
    store, table = _loaded(stated)
    validation = Validation(store, rules, literals=table if spelt else None)
    for added, deleted in history:
        coming, going = _quads(added), _quads(deleted)
        before = _counted(validation.judgement.violations)
        delta = validation.update(coming, going)
        if spelt:
            stated = (stated - going) | coming
        else:
            stated = set(_as_stored(_as_stored(stated) - _as_stored(going)) | _as_stored(coming))
        again, table_again = _loaded(stated)
        full = judge(again, rules, literals=table_again if spelt else None)
        _same(delta.judgement, full)
        assert delta.judgement is validation.judgement
        after = _counted(full.violations)
        assert Counter(delta.introduced) == after - before
        assert Counter(delta.fixed) == before - after


@HISTORIES
@given(data_graphs(odd=True), shapes_graphs(odd=True), st.lists(changes(), max_size=8), st.booleans())
def test_every_step_equals_a_full_validation(
    data: str, shapes: str, history: list[tuple[str, str]], spelt: bool
) -> None:
    _follow(data, shapes, history, spelt=spelt)


@pytest.mark.nightly
@HISTORIES
@given(data_graphs(odd=True), st.sampled_from(QUERIES + PATH_QUERIES), st.lists(changes(), max_size=12))
def test_every_query_follows_changes(data: str, query: str, history: list[tuple[str, str]]) -> None:
    shapes = f"""{PREFIXES} ex:prefixes sh:declare {DECLARED} .
        ex:S sh:targetClass ex:C ; sh:targetSubjectsOf ex:r ; sh:path [ sh:inversePath ex:q ] ;
            sh:sparql [ sh:prefixes ex:prefixes ; sh:select '''{query}''' ] ."""
    _follow(data, shapes, history, spelt=True)
