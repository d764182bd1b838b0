from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_only_the_cache_goes(kg: Callable[..., Any], folder: Path) -> None:
    with (folder / "kg.toml").open("a", encoding="utf-8") as file:
        file.write("\n[snapshot]\nabove_mb = 0\n")
    assert "none yet" in kg("-C", folder, "doctor").out
    assert kg("-C", folder, "query", "-q", "ASK { ?s a ?o }").out == "true\n"
    assert "facts: " in kg("-C", folder, "doctor").out
    (folder / ".kg" / "rejected").mkdir()
    assert kg("-C", folder, "clean", "--dry-run").out.startswith("would free ")
    assert (folder / ".kg" / "cache").exists()
    assert kg("-C", folder, "clean").code == 0
    assert [path.name for path in (folder / ".kg").iterdir()] == ["rejected"]
    assert kg("-C", folder, "clean").out.startswith("freed 0.0 MB")
