from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.repository import commit

from kgtools import project
from kgtools.check import check
from kgtools.errors import EngineError, UsageError
from kgtools.since import changes

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "PREFIX ex: <https://example.org/terms/> PREFIX id: <https://example.org/id/>\n"


@pytest.fixture
def repository(folder: Path) -> Path:
    (folder / "data" / "old.ttl").write_text(f"{HEAD}id:old-one a ex:Person .\n")
    commit(folder)
    return folder


def _codes(folder: Path, revision: str = "HEAD") -> list[tuple[str, str, int | None]]:
    loaded = project.load(folder)
    found = changes(loaded, revision).among(check(loaded)).diagnostics
    return [(d.code, d.span.file, d.span.line) for d in found if d.span]


def test_what_did_not_change_is_not_reported(repository: Path) -> None:
    assert not check(project.load(repository)).conforms
    assert _codes(repository) == []


def test_a_new_file_is_reported_committed_or_not(repository: Path) -> None:
    (repository / "data" / "new.ttl").write_text(f"{HEAD}id:new-one a ex:Person .\n")
    assert ("PersonShape", "data/new.ttl", 2) in _codes(repository)
    commit(repository)
    assert ("PersonShape", "data/new.ttl", 2) in _codes(repository, "HEAD~1")
    assert _codes(repository) == []


def test_a_dropped_line_is_reported_at_its_subject(repository: Path) -> None:
    path = repository / "data" / "old.ttl"
    label = '<http://www.w3.org/2004/02/skos/core#prefLabel> "Old One"@en ;\n'
    path.write_text(f"{HEAD}id:old-one a ex:Person ;\n    {label}.\n")
    commit(repository)
    path.write_text(path.read_text().replace(f"    {label}", ""))
    assert ("PersonShape", "data/old.ttl", 2) in _codes(repository)


def test_a_description_that_went_is_reported_where_it_is_referred_to(repository: Path) -> None:
    near = repository / "data" / "near.ttl"
    near.write_text(f"{HEAD}id:near-one a ex:Person ; <http://www.w3.org/2002/07/owl#sameAs> id:old-one .\n")
    commit(repository)
    (repository / "data" / "old.ttl").unlink()
    assert ("KG103", "data/near.ttl", 2) in _codes(repository)


def test_a_broken_file_is_always_reported(repository: Path) -> None:
    (repository / "data" / "old.ttl").write_text(f"{HEAD}id:old-one a")
    commit(repository)
    assert [code for code, _, _ in _codes(repository)] == ["KG001"]


@pytest.mark.parametrize("revision", ["nosuch", "--output=x", "HEAD:data"])
def test_an_unknown_revision_is_named(repository: Path, revision: str) -> None:
    with pytest.raises(UsageError, match="knows no revision"):
        changes(project.load(repository), revision)


def test_a_project_outside_git_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.parent))
    with pytest.raises(UsageError, match="in no git repository"):
        changes(project.load(folder), "HEAD")


def test_a_missing_git_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineError, match="git is not installed"):
        changes(project.load(folder), "HEAD")
