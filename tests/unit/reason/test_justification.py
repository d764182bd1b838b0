from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from kgtools.errors import LimitError
from kgtools.reason import handover
from kgtools.reason.justification import Justification, around, justification, minimal, units
from kgtools.terms import NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgtools.reason.justification import Unit

HEADER = """\
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
COVERING = """
:Actor owl:disjointUnionOf ( :State :Person ) ; rdfs:subClassOf :Agent .
:Phantom owl:disjointWith :State , :Person .
:nowhere a :Actor , :Phantom .
"""
OTHERS = " ".join(
    f":x{n} a :Actor ; :knows :x{n + 1} ; :name '{n}' . :C{n} rdfs:subClassOf :C{n + 1} . :p{n} rdfs:domain :C{n} ."
    for n in range(300)
)


def triples(text: str) -> list[Triple]:
    return handover.prepared(parse(HEADER + text, RdfFormat.TURTLE))


class Reasoner:
    """Stands for a reasoner of description logics: some triples cannot hold together, all others can.

    Args:
        needed: The triples, those about blank nodes left out.
        patience: How many questions it answers in the time there is.
    """

    def __init__(self, needed: str, patience: int = 10_000) -> None:
        self._needed = {str(triple) for triple in triples(needed) if "_:" not in str(triple)}
        self._patience = patience
        self.questions = 0
        self.sizes: list[int] = []

    def first_inconsistent(self, parts: Iterable[Iterable[Triple]]) -> int | None:
        if self.questions == self._patience:
            raise LimitError("over")
        self.questions += 1
        for number, part in enumerate(parts):
            given = {str(triple) for triple in part}
            self.sizes.append(len(given))
            if self._needed <= given:
                return number
        return None


def named(found: Justification) -> set[str]:
    return {str(triple) for triple in found.triples if "_:" not in str(triple)}


NEEDED = ":Phantom owl:disjointWith :State , :Person . :nowhere a :Actor , :Phantom ."


def test_facts_and_axioms_that_are_needed_are_found_among_many_with_few_questions() -> None:
    reasoner = Reasoner(NEEDED)
    found = justification(None, triples(OTHERS + COVERING), [], reasoner.first_inconsistent)
    assert (found.is_minimal, found.by_rules) == (True, False)
    assert named(found) == {str(triple) for triple in triples(NEEDED)}
    assert reasoner.questions < 10
    assert sum(reasoner.sizes) < 60_000


def test_where_the_time_ends_what_is_left_is_returned() -> None:
    for patience in range(6):
        reasoner = Reasoner(NEEDED, patience)
        found = justification(None, triples(OTHERS + COVERING), [], reasoner.first_inconsistent)
        assert not found.is_minimal
        assert named(found) >= {str(triple) for triple in triples(NEEDED)}


def test_an_unsatisfiable_class_is_explained_by_axioms_alone() -> None:
    text = ":Ghost rdfs:subClassOf :Actor , :Phantom ."
    reasoner = Reasoner(f"{text} :Phantom owl:disjointWith :State , :Person .")
    ghost = NamedNode("https://example.org/Ghost")
    found = justification(ghost, triples(OTHERS + COVERING + text), [], reasoner.first_inconsistent)
    assert found.is_minimal
    assert {triple.split()[0] for triple in named(found)} == {str(ghost), "<https://example.org/Phantom>"}
    assert max(reasoner.sizes) < 20  # what is not around the class is not even looked at


def test_what_rules_see_needs_no_other_reasoner() -> None:
    text = ":A owl:disjointWith :B . :x a :A , :B . :y a :A ."
    found = justification(None, triples(text), [], Reasoner("", 0).first_inconsistent)
    assert found.by_rules
    assert named(found) == {str(triple) for triple in triples(":A owl:disjointWith :B . :x a :A , :B .")}


def test_axioms_are_taken_from_the_terms_outwards() -> None:
    text = ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :D . :E rdfs:subClassOf :A ."
    asked: list[list[Unit]] = []

    def second(rounds: Iterable[Sequence[Unit]]) -> int:
        asked.extend(map(list, rounds))
        return 2

    found = around(units(triples(text)), {"https://example.org/A"}, second)
    assert [unit[0].subject.value[-1] for unit in found] == ["A", "B"]
    assert [len(part) for part in asked] == [0, 1, 2, 3]  # what is below A tells nothing of it


def test_where_no_surroundings_suffice_all_axioms_are_kept() -> None:
    axioms = units(triples(":A rdfs:subClassOf :B . :C rdfs:subClassOf :D ."))
    assert around(axioms, {"https://example.org/A"}, lambda _: None) == axioms


@pytest.mark.parametrize("needed", [set(), {7}, {3, 17, 38}, {0, 1, 2, 39}, set(range(40))])
def test_no_part_is_kept_that_is_not_needed(needed: set[int]) -> None:
    questions = []

    def first(candidates: Iterable[Sequence[int]]) -> int | None:
        questions.append(1)
        return next((n for n, candidate in enumerate(candidates) if needed <= set(candidate)), None)

    found, is_minimal = minimal(range(40), first)
    assert (set(found), is_minimal) == (needed, True)
    assert len(questions) < 25


def test_what_was_found_when_the_time_ended_is_returned() -> None:
    def first(candidates: Iterable[Sequence[int]]) -> int | None:
        some = list(candidates)
        if max(map(len, some)) < 15:
            raise LimitError("over")
        return next((n for n, candidate in enumerate(some) if {0, 30} <= set(candidate)), None)

    found, is_minimal = minimal(range(40), first)
    assert is_minimal is False
    assert {0, 30} <= set(found)
    assert len(found) < 40
