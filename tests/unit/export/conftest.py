"""Projects to export: a small one kept as files, and others made in a test."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable

GARDEN = Path(__file__).parent / "garden"


@pytest.fixture(scope="session")
def garden() -> Dataset:
    return Dataset(project.load(GARDEN))


@pytest.fixture
def grown(tmp_path: Path) -> Callable[..., Dataset]:
    """Return the garden with files changed or added, by name; None takes one away."""

    def make(toml: str = "", **files: str | None) -> Dataset:
        root = tmp_path / "garden"
        shutil.copytree(GARDEN, root, dirs_exist_ok=True)
        if toml:
            (root / "kg.toml").write_text((GARDEN / "kg.toml").read_text("utf-8") + toml, "utf-8")
        for name, text in files.items():
            path = root / "data" / f"{name}.ttl"
            if text is None:
                path.unlink()
            else:
                path.write_text(PREFIXES + text, "utf-8")
        return Dataset(project.load(root))

    return make


PREFIXES = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://garden.example/ns#>
PREFIX id: <https://garden.example/id/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
