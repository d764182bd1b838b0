from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import checks, project
from kgtools.dataset import Dataset
from kgtools.errors import UsageError
from kgtools.query.findings import COLUMNS, HEADER, SYNTAX
from kgtools.terms import SH, Literal, NamedNode

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.checks import Outcome
    from kgtools.shapes import Violation

TERMS = "PREFIX ex: <https://example.org/terms/>\n"
ENGAGED = "SELECT ?this WHERE { ?this ex:engages ?person } ORDER BY ?this"


@pytest.fixture
def written(folder: Path) -> Path:
    """An invented project with room for checks."""
    (folder / "queries" / "checks").mkdir()
    return folder


def _write(folder: Path, query: str, header: str = "#+ summary: Say why\n", name: str = "any") -> Path:
    path = folder / "queries" / "checks" / f"{name}.rq"
    path.write_text(header + TERMS + query + "\n", encoding="utf-8")
    return path


def _run(folder: Path) -> Outcome:
    dataset = Dataset(project.load(folder))
    return checks.run(dataset.project, dataset.entailed)


def _ask(folder: Path) -> list[Violation]:
    dataset = Dataset(project.load(folder))
    check = checks.catalogue(dataset.project).get("any")
    return list(checks.ask(check, dataset.project, dataset.entailed))


def test_a_project_without_checks_has_no_findings(folder: Path) -> None:
    assert _run(folder) == ((), ())


def test_each_row_is_a_violation_with_what_the_query_binds(written: Path) -> None:
    _write(
        written,
        "SELECT ?this (ex:fee AS ?path) ?value ('Pay more' AS ?message) WHERE { ?this ex:fee ?value } ORDER BY ?this",
    )
    (found,) = _ask(written)
    assert found.focus_node == NamedNode("https://example.org/id/engagement-ada-strings")
    assert found.path == NamedNode("https://example.org/terms/fee")
    assert isinstance(found.value, Literal)
    assert found.value.value == "12.5"
    assert [message.value for message in found.messages] == ["Pay more"]
    assert found.component == SH["SPARQLConstraintComponent"]
    assert found.source_shape == NamedNode("https://example.org/id/check/any")


def test_the_summary_is_the_message_where_none_is_bound(written: Path) -> None:
    _write(written, ENGAGED)
    found = _ask(written)
    assert len(found) == 3
    assert {message.value for each in found for message in each.messages} == {"Say why"}
    assert {(each.path, each.value) for each in found} == {(None, None)}


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "Violation"), ("warning", "Warning"), ("note", "Info")]
)
def test_the_header_says_how_severe_a_finding_is(written: Path, severity: str, level: str) -> None:
    _write(written, ENGAGED, f"#+ summary: Say why\n#+ severity: {severity}\n")
    assert {each.severity for each in _ask(written)} == {SH[level]}


def test_without_a_severity_a_finding_is_an_error(written: Path) -> None:
    _write(written, ENGAGED)
    assert {each.severity for each in _ask(written)} == {SH["Violation"]}


def test_the_day_of_the_data_takes_the_place_of_the_default(written: Path) -> None:
    header = "#+ summary: Say why\n#+ params:\n#+   asof: {type: date, label: Day}\n"
    query = (
        'SELECT ?this ?value WHERE { VALUES ?asof { "1900-01-01"^^<http://www.w3.org/2001/XMLSchema#date> }'
        " BIND(?asof AS ?value) ?this ex:fee ?fee } ORDER BY ?this"
    )
    _write(written, query, header)
    assert [each.value.value for each in _ask(written) if isinstance(each.value, Literal)] == ["2020-12-31"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ASK { ?this ex:engages ?person }", "a check is a SELECT of ?this"),
        ("CONSTRUCT WHERE { ?this ex:engages ?person }", "a check is a SELECT of ?this"),
        ("SELECT ?person WHERE { ?this ex:engages ?person }", "a check selects ?this"),
        ("SELECT ?this WHERE { ?any ex:engages ?person OPTIONAL { ?any ex:none ?this } }", "has no ?this"),
    ],
)  # fmt: skip
def test_what_is_no_check_is_refused(written: Path, query: str, words: str) -> None:
    _write(written, query)
    with pytest.raises(UsageError, match=words.replace("?", r"\?")) as caught:
        _ask(written)
    assert caught.value.code == COLUMNS


def test_a_check_needs_a_summary(written: Path) -> None:
    _write(written, ENGAGED, "#+ severity: note\n")
    with pytest.raises(UsageError, match="no summary") as caught:
        _ask(written)
    assert caught.value.code == HEADER


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT ?this WHERE {", SYNTAX),
        ("SELECT ?this WHERE { SERVICE <https://example.org/> { ?this ?p ?o } }", SYNTAX),
        ("SELECT ?person WHERE { ?this ex:engages ?person }", COLUMNS),
    ],
)
def test_a_check_that_cannot_be_run_is_a_finding_in_its_file(written: Path, query: str, code: str) -> None:
    _write(written, query, name="broken")
    _write(written, ENGAGED, name="whole")
    found = _run(written)
    (problem,) = found.diagnostics
    assert problem.code == code
    assert problem.span is not None
    assert problem.span.file == "queries/checks/broken.rq"
    assert len(found.violations) == 3  # the other check was asked


def test_checks_are_asked_in_the_order_of_their_names(written: Path) -> None:
    for name in ("b", "a"):
        _write(written, "SELECT ?this WHERE { ?this ex:fee ?fee }", f"#+ summary: {name}\n", name)
    assert [each.messages[0].value for each in _run(written).violations] == ["a", "b"]


def test_the_page_of_a_check_tells_what_where_and_why(written: Path) -> None:
    _write(written, ENGAGED, "#+ summary: Say why\n#+ description: Because.\n#+ severity: note\n")
    loaded = project.load(written)
    text = checks.page(checks.catalogue(loaded).get("any"), loaded)
    assert text.splitlines() == [
        "# any: Say why",
        "",
        "Level: note. Asked of the whole graph by a query.",
        "",
        "Because.",
        "",
        "Written in queries/checks/any.rq:4.",
    ]
