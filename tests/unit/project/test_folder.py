from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import bundle, project
from kgtools.errors import InputError, ProjectError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_nearest_project_upward_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "data")
    assert project.locate() == folder
    assert project.find(folder / "data") == folder


def test_without_one_the_bundled_project_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert project.find(tmp_path) is None
    assert project.locate() == bundle.root()


def test_a_folder_that_is_no_project_is_refused(folder: Path) -> None:
    with pytest.raises(ProjectError, match="is no project") as caught:
        project.locate(folder / "data")
    assert "kg init" in (caught.value.hint or "")


def test_a_folder_stands_for_its_rdf_files(folder: Path) -> None:
    names = [path.name for path in project.existing([folder / "data", folder / "ontology" / "terms.ttl"])]
    assert names == ["concerts.ttl", "engagements.ttl", "people.ttl", "terms.ttl"]


@pytest.mark.parametrize(("name", "message"), [("none.ttl", "no such file"), ("queries", "no RDF file")])
def test_paths_without_rdf_are_refused(folder: Path, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        project.existing([folder / name])
