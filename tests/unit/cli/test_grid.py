from __future__ import annotations

import json

import pytest

from kgtools.cli import grid
from kgtools.cli.grid import Grid, GridFormat

LISTING = Grid(("a", "b"), [("1", "x,y"), ("2", "ü")])


@pytest.mark.parametrize(
    ("form", "terminal", "first"),
    [
        (None, True, "a  b"),
        (None, False, "a,b"),
        (GridFormat.CSV, True, "a,b"),
        (GridFormat.TABLE, False, "a  b"),
    ],
)
def test_who_reads_chooses_the_format(
    monkeypatch: pytest.MonkeyPatch, form: GridFormat | None, terminal: bool, first: str
) -> None:
    monkeypatch.setattr(grid, "is_terminal", lambda: terminal)
    assert LISTING.render(form).splitlines()[0] == first


def test_json() -> None:
    assert json.loads(LISTING.render(GridFormat.JSON)) == [{"a": "1", "b": "x,y"}, {"a": "2", "b": "ü"}]
