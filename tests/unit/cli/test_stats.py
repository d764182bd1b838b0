from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kgtools.statistics import By

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.graph import Graph


@pytest.fixture
def stats(kg: Callable[..., Any], graph: Graph) -> Callable[..., Any]:
    return lambda *args: kg("-C", graph.project.root, "stats", *args)


def test_the_overview(stats: Callable[..., Any]) -> None:
    assert stats().out.startswith("measure,value\nproject,orchestra\n")


@pytest.mark.parametrize("by", By)
def test_counts(stats: Callable[..., Any], by: By) -> None:
    rows = json.loads(stats("--by", str(by), "-f", "json").out)
    assert rows
    assert list(rows[0]) == [str(by), "count"]
    assert int(rows[0]["count"]) >= int(rows[-1]["count"]) > 0


def test_labels_in_a_language(stats: Callable[..., Any]) -> None:
    assert "Mensch,4\n" in stats("--by", "class", "--lang", "de").out


def test_an_unknown_measure_is_refused(stats: Callable[..., Any]) -> None:
    assert stats("--by", "moon").code == 2
