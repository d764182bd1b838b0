from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from kgtools import following, project
from kgtools import open as open_project
from kgtools.check import check, examine
from kgtools.following import Following
from kgtools.sifting import Choice
from kgtools.web.jobs import prepare_check

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.diagnostics import Report

SEEDS = 40 if os.environ.get("KGTOOLS_NIGHTLY") else 4
HEAD = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://example.org/terms/>
PREFIX id: <https://example.org/id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
NODES = [
    f"id:{name}" for name in ("person-ada", "person-ben", "group-strings", "engagement-ada-strings", "new")
]
VALUES = {
    "a": ["ex:Person", "ex:Engagement", "ex:Group", "ex:Situation", "ex:Persn"],
    "ex:start": ['"2001"^^xsd:gYear', '"2004-05-06"^^xsd:date', '"2004-02-31"^^xsd:date', '"1999-05-01"'],
    "ex:end": ['"2009"^^xsd:gYear', '"2001-01-01"^^xsd:date'],
    "ex:endUnknown": ["true", '"1"^^xsd:boolean'],
    "ex:fee": ["5", "05", "12.50", "12.5", '"much"^^xsd:decimal'],
    "ex:engages": NODES,
    "ex:group": NODES,
    "dcterms:source": ["id:doc-programme", "id:doc-unknown"],
    "skos:prefLabel": ['"Ada"@en', '"Ada"', '"Strings"@en', '"ada"@en'],
    "ex:startMin": ['"2001-01-01T00:00:00"^^xsd:dateTime'],
    "ex:unknown": ["id:new"],
}
ODD = [
    "id:person-ada owl:sameAs id:person-ben .",
    "id:person-ada owl:differentFrom id:person-ben .",
    "ex:Concert rdfs:subClassOf ex:Situation .",
    "ex:Person owl:disjointWith ex:Group .",
    "id:new ex:engages [ a ex:Person ] .",
    "_:b a ex:Engagement .",
]
NAME = "ex:fee rdfs:label 'fee again'@en ."
SHAPE = "exsh:FeeShape a sh:NodeShape ; sh:targetSubjectsOf ex:fee ; sh:class ex:Situation ; sh:name 'fee' ."


class Town:
    """The invented project under changes: a few files of single statements beside its own."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.lines: dict[str, list[str]] = {"data/a.ttl": [], "data/b.ttl": [], "data/z/c.ttl": []}

    def change(self) -> None:
        """Change one file: mostly a fact comes, goes or moves."""
        step = self.chance.random()
        name = self.chance.choice(list(self.lines))
        lines = self.lines[name]
        if step < 0.5 or not lines:
            lines.insert(self.chance.randint(0, len(lines)), self._statement())
        elif step < 0.75:
            gone = lines.pop(self.chance.randrange(len(lines)))
            if self.chance.random() < 0.3:
                self.lines["data/b.ttl"].append(gone)
        elif step < 0.8:
            lines.append("# only said")
        elif step < 0.85:
            lines.clear()
        elif step < 0.9:
            lines.append("id:new ex:fee ")  # cut off
            self._write()
            return
        else:
            self._change_project()
        self._write()

    def _statement(self) -> str:
        if self.chance.random() < 0.1:
            return self.chance.choice([*ODD, NAME])
        verb = self.chance.choice(list(VALUES))
        return f"{self.chance.choice(NODES)} {verb} {self.chance.choice(VALUES[verb])} ."

    def _change_project(self) -> None:
        which = self.chance.randrange(3)
        if which == 0:
            path = self.root / "ontology" / "shapes" / "more.ttl"
            path.write_text(f"{HEAD}PREFIX exsh: <https://example.org/shapes/>\n{SHAPE}\n")
        elif which == 1:
            path = self.root / "ontology" / "more.ttl"
            path.write_text(f"{HEAD}ex:Engagement owl:disjointWith ex:Person .\n")
        else:
            path = self.root / "kg.toml"
            path.write_text(path.read_text().replace('"KG75", ', "") + "\n")

    def _write(self) -> None:
        for name, lines in self.lines.items():
            path = self.root / name
            path.parent.mkdir(exist_ok=True)
            if lines:
                path.write_text(HEAD + "\n".join(lines) + "\n")
            else:
                path.unlink(missing_ok=True)
            if lines and lines[-1] == "id:new ex:fee ":
                lines.pop()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_is_followed_is_what_is_judged_from_nothing(folder: Path, seed: int) -> None:
    town, kept = Town(folder, seed), Following()
    for number in range(40):
        town.change()
        now = project.load(folder)
        wanted = examine(now)
        assert kept.check(now) == wanted, number
        assert check(now) == wanted, number


@pytest.mark.parametrize("seed", range(SEEDS // 2))
def test_files_beside_what_is_followed_are_judged_as_from_nothing(
    folder: Path, tmp_path: Path, seed: int
) -> None:
    town, kept = Town(folder, seed), Following()
    files = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    for number in range(12):
        if town.chance.random() < 0.3:
            town.change()
        town.chance.choice(files).write_text(HEAD + town._statement() + "\n" + town._statement() + "\n")
        chosen = [file for file in (*files, folder / "data" / "a.ttl") if file.exists()]
        chosen = town.chance.sample(chosen, town.chance.randint(0, len(chosen)))
        now = project.load(folder)
        assert kept.check(now, chosen) == examine(now, tuple(chosen)), number


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was loaded from nothing, one item each time."""
    found: list[str] = []
    load = following._Known.of.__func__  # type: ignore[attr-defined]

    def counted(cls: type, *given: object) -> object:
        found.append("loaded")
        return load(cls, *given)

    monkeypatch.setattr(following._Known, "of", classmethod(counted))
    return found


def report(kept: Following, folder: Path) -> Report:
    found = kept.check(project.load(folder))
    assert found == examine(project.load(folder))
    return found


def test_facts_are_followed_and_nothing_is_loaded_again(folder: Path, loads: list[str]) -> None:
    kept, path = Following(), folder / "data" / "new.ttl"
    assert report(kept, folder).conforms
    path.write_text(f"{HEAD}id:engagement-new a ex:Engagement ; ex:engages id:person-ada .\n")
    assert [f.code for f in report(kept, folder).diagnostics if f.severity == "error"] == ["EngagementShape"]
    path.write_text(f"{HEAD}id:engagement-new a ex:Engagment .\n")
    assert [f.code for f in report(kept, folder).diagnostics if f.severity == "error"] == ["KG101"]
    path.write_text(f"{HEAD}id:engagement-new a ex:Engagement ; dcterms:source id:doc-programme")
    assert [f.code for f in report(kept, folder).diagnostics] == ["KG003"]
    path.unlink()
    assert report(kept, folder).conforms
    assert loads == ["loaded"]


@pytest.mark.parametrize("name", ["kg.toml", "ontology/terms.ttl", "ontology/shapes/shapes.ttl"])
def test_what_facts_are_judged_by_is_loaded_again(folder: Path, loads: list[str], name: str) -> None:
    kept, path = Following(), folder / name
    report(kept, folder)
    text = path.read_text()
    changed = text.replace('"KG75", ', "") if name == "kg.toml" else f"{text}# a comment\n"
    path.write_text(changed)
    report(kept, folder)
    assert loads == ["loaded", "loaded"]


@pytest.mark.parametrize("fact", [*ODD, "id:engagement-ada-strings ex:fee 05 ."])
def test_what_nobody_can_follow_is_loaded_again(folder: Path, loads: list[str], fact: str) -> None:
    kept = Following()
    report(kept, folder)
    (folder / "data" / "new.ttl").write_text(f"{HEAD}{fact}\n")
    report(kept, folder)
    assert loads == ["loaded", "loaded"]


def test_what_is_watched_is_known_to_a_check_beside_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "data" / "new.ttl").write_text(f"{HEAD}id:x a ex:Persn .\n")
    found = Following().check(project.load(folder))
    monkeypatch.setattr("kgtools.check.examine", lambda *_given, **_named: pytest.fail("judged again"))
    assert check(project.load(folder)) == found


def test_what_was_asked_for_is_reported(folder: Path) -> None:
    kept = Following()
    (folder / "data" / "new.ttl").write_text(f"{HEAD}id:x a ex:Persn .\n")
    assert kept.check(project.load(folder), choice=Choice(select=("KG9",))).diagnostics == ()
    assert kept.check(project.load(folder), choice=Choice(select=("KG101",))).diagnostics


def test_a_new_file_of_facts_is_followed(folder: Path, loads: list[str]) -> None:
    shapes = folder / "ontology" / "shapes" / "more.ttl"
    shapes.write_text(f"{HEAD}ex:Group sh:property [ sh:path ex:fee ; sh:maxCount 3 ] .\n")
    kept = Following()
    report(kept, folder)
    (folder / "data" / "another.ttl").write_text(f"{HEAD}id:person-ada ex:engages id:person-ben .\n")
    report(kept, folder)
    assert loads == ["loaded"]


def test_further_files_are_judged_without_loading_the_project_again(
    folder: Path, tmp_path: Path, loads: list[str]
) -> None:
    graph, file = open_project(folder), tmp_path / "new.ttl"
    prepare_check(graph)
    for verb, number in (("ex:unknown", 1), ("ex:engages", 0), ("ex:unheard", 1)):
        file.write_text(f"{HEAD}id:engagement-ada-strings {verb} id:person-ben .\n")
        found = graph.check([file])
        assert found == check(project.load(folder), [file])
        assert [each.code for each in found.diagnostics].count("KG102") == number
    assert loads == ["loaded"]
