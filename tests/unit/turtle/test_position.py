from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.diagnostics import Span
from kgtools.turtle.position import Lines


@given(st.text(alphabet="a한𐎀\n\r\x0b\x85\u2028 ", max_size=20))
def test_positions_are_those_found_by_counting(text: str) -> None:
    lines = Lines(text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue  # between the two there is no place
        ends = [end.end() for end in re.finditer(r"\r\n|\r|\n", text[:offset])]
        expected = (len(ends) + 1, offset - (ends[-1] if ends else 0) + 1)
        assert lines.position(offset) == expected
        assert lines.offset(*expected) == offset


@pytest.mark.parametrize("text", ["", "a", "a\n", "a\r\n", "a\r"])
def test_the_end_of_a_text_is_a_place(text: str) -> None:
    assert Lines(text).position(len(text)) == ((1, len(text) + 1) if text in {"", "a"} else (2, 1))


def test_a_span_has_both_ends() -> None:
    assert Lines("ab\ncd").span("x.ttl", (1, 4)) == Span("x.ttl", 1, 2, 2, 2)


def test_a_line_that_is_not_there_has_no_offset() -> None:
    with pytest.raises(IndexError):
        Lines("a").offset(2, 1)
