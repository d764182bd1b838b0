from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.errors import UsageError
from kgtools.sparql.guard import guard
from kgtools.sparql.rewrite import bind, blocks
from kgtools.store.memory import MemoryStore
from kgtools.terms import Literal, NamedNode
from strategies import terms as any_terms

A = NamedNode("urn:a")
QUERY = """SELECT ?x ?y WHERE {
  VALUES ?x { UNDEF } # VALUES ?x { 3 }
  VALUES (?a ?b) { (1 2) }
  VALUES $y { "VALUES ?y { 1 }" <urn:b> }
}"""


def test_blocks_with_one_variable_are_found() -> None:
    found = blocks(QUERY)
    assert [block.variable for block in found] == ["x", "y"]
    assert [[token.text for token in block.values] for block in found] == [
        ["UNDEF"],
        ['"VALUES ?y { 1 }"', "<urn:b>"],
    ]
    assert QUERY[found[0].start : found[0].end] == " UNDEF "


@pytest.mark.parametrize(
    "text", ["VALUES ?x (1)", "?VALUES ?x { 1 }", '"VALUES ?x { 1 }"', "ex:VALUES ?x { 1 }"]
)
def test_what_is_no_block(text: str) -> None:
    assert blocks(text) == []


def test_a_block_without_end_is_refused() -> None:
    with pytest.raises(UsageError, match="has no '}'") as caught:
        blocks("ASK {\nVALUES ?x { 1", name="x.rq")
    assert str(caught.value.location) == "x.rq:2:11"


@pytest.mark.parametrize(
    ("values", "inner"),
    [
        ([A], "<urn:a>"),
        ([A, Literal("b", language="en")], '<urn:a> "b"@en'),
        (None, "UNDEF"),
    ],
)
def test_only_what_stands_between_the_braces_changes(
    values: list[NamedNode | Literal] | None, inner: str
) -> None:
    assert bind(QUERY, {"x": values}) == QUERY.replace("{ UNDEF }", f"{{ {inner} }}")


def test_escapes_of_the_query_are_decoded_those_of_values_are_not() -> None:
    bound = bind("\\u0041SK { V\\u0041LUES ?x { UNDEF } }", {"x": [Literal("C:\\u0041")]})
    assert bound == 'ASK { VALUES ?x { "C:\\\\u0041" } }'


def test_without_values_the_text_stays_as_it_is() -> None:
    assert bind("any \\ text", {}) == "any \\ text"


def test_several_blocks_are_bound_at_once() -> None:
    bound = bind(QUERY, {"y": [A], "x": [A, A]})
    assert [len(block.values) for block in blocks(bound)] == [2, 1]


@pytest.mark.parametrize(
    "text", ["ASK {}", "ASK { VALUES ?x { 1 } VALUES ?x { 2 } }", "ASK { VALUES (?x) { (1) } }"]
)
def test_a_parameter_needs_exactly_one_block(text: str) -> None:
    with pytest.raises(UsageError, match="exactly one VALUES block"):
        bind(text, {"x": [A]})


@given(st.lists(any_terms, min_size=1, max_size=4))
def test_bound_terms_are_the_terms_of_the_answer(values: list[NamedNode | Literal]) -> None:
    text = bind("SELECT ?x { VALUES ?x { UNDEF } VALUES ?y { 1 } }", {"x": values})
    rows = MemoryStore().select(guard(text).text).rows
    assert [row[0] for row in rows] == values


@pytest.mark.parametrize(
    "value",
    [
        "C:\\u0041",
        "\\u0022 } #",
        "\\\\u0022 } #",
        "\\uD800",
        "\\U00110000",
        '" } DROP ALL #',
        '"} UNION { ?s ?p ?o } #',
        "\\",
        '\\"',
        "'''",
        '"""',
        "\n}",
        "} VALUES ?x { 1",
        "<urn:x>",
    ],
)
def test_no_value_changes_the_structure(value: str) -> None:
    text = bind("SELECT ?x { VALUES ?x { UNDEF } }", {"x": [Literal(value)]})
    assert list(MemoryStore().select(guard(text).text).rows) == [(Literal(value),)]
