from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.query import header
from kgtools.query.lint import lint

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.graph import Graph

# One mistake per text; the first of these has none.
GOOD = """#+ summary: People
#+ params:
#+   person: {type: iri}
#+   asof: {type: date}
#+ columns: {person: iri, day: date}
#+ tests:
#+   - {rows: 4}
PREFIX ex: <https://example.org/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?person (?asof AS ?day) WHERE {
  VALUES ?person { UNDEF }
  VALUES ?asof { "2020-12-31"^^xsd:date }
  ?person a ex:Person .
  FILTER(!BOUND(?asof) || ?asof < "2030-01-01"^^xsd:date)
}
ORDER BY ?person
"""


def _findings(graph: Graph, text: str) -> list[tuple[str, str, int | None]]:
    path = graph.project.queries / "people.rq"
    found = lint(header.read(text, path), graph.dataset)
    assert all(finding.span and finding.span.file == "queries/people.rq" for finding in found)
    return [(finding.code, finding.message, finding.span.line if finding.span else None) for finding in found]


def test_a_good_query_has_no_findings(graph: Graph) -> None:
    assert _findings(graph, GOOD) == []


def test_the_projects_own_queries_have_none(graph: Graph) -> None:
    assert [finding for spec in graph.queries for finding in lint(spec, graph.dataset)] == []


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "line"),
    [
        ("#+ summary: People\n", "", "KG654", "the header has no summary", 1),
        ("#+ tests:\n#+   - {rows: 4}\n", "", "KG659", "the header has no test", 1),
        (
            "type: iri}",
            "type: iri, class: ex:Persn}",
            "KG651",
            "the class 'ex:Persn' of parameter 'person' is described nowhere",
            3,
        ),
        ("type: iri}", "type: iri, query: peopel}", "KG656", "there is no query called 'peopel'", 3),
        ("{rows: 4}", "{with: {asf: 2020-12-31}, rows: 4}", "KG656", "a test gives 'asf', which is no", 7),
        ("{rows: 4}", "{contains: {persn: Ada}, rows: 4}", "KG657", "a test expects 'persn', which is no", 7),
        ("VALUES ?person { UNDEF }", "", "KG656", "parameter 'person' has 0 VALUES blocks instead of one", 1),
        (
            "VALUES ?person { UNDEF }",
            "VALUES ?person { UNDEF } VALUES ?person { UNDEF }",
            "KG656",
            "parameter 'person' has 2 VALUES blocks instead of one",
            1,
        ),
        (
            "VALUES ?person { UNDEF }",
            "VALUES ?person { }",
            "KG656",
            "an empty VALUES block means different things to engines",
            11,
        ),
        (
            "VALUES ?person { UNDEF }",
            'VALUES ?person { "Ada" }',
            "KG656",
            "the default 'Ada' of 'person' is no IRI",
            11,
        ),
        (
            "2020-12-31",
            "2020-12-30",
            "KG656",
            "the default day 2020-12-30 is not the as-of day of kg.toml, 2020-12-31",
            12,
        ),
        ("!BOUND(?asof) ||", "", "KG656", "parameter 'asof' stands in a FILTER without BOUND", 14),
        (
            "!BOUND(?asof) ||",
            "!BOUND(?person) ||",
            "KG656",
            "parameter 'asof' stands in a FILTER without",
            14,
        ),
        ("day: date", "date: date", "KG657", "columns are person, date, but the query gives person, day", 1),
        ("person: iri, day: date", "day: date, person: iri", "KG657", "columns are day, person, but", 1),
        ("SELECT ?person (?asof AS ?day)", "SELECT *", "KG657", "SELECT * does not say which columns", 1),
        ("ORDER BY ?person\n", "", "KG658", "without ORDER BY the rows come in any order", 1),
        ("ex:Person", "ex:Persn", "KG651", "'ex:Persn' is described nowhere", 13),
        (
            "(?asof AS ?day)",
            "?day",
            "KG652",
            "nothing binds ?day, so its column stays empty",
            10,
        ),
        (
            "?person a ex:Person .",
            '?person a ex:Person ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Ada" .',
            "KG653",
            '"Ada" has no language tag, but all values of the property have one, such as "',
            13,
        ),
        (
            "PREFIX ex: <https://example.org/terms/>\n",
            "",
            "KG655",
            "the file does not declare the prefix `ex:`",
            None,
        ),
        ("?person a ex:Person .", "?person a .", "KG655", "the query has a syntax error", None),
        ("?person a ex:Person .", "SERVICE <urn:x> {}", "KG655", "not allowed: SERVICE", 13),
    ],
)
def test_one_mistake_is_one_finding(
    graph: Graph, old: str, new: str, code: str, message: str, line: int | None
) -> None:
    assert old in GOOD
    ((given, text, where),) = _findings(graph, GOOD.replace(old, new))
    assert (given, text.startswith(message)) == (code, True), text
    assert where == line or line is None


def test_a_prefix_of_the_project_is_to_be_declared_in_the_file_too(graph: Graph) -> None:
    text = GOOD.replace("PREFIX ex: <https://example.org/terms/>\n", "")
    (finding,) = lint(header.read(text, graph.project.queries / "good.rq"), graph.dataset)
    assert finding.help == (
        "write PREFIX ex: <https://example.org/terms/> in the file: it is to run elsewhere, too"
    )


@pytest.mark.parametrize(("kind", "block"), [("date", '"2020-12-32"^^xsd:date'), ("integer", '"x"')])
def test_a_default_that_does_not_fit_its_type_is_found(graph: Graph, kind: str, block: str) -> None:
    text = GOOD.replace("{type: iri}", f"{{type: {kind}}}").replace("?person { UNDEF", f"?person {{ {block}")
    ((code, message, line),) = _findings(graph, text)
    assert (code, line) == ("KG656", 11)
    assert f"is no {kind} for 'person'" in message


def test_a_column_called_receipt_is_refused(graph: Graph) -> None:
    text = GOOD.replace("day: date", "receipt: date").replace("?day)", "?receipt)")
    assert [code for code, *_ in _findings(graph, text)] == ["KG657"]


def test_a_query_without_header_gets_that_one_hint(graph: Graph) -> None:
    text = GOOD[GOOD.index("PREFIX") :]
    assert ("KG654", "the query has no header", 1) in _findings(graph, text)


def test_a_required_parameter_needs_no_guard(graph: Graph) -> None:
    text = GOOD.replace("{type: date}", "{type: date, required: true}").replace("!BOUND(?asof) || ", "")
    assert _findings(graph, text) == []


@pytest.mark.parametrize("form", ["ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <urn:a>"])
def test_other_forms_need_no_columns_and_no_order(graph: Graph, form: str) -> None:
    assert _findings(graph, f"#+ summary: s\n#+ tests: [{{rows: 1}}]\n{form}") == []


def test_a_query_outside_the_project_is_named_by_its_path(graph: Graph, tmp_path: Path) -> None:
    found = lint(header.read("ASK {", tmp_path / "x.rq"), graph.dataset)
    assert [finding.span.file for finding in found if finding.span] == [str(tmp_path / "x.rq")]
