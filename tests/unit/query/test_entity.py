from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kgtools.query.entity import Fact, describe, may_hold
from kgtools.terms import Literal, NamedNode

if TYPE_CHECKING:
    from kgtools.graph import Graph

ID = "https://example.org/id/"
ADA = NamedNode(f"{ID}person-ada")


def _names(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.other.value.removeprefix(ID) for fact in facts]


def test_what_the_files_say_about_a_thing(graph: Graph) -> None:
    found = graph.show("Ada Brook")
    assert (found.node, found.name, found.types) == (ADA, "Ada Brook", ("Person",))
    assert sorted(fact.name for fact in found.facts) == ["Ada Bach", "Ada Brook", "Double Name", "Person"]
    assert {fact.files for fact in found.facts} == {("data/people.ttl",)}
    assert graph["Ada Brook"] == found


def test_what_refers_to_it_comes_by_date_with_status_and_source(graph: Graph) -> None:
    engagement, remark = graph.show("Ada Brook").references
    assert (engagement.date, engagement.status, engagement.sources) == (
        "1999-05-01",
        "accepted",
        ("Programme book",),
    )
    assert engagement.files == ("data/engagements.ttl",)
    assert (remark.date, remark.status, remark.name) == (None, None, "The opening was too loud.")


def test_derived_bounds_are_no_facts(graph: Graph) -> None:
    properties = {fact.property.value for fact in graph.show("id:engagement-ada-strings").facts}
    assert not any("Min" in name or "Max" in name for name in properties)


@pytest.mark.parametrize(
    ("day", "engagements"),
    [
        ("1999-04-30", []),
        ("1999-05-01", ["engagement-ada-strings"]),
        ("2001-02-01", ["engagement-ada-strings", "engagement-ben-strings?"]),
        ("2001-02-27", ["engagement-ada-strings", "engagement-ben-strings?"]),
        ("2001-02-28", ["engagement-ada-strings", "engagement-ben-strings"]),
        ("2004-12-31", ["engagement-ada-strings", "engagement-ben-strings"]),
        ("2005-01-01", ["engagement-ada-strings?", "engagement-ben-strings"]),
        ("2005-12-30", ["engagement-ada-strings?", "engagement-ben-strings"]),
        ("2005-12-31", ["engagement-ben-strings"]),
    ],
)
def test_on_a_day_only_what_may_hold_then_refers_to_it(
    graph: Graph, day: str, engagements: list[str]
) -> None:
    found = graph.show("Harbour Strings", as_of=date.fromisoformat(day)).references
    shown = [f"{name}{'?' if fact.possible else ''}" for name, fact in zip(_names(found), found, strict=True)]
    assert sorted(shown) == engagements


def test_what_ended_on_an_unknown_day_is_possible_ever_since(graph: Graph) -> None:
    (fact,) = graph.show("Harbour Brass", as_of=date(2020, 1, 1)).references
    assert fact.possible
    assert graph.show("Harbour Brass", as_of=date(2003, 7, 14)).references == ()


@pytest.mark.parametrize(
    ("node", "name"),
    [
        (ADA, "Ada Brook"),
        (Literal("text"), "text"),
        (NamedNode(f"{ID}remark-loud"), "The opening was too loud."),
        (
            NamedNode(f"{ID}engagement-ada-strings"),
            "(Engagement) 12.5, 1999-05-01, 2005, Ada Brook, Harbour Strings",
        ),
        (NamedNode(f"{ID}nothing-known"), "id:nothing-known"),
    ],
)
def test_everything_can_be_called_something(graph: Graph, node: NamedNode | Literal, name: str) -> None:
    assert describe(graph.dataset, graph.labels, node) == name


def test_without_dates_a_thing_always_may_hold(graph: Graph) -> None:
    assert may_hold(graph.dataset, ADA, date(1, 1, 1))
