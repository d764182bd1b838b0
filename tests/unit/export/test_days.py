from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.export.days import Day, span


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2018-06-12", "2018-06-12", "2018-06-12", "day"),
        ("2018-06-12Z", "2018-06-12", "2018-06-12", "day"),
        ("2018-06-12T10:00:00+09:00", "2018-06-12", "2018-06-12", "day"),
        ("2018-06-12-05:00", "2018-06-12", "2018-06-12", "day"),
        ("2018-05:00", "2018-01-01", "2018-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("1900-02+01:00", "1900-02-01", "1900-02-28", "month"),
        ("-0043", "-0043-01-01", "-0043-12-31", "year"),
        ("0000-02", "0000-02-01", "0000-02-29", "month"),
        ("12018", "12018-01-01", "12018-12-31", "year"),
    ],
)
def test_a_date_means_its_days(text: str, first: str, last: str, precision: str) -> None:
    found = span(text)
    assert found is not None
    assert (str(found.first), str(found.last), found.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text", ["", "soon", "18-06-12", "2018-13", "2018-00", "2018-02-29", "2018-06-00", "2018-6"]
)
def test_what_is_no_date_means_none(text: str) -> None:
    assert span(text) is None


@given(st.dates(min_value=date(1, 1, 2)))
def test_the_day_before_is_that_of_the_calendar(day: date) -> None:
    assert str(Day(*day.timetuple()[:3]).before()) == (day - timedelta(days=1)).isoformat()
