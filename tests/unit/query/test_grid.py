from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.query import grid


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (("a", "b"), "a,b"),
        (("a,b", 'say "x"'), '"a,b","say ""x"""'),
        (("a\nb", "c\rd"), '"a\nb","c\rd"'),
        (("", ""), ","),
        (("",), '""'),
    ],
)
def test_a_cell_is_quoted_where_it_must_be(cells: tuple[str, ...], line: str) -> None:
    assert grid.separated(cells, []) == f"{line}\n"


@given(st.text())
def test_printable_text_has_no_control_characters(text: str) -> None:
    assert all(char.isprintable() or char == "\n" for char in grid.printable(text))
