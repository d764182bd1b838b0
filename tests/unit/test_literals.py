"""Lexical forms of the XSD datatypes, and what a store makes of literals."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kgtools.literals import is_lexical_form, is_plain, is_well_formed, matches
from kgtools.shapes import LiteralTable
from kgtools.shapes.table import stored
from kgtools.terms import RDF, XSD

FORMS = [
    (line.partition("\t")[0], line.partition("\t")[2].rpartition("\t")[0], line.rpartition("\t")[2])
    for line in (Path(__file__).parent / "lexical_forms.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
A, P, Q = NamedNode("urn:x:a"), NamedNode("urn:x:p"), NamedNode("urn:x:q")


@pytest.mark.parametrize(("datatype", "text", "answer"), FORMS)
def test_lexical_form(datatype: str, text: str, answer: str) -> None:
    assert is_lexical_form(text, XSD + datatype) is (answer == "yes")


def test_every_datatype_has_a_good_and_a_bad_form() -> None:
    bad = {datatype for datatype, _, answer in FORMS if answer == "no"}
    good = {datatype for datatype, _, answer in FORMS if answer == "yes"}
    assert good ^ bad <= {"anyURI", "string", "normalizedString"}


def test_other_datatypes_are_not_judged() -> None:
    assert is_lexical_form("anything", "https://example.org/datatype")
    assert is_lexical_form("anything", XSD + "NOTATION")


@given(st.dates())
def test_every_date_of_the_calendar_is_one(day: object) -> None:
    assert is_lexical_form(str(day), XSD + "date")


@given(
    st.sampled_from(sorted({datatype for datatype, _, _ in FORMS})),
    st.text("0123456789-+:.TZPYe ", max_size=12),
)
def test_plain_literals_are_well_formed_and_unchanged(datatype: str, text: str) -> None:
    literal = Literal(text, datatype=XSD[datatype])
    if is_plain(text, XSD + datatype):
        assert is_well_formed(literal)
        assert stored(literal) == literal


def test_matches_a_datatype() -> None:
    assert matches(Literal("5", datatype=XSD["int"]), XSD["int"])
    assert not matches(Literal("5", datatype=XSD["integer"]), XSD["int"])
    assert matches(Literal("5", datatype=XSD["integer"]), XSD["int"], kept=False)
    assert not matches(Literal("300", datatype=XSD["integer"]), XSD["byte"], kept=False)
    assert matches(Literal("a", language="en"), RDF["langString"])
    assert not matches(A, XSD["anyURI"])


def _watch(turtle: str) -> tuple[LiteralTable, Store]:
    table, store = LiteralTable(), Store()
    prefixes = f"PREFIX x: <urn:x:> PREFIX xsd: <{XSD}> "
    store.extend(table.watch(parse(prefixes + turtle, RdfFormat.TURTLE)))
    return table, store


def test_the_table_keeps_what_a_store_rewrites() -> None:
    table, store = _watch('x:a x:p 05 ; x:q "plain" , 7 , "2019-02-28"^^xsd:date .')
    assert [literal.value for literal in table.originals(A, P)] == ["05"]
    assert table.originals(A, Q) == ()
    assert table.may_be_rewritten(Literal(5))
    assert not table.may_be_rewritten(Literal(7))
    assert table.subjects(P) == {A: False}
    assert len(store) == 4


@pytest.mark.parametrize(
    ("literal", "is_harsh"),
    [
        ("4.0", False),
        ('"1"^^xsd:boolean', False),
        ('"5"^^xsd:int', True),
        ('"300"^^xsd:byte', True),
        ('"2019-02-30"^^xsd:date', True),
        ("4.0 , 4.00", True),
        ("05 , 5", True),
        ("5 , 05", True),
    ],
)
def test_the_table_tells_spelling_from_substance(literal: str, is_harsh: bool) -> None:
    table, _ = _watch(f"x:a x:p {literal} .")
    assert table.subjects(P) == {A: is_harsh}


def test_ill_formed_literals_are_listed_with_their_graph() -> None:
    quads = [
        Quad(A, P, Literal("2019-02-30", datatype=XSD["date"]), NamedNode("urn:x:g")),
        Quad(BlankNode(), P, A),
    ]
    table = LiteralTable()
    assert list(table.watch(quads)) == quads
    assert table.ill_formed == (quads[0],)
