from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.graph import Graph
from kgtools.statistics import By, counts, overview

if TYPE_CHECKING:
    from pathlib import Path


def test_the_overview(graph: Graph) -> None:
    rows = dict(overview(graph.dataset))
    assert rows == {
        "project": "orchestra",
        "title": "Players, groups and concerts of an invented town",
        "as of": "2020-12-31",
        "files": "4",
        "triples": str(graph.dataset.triples),
        "entities": "11",
        "sources cited": "1",
        "dates": "1999-05-01 to 2005-12-31",
    }


def test_dates_end_with_the_last_day_and_not_the_day_after(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(
        'base = "https://example.org/"\nprefixes = { ex = "https://example.org/" }\n'
        '[[time]]\nstart = "ex:date"\nlast = "ex:lastDate"\n'
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.ttl").write_text(
        "PREFIX ex: <https://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
        'ex:a ex:date "1999"^^xsd:gYear ; ex:lastDate "2001-02-28"^^xsd:date .\n'
    )
    assert dict(overview(Graph(tmp_path).dataset))["dates"] == "1999-01-01 to 2001-02-28"


def test_the_overview_of_a_project_that_says_little(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/id/"\n')
    rows = dict(overview(Graph(tmp_path).dataset))
    assert (rows["as of"], rows["files"], rows["entities"]) == ("not stated", "0", "0")
    assert "dates" not in rows


@pytest.mark.parametrize(
    ("by", "first"),
    [
        (By.CLASS, ("Person", 4)),
        (By.STATUS, ("accepted", 3)),
        (By.SOURCE, ("Programme book", 5)),
        (By.PROPERTY, ("rdf:type", 37)),
    ],
)
def test_counts_begin_with_the_most_frequent(graph: Graph, by: By, first: tuple[str, int]) -> None:
    rows = counts(graph.dataset, graph.labels, by)
    assert rows[0] == first
    assert rows == sorted(rows, key=lambda row: (-row[1], row[0]))


def test_counts_by_file_are_those_of_its_triples(graph: Graph) -> None:
    rows = dict(counts(graph.dataset, graph.labels, By.FILE))
    assert rows == {file.name: sum(1 for _ in file.quads()) for file in graph.dataset.files}


def test_counts_by_property_are_those_of_the_files(graph: Graph) -> None:
    rows = dict(counts(graph.dataset, graph.labels, By.PROPERTY))
    stated = [quad for file in graph.dataset.files for quad in file.quads()]
    assert sum(rows.values()) == len(stated)
    assert rows["fee"] == 1


def test_a_role_that_the_project_does_not_name_gives_no_rows(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/id/"\n')
    bare = Graph(tmp_path)
    assert counts(bare.dataset, bare.labels, By.STATUS) == []
