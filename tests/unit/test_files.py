from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kgtools import files
from kgtools.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "x.ttl").touch()
    assert list(files.below(tmp_path)) == [str(tmp_path / "a" / "x.ttl")]
    lock(monkeypatch, tmp_path / "a" / "b")
    with pytest.raises(InputError, match=r"/a/b: cannot be read: Permission denied$"):
        list(files.below(tmp_path))


def lock(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let nobody list a folder, as its rights would, which count for nothing where root runs the tests."""
    scan = os.scandir

    def refused(path: str) -> object:
        if str(path) == str(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)


def test_a_new_file_is_readable_by_all(tmp_path: Path) -> None:
    files.replace(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    target.chmod(0o640)
    files.replace(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fchmod", fail)
    with pytest.raises(OSError, match="No space left"):
        files.replace(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert target.read_text() == "old"


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.replace(tmp_path / "none" / "a.txt", b"new")
