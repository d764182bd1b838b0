from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.errors import UsageError
from kgtools.graph import Graph
from kgtools.reason import RuleError
from rules import HEAD, add_rules

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.why import Explanation


@pytest.fixture
def derived(folder: Path) -> Graph:
    add_rules(folder)
    return Graph(folder)


def shown(graph: Graph, found: Explanation) -> list[str]:
    show = graph.project.prefixes.show
    return [" ".join(map(show, step.fact)) for step in found.steps]


def test_a_proof_ends_at_stated_facts_with_places_sources_and_claimants(derived: Graph) -> None:
    found = derived.why("Ada Brook", "plays in", "Harbour Strings")
    assert found.holds
    assert shown(derived, found) == [
        "id:person-ada ex:playsIn id:group-strings",
        "id:engagement-ada-strings rdf:type ex:AcceptedSituation",
        "id:engagement-ada-strings ex:status ex:accepted",
        "id:engagement-ada-strings ex:engages id:person-ada",
        "id:engagement-ada-strings ex:group id:group-strings",
    ]
    first, second, leaf = found.steps[:3]
    assert (first.reason, first.premises) == ("somebody whom a group engaged", (1, 3, 4))
    assert first.rule is not None
    assert first.rule.file == "ontology/rules/plays-in.rq"
    assert second.rule is not None
    assert str(second.rule.location) == "ontology/rules.ttl:11:5"
    assert leaf.stated is not None
    assert [str(span.location) for span in leaf.stated.spans] == ["data/engagements.ttl:18:5"]
    assert [derived.labels.of(source) for source in leaf.stated.sources] == ["Programme book"]
    (claim,) = leaf.stated.claims
    assert derived.labels.of(claim.claimant) == "Ben Field"
    assert claim.claim.value.endswith("claim-ada")
    assert found.leaves == found.steps[2:]


def test_a_stated_fact_is_its_own_proof_also_where_no_rule_can_use_it(derived: Graph) -> None:
    found = derived.why("Ada Brook", "skos:prefLabel", "Ada Bach")
    (step,) = found.steps
    assert step.stated is not None
    assert [span.file for span in step.stated.spans] == ["data/people.ttl"]


def test_a_fact_of_two_files_has_two_places(derived: Graph, folder: Path) -> None:
    (folder / "data" / "more.ttl").write_text(f"{HEAD}id:person-ada a ex:Person .")
    (step,) = derived.why("Ada Brook", "a", "Person").steps
    assert step.stated is not None
    assert [span.file for span in step.stated.spans] == ["data/more.ttl", "data/people.ttl"]


@pytest.mark.parametrize("value", ["12.50", "12.5", "'12.50'^^<http://www.w3.org/2001/XMLSchema#decimal>"])
def test_a_literal_may_be_its_text_or_as_turtle_writes_it(derived: Graph, value: str) -> None:
    assert derived.why("id:engagement-ada-strings", "ex:fee", value).holds


@pytest.mark.parametrize("value", ['"open', '"a" , "b"', '"x" . <urn:a> <urn:b> "y"', '"a"@en-\x00'])
def test_what_is_no_literal_is_refused(derived: Graph, value: str) -> None:
    with pytest.raises(UsageError, match="is no literal"):
        derived.why("id:engagement-ada-strings", "ex:fee", value)


def test_a_fact_that_is_not_there_comes_with_the_nearest(derived: Graph) -> None:
    found = derived.why("Ada Brook", "plays in", "Harbour Brass")
    assert not found.holds
    assert found.steps == ()
    near = [
        (" ".join(map(derived.project.prefixes.show, fact)), is_derived) for fact, is_derived in found.nearest
    ]
    assert near[0] == ("id:person-ada ex:playsIn id:group-strings", True)
    assert ("id:person-cleo ex:playsIn id:group-brass", True) in near


def test_an_unknown_name_is_an_error(derived: Graph) -> None:
    with pytest.raises(UsageError, match="nothing is called 'Nobody'"):
        derived.why("Nobody", "a", "Person")


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("Concert", "'Concert' means the class ex:Concert, which is no property", None),
        ("endUnknown", "nothing is called 'endUnknown'", "did you mean ex:endUnknown?"),
        ("playsin", "nothing is called 'playsin'", "did you mean ex:playsIn?"),
    ],
)
def test_a_property_is_no_class_and_its_last_part_is_known(
    derived: Graph, name: str, message: str, hint: str | None
) -> None:
    with pytest.raises(UsageError) as caught:
        derived.why("Ada Brook", name, "Ben Field")
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_a_rule_that_cannot_be_compiled_is_an_error(derived: Graph, folder: Path) -> None:
    (folder / "ontology" / "rules" / "bad.rq").write_text("SELECT * { ?s ?p ?o }")
    with pytest.raises(RuleError) as caught:
        derived.why("Ada Brook", "a", "Person")
    assert (caught.value.code, caught.value.location and caught.value.location.file) == (
        "KG704",
        "ontology/rules/bad.rq",
    )


def test_every_inferred_fact_of_the_bundled_project_has_a_proof_with_places(bundled: Graph) -> None:
    from kgtools.why import explain

    quads = bundled.dataset.inferred
    assert len(quads) > 1000
    for quad in quads[:: len(quads) // 25]:
        found = explain(bundled.dataset, quad.triple)
        assert found.holds
        assert found.leaves
        for leaf in found.leaves:
            assert leaf.stated is not None
            assert leaf.stated.spans
            assert all(span.line for span in leaf.stated.spans)
        assert all(step.rule for step in found.steps if step.stated is None)


def test_an_explanation_is_printed_as_the_command_prints_it(derived: Graph) -> None:
    first, second, *_ = str(derived.why("Ada Brook", "a", "Person")).splitlines()
    assert (first, second) == ("id:person-ada a ex:Person", "    data/people.ttl:17:5")
