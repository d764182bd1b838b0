"""Statements come and go as they are written, in the store and in the literal table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kgtools.shapes import LiteralTable, edit
from kgtools.shapes.view import View
from kgtools.terms import XSD

A, P = NamedNode("x:a"), NamedNode("x:p")
SPELLINGS = [
    ("5", "integer"),
    ("05", "integer"),
    ("5", "int"),
    ("x", "integer"),
    ("5", "string"),
    ("7", "integer"),
]
statements = st.sets(
    st.sampled_from([Quad(A, P, Literal(form, datatype=XSD[name])) for form, name in SPELLINGS])
)


def _view(quads: set[Quad]) -> View:
    store, table = Store(), LiteralTable()
    store.extend(table.watch(quads))
    return View(store, table)


def _statements(view: View) -> set[Quad]:
    return {Quad(s, p, o) for s, p, o in view}


@given(statements, statements, statements)
def test_a_changed_graph_is_the_graph_of_what_is_stated(
    before: set[Quad], added: set[Quad], deleted: set[Quad]
) -> None:
    view = _view(before)
    change = edit.plan(view, added, deleted)
    edit.delete(view, change.deleted)
    edit.add(view, change.added)
    after = (before - deleted) | added
    assert _statements(view) == after
    assert set(change.added) == after - before
    assert set(change.deleted) == before - after
    fresh = _view(after)
    assert dict(view.table.subjects(P)) == dict(fresh.table.subjects(P))
    assert set(view.table.ill_formed) == set(fresh.table.ill_formed)
    assert set(view.store) == set(fresh.store)


def test_without_spellings_the_store_decides() -> None:
    store = Store()
    store.load("<x:a> <x:p> 5 .", RdfFormat.TURTLE)
    view = View(store, is_complete=False)
    change = edit.plan(view, [], [Quad(A, P, Literal("05", datatype=XSD["integer"]), NamedNode("x:file"))])
    assert change.deleted == (Quad(A, P, Literal("5", datatype=XSD["integer"])),)
