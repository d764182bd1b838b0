from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import schema
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from kgtools.graph import Graph

EX = "https://example.org/terms/"


@pytest.fixture
def found(graph: Graph) -> schema.Schema:
    return schema.read(graph.dataset, graph.labels, graph.queries)


def test_a_class_has_its_place_its_things_its_shapes_and_its_questions(found: schema.Schema) -> None:
    words = {word.node.value.removeprefix(EX): word for word in found.classes}
    person = words["Person"]
    assert person.depth == words["Agent"].depth + 1
    assert person.size == 4
    assert len(person.instances) == 3
    assert dict(person.links)["below"] == (NamedNode(f"{EX}Agent"),)
    assert {shape.value.rpartition("/")[2] for shape in person.shapes} >= {"PersonShape"}
    assert set(words["Engagement"].questions) <= found.questions.keys()
    assert words["Engagement"].questions


def test_a_property_has_its_uses(found: schema.Schema) -> None:
    used = [word for word in found.properties if word.uses]
    assert used
    assert all(word.size >= len(word.uses) for word in used)


def test_a_shape_is_said_in_words(found: schema.Schema) -> None:
    shape = next(shape for shape in found.shapes if shape.node.value.endswith("PersonShape"))
    assert shape.lines[0] == "Asked of every `ex:Person`."
    assert any("prefLabel" in line for line in shape.lines)
