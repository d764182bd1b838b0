from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from tests.repository import commit, git

import kgtools
from kgtools.difference import Difference, Kind, diff, document, markdown, text
from kgtools.difference.parts import Part
from kgtools.errors import EngineError, InputError, ProjectError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

PARTS = tuple(Part)


@pytest.fixture
def repository(folder: Path) -> Path:
    commit(folder)
    return folder


def _edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new), encoding="utf-8")


def _told(difference: Difference) -> list[tuple[str, str, str]]:
    """Return entity, property and kind of change of everything that changed."""
    found = json.loads(document.render(difference, [Part.FACTS]))["facts"]
    return [
        (entity["node"], change["property"], f"{'-' if change['old'] else ''}{'+' if change['new'] else ''}")
        for entity in found
        for change in entity["changes"]
    ]


def test_nothing_changed(repository: Path) -> None:
    found = diff(project=repository)
    assert found.is_empty
    assert text.render(found, PARTS) == "HEAD → working tree\n\nnothing changed\n".replace("\n\n", "\n")
    assert (found.answers, found.versions, tuple(found.conclusions)) == ((), (), ((), ()))


def test_a_difference_is_printed_as_the_command_prints_it(repository: Path, kg: Callable[..., Any]) -> None:
    _edit(repository, "data/people.ttl", '"Ada Brook"@en', '"Ada Brooke"@en')
    found = diff(project=repository)
    assert repr(found) == "<Difference HEAD → working tree: 1 entity, 0 files>"
    assert str(found) == kg("-C", repository, "diff").out


def test_order_layout_and_prefixes_do_not_count(repository: Path) -> None:
    path = repository / "data" / "people.ttl"
    body = path.read_text()
    blocks = body.split("\n\n")
    path.write_text("# said anew\n" + "\n\n".join([blocks[0], *reversed(blocks[1:])]))
    _edit(repository, "data/engagements.ttl", "PREFIX ex:", "PREFIX other:")
    text_ = (repository / "data" / "engagements.ttl").read_text()
    (repository / "data" / "engagements.ttl").write_text(re.sub(r"\bex:", "other:", text_))
    (repository / "data" / "concerts.ttl").rename(repository / "data" / "moved.ttl")
    assert diff(project=repository).is_empty


def test_old_and_new_values_are_paired_with_their_places(repository: Path) -> None:
    _edit(repository, "data/engagements.ttl", "ex:fee 12.50", "ex:fee 13.50")
    found = diff(project=repository)
    [entity] = found.entities
    [change] = entity.changes
    assert entity.kind is Kind.CHANGED
    assert change.old is not None
    assert change.new is not None
    assert [str(change.old.value), str(change.new.value)] == [
        '"12.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"13.50"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    ]
    assert change.old.spans == change.new.spans
    assert change.old.spans[0].file == "data/engagements.ttl"


def test_four_changed_facts_are_four_entities(repository: Path) -> None:
    _edit(repository, "data/engagements.ttl", "ex:fee 12.50", "ex:fee 13.50")
    _edit(repository, "data/engagements.ttl", '"2001-02"^^xsd:gYearMonth', '"2001-03"^^xsd:gYearMonth')
    _edit(repository, "data/people.ttl", '"Harbour Brass"@en', '"Harbour Winds"@en')
    _edit(repository, "data/concerts.ttl", '"2004-03-02"^^xsd:date', '"2004-03-03"^^xsd:date')
    found = diff(project=repository)
    assert [entity.kind for entity in found.entities] == [Kind.CHANGED] * 4
    assert len(_told(found)) == 4


def test_entities_come_and_go(repository: Path) -> None:
    path = repository / "data" / "people.ttl"
    path.write_text(path.read_text() + '\nid:person-zoe a ex:Person ; skos:prefLabel "Zoe Moss"@en .\n')
    _edit(repository, "data/concerts.ttl", "id:remark-loud", "id:remark-soft")
    kinds = {str(entity.node): entity.kind for entity in diff(project=repository).entities}
    assert kinds == {
        "<https://example.org/id/person-zoe>": Kind.ADDED,
        "<https://example.org/id/remark-loud>": Kind.REMOVED,
        "<https://example.org/id/remark-soft>": Kind.ADDED,
    }


def test_a_fact_that_another_file_states_too_is_not_gone(repository: Path) -> None:
    path = repository / "data" / "more.ttl"
    path.write_text(
        "PREFIX ex: <https://example.org/terms/>\n<https://example.org/id/group-brass> a ex:Group .\n"
    )
    assert diff(project=repository).is_empty
    commit(repository)
    path.unlink()
    assert diff(project=repository).is_empty


def test_all_parts_tell_of_one_change(repository: Path) -> None:
    _edit(repository, "data/engagements.ttl", "ex:engages id:person-ada", "ex:engages id:person-dora")
    found = diff(project=repository)
    assert _told(found) == [("id:engagement-ada-strings", "ex:engages", "-+")]
    assert "KG103" in {finding.code for finding in found.findings.introduced}
    assert [change.name for change in found.answers]
    told = text.render(found, PARTS)
    assert "engages: Ada Brook → id:person-dora" in told
    assert "findings: " in told
    assert "answers: " in told
    assert "| engages | Ada Brook | id:person-dora |" in markdown.render(found, PARTS)
    assert json.loads(document.render(found, PARTS)).keys() >= set(PARTS)


def test_a_finding_that_only_moved_is_none(repository: Path) -> None:
    (repository / "data" / "new.ttl").write_text(
        "PREFIX ex: <https://example.org/terms/>\n<https://example.org/id/person-eve> a ex:Person .\n"
    )
    commit(repository)
    path = repository / "data" / "new.ttl"
    path.write_text("# a comment\n\n" + path.read_text())
    assert diff(project=repository).findings[:2] == ((), ())


def test_conclusions_name_their_rule(repository: Path) -> None:
    _edit(
        repository,
        "ontology/terms.ttl",
        "ex:Concert\n    a owl:Class ;",
        "ex:Concert\n    a owl:Class ;\n    rdfs:subClassOf ex:Agent ;",
    )
    found = diff(project=repository).conclusions
    assert [str(c.fact.subject) for c in found.gained] == ["<https://example.org/id/concert-opening>"]
    assert "SubClassOf" in found.gained[0].rule
    assert found.lost == ()


def test_a_broken_file_is_told_and_the_rest_is_compared(repository: Path) -> None:
    (repository / "data" / "concerts.ttl").write_text("<a:b> <a:c>\n")
    _edit(repository, "data/people.ttl", '"Harbour Brass"@en', '"Harbour Winds"@en')
    found = diff(project=repository)
    assert list(found.refused) == ["data/concerts.ttl"]
    assert _told(found) == [("id:group-brass", "skos:prefLabel", "-+")]
    assert found.findings.unread
    assert {finding.code for finding in found.findings.introduced} <= {"KG001", "KG003"}
    with pytest.raises(InputError):
        _ = found.conclusions
    for told in (text.render(found, PARTS), markdown.render(found, PARTS)):
        assert "data/concerts.ttl:" in told
        assert "Harbour Winds" in told
        assert "conclusions: not compared" in told
    commit(repository)
    git(repository, "checkout", "-q", "HEAD~1", "--", ".")
    assert list(diff(project=repository).refused) == ["data/concerts.ttl"]


def test_conflict_markers_are_told(repository: Path) -> None:
    _edit(
        repository,
        "data/concerts.ttl",
        "id:remark-loud\n",
        "<<<<<<< ours\nid:remark-loud\n=======\n>>>>>>> theirs\n",
    )
    assert "merge-conflict marker" in text.render(diff(project=repository), PARTS)


def test_questions_that_come_go_and_change_are_told(repository: Path) -> None:
    (repository / "queries" / "fees.rq").unlink()
    shutil.copy(repository / "queries" / "any-concert.rq", repository / "queries" / "another.rq")
    _edit(repository, "queries/engagements.rq", "ORDER BY", "# sorted\nORDER BY")
    found = diff(project=repository)
    assert [(change.name, change.fate) for change in found.answers] == [
        ("another", "added"),
        ("engagements", "rewritten"),
        ("fees", "removed"),
    ]
    assert not found.is_empty


def test_ranges_are_read_as_git_reads_them(repository: Path) -> None:
    git(repository, "checkout", "-q", "-b", "side")
    _edit(repository, "data/engagements.ttl", "ex:fee 12.50", "ex:fee 13.50")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    _edit(repository, "data/people.ttl", '"Harbour Brass"@en', '"Harbour Winds"@en')
    commit(repository)
    assert len(diff("main..side", project=repository).entities) == 2
    [entity] = diff("main...side", project=repository).entities
    assert str(entity.node).endswith("engagement-ada-strings>")
    assert diff("side", "side", project=repository).is_empty


def test_two_folders_are_compared(folder: Path, tmp_path: Path) -> None:
    other = shutil.copytree(folder, tmp_path / "other")
    _edit(other, "data/engagements.ttl", "ex:fee 12.50", "ex:fee 13.50")
    assert len(kgtools.diff(folder, other, project=folder).entities) == 1


def test_the_project_may_be_a_folder_of_the_repository(folder: Path) -> None:
    inner = shutil.copytree(folder, folder / "inner")
    commit(folder)
    _edit(inner, "data/engagements.ttl", "ex:fee 12.50", "ex:fee 13.50")
    assert len(diff(project=inner).entities) == 1


def test_what_git_cannot_give_is_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match="knows no revision 'nosuch'"):
        diff("nosuch", project=repository)
    commit(repository)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(shallow))
    with pytest.raises(UsageError, match="knows no revision") as told:
        diff("HEAD~1", project=shallow)
    assert "shallow" in (told.value.hint or "")
    git(repository, "rm", "-q", "--cached", "kg.toml")
    git(repository, "commit", "-q", "-m", "no project")
    with pytest.raises(ProjectError, match="has no project here"):
        diff("HEAD", project=repository)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="git is not installed"):
        diff("HEAD", project=repository)


def test_only_the_revisions_asked_for_last_are_kept_and_git_does_not_see_them(repository: Path) -> None:
    (repository / ".git" / "info" / "exclude").unlink()
    for _ in range(10):
        diff(commit(repository), project=repository)
    assert len(list((repository / ".kg" / "cache" / "revisions").iterdir())) == 8
    assert git(repository, "status", "--porcelain") == ""


def test_a_revision_in_the_cache_is_made_whole_again(repository: Path) -> None:
    diff("HEAD", "HEAD", project=repository)
    [kept] = (repository / ".kg" / "cache" / "revisions").iterdir()
    (kept / "data" / "people.ttl").write_text("")
    (kept / "data" / "more.ttl").write_text("<x:a> <x:b> <x:c> .")
    assert diff("HEAD", project=repository).is_empty


def test_a_project_outside_git_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    with pytest.raises(UsageError, match="in no git repository"):
        diff(project=folder)


def test_markdown_that_is_too_long_is_cut_with_a_count(repository: Path) -> None:
    _edit(repository, "data/people.ttl", '"Harbour Brass"@en', f'"{"Winds | *" * 50}"@en')
    found = diff(project=repository)
    whole, cut = markdown.render(found, PARTS), markdown.render(found, PARTS, longest=120)
    assert "\\| \\*" in whole
    assert re.search(r"… and \d+ more lines?, left out for length\.\n$", cut)
    assert len(cut) < len(whole)
