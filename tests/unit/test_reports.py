from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from kgtools import project as projects
from kgtools.check import check
from kgtools.diagnostics import Checked, Diagnostic, Fix, Related, Report, Severity, Span
from kgtools.following import Following
from kgtools.reports import Reports
from kgtools.sifting import Choice
from kgtools.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from pathlib import Path

SPAN = Span("data/a.ttl", 1, 2, 1, 9)
FINDINGS = (
    Diagnostic("KG1", Severity.ERROR, "m", SPAN, NamedNode("urn:x"), "p", Literal("a", language="ko")),
    Diagnostic(
        "KG2", Severity.NOTE, "m", None, BlankNode("b"), None, Literal("1", datatype=NamedNode("urn:d"))
    ),
    Diagnostic("KG3", Severity.WARNING, "m", shape=BlankNode("s"), component="sh:In", help="h"),
    Diagnostic("KG4", Severity.WARNING, "m", fixes=(Fix(SPAN, "t"),), related=(Related(SPAN, "r"),)),
)


def _home(folder: Path) -> Path:
    return folder / ".kg" / "cache" / "reports"


def test_a_report_comes_back_as_it_was(folder: Path) -> None:
    report = Report(FINDINGS, Checked(1, 2, 3, 4), judged=False)
    reports = Reports(projects.load(folder), "")
    assert reports.find() is None
    reports.keep(report)
    assert reports.find() == report
    assert Reports(projects.load(folder), "other").find() is None


def test_a_check_is_not_made_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "data" / "new.ttl").write_text(
        "<https://example.org/id/x> a <https://example.org/terms/Person> ."
    )
    first = check(projects.load(folder))
    assert not first.conforms
    monkeypatch.setattr("kgtools.check.examine", None)
    assert check(projects.load(folder)) == first


@pytest.mark.parametrize(
    "name",
    ["kg.toml", "data/people.ttl", "ontology/terms.ttl", "ontology/shapes/shapes.ttl", "queries/fees.rq"],
)
def test_whatever_changes_is_judged(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    check(projects.load(folder))
    with (folder / name).open("a") as file:
        file.write("\n")
    monkeypatch.setattr("kgtools.check.examine", lambda *_, **__: Report(FINDINGS))
    assert check(projects.load(folder)).diagnostics == FINDINGS


def test_what_was_asked_for_is_no_part_of_another_report(folder: Path) -> None:
    (folder / "data" / "new.ttl").write_text(
        "<https://example.org/id/x> a <https://example.org/terms/Person> ."
    )
    assert check(projects.load(folder)).diagnostics
    assert not check(projects.load(folder), choice=Choice(select=("KG0",))).diagnostics


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"diagnostics": [[1]], "checked": [], "judged": true}', "\xff"]
)
def test_a_damaged_report_is_made_again(folder: Path, text: str) -> None:
    report = check(projects.load(folder))
    [kept] = _home(folder).iterdir()
    kept.write_text(text)
    assert check(projects.load(folder)) == report
    assert json.loads(kept.read_text())["judged"]


def test_only_the_newest_are_kept(folder: Path) -> None:
    for number in range(25):
        Reports(projects.load(folder), str(number)).keep(Report())
    assert len(list(_home(folder).iterdir())) == 20


def test_a_folder_that_cannot_be_written_costs_time_only(folder: Path) -> None:
    (folder / ".kg").write_text("a file where the folder would be")
    assert check(projects.load(folder)) == check(projects.load(folder))


def test_a_report_made_while_a_file_was_saved_is_not_kept(folder: Path) -> None:
    reports = Reports(projects.load(folder), "")
    data = next(folder.glob("data/**/*.ttl"))
    before = data.read_text()
    data.write_text(f"{before}# saved meanwhile\n")
    reports.keep(Report())
    data.write_text(before)
    assert Reports(projects.load(folder), "").find() is None


def test_a_check_waits_for_the_report_that_another_process_promised(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = projects.load(folder)
    following = Following()
    monkeypatch.setattr("kgtools.check.examine", None)
    with following.promise(project):
        later = threading.Timer(0.2, Reports(project, repr(Choice())).keep, [Report(FINDINGS)])
        later.start()
        assert check(project) == Report(FINDINGS)
        later.join()


def test_a_promise_that_is_not_kept_is_not_waited_for_long(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgtools.reports._PATIENCE", 0.1)
    project = projects.load(folder)
    with Following().promise(project):
        assert check(project).conforms


def test_nobody_waits_for_what_nobody_promised(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgtools.reports._PATIENCE", 3600)
    project = projects.load(folder)
    assert Reports(project, "").await_promised() is None
    with Following().promise(project):
        pass
    assert Reports(project, repr(Choice())).await_promised() is None  # it is over
    with Following().promise(project, Choice(("KG1",))):
        assert Reports(project, repr(Choice())).await_promised() is None  # it is about other codes


def test_where_nothing_can_be_written_nothing_is_promised(folder: Path) -> None:
    (folder / ".kg").write_text("no folder")
    project = projects.load(folder)
    with Following().promise(project), Following().promise(project):
        assert check(project).conforms
