"""Networks and lanes: all that is drawn lies inside the picture, and hubs have their names."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kgtools.web.pages.drawing import Drawn, network
from kgtools.web.pages.lanes import Bar, lanes


def _width(drawn: str) -> float:
    found = re.search(r'viewBox="0 0 (\d+) ', drawn)
    assert found
    return float(found[1])


def test_a_long_name_at_the_right_makes_the_picture_wider() -> None:
    nodes = {str(n): Drawn(f"A name of more than thirty letters {n}", "", 0) for n in range(3)}
    drawn = network(nodes, [("0", "1", ""), ("1", "2", "")])
    named = re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="start">([^<]+)<', drawn)
    assert named
    assert max(float(x) + 6.6 * len(name) for x, name in named) <= _width(drawn) + 1


def test_a_name_goes_to_the_left_where_another_is_on_the_right() -> None:
    nodes = {"hub": Drawn("Hub", "", 0)} | {str(n): Drawn(f"A leaf, number {n}", "", 0) for n in range(12)}
    drawn = network(nodes, [("hub", str(n), "") for n in range(12)])
    sides = [float(x) for x in re.findall(r'<text x="([\d.]+)" y="[\d.]+" text-anchor="end">', drawn)]
    assert sides
    assert min(sides) > 0


def test_the_best_connected_are_named_first() -> None:
    nodes = {str(n): Drawn(f"Leaf of the tree, number {n:02}", "", 0) for n in range(60)}
    nodes["hub"] = Drawn("Hub", "", 0)
    drawn = network(nodes, [("hub", str(n), "") for n in range(60)])
    names = re.findall(r'<text x="[\d.]+" y="[\d.]+" text-anchor="\w+">([^<]+)<', drawn)
    assert names[0] == "Hub"
    assert len(names) < len(nodes)


@pytest.mark.parametrize("last", [date(2025, 1, 20), date(2025, 12, 31)])
def test_points_at_both_ends_and_all_years_lie_inside(last: date) -> None:
    first = date(1949, 3, 5)
    drawn = lanes([Bar("", "first", "", first, first), Bar("", "last", "", last, last)], first, last)
    points = [
        (float(x), float(r)) for x, r in re.findall(r'<circle cx="([\d.]+)" cy="[\d.]+" r="([\d.]+)"', drawn)
    ]
    assert len(points) == 2
    assert min(x - r for x, r in points) >= 0
    assert max(x + r for x, r in points) <= _width(drawn)
    years = [float(x) for x in re.findall(r'<text class="year" x="([\d.]+)"', drawn)]
    assert len(years) > 10
    assert max(years) + 28 <= _width(drawn)


def test_a_name_inside_a_bar_may_be_as_long_as_the_bar() -> None:
    first, last = date(1950, 1, 1), date(2020, 1, 1)
    name = "A treaty with a name of which only the last words tell it from others, of 1961"
    day = date(1950, 1, 2)
    drawn = lanes([Bar("", name, "", first, last), Bar("", name, "", day, day)], first, last)
    assert [text.endswith("1961") for text in re.findall(r'text-anchor="\w+">([^<]+)<', drawn)] == [
        True,
        False,
    ]


def test_in_a_full_lane_only_long_bars_have_names() -> None:
    first, last, day = date(1950, 1, 1), date(2020, 1, 1), date(1990, 1, 1)
    points = [Bar("", "point", "", day, day) for _ in range(90)]
    drawn = lanes([Bar("", "bar", "", first, last), *points], first, last)
    assert re.findall(r'text-anchor="\w+">([^<]+)<', drawn) == ["bar"]
