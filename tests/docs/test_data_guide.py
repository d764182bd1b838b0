"""The data guide says what the data say: its folders, notes, query, and list of facts with one date only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import kgtools
from kgtools.query.run import Result

if TYPE_CHECKING:
    from kgtools.graph import Graph

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
GUIDE = (DATA / "README.md").read_text(encoding="utf-8")
NOTES = ("Compared in part", "Not opened itself", "Cited from general knowledge")
ONE_DATE = """SELECT (STR(?subject) AS ?fact) ?reason WHERE {
  ?absence a pol:Absence ; pol:aspect ?aspect ; pol:subject ?subject ; skos:scopeNote ?reason .
  FILTER(?aspect IN (pols:aspect-adopted, pols:aspect-date))
}"""


@cache
def graph() -> Graph:
    return kgtools.open(ROOT)


def rows(query: str) -> list[dict[str, str | None]]:
    found = graph().query(query)
    assert isinstance(found, Result)
    return found.records()


def test_every_folder_is_named() -> None:
    folders = {folder.name for folder in DATA.iterdir() if folder.is_dir()}
    table = GUIDE.partition("| Folder | Holds |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)/`", table)) == folders


def test_all_facts_with_one_date_are_listed_with_their_reasons() -> None:
    table = GUIDE.partition("| Fact | Why it has one date only |")[2].partition("\n\n")[0]
    listed = dict(re.findall(r"^\| `id:(\S+)` \| (.+) \|$", table, re.MULTILINE))
    assert listed == {str(row["fact"]).rpartition("/")[2]: str(row["reason"]) for row in rows(ONE_DATE)}


def test_every_editorial_note_begins_as_the_guide_says() -> None:
    notes = {
        str(row["note"])
        for row in rows("SELECT ?note WHERE { ?document a pol:Document ; skos:editorialNote ?note }")
    }
    assert notes
    assert [note for note in notes if not note.startswith(NOTES)] == []
    assert all(f'"{start}"' in GUIDE for start in NOTES)


def test_the_query_of_the_guide_finds_only_events_without_a_compared_source() -> None:
    query = GUIDE.partition("```sparql\n")[2].partition("```")[0]
    found = {str(row["event"]) for row in rows(query)}
    compared = rows("""SELECT DISTINCT ?event WHERE {
      ?event pol:eventStatus pols:event-held ; dcterms:source ?source .
      FILTER NOT EXISTS { ?source skos:editorialNote ?note }
    }""")
    assert compared
    assert found.isdisjoint(str(row["event"]) for row in compared)
