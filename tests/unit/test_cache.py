from __future__ import annotations

from pathlib import Path

import pytest

from kgtools import bundle, cache


def test_a_project_caches_in_its_own_folder(tmp_path: Path) -> None:
    assert cache.folder(tmp_path) == tmp_path / ".kg" / "cache"


def test_a_checkout_caches_in_its_own_folder(root: Path) -> None:
    assert cache.folder(root) == root / ".kg" / "cache"


@pytest.mark.parametrize("given", [True, False])
def test_an_installation_caches_where_the_user_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: bool
) -> None:
    installed = tmp_path / "kgtools" / "_bundle"
    monkeypatch.setattr(bundle, "root", lambda: installed)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if given:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    expected = tmp_path / "xdg" if given else tmp_path / "home" / ".cache"
    assert cache.folder(installed) == expected / "kgtools"
