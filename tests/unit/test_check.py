from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from kgtools import check as checks
from kgtools import project
from kgtools.check import check
from kgtools.diagnostics import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.diagnostics import Report

HEAD = "PREFIX ex: <https://example.org/terms/> PREFIX id: <https://example.org/id/>\n"
YEARS = ", ".join(f'"{year}"^^<http://www.w3.org/2001/XMLSchema#gYear>' for year in (2001, 2002))


def _check(folder: Path, *files: Path) -> Report:
    return check(project.load(folder), files)


def test_a_clean_project_conforms_and_says_what_was_looked_at(folder: Path) -> None:
    report = _check(folder)
    assert report.conforms
    assert report.diagnostics == ()
    assert (report.checked.files, report.checked.shapes, report.checked.focus_nodes) == (5, 5, 7)
    assert report.checked.triples > 90


def test_a_project_without_shapes_says_where_they_stand(folder: Path) -> None:
    shutil.rmtree(folder / "ontology" / "shapes")
    (found,) = [each for each in _check(folder).diagnostics if each.code == "KG601"]
    assert found.help == "shapes stand in ontology/shapes/; `kg init DIR` shows some"


def test_a_violation_is_a_finding_in_its_file(folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:person-x a ex:Person .\n")
    report = _check(folder)
    assert not report.conforms
    assert report.judged
    (finding,) = report.diagnostics
    assert (finding.code, finding.severity) == ("PersonShape", Severity.ERROR)
    assert finding.span is not None
    assert finding.span.file == "data/x.ttl"
    assert finding.focus_node is not None
    assert finding.focus_node.value == "https://example.org/id/person-x"
    assert (finding.path, finding.component) == ("skos:prefLabel", "sh:MinCountConstraintComponent")


def test_a_warning_does_not_spoil_conformance(folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(
        f"{HEAD}id:e a ex:Engagement ; <http://purl.org/dc/terms/source> id:doc-programme ; ex:start {YEARS} .\n"
    )
    report = _check(folder)
    assert report.conforms
    assert [finding.severity for finding in report.diagnostics] == [Severity.WARNING]


def test_each_broken_file_is_a_finding_and_nothing_else_is_judged(folder: Path) -> None:
    (folder / "data" / "a.ttl").write_text(f"{HEAD}id:a a")
    (folder / "data" / "b.ttl").write_bytes(b"\xff")
    (folder / "data" / "c.ttl").write_text(f"{HEAD}id:person-x a ex:Person .\n")
    report = _check(folder)
    places = [(finding.code, str(finding.span.location)) for finding in report.diagnostics if finding.span]
    assert places == [("KG001", "data/a.ttl:2:7"), ("KG006", "data/b.ttl:1:1")]
    assert not report.conforms
    assert report.checked.focus_nodes == 0


def test_chosen_files_are_judged_merged_but_only_their_findings_are_told(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "data" / "old.ttl").write_text(f"{HEAD}id:person-old a ex:Person .\n")
    new = tmp_path / "new.ttl"
    new.write_text(f"{HEAD}id:person-new a ex:Person . id:person-ada ex:fee 3 .\n")
    report = _check(folder, new)
    assert [str(finding.focus_node) for finding in report.diagnostics] == [
        "<https://example.org/id/person-new>"
    ]
    assert [finding.span.file for finding in report.diagnostics if finding.span] == [str(new)]


def test_comments_of_other_files_are_no_matter_of_chosen_ones(folder: Path, tmp_path: Path) -> None:
    ours = folder / "data" / "people.ttl"
    ours.write_text(f"{ours.read_text()}# kg: ignore-file[KG405] alone by intent\nid:alone a ex:Person .\n")
    new = tmp_path / "new.ttl"
    new.write_text(f"{HEAD}# kg: ignore[KG105] nothing is like it\nid:person-ada a ex:Person .\n")
    found = [finding for finding in _check(folder, new).diagnostics if finding.code == "KG306"]
    assert [finding.span.file for finding in found if finding.span] == [str(new)]


@pytest.mark.parametrize("shapes", ["", "<urn:s> a <http://www.w3.org/ns/shacl#NodeShape> ."])
def test_without_shapes_or_targets_nothing_is_judged(folder: Path, shapes: str) -> None:
    (folder / "ontology" / "shapes" / "shapes.ttl").write_text(shapes)
    report = _check(folder)
    assert not report.judged
    assert not report.conforms
    assert any(finding.severity is Severity.ERROR for finding in report.diagnostics)


def test_a_misspelt_term_of_shacl_is_an_error(folder: Path) -> None:
    path = folder / "ontology" / "shapes" / "shapes.ttl"
    path.write_text(path.read_text().replace("sh:minCount", "sh:mincount"))
    report = _check(folder)
    assert not report.judged
    assert any("mincount" in finding.message for finding in report.diagnostics)


def test_stages_are_told_in_their_order(folder: Path) -> None:
    told: list[str] = []
    check(project.load(folder), stage=told.append)
    assert tuple(told) == checks.STAGES
