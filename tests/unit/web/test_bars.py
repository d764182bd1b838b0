"""Bars: from one line of zero, as long as their numbers, with every text escaped."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from kgtools.web.pages.bars import Amount, bars


def _boxes(amounts: list[Amount]) -> list[tuple[float, float]]:
    found = re.findall(r'<rect x="([\d.]+)" y="\d+" width="([\d.]+)"', bars(amounts, "things"))
    return [(float(x), float(width)) for x, width in found]


def test_lengths_are_as_the_numbers() -> None:
    (first, long), (second, short) = _boxes([Amount("a", 10, "10"), Amount("b", 5, "5")])
    assert first == second
    assert long == 2 * short


def test_numbers_below_zero_go_to_the_left() -> None:
    (left, size), (right, _) = _boxes([Amount("a", -3, "-3"), Amount("b", 3, "3")])
    assert left + size == right


def test_nothing_but_zero_is_drawn_too() -> None:
    assert _boxes([Amount("a", 0, "0")])[0][1] == 1


def test_names_are_text() -> None:
    drawn = bars([Amount('<script>"', 1, "1", 'javascript:"')], "<b>")
    assert "<script" not in drawn
    assert len(ET.fromstring(drawn).findall(".//{*}rect")) == 1  # noqa: S314 - our own
