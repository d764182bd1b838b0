from __future__ import annotations

import pytest

from kgtools.query.patterns import compared_texts, unbound
from kgtools.sparql.algebra import parse

PREFIX = "PREFIX : <https://example.org/> "


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT ?s { ?s :p ?o }", []),
        ("SELECT ?x { ?s :p ?o }", ["x"]),
        ("SELECT ?s ?x { ?s :p ?o FILTER(?x > 1) }", ["x"]),
        ("SELECT ?x { ?s :p ?o MINUS { ?s :q ?x } }", ["x"]),
        ("SELECT ?x { ?s :p ?o FILTER EXISTS { ?s :q ?x } }", ["x"]),
        ("SELECT ?x { { ?s :p ?o } UNION { ?s :p ?x } }", []),
        ("SELECT ?x ?g { OPTIONAL { GRAPH ?g { ?s :p ?x } } }", []),
        ("SELECT ?x ?y { BIND(1 AS ?x) VALUES ?y { 1 } }", []),
        ("SELECT ?x { ?s :p ?o } VALUES ?x { 1 }", []),
        ("SELECT ?k { ?s :p ?o } GROUP BY (STR(?o) AS ?k)", []),
        ("SELECT (COUNT(?x) AS ?n) { ?s :p ?o }", ["x"]),
        ("SELECT (STR(?o) AS ?n) (STRLEN(?n) AS ?m) { ?s :p ?o }", []),
        ("SELECT (IF(?o IN (1, ?x), ?y, 2) AS ?n) { ?s :p ?o }", ["x", "y"]),
        ("SELECT (EXISTS { ?s :q ?x } AS ?e) { ?s :p ?o }", []),
        ("SELECT ?n { { SELECT (COUNT(?o) AS ?n) { ?s :p ?o } } }", []),
        ("SELECT ?o { { SELECT ?s { ?s :p ?o } } }", ["o"]),
        ("SELECT ?o { { SELECT * { ?s :p ?o } } }", []),
        ("SELECT ?n { { SELECT (SUM(?x) AS ?n) { ?s :p ?o } } }", ["x"]),
        ("SELECT * { ?s :p ?o }", []),
        ("ASK { ?s :p ?o }", []),
    ],
)
def test_columns_that_nothing_binds(query: str, names: list[str]) -> None:
    assert sorted(variable.value for variable in unbound(parse(PREFIX + query))) == names


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ('?s :p "a"', [("a", "p")]),
        ('?s :p "a"@en', []),
        ("?s :p 5", []),
        ('?s :p|:q "a"', [("a", "pq")]),
        ('?s :p/:q "a"', [("a", "q")]),
        ('?s :p* "a"', []),
        ('?s ?p "a"', []),
        ('?s :p ?v FILTER(?v = "a" || "b" != ?v)', [("a", "p"), ("b", "p")]),
        ('?s :p ?v FILTER(STR(?v) = "a")', []),
        ('?s :p ?v FILTER(?v IN ("a", "b"@en, 1))', [("a", "p")]),
        ('?s :p ?v VALUES (?v ?w) { ("a" "b") (UNDEF "c") }', [("a", "p")]),
        ('?s :p ?v OPTIONAL { ?t :q ?v } FILTER(?v = "a")', [("a", "pq")]),
        ('?s :p ?v FILTER(?w = "a")', []),
    ],
)
def test_texts_that_are_compared_with_values(pattern: str, texts: list[tuple[str, str]]) -> None:
    found = compared_texts(parse(f"{PREFIX} ASK {{ {pattern} }}"))
    assert [(text.value, "".join(sorted(p.value[-1] for p in each))) for text, each in found] == texts
