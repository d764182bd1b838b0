"""The article, item by item: every one of its 78 items is in the graph, as claims of those who make them."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kgtools.query.run import Result
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from kgtools.graph import Graph

with (Path(__file__).parent / "fixtures" / "article-items.csv").open(encoding="utf-8") as file:
    CLAIMS = list(csv.DictReader(file))  # one row for each claim that an item makes
ITEMS = [
    *(f"P{number}" for number in range(1, 45)),
    *(f"L{number}" for number in range(1, 19)),
    *(f"T{table}.{row}" for table, rows in enumerate((3, 3, 3, 4, 3), 1) for row in range(1, rows + 1)),
]
# Who speaks: the claimant, who reports it, and the work that is cited.
SPEAKERS = {
    "author": ("group-article-author", "", ""),
    "chatham-house": ("org-chatham-house", "group-article-author", "doc-unidentified-chatham-house-report"),
    "analysts": ("group-unnamed-analysts", "group-article-author", ""),
    "analysis": ("group-authors-recent-analysis", "group-article-author", "doc-unidentified-analysis"),
    "assessment": ("group-authors-recent-assessment", "group-article-author", "doc-unidentified-assessment"),
}
PASSAGES = """SELECT ?item ?line ?list { ?passage a pol:Passage ; pol:inDocument id:doc-article ;
  pol:itemCode ?item ; pol:line ?line OPTIONAL { ?passage pol:inList ?list } } ORDER BY ?item"""
MADE = """SELECT ?item ?claim ?kind ?claimant ?reporter ?work ?statement {
  ?claim pol:passage ?passage ; a ?kind ; pol:claimant ?claimant ; pol:statement ?statement .
  ?passage pol:inDocument id:doc-article ; pol:itemCode ?item .
  OPTIONAL { ?claim pol:reportedBy ?reporter } OPTIONAL { ?claim pol:citedWork ?work } }"""


def _rows(graph: Graph, text: str) -> list[dict[str, str]]:
    """Return rows of local names and lexical forms."""
    found = graph.query(text)
    assert isinstance(found, Result)
    return [
        {
            key: (value or "").rpartition("/")[2] if key != "statement" else value or ""
            for key, value in row.items()
        }
        for row in found.records(iri=True)
    ]


@pytest.fixture(scope="module")
def passages(bundled: Graph) -> dict[str, dict[str, str]]:
    return {row["item"]: row for row in _rows(bundled, PASSAGES)}


@pytest.fixture(scope="module")
def claims(bundled: Graph) -> list[dict[str, str]]:
    return _rows(bundled, MADE)


def test_the_list_of_items_is_whole() -> None:
    assert len(ITEMS) == 78
    assert {row["item"] for row in CLAIMS} == set(ITEMS)


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_a_passage_with_its_claims(
    passages: dict[str, dict[str, str]], claims: list[dict[str, str]], item: str
) -> None:
    expected = [row for row in CLAIMS if row["item"] == item]
    assert passages[item]["line"] == expected[0]["line"]
    assert bool(passages[item]["list"]) is (item[0] in "LT")
    made = [row for row in claims if row["item"] == item]
    assert Counter((row["kind"], row["claimant"], row["reporter"], row["work"]) for row in made) == Counter(
        (row["kind"], *SPEAKERS[row["speaker"]]) for row in expected
    )
    assert all(row["statement"] for row in made)


def test_there_are_78_passages_and_82_claims(
    passages: dict[str, dict[str, str]], claims: list[dict[str, str]]
) -> None:
    assert sorted(passages) == sorted(ITEMS)
    assert len({row["claim"] for row in claims}) == len(claims) == 82


def test_the_kinds_of_claims(claims: list[dict[str, str]]) -> None:
    assert Counter(row["kind"] for row in claims) == {
        "Description": 37,
        "Recommendation": 21,
        "Prediction": 17,
        "Lesson": 6,
        "OpenQuestion": 1,
    }


def test_no_fact_hangs_on_a_blank_node(bundled: Graph) -> None:
    files = [file for file in bundled.dataset.files if file.name.startswith("data/")]
    assert files
    blank = {
        f"{file.name}: {quad}"
        for file in files
        for quad in file.quads()
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
    }
    assert blank == set()


def test_the_cited_works_stay_unidentified(bundled: Graph) -> None:
    found = _rows(bundled, "SELECT ?work { ?work pol:identification pols:unidentified } ORDER BY ?work")
    assert {row["work"] for row in found} >= {work for *_, work in SPEAKERS.values() if work}


def test_the_article_has_no_date_and_no_author_but_its_hash(bundled: Graph) -> None:
    properties = {
        fact.property.value.rpartition("/")[2]: fact.name for fact in bundled.show("id:doc-article").facts
    }
    assert not {"issued", "creator", "date"} & properties.keys()
    assert properties["sha256"] == "656803f7f58ef10c0406c5ea20b1893ca68d5249fd9b5af0177604cf69e0da19"
