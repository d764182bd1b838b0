"""A change of several files whose last steps fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.change import durable, journal
from kgtools.change.replacing import Rewrite
from kgtools.errors import WriteError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def changes(tmp_path: Path) -> list[Rewrite]:
    """A change of two files and one that goes."""
    (tmp_path / ".kg").mkdir()
    found = [Rewrite(tmp_path / name, b"old", b"new") for name in ("one", "two")]
    found.append(Rewrite(tmp_path / "three", b"old", None))
    for change in found:
        change.path.write_bytes(b"old")
    return found


def held(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    put = journal.put

    def failing(change: Rewrite) -> None:
        if change.path.name == name:
            raise WriteError(f"cannot write '{name}': Input/output error", hint="nothing was changed")
        put(change)

    monkeypatch.setattr(journal, "put", failing)


def test_all_files_change_together(tmp_path: Path, changes: list[Rewrite]) -> None:
    durable.rewrite(tmp_path, changes)
    assert held(tmp_path) == {"one": b"new", "two": b"new"}
    assert not list((tmp_path / ".kg").iterdir())


def test_what_was_replaced_is_put_back(
    tmp_path: Path, changes: list[Rewrite], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(monkeypatch, "three")
    with pytest.raises(WriteError, match="Input/output error; what was replaced before is put back"):
        durable.rewrite(tmp_path, changes)
    assert held(tmp_path) == {"one": b"old", "two": b"old", "three": b"old"}
    assert not list((tmp_path / ".kg").iterdir())


def test_what_cannot_be_put_back_is_told_and_recovered(
    tmp_path: Path, changes: list[Rewrite], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(monkeypatch, "two")
    replace = journal.replace

    def failing(change: Rewrite) -> None:
        if change.new == b"old":
            raise WriteError("cannot write 'one': No space left on device")
        replace(change)

    with monkeypatch.context() as full:
        full.setattr(journal, "replace", failing)
        with pytest.raises(WriteError, match="3 files is half made: cannot write 'one'") as told:
            durable.rewrite(tmp_path, changes)
    assert "kg doctor --recover" in (told.value.hint or "")
    assert held(tmp_path) == {"one": b"new", "two": b"old", "three": b"old"}
    assert journal.unfinished(tmp_path) == ("one", "two", "three")
    with durable.lock(tmp_path):
        assert held(tmp_path) == {"one": b"new", "two": b"new"}
    assert journal.unfinished(tmp_path) == ()
