from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from kgtools.errors import UsageError, WriteError
from kgtools.export import Format, Options, export, render
from kgtools.graph import Graph

from .conftest import GARDEN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgtools.dataset import Dataset


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((form.value, form) for form in Format),
        (".ttl", Format.TTL),
        ("TTL", Format.TTL),
        ("rdf", Format.RDFXML),
        (".owl", Format.RDFXML),
        ("xml", Format.RDFXML),
        ("json-ld", Format.JSONLD),
        ("cytoscape", Format.CYJS),
    ],
)
def test_a_format_is_known_by_name_and_ending(text: str, expected: Format) -> None:
    assert Format.of(text) is expected


@pytest.mark.parametrize("text", ["", "pdf", "ttl.gz"])
def test_an_unknown_format_is_refused_with_the_list(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        Format.of(text)
    assert caught.value.hint == f"one of {', '.join(Format)}"


@pytest.mark.parametrize("form", Format)
def test_a_file_holds_what_render_gives(garden: Dataset, tmp_path: Path, form: Format) -> None:
    target = tmp_path / f"graph.{form}"
    assert export(garden, form, target) == target
    assert target.read_bytes() == render(garden, form)
    assert stat.S_IMODE(target.stat().st_mode) == 0o644
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_is_there_stays_unless_forced(garden: Dataset, tmp_path: Path) -> None:
    target = tmp_path / "graph.nt"
    target.write_text("mine", "utf-8")
    with pytest.raises(WriteError, match="there is already a file") as caught:
        export(garden, Format.NT, target)
    assert "--force" in (caught.value.hint or "")
    assert target.read_text("utf-8") == "mine"
    export(garden, Format.NT, target, force=True)
    assert target.read_bytes() == render(garden, Format.NT)


def test_a_folder_is_never_replaced(garden: Dataset, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="something that is no file"):
        export(garden, Format.NT, tmp_path, force=True)


def test_a_missing_folder_is_an_error_with_its_place(garden: Dataset, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="No such file") as caught:
        export(garden, Format.NT, tmp_path / "none" / "graph.nt")
    assert caught.value.location is not None


def test_a_failed_write_leaves_the_old_file(
    garden: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "graph.nt"
    target.write_text("mine", "utf-8")

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fchmod", full)
    with pytest.raises(WriteError, match="No space left"):
        export(garden, Format.NT, target, force=True)
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine"]


def test_the_graph_exports_by_the_ending_of_a_file(tmp_path: Path) -> None:
    graph = Graph(GARDEN, language="ko")
    assert graph.export(tmp_path / "a.gexf").read_bytes() == render(
        graph.dataset, Format.GEXF, Options(language="ko")
    )
    assert graph.export(tmp_path / "b", "nt").read_bytes() == render(graph.dataset, Format.NT)
    with pytest.raises(UsageError, match="no export format given"):
        graph.export(tmp_path / "c")


def test_an_xml_graph_never_declares_entities(grown: Callable[..., Dataset]) -> None:
    dataset = grown(odd='id:odd a ex:Person ; skos:prefLabel "<!DOCTYPE x [<!ENTITY a \\"b\\">]>&a;" .')
    for form in (Format.RDFXML, Format.GRAPHML, Format.GEXF):
        assert b"<!" not in render(dataset, form)
