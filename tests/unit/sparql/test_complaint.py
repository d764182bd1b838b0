"""What is said of a query that the engine refuses."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from kgtools.sparql.complaint import complaint

PREFIXES = {"ex": "https://example.org/"}


@pytest.mark.parametrize(
    ("text", "place", "why", "hint"),
    [
        ("SELECT * { ?s ?p", "1:10", "`{` is never closed", None),
        ("SELECT * { ?s ex:p [ ex:q ?r }", "1:30", "expected `]`, found `}`", None),
        ("ASK { ?s ?p ?o }\n }", "2:2", "expected the end of the query, found `}`", None),
        ("SELECT ?s WHERE ?s ?p ?o }", "1:17", "expected `{`, found `?s`", None),
        ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", "1:19", "expected AS, found `?n`", None),
        ("ASK { ?s a ?x . FILTR(?x > 3) }", "1:17", "`FILTR` cannot stand here", "did you mean FILTER?"),
        ("SELEC ?s { ?s a ?x }", "1:1", "`SELEC` cannot stand here", "did you mean SELECT?"),
        ("ASK { ?s a ?x .\n ?x ?y }", "2:8", "`}` cannot stand here", None),
        ("SELECT ?s { ?s a ?x } ORDER BY", "1:31", "it ends where more has to come", None),
        ("SELECT ?s { ?s a ?x } LIMIT", "1:28", "it ends where more has to come", None),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o", "1:30", "`{` is never closed", None),
        ("CONSTRUCT { ?s ?p } WHERE { ?s ?p ?o }", "1:19", "the engine cannot take what ends here", None),
        (
            "SELECT ?s ?n { ?s ?n ?o } GROUP BY ?s",
            None,
            "The SELECT contains a variable that is unbound",
            None,
        ),
        ("SELECT ?s { ?s a ?x BIND(3 AS ?x) }", None, "the engine cannot take what ends here", None),
    ],
)
def test_the_mistake_is_named_where_it_is(text: str, place: str | None, why: str, hint: str | None) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().query(text, prefixes=PREFIXES)
    error = complaint(text, PREFIXES, str(caught.value))
    assert error.message == f"the query has a syntax error: {why}"
    assert place is None or str(error.location) == f"query:{place}"
    assert error.hint == hint


def test_a_complaint_without_a_place_is_kept_whole() -> None:
    error = complaint("ASK {}", {}, "something else")
    assert error.location is None
    assert error.message.endswith("something else")
