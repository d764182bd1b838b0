from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.graph import Graph


@pytest.fixture
def path(kg: Callable[..., Any], graph: Graph) -> Callable[..., Any]:
    return lambda *args: kg("-C", graph.project.root, "path", *args)


def test_text(path: Callable[..., Any]) -> None:
    assert path("Ben Field", "Cleo Müller").out == (
        "Ben Field\n  <-- performer -- Opening concert\n  -- performer --> Cleo Müller\n"
    )


def test_json(path: Callable[..., Any]) -> None:
    ((first, second),) = json.loads(path("Ben Field", "Cleo Müller", "-f", "json").out)
    assert first == {
        "s": "https://example.org/id/concert-opening",
        "p": "https://example.org/terms/performer",
        "o": "https://example.org/id/person-ben",
        "forward": False,
        "name": "Opening concert",
    }
    assert second["forward"] is True


@pytest.mark.parametrize("args", [(), ("--as-of", "2000-01-01"), ("--max-length", "1")])
def test_no_path_exits_1(path: Callable[..., Any], args: tuple[str, ...]) -> None:
    end = "Dan Alone" if not args else "Ben Field"
    found = path("Ada Brook", end, *args)
    assert (found.code, found.out) == (1, "")
    assert "no path of at most" in found.err
    assert json.loads(path("Ada Brook", end, "-f", "json", *args).out) == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("Ada Brook", "Nobody"), "nothing is called 'Nobody'"),
        (("Ada Brook", "id:person-ada"), "'Ada Brook' and 'id:person-ada' are the same thing"),
        (("Ada Brook",), "Missing argument 'B'"),
        (("Ada Brook", "Ben Field", "--max-length", "99"), "--max-length"),
    ],
)
def test_what_is_refused(path: Callable[..., Any], args: tuple[str, ...], said: str) -> None:
    found = path(*args)
    assert found.code == 2
    assert said in found.err
