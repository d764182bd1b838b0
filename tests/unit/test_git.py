from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.repository import commit, git

from kgtools.errors import UsageError
from kgtools.git import Repository

if TYPE_CHECKING:
    from pathlib import Path


def test_files_come_with_their_bytes_whatever_they_are_called(tmp_path: Path) -> None:
    wanted = {
        "data/a b.ttl": b"x\r\n",
        "data/\u00fc\n.ttl": b"",
        "data/deep/er.ttl": b"\0\xff",
        "kg.toml": b"y",
    }
    for name, data in {**wanted, "other.txt": b"z"}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "data" / "link.ttl").symlink_to("a b.ttl")
    name = commit(tmp_path)
    assert dict(Repository(tmp_path).files(name, ["kg.toml", "data", "nothing"])) == wanted


def test_what_changed_is_told_committed_or_not(tmp_path: Path) -> None:
    for name in ("kept", "edited", "gone"):
        (tmp_path / name).write_text(name)
    commit(tmp_path)
    (tmp_path / "edited").write_text("anew")
    (tmp_path / "gone").unlink()
    (tmp_path / "new").touch()
    assert Repository(tmp_path).changed("HEAD") == {"edited", "gone", "new"}
    assert Repository(tmp_path).text("HEAD", "edited") == b"edited"
    assert Repository(tmp_path).text("HEAD", "new") == b""


def test_revisions_without_a_common_commit(tmp_path: Path) -> None:
    commit(tmp_path)
    git(tmp_path, "checkout", "-q", "--orphan", "apart")
    (tmp_path / "new").touch()
    commit(tmp_path)
    with pytest.raises(UsageError, match="share no commit"):
        Repository(tmp_path).common_ancestor("main", "apart")


def test_an_option_is_no_revision(tmp_path: Path) -> None:
    commit(tmp_path)
    with pytest.raises(UsageError, match="knows no revision"):
        Repository(tmp_path).commit("--all")
