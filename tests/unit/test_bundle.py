from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kgtools import bundle
from kgtools.errors import ProjectError

SOURCE = Path(bundle.__file__)


def _installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend that the package lies in this folder."""
    package = folder / "kgtools"
    package.mkdir(parents=True)
    shutil.copy(SOURCE, package)
    monkeypatch.setattr(bundle, "__file__", str(package / SOURCE.name))
    return package


def test_in_a_checkout_the_repository_is_the_project(root: Path) -> None:
    assert bundle.root() == root


def test_an_installation_answers_from_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _installed(tmp_path / "site-packages", monkeypatch)
    (package / "_bundle").mkdir()
    (package / "_bundle" / "kg.toml").touch()
    (tmp_path / "kg.toml").touch()
    assert bundle.root() == package / "_bundle"


def test_a_checkout_wins_over_a_stale_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = _installed(tmp_path / "src", monkeypatch)
    (package / "_bundle").mkdir()
    (package / "_bundle" / "kg.toml").touch()
    (tmp_path / "kg.toml").touch()
    assert bundle.root() == tmp_path


@pytest.mark.parametrize("parent", ["src", "site-packages"])
def test_a_parent_folder_without_a_project_is_never_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parent: str
) -> None:
    _installed(tmp_path / parent, monkeypatch)
    with pytest.raises(ProjectError, match="carries no bundled project"):
        bundle.root()
