from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import check as checks
from kgtools.diagnostics import Severity
from kgtools.errors import ProjectError
from kgtools.project import load
from rules import HEAD, add_rules, set_check

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic, Report
    from kgtools.graph import Graph

SHAPE = """PREFIX ex: <https://example.org/terms/>
PREFIX exsh: <https://example.org/shapes/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
exsh:AcceptedShape a sh:NodeShape ; sh:targetClass ex:AcceptedSituation ;
    sh:property exsh:AcceptedShape-note .
exsh:AcceptedShape-note a sh:PropertyShape ; sh:path ex:note ; sh:minCount 1 .
"""


def found(report: Report, code: str) -> list[Diagnostic]:
    return [finding for finding in report.diagnostics if finding.code == code]


def check(folder: Path, *files: Path) -> Report:
    return checks.check(load(folder), files)


@pytest.fixture
def clash(folder: Path) -> Path:
    """A project that contradicts itself."""
    (folder / "ontology" / "more.ttl").write_text(
        f"{HEAD}ex:Group owl:disjointWith ex:Person . ex:plays a owl:ObjectProperty ; rdfs:domain ex:Group ."
    )
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:person-ada ex:plays id:group-brass .")
    return folder


def test_a_contradiction_names_all_stated_facts_behind_it(clash: Path) -> None:
    report = check(clash)
    (finding,) = found(report, "KG701")
    assert not report.conforms
    assert {(related.span.file, related.span.line) for related in finding.related} == {
        ("data/people.ttl", 17),
        ("data/x.ttl", 6),
    }


def test_of_some_files_only_their_findings_are_reported(clash: Path) -> None:
    other = clash / "data" / "people.ttl"
    assert found(check(clash, clash / "data" / "x.ttl"), "KG701")
    assert found(check(clash, other), "KG701")
    assert not found(check(clash, clash / "data" / "concerts.ttl"), "KG701")


def test_two_names_forced_to_be_one_are_a_finding(folder: Path) -> None:
    (folder / "ontology" / "more.ttl").write_text(f"{HEAD}ex:group a owl:FunctionalProperty .")
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:engagement-ada-strings ex:group id:group-brass .")
    (finding,) = found(check(folder), "KG702")
    assert finding.severity is Severity.ERROR


OUTSIDE = f"{HEAD}ex:Group rdfs:subClassOf [ owl:unionOf ( ex:Person ex:Remark ) ] ."


def test_an_axiom_outside_the_profile_is_a_note(folder: Path) -> None:
    (folder / "ontology" / "more.ttl").write_text(OUTSIDE)
    (finding,) = found(check(folder), "KG703")
    assert finding.severity is Severity.NOTE
    assert finding.span is not None
    assert (finding.span.file, finding.span.line) == ("ontology/more.ttl", 6)


def test_where_the_project_promises_to_stay_inside_it_is_an_error(folder: Path) -> None:
    (folder / "ontology" / "more.ttl").write_text(OUTSIDE)
    (folder / "ontology" / "dl.ttl").write_text(OUTSIDE)
    set_check(folder, 'dl = ["ontology/dl.ttl"]')
    (finding,) = found(check(folder), "KG703")
    assert finding.severity is Severity.ERROR
    assert finding.span is not None
    assert finding.span.file == "ontology/more.ttl"


def test_a_rule_that_cannot_be_compiled_is_a_finding_with_its_place(folder: Path) -> None:
    add_rules(folder)
    (folder / "ontology" / "rules" / "bad.rq").write_text(
        "CONSTRUCT { ?a a <urn:x:A> }\nWHERE { OPTIONAL { } }"
    )
    (finding,) = found(check(folder), "KG704")
    assert finding.span is not None
    assert (finding.span.file, finding.span.line) == ("ontology/rules/bad.rq", 2)


@pytest.mark.parametrize(("entailment", "findings"), [("rl", 3), ("none", 0)])
def test_shapes_see_what_follows_unless_told_otherwise(folder: Path, entailment: str, findings: int) -> None:
    add_rules(folder)
    (folder / "ontology" / "shapes" / "more.ttl").write_text(SHAPE)
    set_check(folder, f'entailment = "{entailment}"')
    assert len(found(check(folder), "AcceptedShape")) == findings


@pytest.mark.parametrize("line", ['entailment = "owl"', 'dl = "x.ttl"', 'dl = ["ontology/none.ttl"]'])
def test_wrong_settings_are_refused(folder: Path, line: str) -> None:
    set_check(folder, f"{line}")
    with pytest.raises(ProjectError):
        load(folder)


def test_the_bundled_project_is_free_of_contradictions(bundled: Graph) -> None:
    report = bundled.check()
    assert report.conforms
    assert not [finding for finding in report.diagnostics if finding.code.startswith("KG70")]
