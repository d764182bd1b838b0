from __future__ import annotations

import pytest

from kgtools.errors import UsageError
from kgtools.sparql import guard as guarding
from kgtools.sparql.guard import Form, guard

GRAPH = "https://example.org/graph"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", Form.SELECT),
        ("ask {}", Form.ASK),
        ("CONSTRUCT WHERE {}", Form.CONSTRUCT),
        ("DESCRIBE <urn:a>", Form.DESCRIBE),
        ("# SELECT\nPREFIX select: <urn:> BASE <urn:> ASK {}", Form.ASK),
        ("PREFIX insert: <urn:drop> SELECT * { insert:delete ?load 'SERVICE' }", Form.SELECT),
        ("S\\u0045LECT * {}", Form.SELECT),
    ],
)
def test_the_form_is_the_first_keyword_after_the_prologue(text: str, form: Form) -> None:
    assert guard(text).form is form


@pytest.mark.parametrize(
    ("text", "all_variables"),
    [
        ("SELECT * {}", True),
        ("PREFIX a: <urn:a> SELECT DISTINCT * {}", True),
        ("SELECT REDUCED* {}", True),
        ("SELECT ?x {}", False),
        ("SELECT (2 * ?x AS ?y) {}", False),
        ("SELECT DISTINCT ?x * {}", False),
        ("SELECT", False),
        ("DESCRIBE * {}", False),
    ],
)
def test_select_all(text: str, all_variables: bool) -> None:
    assert guard(text).selects_all is all_variables


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "load <http://example.org/>",
        "CLEAR ALL",
        "CREATE GRAPH <urn:g>",
        "DROP ALL",
        "COPY DEFAULT TO <urn:g>",
        "MOVE DEFAULT TO <urn:g>",
        "ADD DEFAULT TO <urn:g>",
        "PREFIX a: <urn:> WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DR\\u004FP ALL",
    ],
)
def test_an_update_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"not allowed: [A-Z]+ would change or load data") as caught:
        guard(text, name="x.rq")
    assert caught.value.location is not None
    assert caught.value.location.file == "x.rq"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { S\\u0045RVICE <http://x/> {} }",
        "ASK { FILTER EXISTS { SERVICE <http://x/> {} } }",
    ],
)
def test_asking_elsewhere_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="SERVICE would ask another server"):
        guard(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x/>' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/>",
        "SELECT * { <http://x/SERVICE> ?LOAD ?o }",
        "SELECT * { ?service a ex:SERVICE }",
    ],
)
def test_words_that_are_no_keywords_pass(text: str) -> None:
    assert guard(text).form is Form.SELECT


@pytest.mark.parametrize("clause", [f"FROM <{GRAPH}>", f"FROM NAMED <{GRAPH}>", f"from named <{GRAPH}>"])
def test_from_may_name_graphs_of_the_dataset(clause: str) -> None:
    query = guard(f"SELECT * {clause} {{ ?s ?p ?o }}", graphs={GRAPH})
    assert query.uses_graphs


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <http://elsewhere.example/>",
        "FROM <file:///etc/passwd>",
        "FROM </etc/passwd>",
        "FROM ex:graph",
        "FROM NAMED <urn:x>",
        "FROM NAMED",
        "FROM",
        f"FROM <{GRAPH}> FROM <urn:x>",
    ],
)
def test_from_elsewhere_is_refused(clause: str) -> None:
    with pytest.raises(UsageError, match="FROM may name only graphs of this dataset"):
        guard(f"SELECT * {clause}", graphs={GRAPH})


def test_named_graphs_are_noticed() -> None:
    assert guard("SELECT * { GRAPH ?g { ?s ?p ?o } }").uses_graphs
    assert not guard("SELECT * { ?s ?p 'GRAPH' }").uses_graphs


@pytest.mark.parametrize("text", ["", "   # nothing", "PREFIX a: <urn:>", "FOO * {}", "{ ?s ?p ?o }", "?x"])
def test_what_is_no_query_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"no query|begins with SELECT") as caught:
        guard(text)
    assert caught.value.location is not None


@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", "[]"])
def test_nesting_is_limited(opening: str, closing: str) -> None:
    depth = guarding.MAX_DEPTH
    guard(f"ASK {opening * depth}{closing * depth}")
    with pytest.raises(UsageError, match="nested deeper than 100") as caught:
        guard(f"ASK {opening * (depth + 1)}")
    assert caught.value.location is not None
    assert caught.value.location.column == 5 + depth


def test_kinds_of_brackets_count_together() -> None:
    with pytest.raises(UsageError, match="nested deeper"):
        guard("ASK " + "{([" * 34)


@pytest.mark.parametrize("link", ["UNION {}", "|| ?x", "&& ?x", "/ ex:p", "| ex:p", "+ 1", "- 1", "NOT"])
def test_chains_are_limited(link: str) -> None:
    guard("ASK { " + f"{link} " * guarding.MAX_CHAIN)
    with pytest.raises(UsageError, match="more than 1,000 times"):
        guard("ASK { " + f"{link} " * (guarding.MAX_CHAIN + 1))


def test_length_is_limited_in_bytes() -> None:
    with pytest.raises(UsageError, match="longer than 64 KB"):
        guard("ASK { } #" + "é" * (guarding.MAX_TEXT // 2))


def test_tokens_are_limited() -> None:
    with pytest.raises(UsageError, match="more than 20,000 tokens"):
        guard("ASK { " + "? " * guarding.MAX_TOKENS)


def test_what_from_may_name_is_judged_each_time() -> None:
    clause = f"FROM <{GRAPH}>"
    text = f"SELECT * {clause} {{ ?s ?p ?o }}"
    assert guard(text, graphs={GRAPH}).uses_graphs
    with pytest.raises(UsageError, match="FROM may name only graphs"):
        guard(text)


def test_a_text_is_called_by_the_name_of_its_file_each_time() -> None:
    for name in ("a.rq", "b.rq"):
        with pytest.raises(UsageError) as caught:
            guard("SELECT * { SERVICE <urn:x> { ?s ?p ?o } }", name=name)
        assert caught.value.location is not None
        assert caught.value.location.file == name
