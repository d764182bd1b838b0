"""Each case of a shape gives exactly the results that it names: ``tests/shapes/<Shape>/*.ttl``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgtools import cases
from kgtools.graph import Graph

if TYPE_CHECKING:
    from kgtools.cases import Outcome

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = sorted(path.name for path in (ROOT / "tests" / "shapes").iterdir() if path.is_dir())


@pytest.fixture(scope="session")
def with_cases(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The repository's ontology with the cases of its shapes, without its facts."""
    copy = tmp_path_factory.mktemp("shapes")
    shutil.copytree(ROOT / "ontology", copy / "ontology")
    shutil.copytree(ROOT / "tests" / "shapes", copy / "tests" / "shapes")
    shutil.copy(ROOT / "kg.toml", copy)
    return Graph(copy)


@pytest.mark.parametrize("shape", FOLDERS)
def test_cases(with_cases: Graph, shape: str) -> None:
    outcomes: list[Outcome] = list(cases.shape_cases(with_cases, shape))
    assert outcomes
    assert [f"{outcome.name}: {outcome.problem}" for outcome in outcomes if outcome.problem] == []
