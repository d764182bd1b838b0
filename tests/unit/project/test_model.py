from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from kgtools import project
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    import pytest

    from kgtools.graph import Graph


def test_files_are_found_by_convention_and_sorted(folder: Path) -> None:
    (folder / "data" / "deep").mkdir()
    shutil.copy(folder / "data" / "people.ttl", folder / "data" / "deep" / "more.nt")
    (folder / "data" / "notes.txt").touch()
    (folder / "data" / "LOUD.TTL").touch()
    loaded = project.load(folder)

    def shown(files: tuple[Path, ...]) -> list[str]:
        return [loaded.relative(file) for file in files]

    assert shown(loaded.data_files) == [
        "data/LOUD.TTL",
        "data/concerts.ttl",
        "data/deep/more.nt",
        "data/engagements.ttl",
        "data/people.ttl",
    ]
    assert shown(loaded.ontology_files) == ["ontology/terms.ttl"]
    assert shown(loaded.shape_files) == ["ontology/shapes/shapes.ttl"]


def test_paths_are_shown_from_the_root(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = project.load(folder)
    monkeypatch.chdir(folder / "data")
    assert loaded.relative(folder / "data" / "people.ttl") == "data/people.ttl"
    assert loaded.relative(Path("people.ttl")) == "data/people.ttl"
    assert loaded.relative(tmp_path / "other.ttl") == str(tmp_path / "other.ttl")


@given(
    st.lists(
        st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1).filter(
            lambda name: name not in (".", "..")
        ),
        min_size=1,
        max_size=3,
    )
)
def test_a_file_and_its_graph_name_each_other(graph: Graph, names: list[str]) -> None:
    loaded = graph.project
    path = loaded.root.joinpath("data", *names)
    assert loaded.file_of(loaded.graph_of(path)) == "/".join(("data", *names))


def test_other_graphs_are_no_files(folder: Path) -> None:
    assert project.load(folder).file_of(NamedNode("https://example.org/other")) is None
