from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process

from kgtools.lint.suggest import Names
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    import pytest

PERSON, PLACE = NamedNode("https://x.example/Person"), NamedNode("https://x.example/Place")


def test_only_what_is_a_few_letters_away_is_near() -> None:
    names = Names({PERSON: ["Person"], NamedNode("https://x.example/Persona"): ["Persona"], PLACE: ["Place"]})
    assert names.near(NamedNode("https://x.example/Persom")) == {PERSON: 1}


def test_a_name_in_another_namespace_is_further() -> None:
    names = Names({PERSON: ["Person"], NamedNode("https://y.example/Person"): ["Person"]})
    assert names.near(NamedNode("https://x.example/Persn")) == {
        PERSON: 1,
        NamedNode("https://y.example/Person"): 2,
    }


def test_a_label_counts_as_a_name() -> None:
    assert Names({NamedNode("https://x.example/Q1"): ["Q1", "Kim Il Sung"]}).near(
        NamedNode("https://x.example/kim-il-sang")
    )


def test_a_slip_that_is_repeated_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    extract = process.extract

    def counted(written: str, *args: object, **options: object) -> object:
        looks.append(written)
        return extract(written, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(process, "extract", counted)
    names = Names({PERSON: ["Person"], PLACE: ["Place"]})
    for _ in range(3):
        assert names.near(NamedNode("https://x.example/Plce")) == {PLACE: 1}
    assert looks == ["plce"]


def test_where_hundreds_of_names_are_unknown_no_more_are_looked_for() -> None:
    names = Names({PLACE: ["Place"]})
    for number in range(500):
        names.near(NamedNode(f"https://x.example/unknown-{number}"))
    assert names.near(NamedNode("https://x.example/Plce")) == {}
