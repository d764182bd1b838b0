from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.repository import commit

from kgtools.difference import Step, diff
from kgtools.difference.versions import VersionChange
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from pathlib import Path

CONCERT = 'ex:Concert\n    a owl:Class ;\n    rdfs:label "Concert"@en ;\n'


@pytest.fixture
def repository(folder: Path) -> Path:
    terms = folder / "ontology" / "terms.ttl"
    terms.write_text(
        terms.read_text().replace("a owl:Ontology ;", 'a owl:Ontology ;\n    owl:versionInfo "1.2.3" ;')
    )
    commit(folder)
    return folder


@pytest.mark.parametrize(
    ("old", "new", "needed"),
    [
        ('"Concert"@en', '"A concert"@en', Step.PATCH),
        (CONCERT, f"ex:Fair a owl:Class .\n\n{CONCERT}", Step.MINOR),
        (CONCERT, f"{CONCERT}    owl:deprecated true ;\n", Step.MINOR),
        (CONCERT, f"{CONCERT}    rdfs:subClassOf ex:Agent ;\n", Step.MAJOR),
        (f"{CONCERT}.\n", "", Step.MAJOR),
        (
            CONCERT,
            f"[] a owl:AllDisjointClasses ; owl:members ( ex:Concert ex:Group ) .\n\n{CONCERT}",
            Step.MAJOR,
        ),
    ],
    ids=["text", "new term", "deprecated", "superclass", "removed", "axiom"],
)
def test_the_step_that_a_change_needs(repository: Path, old: str, new: str, needed: Step) -> None:
    terms = repository / "ontology" / "terms.ttl"
    assert old in terms.read_text()
    terms.write_text(terms.read_text().replace(old, new))
    [change] = diff(project=repository).versions
    assert (change.needed, change.is_raised) == (needed, False)
    assert (change.old, change.new) == ("1.2.3", "1.2.3")


def test_a_changed_rule_counts_where_what_it_derives_is_defined(repository: Path) -> None:
    rules = repository / "ontology" / "rules"
    rules.mkdir(exist_ok=True)
    rule = rules / "agents.rq"
    head = "PREFIX ex: <https://example.org/terms/>\n"
    rule.write_text(f"{head}CONSTRUCT {{ ?x a ex:Concert }} WHERE {{ ?x a ex:Group }}\n")
    [change] = diff(project=repository).versions
    assert change.needed is Step.MAJOR
    assert change.reasons == ("other facts follow: ex:Concert",)


def test_data_need_no_version(repository: Path) -> None:
    people = repository / "data" / "people.ttl"
    people.write_text(people.read_text().replace("Harbour Brass", "Harbour Winds"))
    assert diff(project=repository).versions == ()


@pytest.mark.parametrize(
    ("needed", "old", "new", "is_raised"),
    [
        (Step.PATCH, "1.2.3", "1.2.4", True),
        (Step.MINOR, "1.2.3", "1.2.4", False),
        (Step.MINOR, "1.2.3", "1.3.0", True),
        (Step.MAJOR, "1.2.3", "1.3.0", False),
        (Step.MAJOR, "1.2.3", "2.0.0", True),
        (Step.MAJOR, "0.2.3", "0.3.0", True),
        (Step.MAJOR, "0.2.3", "0.2.4", False),
        (Step.MINOR, "0.2.3", "0.2.4", True),
        (Step.PATCH, "0.2.3", "0.2.3", False),
        (Step.PATCH, "1.2.3", "1.2.2", False),
        (Step.MINOR, None, "0.1.0", True),
        (Step.MINOR, "0.1.0", None, False),
        (Step.NONE, "0.1.0", "0.1.0", True),
    ],
)
def test_whether_a_version_is_raised(
    needed: Step, old: str | None, new: str | None, *, is_raised: bool
) -> None:
    change = VersionChange(NamedNode("https://example.org/"), "a.ttl", needed, (), old, new)
    assert change.is_raised is is_raised
