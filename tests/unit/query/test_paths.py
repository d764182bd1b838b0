from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.dataset import Dataset
from kgtools.query.paths import MAX_PATHS, shortest
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.graph import Graph

ID = "https://example.org/id/"
HEAD = f"PREFIX ex: <https://example.org/terms/> PREFIX id: <{ID}>\n"


def _node(name: str) -> NamedNode:
    return NamedNode(ID + name)


def _ways(dataset: Dataset, start: str, end: str, **options: object) -> list[list[str]]:
    found = shortest(dataset, _node(start), _node(end), **options)  # type: ignore[arg-type]
    return [[step.end.value.removeprefix(ID) for step in path] for path in found]


def test_two_of_one_group_are_two_engagements_apart(graph: Graph) -> None:
    assert _ways(graph.dataset, "person-ada", "person-ben") == [
        ["engagement-ada-strings", "group-strings", "engagement-ben-strings", "person-ben"]
    ]


def test_two_performers_of_one_concert_are_two_facts_apart(graph: Graph) -> None:
    assert _ways(graph.dataset, "person-ben", "person-cleo") == [["concert-opening", "person-cleo"]]


def test_each_step_is_a_stated_triple_and_the_path_is_connected(graph: Graph) -> None:
    (path,) = graph.path("Ada Brook", "Cleo Müller")
    at = _node("person-ada")
    for step in path:
        assert list(graph.dataset.store.match(step.subject, step.predicate, step.object))
        assert (step.subject if step.forward else step.object) == at
        at = step.end
    assert at == _node("person-cleo")


@pytest.mark.parametrize("length", [1, 5])
def test_no_path_is_longer_than_allowed(graph: Graph, length: int) -> None:
    assert _ways(graph.dataset, "person-ada", "person-cleo", max_length=length) == []


def test_what_is_not_connected_has_no_path(graph: Graph) -> None:
    assert _ways(graph.dataset, "person-ada", "person-dan") == []


def test_a_path_leads_through_what_may_hold_on_the_day(graph: Graph) -> None:
    assert _ways(graph.dataset, "person-ada", "person-ben", as_of=date(2002, 1, 1))
    assert _ways(graph.dataset, "person-ada", "person-ben", as_of=date(2000, 1, 1)) == []
    assert _ways(graph.dataset, "person-ada", "person-ben", as_of=date(2005, 12, 31)) == []


def test_claimants_and_sources_connect_nothing(graph: Graph) -> None:
    ways = _ways(graph.dataset, "person-ada", "concert-opening")
    assert ways
    assert not any("remark-loud" in way or "doc-programme" in way for way in ways)


def test_there_are_five_paths_at_most_in_a_fixed_order(folder: Path) -> None:
    facts = "".join(
        f"id:gig{n} a ex:Concert ; ex:performer id:person-ada, id:person-dan .\n" for n in range(9)
    )
    (folder / "data" / "gigs.ttl").write_text(HEAD + facts)
    ways = _ways(Dataset(project.load(folder)), "person-ada", "person-dan")
    assert ways == [[f"gig{n}", "person-dan"] for n in range(MAX_PATHS)]


def test_without_the_role_every_property_between_entities_connects(folder: Path) -> None:
    text = (folder / "kg.toml").read_text()
    (folder / "kg.toml").write_text(text.replace('involves = "ex:involves"\n', ""))
    dataset = Dataset(project.load(folder))
    assert _ways(dataset, "person-ada", "remark-loud") == [["remark-loud"]]
    # Not through a source, a class or a status, which connect everything with everything.
    assert _ways(dataset, "remark-loud", "concert-opening", max_length=2) == []
