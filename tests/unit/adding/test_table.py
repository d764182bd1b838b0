"""Tables of facts, and what is said of their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.errors import InputError, KgError, UsageError
from kgtools.terms import RDF, XSD, Literal, NamedNode

if TYPE_CHECKING:
    from kgtools.adding import Offer
    from kgtools.graph import Graph

ID = "https://example.org/id/"
EX = "https://example.org/terms/"


def offered(graph: Graph, text: str) -> Offer:
    return graph.offer(text, "csv", name="a.csv")


def test_values_become_what_the_column_says(graph: Graph) -> None:
    text = 'id,a ex:Person,skos:prefLabel@en,ex:start,ex:fee^^xsd:decimal,dcterms:source\n"p-1",,"A ""B"", C",2001-02,1.50,Programme book\n'
    facts = {fact.predicate.value: fact.object for fact in offered(graph, text).facts}
    assert facts == {
        RDF["type"].value: NamedNode(f"{EX}Person"),
        "http://www.w3.org/2004/02/skos/core#prefLabel": Literal('A "B", C', language="en"),
        f"{EX}start": Literal("2001-02", datatype=XSD["gYearMonth"]),
        f"{EX}fee": Literal("1.50", datatype=XSD["decimal"]),
        "http://purl.org/dc/terms/source": NamedNode(f"{ID}doc-programme"),
    }


def test_every_value_has_its_place(graph: Graph) -> None:
    text = "id,a ex:Person,skos:altLabel@en\r\np-1,,\r\n\r\np-2,, One | Two \r\n"
    places = {
        (fact.subject.value.removeprefix(ID), getattr(fact.object, "value", "")): (
            str(where.subject.location),
            str(where.predicate.location),
            str(where.object.location),
        )
        for fact, where in offered(graph, text).places.items()
        if not isinstance(fact.subject, Literal)
    }
    assert places["p-2", "Two"] == ("a.csv:4:1", "a.csv:1:16", "a.csv:4:13")
    assert places["p-1", f"{EX}Person"] == ("a.csv:2:1", "a.csv:1:4", "a.csv:1:4")


@pytest.mark.parametrize(
    ("text", "says", "kind"),
    [
        ("name,a ex:Person\nx,\n", "a.csv:1:1: the first column is not 'id'", InputError),
        ("id,ex:a b\nx,1\n", "a.csv:1:4: 'ex:a b' is no column", InputError),
        ("id,nobody:a\nx,1\n", "a.csv:1:4: 'nobody:a' is no column", InputError),
        ("id,skos:altLabel@en\nx,1,2\n", "a.csv:2:1: 3 cells under 2 columns", InputError),
        ("id,skos:altLabel@en\na b,1\n", "a.csv:2:1: 'a b' is no name of a thing", InputError),
        ("id,dcterms:source\nx,No book\n", "a.csv:2:3: nothing is called 'No book'", UsageError),
        ('id,skos:altLabel@en\nx,"1\n', "a.csv:2:3: the quotation mark is not closed", InputError),
        ('id,skos:altLabel@en\nx,"1"2\n', "a.csv:2:6: something follows the closing", InputError),
        ("id,a ex:Person\n", "states nothing", InputError),
        ("", "the first column is not 'id'", InputError),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_place(
    graph: Graph, text: str, says: str, kind: type[KgError]
) -> None:
    with pytest.raises(kind) as refused:
        offered(graph, text)
    assert says in str(refused.value)


def test_a_quotation_mark_that_is_never_closed_takes_no_time(graph: Graph) -> None:
    with pytest.raises(InputError, match="not closed"):
        offered(graph, "id,skos:altLabel@en\n" + "x," + '"' * 200_001)


def test_the_columns_tell_what_they_hold(graph: Graph) -> None:
    columns = {column.title: (column.values, column.meaning) for column in graph.template("Person")}
    assert columns == {
        "id": ("exactly 1", "name of the thing, such as id:person-ada"),
        "a ex:Person": ("any number", "its classes; an empty cell means this one"),
        "skos:prefLabel@en": ("at least 1", "text in en"),
        "dcterms:source": ("at least 1", "a thing (label, CURIE or IRI)"),
    }


def test_what_no_shape_asks_for_but_things_have_is_a_column_too(graph: Graph) -> None:
    columns = {column.title: (column.values, column.meaning) for column in graph.template("Concert")}
    assert columns["ex:performer"] == ("any number", "performer: a thing (label, CURIE or IRI)")
    assert columns["ex:date^^xsd:date"] == ("any number", "date: a day such as 2018-06-12")
    assert columns["dcterms:source"][0] == "at least 1"
    assert not {title for title in columns if title.startswith(("ex:startM", "rdf:type"))}


def test_the_columns_of_the_bundled_record(bundled: Graph) -> None:
    columns = {column.title: column for column in bundled.template("pol:Summit")}
    assert columns["pol:eventStatus"].values == "exactly 1"
    assert "held" in columns["pol:eventStatus"].meaning
    assert "a day such as 2018-06-12 or a month such as 2018-06" in columns["pol:date"].meaning
    assert columns["pol:instant^^xsd:dateTime"].values == "at most 1"
    assert columns["pol:lastDate"].meaning.startswith("last date: a day such as")
    # Other vocabularies have a class of this name too, but no shape of ours judges its instances.
    assert bundled.template("Person")[1].title == "a pol:Person"
    with pytest.raises(UsageError):
        bundled.template("No such class")
