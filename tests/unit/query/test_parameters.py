from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.errors import UsageError
from kgtools.query import header
from kgtools.query.parameters import ANY, bound_text, default, flag, literal, parse_day, python_name
from kgtools.query.spec import Param, QuerySpec
from kgtools.sparql.rewrite import blocks
from kgtools.store.memory import MemoryStore
from kgtools.terms import XSD, Literal, NamedNode
from strategies import awkward_texts

if TYPE_CHECKING:
    from kgtools.graph import Graph

ID = "https://example.org/id/"


def _spec(param: str, block: str = "UNDEF") -> QuerySpec:
    text = f"#+ params:\n#+   p: {param}\nSELECT ?p {{ VALUES ?p {{ {block} }} }}"
    return header.read(text, Path("q.rq"))


def _bound(graph: Graph, spec: QuerySpec, **arguments: object) -> list[object]:
    text = bound_text(spec, arguments, graph.labels, graph.project.prefixes)
    store = MemoryStore(graph.project.prefixes)
    return [row[0] for row in store.select(text).rows]


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("string", "x", Literal("x")),
        ("string", 5, Literal("5")),
        ("date", "2002-01-01", Literal("2002-01-01", datatype=XSD["date"])),
        ("date", date(2002, 1, 1), Literal("2002-01-01", datatype=XSD["date"])),
        ("integer", "5", Literal("5", datatype=XSD["integer"])),
        ("integer", -5, Literal("-5", datatype=XSD["integer"])),
        ("decimal", "1.50", Literal("1.5", datatype=XSD["decimal"])),
        ("decimal", Decimal("2.5"), Literal("2.5", datatype=XSD["decimal"])),
        ("decimal", 1, Literal("1", datatype=XSD["decimal"])),
        ("boolean", "TRUE", Literal("true", datatype=XSD["boolean"])),
        ("boolean", False, Literal("false", datatype=XSD["boolean"])),
        ("iri", "Ada Brook", NamedNode(f"{ID}person-ada")),
        ("iri", "id:person-ada", NamedNode(f"{ID}person-ada")),
        ("iri", NamedNode("urn:any"), NamedNode("urn:any")),
        ("string", Literal("x", language="en"), Literal("x", language="en")),
    ],
)
def test_a_value_becomes_the_term_that_the_type_asks_for(
    graph: Graph, kind: str, value: object, term: object
) -> None:
    assert _bound(graph, _spec(f"{{type: {kind}}}"), p=value) == [term]


@pytest.mark.parametrize("several", [["a", "b"], ("a", "b")])
def test_several_values(graph: Graph, several: object) -> None:
    assert _bound(graph, _spec("{type: string}"), p=several) == [Literal("a"), Literal("b")]


@pytest.mark.parametrize("value", [None, [], ()])
def test_no_value_keeps_the_default(graph: Graph, value: object) -> None:
    assert _bound(graph, _spec("{type: string}", '"x"'), p=value) == [Literal("x")]


def test_any_takes_the_default_away(graph: Graph) -> None:
    assert _bound(graph, _spec("{type: string}", '"x"'), p=ANY) == [None]


@pytest.mark.parametrize(
    ("param", "value", "message", "hint"),
    [
        ("{type: date}", "1996-13-01", "'1996-13-01' is no date for 'p'", "a day such as 2018-06-12"),
        ("{type: date}", "19960701", "is no date", "a day"),
        ("{type: date}", datetime(1996, 7, 1, 12), "is no date", "a day"),  # noqa: DTZ001
        ("{type: integer}", "1.5", "is no integer", "expected an integer"),
        ("{type: integer}", "1_000", "is no integer", "an integer"),
        ("{type: integer}", "\u0663", "is no integer", "an integer"),
        ("{type: integer}", "9" * 10_000, "is no integer", "an integer"),
        ("{type: decimal}", "much", "is no decimal", "a decimal"),
        ("{type: decimal}", "NaN", "is no decimal", "a decimal"),
        ("{type: decimal}", "Infinity", "is no decimal", "a decimal"),
        ("{type: decimal}", "1e999999999", "is no decimal", "a decimal"),
        ("{type: boolean}", "yes", "is no boolean", "true or false"),
        ("{choices: [a, b]}", "c", "'c' is no choice of 'p'", "one of: a, b"),
        ("{type: iri}", "Nobody Here", "nothing is called", ""),
        ("{type: iri}", "Double Name", "means 2 things", "id:person-ada .* id:person-ben"),
        ("{type: iri, class: ex:Group}", "Ada Brook", "nothing is called 'Ada Brook' among Group", ""),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    graph: Graph, param: str, value: object, message: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        _bound(graph, _spec(param), p=value)
    assert re.search(hint, caught.value.hint or "")


@pytest.mark.parametrize(("name", "hint"), [("pp", "did you mean 'p'?"), ("zzz", "it takes: p")])
def test_an_unknown_parameter_gets_a_suggestion(graph: Graph, name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"query 'q' has no parameter '{name}'") as caught:
        _bound(graph, _spec("{type: string}"), **{name: "x"})
    assert caught.value.hint == hint


def test_a_query_without_parameters_says_so(graph: Graph) -> None:
    with pytest.raises(UsageError) as caught:
        _bound(graph, header.read("ASK {}", Path("q.rq")), p="x")
    assert caught.value.hint == "it takes no parameters"


@pytest.mark.parametrize("given", [{}, {"p": None}, {"p": []}])
def test_a_required_parameter_must_be_given(graph: Graph, given: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="needs a value for 'p'") as caught:
        _bound(graph, _spec("{type: date, required: true}"), **given)
    assert caught.value.hint == "give --p DATE"


def test_a_parameter_named_like_a_python_keyword(graph: Graph) -> None:
    spec = header.read(
        "#+ params:\n#+   from: {type: string}\nSELECT ?from { VALUES ?from { UNDEF } }", Path("q.rq")
    )
    assert _bound(graph, spec, from_="x") == [Literal("x")]
    assert (python_name("from"), python_name("place")) == ("from_", "place")


@pytest.mark.parametrize(
    ("name", "shown"), [("asof", "as-of"), ("first_day", "first-day"), ("place", "place")]
)
def test_flags(name: str, shown: str) -> None:
    assert flag(name) == shown


@given(awkward_texts)
def test_any_text_comes_back_as_the_same_term(graph: Graph, text: str) -> None:
    spec = _spec("{type: string}")
    bound = bound_text(spec, {"p": text}, graph.labels, graph.project.prefixes)
    assert len(blocks(bound)) == 1
    assert list(MemoryStore().select(bound).rows) == [(Literal(text),)]


@given(st.dates())
def test_any_day_comes_back_as_the_same_day(day: date) -> None:
    term = literal(Param("p", "date"), day.isoformat())
    assert term == Literal(day.isoformat(), datatype=XSD["date"])
    assert parse_day(term.value) == day


@pytest.mark.parametrize(
    "text", ["", "2018-6-12", "2018-06-31", "20180612", "2018-W24-2", "2018-06-12 ", "٢٠١٨-06-12"]
)
def test_what_is_no_day(text: str) -> None:
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ("UNDEF", None),
        ('"2018-01-01"^^xsd:date', "2018-01-01"),
        ('"a" "b"', ["a", "b"]),
        ("<urn:a:b>", "urn:a:b"),
        ("ex:Person", "https://example.org/terms/Person"),
        ("ex:Person ex:Group", ["https://example.org/terms/Person", "https://example.org/terms/Group"]),
        ("12", "12"),
        ("true", "true"),
        ('"a"@en', "a"),
        ("'it\\'s'", "it's"),
        ('"""a "quoted" word"""', 'a "quoted" word'),
        ('"\\u00e9\\n"', "é\n"),
        ("-1.5", "-1.5"),
    ],
)
def test_the_default_is_what_the_block_holds(graph: Graph, block: str, shown: object) -> None:
    spec = _spec("{type: string}", block)
    assert default(spec, spec.params[0], graph.project.prefixes) == shown


@pytest.mark.parametrize("block", ["", "VALUES ?p { 1 } VALUES ?p { 2 }"])
def test_without_exactly_one_block_there_is_no_default(graph: Graph, block: str) -> None:
    spec = header.read(f"#+ params: {{p: {{type: string}}}}\nASK {{ {block} }}", Path("q.rq"))
    assert default(spec, spec.params[0], graph.project.prefixes) is None
    with pytest.raises(UsageError, match="exactly one VALUES block"):
        bound_text(spec, {"p": "x"}, graph.labels, graph.project.prefixes)
