from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kgtools.errors import ProjectError, UsageError
from kgtools.export import Options, project_graph

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.dataset import Dataset
    from kgtools.export.property_graph import Edge, PropertyGraph
    from kgtools.graph import Graph


def arrows(graph: PropertyGraph) -> list[tuple[str, str, str]]:
    return [
        (edge.source.removeprefix("id:"), edge.label, edge.target.removeprefix("id:")) for edge in graph.edges
    ]


def of_situation(graph: PropertyGraph, name: str) -> list[Edge]:
    iri = f"https://garden.example/id/{name}"
    return [edge for edge in graph.edges if edge.attributes.get("situation") == iri]


def test_entities_are_nodes_and_codes_sources_and_claims_are_not(garden: Dataset) -> None:
    graph = project_graph(garden, Options())
    names = [node.id.removeprefix("id:") for node in graph.nodes]
    assert names == sorted(names)
    people = ["ann", "bob", "lonely", "long", "nameless", "path", "rtl"]
    assert names == [
        *("club-rose", "loan-1", "meeting-1", "meeting-2"),
        *(f"person-{name}" for name in people),
        "tool-hoe",
    ]


def test_situations_with_two_roles_are_edges_and_others_are_nodes(garden: Dataset) -> None:
    graph = project_graph(garden, Options())
    assert arrows(graph) == [
        ("loan-1", "lender", "person-ann"),
        ("loan-1", "borrower", "person-bob"),
        ("loan-1", "item", "tool-hoe"),
        ("meeting-1", "guest", "person-ann"),
        ("meeting-1", "guest", "person-bob"),
        ("person-ann", "Membership", "club-rose"),
        ("person-ann", "Membership", "club-rose"),
        ("person-ann", "knows", "person-ann"),
        ("person-ann", "knows", "person-bob"),
        ("person-ann", "Liking", "tool-hoe"),
        ("person-bob", "Membership", "club-rose"),
        ("person-bob", "knows", "person-ann"),
        ("person-rtl", "Membership", "club-rose"),
    ]
    assert [edge.id for edge in graph.edges] == [f"e{number}" for number in range(13)]
    assert [node.id for node in graph.nodes if node.is_situation] == ["id:loan-1"]


def test_an_edge_says_what_it_stands_for(garden: Dataset) -> None:
    (edge,) = of_situation(project_graph(garden, Options()), "member-1")
    assert edge.attributes == {
        "end": "2021-02-28",
        "fee": "1.50",
        "precision": "year",
        "situation": "https://garden.example/id/member-1",
        "source": "Ledger",
        "source_iri": "https://garden.example/id/doc-1",
        "start": "2019-01-01",
        "status": "accepted",
        "status_iri": "https://garden.example/ns#accepted",
        "type": "Membership",
        "type_iri": "https://garden.example/ns#Membership",
        "valid_from": "2019",
        "valid_to": "2021-03-01",
    }


def test_several_values_of_a_role_are_several_edges_of_one_situation(garden: Dataset) -> None:
    found = of_situation(project_graph(garden, Options()), "member-4")
    assert [(edge.source, edge.is_doubted) for edge in found] == [
        ("id:person-bob", True),
        ("id:person-rtl", True),
    ]


def test_who_claims_a_situation_stands_with_it(garden: Dataset) -> None:
    graph = project_graph(garden, Options())
    loan = next(node for node in graph.nodes if node.id == "id:loan-1")
    assert loan.attributes["claimant_iri"] == "https://garden.example/id/person-bob"
    assert (
        of_situation(graph, "member-4")[0].attributes["claimant_iri"]
        == "https://garden.example/id/person-bob"
    )
    # The claim also speaks about a person, who is not thereby claimed.
    ann = next(node for node in graph.nodes if node.id == "id:person-ann")
    assert "claimant" not in ann.attributes


def test_events_last_until_their_last_day_and_months_are_all_their_days(garden: Dataset) -> None:
    found = {node.id: (str(node.start), str(node.end)) for node in project_graph(garden, Options()).nodes}
    assert found["id:meeting-1"] == ("2020-02-01", "2020-02-29")
    assert found["id:meeting-2"] == ("2021-05-01", "2021-05-03")


def test_the_status_asked_for_is_what_is_left(garden: Dataset) -> None:
    graph = project_graph(garden, Options(statuses=("Rejected",)))
    assert ("person-bob", "Membership", "club-rose") in arrows(graph)
    assert ("person-ann", "Membership", "club-rose") not in arrows(graph)
    assert graph.counts.dropped["situation with status accepted"] > 0


def test_an_unknown_status_is_refused_with_those_there_are(garden: Dataset) -> None:
    with pytest.raises(UsageError, match="status 'sure'") as caught:
        project_graph(garden, Options(statuses=("sure",)))
    assert caught.value.hint == "one of accepted, claimed, rejected"


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (date(2018, 12, 31), []),
        (date(2019, 1, 1), ["member-1"]),
        (date(2021, 2, 28), ["member-1"]),
        (date(2021, 3, 1), []),
        (date(2022, 1, 1), ["member-2"]),
    ],
)
def test_as_of_keeps_what_can_hold_on_that_day(garden: Dataset, day: date, held: list[str]) -> None:
    graph = project_graph(garden, Options(as_of=day))
    found = [name for name in ("member-1", "member-2", "member-4") if of_situation(graph, name)]
    assert found == held


@pytest.mark.parametrize(("day", "is_there"), [(1, True), (2, True), (3, False)])
def test_as_of_leaves_out_events_of_other_days_and_counts_them(
    graph: Graph, day: int, is_there: bool
) -> None:
    found = project_graph(graph.dataset, Options(as_of=date(2004, 3, day)))
    labels = {node.label for node in found.nodes}
    assert ("Opening concert" in labels) == is_there
    assert "Dan Alone" in labels  # people have no dates
    assert any("performer" in edge.label for edge in found.edges) == is_there
    assert ("thing that does not hold on 2004-03-03" in found.counts.dropped) != is_there
    assert found.counts.total == project_graph(graph.dataset, Options()).counts.total


def test_every_triple_is_counted_once(garden: Dataset) -> None:
    stated = sum(1 for file in garden.files for _ in file.quads())
    for options in (Options(), Options(profile="people"), Options(statuses=("claimed",))):
        counts = project_graph(garden, options).counts
        assert counts.total == stated
        assert sum(count for *_, count in counts.rows()) == stated
        assert all(counts.dropped)


def test_what_is_dropped_has_a_reason(garden: Dataset) -> None:
    assert project_graph(garden, Options()).counts.dropped == {
        "blank node of something left out": 6,
        "class not in the profile: ex:Claim": 3,
        "class not in the profile: ex:Document": 2,
        "class not in the profile: ex:Passage": 2,
        "class not in the profile: skos:Concept": 12,
        "class not in the profile: skos:ConceptScheme": 1,
        "ontology": 65,
        "situation with status rejected": 4,
    }


def test_a_profile_says_what_is_shown_and_how(garden: Dataset) -> None:
    graph = project_graph(garden, Options(profile="people"))
    assert graph.header["profile"] == "people"
    assert {node.attributes["type"] for node in graph.nodes} == {"Person", "Club"}
    assert {(label, source) for source, label, _ in arrows(graph)} == {
        ("has member", "club-rose"),
        ("knows", "person-ann"),
        ("knows", "person-bob"),
    }
    ann = next(node for node in graph.nodes if node.id == "id:person-ann")
    assert ann.label == "앤"
    assert ann.attributes.keys() == {
        "altLabel",
        "iri",
        "prefLabel",
        "source",
        "source_iri",
        "type",
        "type_iri",
    }
    assert graph.counts.dropped["attribute not in the profile: ex:height"] == 1


def test_the_default_profile_can_be_changed(grown: Callable[..., Dataset]) -> None:
    dataset = grown('\n[export.default]\nnodes = ["ex:Tool"]\n')
    assert [node.id for node in project_graph(dataset, Options()).nodes] == ["id:tool-hoe"]


def test_a_situation_listed_as_node_is_one(grown: Callable[..., Dataset]) -> None:
    dataset = grown('\n[export.all]\nnodes = ["ex:Agent", "ex:Membership", "ex:Liking"]\n')
    graph = project_graph(dataset, Options(profile="all"))
    assert ("member-1", "member", "person-ann") in arrows(graph)
    assert graph.counts.total == sum(1 for file in dataset.files for _ in file.quads())


def test_a_listed_edge_needs_both_ends(grown: Callable[..., Dataset]) -> None:
    edge = '{situation = "ex:Liking", from = "ex:admirer", to = "ex:liked"}'
    toml = f'\n[export.likes]\nnodes = ["ex:Person"]\nedge = [{edge}]\n'
    graph = project_graph(grown(toml), Options(profile="likes"))
    assert graph.counts.dropped["situation without a node at both ends"] == 4


def test_the_language_asked_for_comes_first(garden: Dataset) -> None:
    graph = project_graph(garden, Options(language="ko"))
    assert [node.label for node in graph.nodes if node.id == "id:person-ann"] == ["앤"]


def test_an_unknown_profile_is_refused(garden: Dataset) -> None:
    with pytest.raises(UsageError) as caught:
        project_graph(garden, Options(profile="plants"))
    assert caught.value.hint == "one of default, people"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("node = []", "unknown key 'node'; known: attributes, edge, label, languages, nodes"),
        ("nodes = ['ex:Persn']", "no class 'ex:Persn'"),
        ("nodes = ['nope:Person']", "'nope:Person' is no IRI and no name with a known prefix"),
        ("nodes = 'ex:Person'", "expected a list in 'nodes'"),
        ("languages = [1]", "expected a list in 'languages'"),
        ("edge = [{situation = 'ex:Loan', from = 'ex:lender'}]", "an edge lacks to"),
        (
            "edge = [{situation = 'ex:Loan', from = 'ex:lender', to = 'ex:item', label = 1}]",
            "text as the label",
        ),
    ],
)
def test_a_wrong_profile_is_refused_at_its_place(
    grown: Callable[..., Dataset], lines: str, expected: str
) -> None:
    dataset = grown(f"\n[export.wrong]\n{lines}\n")
    with pytest.raises(ProjectError) as caught:
        project_graph(dataset, Options(profile="wrong"))
    assert expected in caught.value.message
    assert caught.value.location is not None
    assert caught.value.location.file.endswith("kg.toml")


def test_a_table_that_is_none_is_refused(grown: Callable[..., Dataset]) -> None:
    dataset = grown("\n[export]\nflat = 1\n")
    with pytest.raises(ProjectError, match="expected a table"):
        project_graph(dataset, Options(profile="flat"))


def test_names_that_two_properties_share_are_told_apart(grown: Callable[..., Dataset]) -> None:
    dataset = grown(
        odd='id:odd a ex:Person ; ex:note "a" ; <http://other.example/note> "b" .'
        'id:odd ex:label "c" ; ex:note_iri "d" .'
    )
    odd = next(node for node in project_graph(dataset, Options()).nodes if node.id == "id:odd")
    assert odd.attributes["ex:note"] == "a"
    assert odd.attributes["http://other.example/note"] == "b"
    assert odd.attributes["ex:label"] == "c"
    assert odd.attributes["ex:note_iri"] == "d"


def test_numbers_too_large_or_no_numbers_are_text(grown: Callable[..., Dataset]) -> None:
    dataset = grown(
        odd="id:odd a ex:Person ; ex:big 123456789012345678901 ."
        'id:odd ex:wild "NaN"^^xsd:double ; ex:wrong "x"^^xsd:integer .'
    )
    columns = project_graph(dataset, Options()).node_columns
    assert {columns[name] for name in ("big", "wild", "wrong")} == {"string"}


def test_blank_nodes_of_a_class_are_nodes_with_an_iri(grown: Callable[..., Dataset]) -> None:
    dataset = grown(
        odd="[] a ex:Tool ; ex:kind ex:hoe . _:loop ex:knows _:loop . id:odd a ex:Tool ; ex:part _:loop ."
    )
    graph = project_graph(dataset, Options())
    (iri,) = [node.attributes["iri"] for node in graph.nodes if not node.id.startswith("id:")]
    assert re.fullmatch(r"https://garden\.example/id/\.well-known/genid/b\d+", iri)
    assert graph.counts.total == sum(1 for file in dataset.files for _ in file.quads())


def test_dates_that_are_none_of_the_calendar_stay_text(grown: Callable[..., Dataset]) -> None:
    dataset = grown(
        odd="""id:odd a ex:Meeting ; ex:on "2021-02-30"^^xsd:date .
        id:back a ex:Membership ; ex:member id:person-ann ; ex:group id:club-rose ;
            ex:from "2021-05-01"^^xsd:date ; ex:until "2021-05-01"^^xsd:date ."""
    )
    graph = project_graph(dataset, Options())
    odd = next(node for node in graph.nodes if node.id == "id:odd")
    assert (odd.start, odd.end, odd.attributes["valid_from"]) == (None, None, "2021-02-30")
    (back,) = of_situation(graph, "back")
    assert (str(back.start), back.end, back.attributes["valid_to"]) == ("2021-05-01", None, "2021-05-01")
