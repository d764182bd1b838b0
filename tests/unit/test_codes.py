"""Codes by which findings are chosen: one that there is not is refused, wherever it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.check import check
from kgtools.codes import component, expect
from kgtools.diagnostics import Severity
from kgtools.errors import ProjectError, UsageError
from kgtools.lint import Context

if TYPE_CHECKING:
    from pathlib import Path

COMPONENT = """PREFIX ex: <https://example.org/terms/> PREFIX sh: <http://www.w3.org/ns/shacl#>
ex:EvenConstraintComponent a sh:ConstraintComponent ; sh:parameter [ sh:path ex:even ] .
"""


def _set(folder: Path, setting: str) -> int:
    """Write a setting of ``[check]`` in place of those there are, and return its line."""
    before, mark, after = (folder / "kg.toml").read_text().partition("[check]\n")
    assert mark
    _, end, rest = after.partition("\n[")
    (folder / "kg.toml").write_text(f"{before}{mark}{setting}\n{end}{rest}")
    return before.count("\n") + 2


@pytest.mark.parametrize("start", ["KG9", "SH-MinCount", "SH-Min", "PersonShape", "Pers", "orphan"])
def test_what_a_code_begins_with(folder: Path, start: str) -> None:
    (folder / "queries" / "checks").mkdir(exist_ok=True)
    (folder / "queries" / "checks" / "orphans.rq").write_text("#+ summary: x\nSELECT ?this { }")
    expect([start], project.load(folder))


@pytest.mark.parametrize(
    ("start", "hint"),
    [("KG999", "see 'kg explain'"), ("SH-MinCuont", "SH-MinCount"), ("PersonShap e", "PersonShape")],
)
def test_what_no_code_begins_with(folder: Path, start: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"no code '{start}'") as caught:
        expect(["KG1", start], project.load(folder))
    assert hint in (caught.value.hint or "")


def test_a_component_of_the_project_has_a_code(folder: Path) -> None:
    (folder / "ontology" / "shapes" / "even.ttl").write_text(COMPONENT)
    loaded = project.load(folder)
    expect(["SH-Even"], loaded)
    found = component("SH-Even", Context.of(loaded)[0])
    assert found
    assert found.value == "https://example.org/terms/EvenConstraintComponent"


@pytest.mark.parametrize(
    ("setting", "meant"),
    [
        ('ignore = ["PersonShap e"]', "PersonShape"),
        ('levels = {Pers = "note"}', "kg explain"),
        ('levels = {PersonShap = "note"}', "PersonShape"),
        ('ignore = ["SH-MinCuont"]', "SH-MinCount"),
    ],
)
def test_what_kg_toml_calls_by_a_wrong_name(folder: Path, setting: str, meant: str) -> None:
    line = _set(folder, setting)
    with pytest.raises(ProjectError, match="which is no code") as caught:
        check(project.load(folder))
    assert meant in (caught.value.hint or "")
    assert caught.value.location
    assert caught.value.location.line == line


def test_what_kg_toml_calls_by_its_name(folder: Path) -> None:
    (folder / "data" / "a.ttl").write_text(
        "PREFIX ex: <https://example.org/terms/> PREFIX id: <https://example.org/id/>\nid:a a ex:Person ."
    )
    as_written = check(project.load(folder))
    _set(folder, 'ignore = ["Pers"]\nlevels = {PersonShape = "note"}')
    assert "PersonShape" in {finding.code for finding in as_written.diagnostics}
    assert "PersonShape" not in {finding.code for finding in check(project.load(folder)).diagnostics}
    _set(folder, 'levels = {SH-MinCount = "note"}')
    assert {
        finding.severity
        for finding in check(project.load(folder)).diagnostics
        if finding.component == "sh:MinCountConstraintComponent"
    } == {Severity.NOTE}
