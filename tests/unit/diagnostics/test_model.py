from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.diagnostics import Checked, Diagnostic, Report, Severity, Span
from kgtools.errors import Location

FILES = [None, Span("a.ttl"), Span("a.ttl", 2, 1), Span("a.ttl", 10, 3), Span("b.ttl", 1, 1)]


def _finding(
    severity: Severity = Severity.ERROR, span: Span | None = None, code: str = "KG001"
) -> Diagnostic:
    return Diagnostic(code, severity, "wrong", span)


def test_severities_rank_from_the_gravest() -> None:
    assert [severity.rank for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)] == [0, 1, 2]


def test_a_span_begins_at_its_location() -> None:
    assert Span("a.ttl", 3, 5, 3, 9).location == Location("a.ttl", 3, 5)


def test_a_finding_moves_without_changing() -> None:
    moved = _finding().at(Span("b.ttl", 1, 1))
    assert (moved.code, moved.message, moved.span) == ("KG001", "wrong", Span("b.ttl", 1, 1))
    assert _finding().span is None


@given(st.permutations([_finding(span=span) for span in FILES]))
def test_findings_are_sorted_by_place(findings: list[Diagnostic]) -> None:
    assert [finding.span for finding in Report.of(findings, Checked()).diagnostics] == FILES


def test_errors_come_before_warnings_and_notes() -> None:
    findings = [_finding(severity, Span("a.ttl", 1, 1)) for severity in reversed(Severity)]
    assert [finding.severity for finding in Report.of(findings, Checked()).diagnostics] == list(Severity)


@pytest.mark.parametrize(
    ("severities", "judged", "conforms"),
    [
        ([], True, True),
        ([Severity.WARNING, Severity.NOTE], True, True),
        ([Severity.ERROR], True, False),
        ([], False, False),
    ],
)
def test_only_errors_and_missing_judgement_spoil_a_report(
    severities: list[Severity], judged: bool, conforms: bool
) -> None:
    report = Report.of([_finding(severity) for severity in severities], Checked(), judged=judged)
    assert report.conforms is report.ok is conforms


def test_findings_are_counted_by_severity() -> None:
    report = Report.of([_finding(), _finding(), _finding(Severity.NOTE)], Checked())
    assert [report.count(severity) for severity in Severity] == [2, 0, 1]


def test_a_report_is_printed_finding_by_finding() -> None:
    finding = Diagnostic("KG103", Severity.ERROR, "unknown", Span("a.ttl", 3, 1))
    assert str(Report.of([finding], Checked(files=1))) == (
        "a.ttl:3:1 error[KG103]: unknown\n"
        "does not conform: 1 error; checked 1 file, 0 triples, 0 shapes, 0 focus nodes\n"
    )
