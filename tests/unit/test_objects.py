from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import owlready2
import pytest

from kgtools.errors import InputError
from kgtools.graph import Graph

if TYPE_CHECKING:
    from pathlib import Path

ACTING = "<http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#python_module>"


def test_classes_and_individuals_are_objects(graph: Graph) -> None:
    found = graph.ontology()
    names = {person.name for person in found.Person.instances()}
    assert {"person-ada", "person-ben"} <= names
    assert found.Person.is_a[0] is found.Agent
    (engagement,) = found.world.search(iri="*engagement-ada-strings")
    assert [person.name for person in engagement.engages] == ["person-ada"]


def test_the_ontology_alone_has_no_facts(graph: Graph) -> None:
    found = graph.ontology(facts=False)
    assert list(found.Person.instances()) == []


def test_every_call_has_a_world_of_its_own(graph: Graph) -> None:
    before = len(owlready2.default_world.graph)
    one, two = graph.ontology(), graph.ontology()
    assert one.world is not two.world
    assert one.world is not owlready2.default_world
    assert len(owlready2.default_world.graph) == before


def test_nothing_is_imported_or_fetched(folder: Path) -> None:
    (folder / "ontology" / "more.ttl").write_text(
        "PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
        "<https://example.org/terms/> owl:imports <https://example.org/other>, <file:///etc/passwd> ."
    )
    assert Graph(folder).ontology().Person is not None
    (folder / "data" / "x.ttl").write_text(f'<https://example.org/terms/> {ACTING} "antigravity" .')
    with pytest.raises(InputError, match="Python module"):
        Graph(folder).ontology()
    assert "antigravity" not in sys.modules
