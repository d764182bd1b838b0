from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.query.terminal import table


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)


def test_a_table_lines_its_columns_up() -> None:
    assert table(("a", "bb"), [("long", "x"), ("s", "yy")], note="2 rows") == (
        "a     bb\nlong  x\ns     yy\n2 rows\n"
    )


def test_wide_letters_count_twice() -> None:
    first, second = table(("n", "x"), [("서울", "1"), ("ab", "2")]).splitlines()[1:]
    assert (first.index("1"), second.index("2")) == (4, 6)


def test_markup_of_the_data_is_text() -> None:
    assert "[bold]x[/bold]" in table(("a",), [("[bold]x[/bold]",)])


def test_escape_sequences_of_the_data_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in table(("a",), [("\x1b[31mred",)])


def test_a_pipe_has_no_width() -> None:
    assert len(table(("a",), [("x" * 3000,)]).splitlines()) == 2


def test_a_long_text_is_wrapped_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = table(("book", "said"), [("Emma", "a text that needs more than one line to be said")])
    assert shown.splitlines() == [
        "book  said",
        "Emma  a text that needs more than one",
        "      line to be said",
    ]


def test_a_long_name_is_not_broken_where_other_columns_can_give_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "66")
    row = ("A meeting of many words", "Political document", "id:summit-2019-06-prk-usa-kor")
    shown = table(("name", "class", "iri"), [row]).splitlines()
    assert [line.rpartition("  ")[2] for line in shown[1:2]] == ["id:summit-2019-06-prk-usa-kor"]


def test_a_wide_table_leaves_no_column_too_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    columns = ("summit", "place", "outcome", "lesson", "citedWork")
    row = ("Summit in the old town", "Hanoi", "no agreement was reached", "a lesson of many words", "")
    assert table(columns, [row, row], note="2 rows").splitlines() == [
        *(
            "summit     Summit in the old town",
            "place      Hanoi",
            "outcome    no agreement was reached",
            "lesson     a lesson of many words",
            "",
        )
        * 2,
        "2 rows",
    ]


@given(st.lists(st.tuples(*[st.text("ab 서\n", max_size=60)] * 5), max_size=4), st.integers(1, 200))
def test_no_line_is_wider_than_the_terminal(rows: list[tuple[str, ...]], width: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(width))
        lines = table(("a", "bb", "ccc", "d", "e"), rows).splitlines()
    assert all(len(line) <= max(width, 24) for line in lines)


@pytest.mark.parametrize(
    ("no_color", "term", "first"),
    [("", "xterm", "\x1b[1ma\x1b[0m"), ("1", "xterm", "a"), ("", "dumb", "a")],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, no_color: str, term: str, first: str
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("TERM", term)
    assert table(("a",), [("x",)], note="1 row").splitlines()[0] == first


@pytest.mark.parametrize("rows", [[], [()]])
def test_no_columns(rows: list[tuple[str, ...]]) -> None:
    assert table((), rows, note="none").endswith("none\n")
