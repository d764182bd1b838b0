"""Queries read into a tree, written, and changed there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from kgtools.sparql import algebra, tree, write
from kgtools.sparql.nest import nested
from kgtools.sparql.substitute import functions, substitute

A, B, P = NamedNode("urn:x:a"), NamedNode("urn:x:b"), NamedNode("urn:x:p")
PREFIXES = [("x", "urn:x:")]


def _store(*quads: Quad) -> Store:
    store = Store()
    store.extend(quads)
    return store


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { ?s <urn:x:p>/^(<urn:x:q>*) ?o . }",
        "SELECT DISTINCT ?s WHERE { ?s !(<urn:x:p>|^<urn:x:q>) ?o . FILTER(NOT EXISTS { ?o ?p ?s . }) }",
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o . } GROUP BY ?s (STR(?o)) HAVING ((?p > ?n)) LIMIT 3",
        "SELECT ?s WHERE { { ?s ?p ?o . } UNION { OPTIONAL { ?s ?p ?o . } } MINUS { ?s ?p ?o . } }",
        "SELECT ?s WHERE { { SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o . } } } BIND(CONCAT(?a, ?b) AS ?c) }",
        'SELECT ?s WHERE { VALUES (?s ?p) { (UNDEF "a"@en) } } ORDER BY ASC(?s) DESC(?p) OFFSET 2',
        "ASK { FILTER((?a IN (?b, ?c))) FILTER((?a NOT IN ())) FILTER((?a && ?b && !(?c))) }",
        'ASK { FILTER((GROUP_CONCAT(DISTINCT ?a ; SEPARATOR = ", ") = <urn:x:f>(?b, ?c))) }',
    ],
)
def test_writing_gives_the_text_that_was_read(text: str) -> None:
    assert write.query(algebra._Queries(text, {}).query()) == text


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("ASK { ?s x:p ?o , ?u ; x:q ?v ; . ?s a x:C }", 4),
        ("ASK { [ x:p [ x:q 1 ] ] x:r ( 1 -2 x:a ) }", 9),
        ("ASK { [] x:p () }", 1),
        ("ASK { ( 1 ) x:p [] }", 3),
        ("ASK { [ x:p 1 ] . ?s ?p 1. ?s ?q true }", 3),
    ],
)
def test_abbreviated_triples(text: str, count: int) -> None:
    query = algebra.parse(text, PREFIXES)
    assert len(query.where.elements) == count


def test_own_prefixes_win_and_base_resolves() -> None:
    query = algebra.parse("BASE <urn:y:> PREFIX x: <urn:z:> ASK { x:a x:b <urn:x:c> }", PREFIXES)
    (triple,) = query.where.elements
    assert isinstance(triple, tree.Triple)
    assert triple.subject == NamedNode("urn:z:a")


@given(st.text(max_size=8), st.sampled_from(["en", "ko-KR", ""]))
def test_literals_come_through(value: str, language: str) -> None:
    literal = Literal(value, language=language) if language else Literal(value)
    query = tree.Ask(tree.Group((tree.Triple(A, P, literal),)))
    assert algebra.parse(write.query(query)).where == query.where


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p }",
        "ASK { ?s ?p ?o",
        "ASK",
        "ASK { FILTER() }",
        "SELECT { }",
        "ASK { x:a y:b x:c }",
        "ASK {} x",
    ],
)
def test_errors_say_where(text: str) -> None:
    with pytest.raises(algebra.MalformedQueryError, match=r"line 1|ends where|error at"):
        algebra.parse(text, PREFIXES)


def test_nothing_is_fetched_while_reading() -> None:
    query = algebra.parse("ASK { SERVICE <http://192.0.2.1/sparql> { ?s ?p ?o } }")
    assert isinstance(query.where.elements[0], tree.Service)


@pytest.mark.parametrize("term", [A, Literal("x"), BlankNode("b1")])
def test_every_use_of_a_variable_is_replaced(term: NamedNode | Literal | BlankNode) -> None:
    text = """SELECT ?this ?v (STR(?this) AS ?s) { ?this x:p ?v . FILTER(?this != ?v && BOUND(?this))
        { SELECT ?this { ?v x:p ?this } } OPTIONAL { ?v x:q ?this } FILTER EXISTS { ?this ?p ?w } }
        GROUP BY ?this ?v"""
    query = substitute(algebra.parse(text, PREFIXES), {"this": term})
    assert "?this" not in write.query(query)
    list(Store().query(write.query(query), custom_functions=functions(query)))  # it is well-formed


def test_blank_nodes_are_bound_to_themselves() -> None:
    node, other = BlankNode(), BlankNode()
    store = _store(Quad(node, P, A), Quad(other, P, B))
    query = substitute(algebra.parse("SELECT ?v { ?this x:p ?v }", PREFIXES), {"this": node})
    assert [row["v"] for row in store.query(write.query(query), custom_functions=functions(query))] == [A]


def test_nested_exists_means_the_same_and_starts_at_what_is_bound() -> None:
    store = _store(Quad(A, P, B), Quad(B, P, A), Quad(B, P, Literal(1)))
    text = "SELECT ?s { ?s x:p ?o FILTER NOT EXISTS { ?b x:p ?c . ?o x:p ?b FILTER(isIRI(?c)) } }"
    query = algebra.parse(text, PREFIXES)
    assert isinstance(query, tree.Select)
    text_nested = write.query(nested(query))
    assert text_nested.index("?o <urn:x:p> ?b") < text_nested.index("?b <urn:x:p> ?c")
    plain, rewritten = (
        sorted(str(row["s"]) for row in store.query(t)) for t in (write.query(query), text_nested)
    )
    assert plain == rewritten
