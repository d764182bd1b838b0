"""A value that shapes find wrong and no file states is pointed at where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.check import check
from kgtools.following import Following
from rules import HEAD, add_rules

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic

SH = "PREFIX sh: <http://www.w3.org/ns/shacl#>\nPREFIX exsh: <https://example.org/shapes/>\n"
FACTS = """id:engagement-x
    a ex:Engagement ;
    dcterms:source id:doc-programme ;
    ex:engages id:person-ada ;
    ex:group id:group-x ;
    ex:status ex:accepted ;
.
id:group-x
    a ex:Group ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "X"@en ;
.
"""


@pytest.fixture
def ruled(folder: Path) -> Path:
    """The invented project with a rule and facts for it."""
    add_rules(folder)
    (folder / "data" / "x.ttl").write_text(HEAD + FACTS)
    return folder


def _found(folder: Path, shape: str, facts: str = "") -> list[Diagnostic]:
    shapes = folder / "ontology" / "shapes" / "x.ttl"
    shapes.write_text(f"{HEAD}{SH}exsh:PlayerShape a sh:NodeShape ; {shape} .\n")
    with (folder / "data" / "x.ttl").open("a") as file:
        file.write(facts)
    report = check(project.load(folder))
    assert Following().check(project.load(folder)).diagnostics == report.diagnostics
    return [each for each in report.diagnostics if each.code == "PlayerShape"]


def _lines(found: Diagnostic) -> list[tuple[str, int | None]]:
    return [(each.span.file, each.span.line) for each in found.related]


@pytest.mark.parametrize(
    ("target", "path"), [("id:person-ada", "ex:playsIn"), ("id:group-x", "[ sh:inversePath ex:playsIn ]")]
)
def test_the_facts_behind_an_inferred_value_are_marked(ruled: Path, target: str, path: str) -> None:
    only = "sh:in ( id:group-strings )" if target == "id:person-ada" else "sh:in ( id:person-ben )"
    (found,) = _found(ruled, f"sh:targetNode {target} ; sh:property [ sh:path {path} ; {only} ]")
    begin = HEAD.count("\n")
    assert {("data/x.ttl", begin + row) for row in (4, 5, 6)} <= set(_lines(found))
    assert found.span == found.related[0].span
    assert found.help == "no file states it, it follows: kg why id:person-ada ex:playsIn id:group-x"
    assert "it follows from id:engagement-x ex:engages id:person-ada" in {r.message for r in found.related}


def test_a_stated_value_is_marked_itself_though_it_follows_too(ruled: Path) -> None:
    shape = "sh:targetNode id:person-ada ; sh:property [ sh:path ex:playsIn ; sh:in ( id:group-strings ) ]"
    (found,) = _found(ruled, shape, "id:person-ada ex:playsIn id:group-x .\n")
    assert found.span is not None
    assert (found.span.line, found.span.column) == ((HEAD + FACTS).count("\n") + 1, 26)
    assert found.related == ()
    assert found.help is None
