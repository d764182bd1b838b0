"""Accept headers, as browsers, programs and the careless send them."""

from __future__ import annotations

import pytest

from kgtools.web.negotiation import TABLES, TRIPLES, choose, prefers_page

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "srj"),
        ("", "srj"),
        ("*/*", "srj"),
        ("text/*", "srx"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv; charset=utf-8", "csv"),
        ("text/csv;q=0.5, text/tab-separated-values", "tsv"),
        ("*/*;q=0.1, text/csv;q=0.2", "csv"),
        ("text/csv;q=0, */*", "srj"),
        ("application/sparql-results+json;q=0, text/csv;q=0.1", "csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=nonsense", None),
    ],
)
def test_the_best_that_is_accepted(accept: str | None, expected: str | None) -> None:
    assert choose(accept, TABLES) == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        (None, False),
        ("text/turtle, text/html;q=0.5", False),
    ],
)
def test_browsers_get_pages_and_programs_get_data(accept: str | None, expected: bool) -> None:
    assert prefers_page(accept, TRIPLES) is expected
