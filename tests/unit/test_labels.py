from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.errors import UsageError
from kgtools.graph import Graph
from kgtools.labels import Labels
from kgtools.terms import OWL, Literal, NamedNode

if TYPE_CHECKING:
    from pathlib import Path

ID = "https://example.org/id/"
EX = "https://example.org/terms/"
ADA, BEN = NamedNode(f"{ID}person-ada"), NamedNode(f"{ID}person-ben")
PERSON, AGENT = NamedNode(f"{EX}Person"), NamedNode(f"{EX}Agent")


@pytest.mark.parametrize(("language", "name"), [(None, "Ada Brook"), ("de", "Ada Bach"), ("ko", "Ada Brook")])
def test_a_label_comes_in_the_best_language(graph: Graph, language: str | None, name: str) -> None:
    assert Labels(graph.project, graph.dataset.store, language).of(ADA) == name


@pytest.mark.parametrize(
    ("term", "name"),
    [
        (Literal("text", language="en"), "text"),
        (NamedNode(f"{ID}engagement-ada-strings"), "id:engagement-ada-strings"),
        (NamedNode("https://elsewhere.example/a"), "https://elsewhere.example/a"),
        (PERSON, "Person"),
        (NamedNode(f"{ID}doc-programme"), "Programme book"),
    ],
)
def test_everything_has_a_name(graph: Graph, term: NamedNode | Literal, name: str) -> None:
    assert graph.labels.of(term) == name


@pytest.mark.parametrize("language", ["de-AT", "DE", "de-1996-AT"])
def test_a_language_with_a_region_is_at_least_the_language(graph: Graph, language: str) -> None:
    assert Labels(graph.project, graph.dataset.store, language).of(ADA) == "Ada Bach"


@pytest.mark.parametrize(("language", "is_there"), [("de", True), ("de-AT", True), ("kr", False)])
def test_which_languages_labels_have(graph: Graph, language: str, is_there: bool) -> None:
    assert Labels(graph.project, graph.dataset.store, language).is_spoken() == is_there


def test_a_term_of_the_project_goes_before_one_of_a_known_vocabulary(folder: Path) -> None:
    path = folder / "ontology" / "align.ttl"
    path.write_text(
        "PREFIX owl: <http://www.w3.org/2002/07/owl#>\nPREFIX prov: <http://www.w3.org/ns/prov#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        'prov:Person a owl:Class ; rdfs:label "Person"@en . prov:Plan a owl:Class ; rdfs:label "Plan"@en .\n'
    )
    labels = Graph(folder).labels
    assert labels.resolve("person", within=OWL["Class"]) == PERSON
    assert labels.resolve("plan", within=OWL["Class"]) == NamedNode("http://www.w3.org/ns/prov#Plan")


def test_only_the_data_give_a_label(graph: Graph) -> None:
    assert graph.labels.given(ADA) == "Ada Brook"
    assert graph.labels.given(NamedNode(f"{ID}engagement-ada-strings")) is None


def test_instances_include_those_of_subclasses(graph: Graph) -> None:
    assert graph.labels.instances(PERSON) < graph.labels.instances(AGENT)
    assert ADA in graph.labels.instances(AGENT)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Brook",
        "ada brook",
        " ADA BROOK ",
        "Ada Bach",
        "id:person-ada",
        f"{ID}person-ada",
        f"<{ID}person-ada>",
    ],
)
def test_a_name_means_one_thing(graph: Graph, name: str) -> None:
    assert graph.labels.resolve(name) == ADA


def test_an_alias_is_a_name(graph: Graph) -> None:
    assert graph.labels.resolve("fiddlers") == NamedNode(f"{ID}group-strings")


def test_no_hit_gives_suggestions(graph: Graph) -> None:
    with pytest.raises(UsageError, match="nothing is called 'Ada Broock'") as caught:
        graph.labels.resolve("Ada Broock")
    assert (caught.value.hint or "").startswith("did you mean 'Ada Brook'")


@pytest.mark.parametrize(
    "name", ["id:ada brook", "https://exa mple.org/", "<a b>", "Note: a/b", "<>", "id:", "a:/\ud800"]
)
def test_what_is_no_iri_is_a_name_that_nothing_has(graph: Graph, name: str) -> None:
    with pytest.raises(UsageError, match="nothing is called"):
        graph.labels.resolve(name)


def test_names_that_have_nothing_in_common_are_not_suggested(graph: Graph) -> None:
    with pytest.raises(UsageError) as caught:
        graph.labels.resolve("qqqq")
    assert caught.value.hint is None


@pytest.mark.parametrize("text", ["id:person-adda", f"{ID}person-adda"])
def test_a_misspelt_iri_is_compared_with_iris(graph: Graph, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        graph.labels.resolve(text)
    assert caught.value.hint == "did you mean 'id:person-ada'?"


def test_iris_of_which_only_parts_look_alike_are_not_suggested(graph: Graph) -> None:
    with pytest.raises(UsageError) as caught:
        graph.labels.resolve("id:person-somebody-else")
    assert caught.value.hint is None


def test_there_are_three_suggestions_at_most(graph: Graph) -> None:
    with pytest.raises(UsageError) as caught:
        graph.labels.resolve("engage")
    assert (caught.value.hint or "").count("'") <= 6


def test_two_hits_give_both_with_their_classes(graph: Graph) -> None:
    with pytest.raises(UsageError, match="'double name' means 2 things") as caught:
        graph.labels.resolve("double name")
    assert caught.value.hint == "say which: id:person-ada (Person); id:person-ben (Person)"


def test_a_name_counts_only_within_its_class(graph: Graph) -> None:
    with pytest.raises(UsageError, match="nothing is called 'Harbour Brass' among Person"):
        graph.labels.resolve("Harbour Brass", within=PERSON)
    assert graph.labels.resolve("Harbour Brass", within=AGENT) == NamedNode(f"{ID}group-brass")


def test_an_iri_counts_only_within_its_class(graph: Graph) -> None:
    assert graph.labels.resolve("id:group-brass", within=AGENT) == NamedNode(f"{ID}group-brass")
    with pytest.raises(UsageError, match="nothing is called 'id:group-brass' among Person") as caught:
        graph.labels.resolve("id:group-brass", within=PERSON)
    assert caught.value.hint == "'id:group-brass' is of the class Group"


def test_an_iri_may_be_of_a_class_that_only_follows(graph: Graph) -> None:
    inferred = NamedNode("https://example.org/terms/OnlyInferred")
    assert graph.labels.resolve("id:group-brass", within=inferred) == NamedNode(f"{ID}group-brass")


def test_search_gives_each_thing_once_best_first(graph: Graph) -> None:
    hits = graph.labels.search("harbour string")
    assert hits[0].node == NamedNode(f"{ID}group-strings")
    assert len({hit.node for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_search_gives_names_with_all_words_first(folder: Path) -> None:
    (folder / "data" / "words.ttl").write_text(
        "PREFIX id: <https://example.org/id/>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
        'id:word skos:prefLabel "Concert"@en .\n'
        'id:said skos:prefLabel "Second evening concert of the year"@en ; skos:altLabel "Concert 2"@en .\n'
    )
    hits = Graph(folder).labels.search("concert 2")
    assert [hit.name for hit in hits[:2]] == ["Concert 2", "Concert"]
    hits = Graph(folder).labels.search("evening concert")
    assert hits[0].name == "Second evening concert of the year"


def test_search_keeps_to_class_and_limit(graph: Graph) -> None:
    assert all(hit.node in graph.labels.instances(PERSON) for hit in graph.labels.search("a", within=PERSON))
    assert len(graph.labels.search("harbour", limit=1)) == 1
    assert graph.labels.search("qqqq") == []


def test_a_thing_of_another_class_is_said_to_be_one(graph: Graph) -> None:
    with pytest.raises(UsageError, match="nothing is called 'Ada Bach' among Group") as caught:
        graph.labels.resolve("Ada Bach", within=graph.labels.resolve("ex:Group"))
    assert caught.value.hint == "'Ada Bach' is of the class Person"


def test_a_prefix_that_nobody_knows_is_named(graph: Graph) -> None:
    with pytest.raises(UsageError, match="nothing is called 'nope:person-ada'") as caught:
        graph.labels.resolve("nope:person-ada")
    assert caught.value.hint == "no prefix 'nope:' is known; kg.toml names those of the project"
    with pytest.raises(UsageError) as caught:
        graph.labels.resolve("Remark: nobody")
    assert "prefix" not in (caught.value.hint or "")
