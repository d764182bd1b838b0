"""Frozen projects: whole, apart from the files, and gone when nobody uses them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kgtools.graph import Graph
from kgtools.web.snapshot import freeze, share_caches, stamps

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_snapshot_is_a_project_of_the_same_bytes(folder: Path) -> None:
    frozen = freeze(folder)
    assert Graph(frozen.folder).dataset.hash == Graph(folder).dataset.hash
    assert Graph(frozen.folder).queries.names == Graph(folder).queries.names
    frozen.release()
    assert not frozen.folder.exists()


def test_a_project_without_a_name_is_called_as_its_folder_is(folder: Path) -> None:
    file = folder / "kg.toml"
    lines = file.read_text().splitlines()
    file.write_text("\n".join(line for line in lines if not line.startswith(("name =", "title ="))))
    frozen = freeze(folder)
    assert Graph(frozen.folder).project.name == Graph(folder).project.name == folder.name
    frozen.release()
    assert not frozen.folder.parent.exists()


def test_a_cache_that_cannot_be_written_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    freeze(folder).release()
    monkeypatch.setattr(os, "access", lambda path, _: not str(path).startswith(str(folder)))
    frozen = freeze(folder)
    assert folder not in frozen.folder.parents
    frozen.release()


def test_later_edits_do_not_reach_it(folder: Path) -> None:
    frozen = freeze(folder)
    file = folder / "data" / "people.ttl"
    before = file.read_bytes()
    file.write_bytes(b"broken")
    assert (frozen.folder / "data" / "people.ttl").read_bytes() == before
    again = freeze(folder)
    assert again.digest != frozen.digest
    again.release()
    frozen.release()


def test_what_a_dead_server_left_is_removed_and_what_is_used_stays(folder: Path) -> None:
    left, used = freeze(folder), freeze(folder)
    os.close(left.lock)  # as the system does when the process ends
    third = freeze(folder)
    assert not left.folder.exists()
    assert used.folder.exists()
    third.release()
    used.release()


def test_every_kind_of_file_is_watched(folder: Path) -> None:
    before = stamps(folder)
    for name in ("kg.toml", "data/people.ttl", "ontology/terms.ttl", "queries/engagements.rq"):
        file = folder / name
        file.write_bytes(file.read_bytes() + b"\n")
        after = stamps(folder)
        assert after != before, name
        before = after
    (folder / "data" / "more.ttl").write_text("# new\n")
    assert stamps(folder) != before
    (folder / "notes.txt").write_text("no part of the project")
    assert len(stamps(folder)) == len(before) + 1


def test_stores_on_disk_are_shared_by_links_in_both_directions(folder: Path) -> None:
    stores = folder / ".kg" / "cache" / "snapshots"
    (stores / "facts-1" / "store").mkdir(parents=True)
    (stores / "facts-1" / "store" / "CURRENT").write_text("MANIFEST")
    (stores / "facts.json").write_text("{}")
    frozen = freeze(folder)
    kept = frozen.folder / ".kg" / "cache" / "snapshots"
    assert (kept / "facts-1" / "store" / "CURRENT").samefile(stores / "facts-1" / "store" / "CURRENT")
    assert (kept / "facts.json").read_text() == "{}"
    (kept / "facts-2").mkdir()
    (kept / "facts.json").write_text('{"key": 2}')
    share_caches(frozen.folder, folder)
    assert (stores / "facts-2").is_dir()
    assert (stores / "facts.json").read_text() == '{"key": 2}'
    frozen.release()
    assert (stores / "facts-1" / "store" / "CURRENT").read_text() == "MANIFEST"
