from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.consequences import Consequences, is_ordinary
from kgtools.dataset import Dataset
from kgtools.lint import Context
from kgtools.terms import OWL, RDF, RDFS, XSD, BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.terms import Term

EX, ID = "https://example.org/terms/", "https://example.org/id/"
ADA, NEW = NamedNode(f"{ID}person-ada"), NamedNode(f"{ID}engagement-new")


def fact(subject: NamedNode, name: str, value: Term) -> Quad:
    return Quad(subject, RDF["type"] if name == "a" else NamedNode(f"{EX}{name}"), value)


@pytest.fixture
def context(folder: Path) -> Context:
    return Context.of(project.load(folder))[0]


@pytest.fixture
def graph(context: Context) -> Consequences:
    return Consequences(Dataset(context.project, parsed=context.parsed), context.facts)


START = fact(NEW, "start", Literal("2004", datatype=XSD["gYear"]))
"""What a date is derived from: its bounds come and go with it."""


def test_a_trial_leaves_all_as_it_was(folder: Path, graph: Consequences) -> None:
    added = [fact(NEW, "a", NamedNode(f"{EX}Engagement")), fact(NEW, "engages", ADA), START]
    (folder / "data" / "new.nt").write_text("".join(f"{quad.triple} .\n" for quad in added))
    after = Context.of(project.load(folder))[0].facts
    with graph.of(added, [], after) as first:
        names = {quad.predicate.value.removeprefix(EX) for quad in first.added}
        assert set(added) <= set(first.added)
        assert {"startMin", "startMax"} <= names
        assert first.removed == ()
        assert graph.reasoner.holds(added[0].triple)
    assert not graph.reasoner.holds(added[0].triple)
    with graph.of(added, [], after) as again:
        assert set(again.added) == set(first.added)


def test_what_another_file_still_states_stays(context: Context, graph: Consequences) -> None:
    known = next(each for each in context.data if each.subject == ADA)
    gone = Quad(known.subject, known.predicate, known.object)
    assert graph.take([], [gone], context.facts).removed == ()


@pytest.mark.parametrize(
    ("quad", "expected"),
    [
        (fact(ADA, "knows", NEW), True),
        (Quad(ADA, RDFS["label"], Literal("Ada", language="en")), True),
        (Quad(ADA, OWL["sameAs"], NEW), False),
        (Quad(ADA, RDF["type"], OWL["Class"]), False),
        (fact(ADA, "knows", BlankNode("b")), False),
    ],
)
def test_axioms_and_things_without_names_are_not_ordinary(quad: Quad, expected: object) -> None:
    assert is_ordinary([quad]) is expected
