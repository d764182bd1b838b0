from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_every_file_is_named_and_there(kg: Callable[..., Any], tmp_path: Path) -> None:
    found = kg("init", tmp_path / "new")
    assert found.code == 0
    written = [line.removeprefix("wrote ") for line in found.out.splitlines() if line.startswith("wrote ")]
    assert sorted(written) == sorted(str(path) for path in (tmp_path / "new").rglob("*") if path.is_file())
    assert found.out.endswith(f"next: kg -C {tmp_path / 'new'} check\n")


def test_the_base_is_written_everywhere(kg: Callable[..., Any], tmp_path: Path) -> None:
    kg("init", tmp_path / "new", "--base", "https://example.com/g#")
    texts = [path.read_text() for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert all("BASE" not in text and "NAME" not in text for text in texts)
    assert 'base = "https://example.com/g#"' in (tmp_path / "new" / "kg.toml").read_text()


@pytest.mark.parametrize(
    "base",
    [
        "example.org/id/",
        "https://example.org/id",
        "ftp://example.org/",
        "https://exa mple.org/",
        'https://a"/',
    ],
)
def test_what_is_no_namespace_is_refused(kg: Callable[..., Any], tmp_path: Path, base: str) -> None:
    found = kg("init", tmp_path / "new", "--base", base)
    assert found.code == 2
    assert "is no namespace" in found.err
    assert not (tmp_path / "new").exists()


def test_a_project_is_not_touched(kg: Callable[..., Any], folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = kg("init", folder)
    assert found.code == 3
    assert "is a project already" in found.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_folder_with_a_file_of_that_name_is_not_touched(kg: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "books.rq").write_text("mine")
    found = kg("init", tmp_path)
    assert found.code == 3
    assert "books.rq' exists" in found.err
    assert [path.name for path in tmp_path.rglob("*")] == ["queries", "books.rq"]


def test_a_file_is_no_folder(kg: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = kg("init", tmp_path / "file" / "new")
    assert found.code == 3
    assert "cannot make" in found.err


def test_files_that_are_no_part_of_the_project_are_named(
    kg: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.ttl").touch()
    found = kg("init")
    assert found.out.endswith("next: kg check\n")
    assert found.err.startswith(
        "note: people.ttl: RDF files here are no part of the project\n  = help: move facts"
    )
    assert kg("init", "a b").out.endswith("next: kg -C 'a b' check\n")
