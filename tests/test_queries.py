"""Every named query answers its cases, on two engines alike, and lints without findings."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kgtools import cases
from kgtools.query.lint import lint
from kgtools.query.run import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.graph import Graph

ROOT = Path(__file__).resolve().parents[1]
NAMES = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
QUESTIONS = range(1, 41)
SLOW_ON_RDFLIB = {"brokers", "events-between", "leader-meetings", "paths"}
"""More than ten seconds each there, so that both engines are compared at night."""
COSTLY_ON_RDFLIB = {
    "event-in-time-zones",
    "in-force-on",
    "measures-by-resolution",
    "neighbourhood-changes",
    "office-holders",
    "receipts",
    "shared-arrangements",
    "unilateral-measures",
}
"""Seconds each there for every case: both engines are compared in the first alone, in the others at night."""
IS_NIGHT = bool(os.environ.get("KGTOOLS_NIGHTLY"))


def test_there_are_queries(bundled: Graph) -> None:
    assert bundled.queries.names == NAMES
    assert len(NAMES) >= 22


@pytest.mark.parametrize("name", NAMES)
def test_cases(bundled: Graph, name: str) -> None:
    spec = bundled.queries.get(name)
    assert spec.tests
    by_both = IS_NIGHT or name not in SLOW_ON_RDFLIB | COSTLY_ON_RDFLIB
    outcomes = list(cases.query_cases(bundled, spec, by_both=by_both))
    if name in COSTLY_ON_RDFLIB and not by_both:
        outcomes.append(next(cases.query_cases(bundled, spec)))
    assert len(outcomes) >= len(spec.tests)
    assert [f"{outcome.name}: {outcome.problem}" for outcome in outcomes if outcome.problem] == []


@pytest.mark.parametrize("name", NAMES)
def test_lint(bundled: Graph, name: str) -> None:
    found = lint(bundled.queries.get(name), bundled.dataset)
    assert [f"{finding.span}: {finding.message}" for finding in found] == []


def test_each_question_has_one_query_that_is_described_and_tested(bundled: Graph) -> None:
    answering = Counter(spec.question for spec in bundled.queries if spec.question)
    assert answering == Counter(QUESTIONS)
    for spec in bundled.queries:
        assert (spec.summary, spec.columns, spec.tests) > ("", (), ()), spec.name
        assert all(param.label for param in spec.params), spec.name


def test_the_list_of_questions_is_complete(bundled: Graph) -> None:
    numbered = sorted(
        (spec for spec in bundled.queries if spec.question), key=lambda spec: spec.question or 0
    )
    rows = [f"| {spec.question} | [`{spec.name}`]({spec.name}.rq) | {spec.summary} |" for spec in numbered]
    text = (ROOT / "queries" / "README.md").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("| ") and "`" in line] == rows


def test_questions_about_a_day_take_one(bundled: Graph) -> None:
    dated = {spec.question for spec in bundled.queries if spec.param("asof")}
    assert dated >= {16, 19, 21, 22, 30, 31, 34, 35}


@pytest.mark.parametrize(
    ("name", "column", "answers"),
    [
        ("summits-without-document", "answer", {"known none", "none recorded"}),
        ("stances", "stance", {"not assessed"}),
    ],
)
def test_what_is_unknown_is_told_apart(bundled: Graph, name: str, column: str, answers: set[str]) -> None:
    found = bundled.ask(name, {})
    assert isinstance(found, Result)
    assert {row[column] for row in found.records()} >= answers


def test_persons_states_offices_and_places_have_korean_names(bundled: Graph) -> None:
    found = bundled.query(
        "SELECT ?thing WHERE { VALUES ?kind { pol:Office pol:Person pol:Place pol:State } ?thing a ?kind"
        ' MINUS { ?thing skos:prefLabel ?name FILTER(LANG(?name) = "ko") } }'
    )
    assert isinstance(found, Result)
    assert found.records() == []


def test_answers_have_korean_names_where_they_are_asked_for(root: Path, kg: Callable[..., Any]) -> None:
    found = kg("-C", root, "query", "office-holders", "--as-of", "2018-04-27", "--lang", "ko", "-f", "csv")
    assert "대한민국 대통령,문재인,2017-05-10,2022-05-10" in found.out


def test_each_golden_file_belongs_to_a_case(bundled: Graph) -> None:
    named = {case.equals for spec in bundled.queries for case in spec.tests}
    assert {path.name for path in (ROOT / "tests" / "queries").glob("*.csv")} <= named
