from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.query import grid


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


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


def test_a_table_lines_its_columns_up() -> None:
    assert grid.terminal(("a", "bb"), [("long", "x"), ("s", "yy")], note="2 rows") == (
        "a     bb\nlong  x\ns     yy\n2 rows\n"
    )


def test_wide_letters_count_twice() -> None:
    first, second = grid.terminal(("n", "x"), [("서울", "1"), ("ab", "2")]).splitlines()[1:]
    assert (first.index("1"), second.index("2")) == (4, 6)


def test_markup_of_the_data_is_text() -> None:
    assert "[bold]x[/bold]" in grid.terminal(("a",), [("[bold]x[/bold]",)])


def test_escape_sequences_of_the_data_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in grid.terminal(("a",), [("\x1b[31mred",)])


def test_a_pipe_has_no_width() -> None:
    assert len(grid.terminal(("a",), [("x" * 300,)]).splitlines()) == 2


def test_columns_sets_a_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert max(map(len, grid.terminal(("a",), [("x" * 300,)]).splitlines())) <= 40
