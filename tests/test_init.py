"""A new project is sound: it passes its own check, its tests and its lint, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kgtools import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("my-graph", "https://example.org/id/"),
        ("two words", "https://example.org/g#"),
        ('quo"te\\ü', "http://example.org/NAME/BASE/"),
    ],
)
def test_a_new_project_passes_everything(
    kg: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, base: str
) -> None:
    target = tmp_path / name
    assert kg("init", target, "--base", base).code == 0
    monkeypatch.chdir(target)
    loaded = project.load(target)
    assert (loaded.name, loaded.base) == (name, base)

    checked = kg("check", "-f", "text")
    assert checked.code == 0, checked.out
    assert checked.out.startswith("conforms: no findings; checked 3 files")
    assert kg("query", "books", "-f", "csv").out.splitlines()[1].startswith("On the Origin of Species,")
    assert kg("query", "books", "--author", "charles darwin").code == 0
    assert kg("queries", "lint").code == 0
    tested = kg("test")
    assert (tested.code, tested.out) == (0, "2 passed, 0 failed\n")
    assert kg("show", "Charles Darwin").code == 0
    assert kg("find", "darwin").code == 0
    assert kg("stats").code == 0
    assert kg("export", "ttl").code == 0


def test_its_facts_are_formatted(kg: Callable[..., Any], tmp_path: Path) -> None:
    kg("init", tmp_path / "new")
    found = kg("-C", tmp_path / "new", "fmt", "--check")
    assert (found.code, found.out) == (0, "")


def test_its_shape_finds_what_is_missing(kg: Callable[..., Any], tmp_path: Path) -> None:
    kg("init", tmp_path / "new")
    facts = tmp_path / "new" / "data" / "books.ttl"
    facts.write_text(facts.read_text().replace("    dcterms:source id:doc-title-page ;\n", ""))
    found = kg("-C", tmp_path / "new", "check", "-f", "short")
    assert found.code == 1
    assert "Say where the fact comes from" in found.out


@pytest.mark.parametrize("inside", ["data", "ontology/more", "queries"])
def test_a_folder_that_a_project_reads_becomes_no_project(
    kg: Callable[..., Any], tmp_path: Path, inside: str
) -> None:
    kg("init", tmp_path / "new")
    found = kg("init", tmp_path / "new" / inside)
    assert (found.code, found.out) == (3, "")
    assert "which reads its files" in found.err
    assert kg("init", tmp_path / "new" / "books").code == 0
