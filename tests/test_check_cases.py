"""Each case of a check gives exactly the results that it names: ``tests/checks/<check>/*.ttl``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kgtools import cases
from kgtools.graph import Graph

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = sorted(path.name for path in (ROOT / "tests" / "checks").iterdir())


@pytest.fixture(scope="session")
def with_checks(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The repository's ontology with its checks and their cases, without its facts."""
    copy = tmp_path_factory.mktemp("checks")
    for name in ("ontology", "queries/checks", "tests/checks"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "kg.toml", copy)
    return Graph(copy)


@pytest.mark.parametrize("check", FOLDERS)
def test_cases(with_checks: Graph, check: str) -> None:
    outcomes = list(cases.check_cases(with_checks, check))
    assert outcomes
    assert [f"{outcome.name}: {outcome.problem}" for outcome in outcomes if outcome.problem] == []
