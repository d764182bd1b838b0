from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kgtools import cases
from kgtools.graph import Graph
from kgtools.query import header

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUERY = """PREFIX ex: <https://example.org/terms/>
SELECT ?person ?fee WHERE { ?e ex:engages ?person OPTIONAL { ?e ex:fee ?fee } } ORDER BY ?person"""


@pytest.fixture
def problems(folder: Path) -> Callable[..., list[str | None]]:
    """Return a function that gives what is wrong with each case of a query with these tests."""

    def run(tests: str, text: str = QUERY) -> list[str | None]:
        spec = header.read(f"#+ tests: [{tests}]\n{text}", folder / "queries" / "q.rq")
        return [outcome.problem for outcome in cases.query_cases(Graph(folder), spec)][1:]

    return run


def test_the_cases_of_all_queries_pass(graph: Graph) -> None:
    outcomes = [outcome for spec in graph.queries for outcome in cases.query_cases(graph, spec)]
    assert [outcome for outcome in outcomes if outcome.problem] == []
    names = [outcome.name for outcome in outcomes]
    assert "engagements (defaults)" in names
    assert "engagements (2)" in names
    assert "fees (defaults)" not in names  # it has no default


def test_what_cases_ask_alike_is_asked_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = Graph.ask

    def counted(graph: Graph, *args: Any, engine: str = "pyoxigraph") -> Any:
        asked.append(engine)
        return ask(graph, *args, engine=engine)

    monkeypatch.setattr(Graph, "ask", counted)
    spec = header.read(f"#+ tests: [{{rows: 3}}, {{rows: 2}}]\n{QUERY}", folder / "queries" / "q.rq")
    problems = [outcome.problem for outcome in cases.query_cases(Graph(folder), spec)]
    assert problems == [None, None, "3 rows instead of 2"]
    assert asked == ["pyoxigraph", "rdflib"]


@pytest.mark.parametrize(
    ("test", "problem"),
    [
        ("{rows: 3}", None),
        ("{rows: 2}", "3 rows instead of 2"),
        ("{contains: {person: Ada Brook}}", None),
        ("{contains: {person: Ada Brook, fee: '12.5'}}", None),
        ("{contains: {person: Ben Field, fee: '12.5'}}", "no row has {'person': 'Ben Field', 'fee': '12.5'}"),
        ("{contains: {who: Ada Brook}}", "no row has {'who': 'Ada Brook'}"),
        ("{with: {nope: x}}", "query 'q' has no parameter 'nope'"),
        ("{equals: none.csv}", "the golden file none.csv is missing"),
    ],
)
def test_what_a_case_expects(
    problems: Callable[..., list[str | None]], test: str, problem: str | None
) -> None:
    assert problems(test) == [problem]


@pytest.mark.parametrize(
    ("test", "text", "problem"),
    [
        ("{rows: 1}", "ASK {}", None),
        ("{rows: 0}", "ASK {}", "true instead of false"),
        ("{rows: 1}", "ASK { VALUES ?x { 1 } FILTER(?x > 1) }", "false instead of true"),
        ("{rows: 2}", "ASK {}", "the rows of an ASK are 1 for true and 0 for false"),
        ("{rows: 1}", "CONSTRUCT { <urn:a> <urn:b> 1 } WHERE { VALUES ?x { 1 2 } }", None),
        (
            "{rows: 2}",
            "CONSTRUCT { <urn:a> <urn:b> 1 } WHERE { VALUES ?x { 1 2 } }",
            "1 triple instead of 2",
        ),
        ("{contains: {x: y}}", "ASK {}", "only a table has columns"),
        ("{equals: x.csv}", "CONSTRUCT WHERE { ?s ?p ?o }", "only a table has columns"),
    ],
)
def test_what_a_case_of_another_form_expects(
    problems: Callable[..., list[str | None]], test: str, text: str, problem: str | None
) -> None:
    assert problems(test, text) == [problem]


@pytest.mark.parametrize(
    ("golden", "problem"),
    [
        ("person,fee\nAda Brook,12.5\nBen Field,\nCleo Müller,\n", None),
        ("person\nAda Brook\nBen Field\nCleo Müller\n", None),
        (
            "person\nAda Brook\nBen Feld\nCleo Müller\n",
            "row 2 is {'person': 'Ben Field'} instead of {'person': 'Ben Feld'}",
        ),
        ("person\nAda Brook\n", "3 rows instead of 1"),
        ("person,where\nAda Brook,x\n", "golden.csv has columns that the answer has not: where"),
        ("person\n", "3 rows instead of 0"),
        ("person\nBen Field\nAda Brook\nCleo Müller\n", "row 1 is"),
    ],
)
def test_a_golden_file(
    folder: Path, problems: Callable[..., list[str | None]], golden: str, problem: str | None
) -> None:
    (folder / "tests" / "queries" / "golden.csv").write_text(golden, encoding="utf-8")
    (found,) = problems("{equals: golden.csv}")
    assert found == problem or (problem is not None and found is not None and found.startswith(problem))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("SELECT ?x { VALUES ?x { 1 2 } } ORDER BY ?nothing", None),
        ("SELECT (RAND() AS ?x) {}", "rdflib gives other rows (1 instead of 1)"),
        ("SELECT (1.50 AS ?x) {}", None),
    ],
)
def test_both_engines_must_agree(
    problems: Callable[..., list[str | None]], text: str, problem: str | None
) -> None:
    (found,) = problems("{}", text)
    assert found == problem or (problem is not None and found is not None and found.startswith(problem))


def test_a_case_may_ask_for_any_value(problems: Callable[..., list[str | None]]) -> None:
    text = (
        "#+ params: {p: {type: string}}\n"
        "SELECT ?p { VALUES ?p { 'x' } ?s <https://example.org/terms/fee> ?o }"
    )
    spec_text = "{with: {p: ANY}, rows: 1, contains: {p: x}}, {with: {p: y}, contains: {p: y}}"
    assert problems(spec_text, text) == ["no row has {'p': 'x'}", None]


def _shape_problem(folder: Path, name: str, text: str) -> str | None:
    """Return what is wrong with one further case of PersonShape."""
    path = folder / "tests" / "shapes" / "PersonShape" / name
    head = "PREFIX ex: <https://example.org/terms/> PREFIX id: <https://example.org/id/>\n"
    path.write_text(text.replace("---", head))
    outcomes = {outcome.name: outcome.problem for outcome in cases.shape_cases(Graph(folder), "PersonShape")}
    return outcomes[f"PersonShape/{name}"]


def test_the_cases_of_all_shapes_pass(graph: Graph) -> None:
    names = [path.name for path in cases.shape_folders(graph)]
    assert names == ["EngagementShape", "PersonShape"]
    assert [o for name in names for o in cases.shape_cases(graph, name) if o.problem] == []


EXPECT = (
    "# expect: focus={} path=skos:prefLabel component=sh:MinCountConstraintComponent severity=sh:Violation\n"
)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("valid-a.ttl", "---id:x a ex:Group .", None),
        (
            "valid-a.ttl",
            "---id:x a ex:Person .",
            "unexpected: focus=id:x path=skos:prefLabel component=sh:MinCountConstraintComponent "
            "severity=sh:Violation",
        ),
        ("invalid-a.ttl", "---id:x a ex:Person .", "an invalid case must name what it expects"),
        ("invalid-a.ttl", EXPECT.format("id:x") + "---id:x a ex:Person .", None),
        ("invalid-a.ttl", EXPECT.format("[]") + "---[] a ex:Person .", None),
        ("invalid-a.ttl", EXPECT.format("id:y") + "---id:x a ex:Person .", "missing: focus=id:y"),
        ("invalid-a.ttl", EXPECT.format("id:x") + "---id:x a ex:Group .", "missing: focus=id:x"),
        (
            "invalid-a.ttl",
            EXPECT.format("id:x").replace("Violation", "Warning") + "---id:x a ex:Person .",
            "missing: focus=id:x",
        ),
        ("invalid-a.ttl", EXPECT.format("id:x") + "---id:x, id:y a ex:Person .", "tests/shapes/PersonShape/"),
    ],
)
def test_a_shape_case(folder: Path, name: str, text: str, problem: str | None) -> None:
    found = _shape_problem(folder, name, text)
    assert found == problem or (problem is not None and found is not None and found.startswith(problem))


def test_an_invalid_case_says_everything_that_fires(folder: Path) -> None:
    text = EXPECT.format("id:x") + "---id:x a ex:Person . id:y a ex:Person ."
    assert (_shape_problem(folder, "invalid-a.ttl", text) or "").startswith("unexpected: focus=id:y")
