from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgtools.graph import Graph


@pytest.fixture
def show(kg: Callable[..., Any], graph: Graph) -> Callable[..., Any]:
    return lambda *args: kg("-C", graph.project.root, "show", *args)


def test_text(show: Callable[..., Any]) -> None:
    assert show("Ben Field").out == (
        "Ben Field  (Person)\n"
        "id:person-ben  data/people.ttl\n"
        "\n"
        "  rdf:type        Person\n"
        "  skos:altLabel   Double Name\n"
        "  skos:prefLabel  Ben Field\n"
        "\n"
        "Referred to by\n"
        "\n"
        "  2001-02-01  (Engagement) 2001-02, Ben Field, Harbour Strings  (as engages)\n"
        "                status accepted; source Programme book; data/engagements.ttl\n"
        "  2004-03-01  Opening concert  (as performer)\n"
        "                source Programme book; data/concerts.ttl\n"
    )


def test_what_only_may_hold_on_the_day_is_marked(show: Callable[..., Any]) -> None:
    assert "  2001-02-01? (Engagement)" in show("Ben Field", "--as-of", "2001-02-10").out
    assert "Opening concert" not in show("Ben Field", "--as-of", "2001-02-10").out


def test_nothing_refers_to_it(show: Callable[..., Any]) -> None:
    assert "Referred" not in show("Dan Alone").out


def test_json(show: Callable[..., Any]) -> None:
    found = json.loads(show("id:group-brass", "-f", "json").out)
    assert list(found) == ["iri", "name", "types", "facts", "references"]
    assert (found["iri"], found["types"]) == ("https://example.org/id/group-brass", ["Group"])
    (reference,) = found["references"]
    assert reference == {
        "property": "group",
        "value": "(Engagement) 2003-07-15, Cleo Müller, Harbour Brass, true",
        "iri": "https://example.org/id/engagement-cleo-brass",
        "date": "2003-07-15",
        "status": "accepted",
        "sources": ["Programme book"],
        "files": ["data/engagements.ttl"],
        "possible": False,
    }


def test_a_label_in_a_language(show: Callable[..., Any]) -> None:
    assert show("Ada Brook", "--lang", "de").out.startswith("Ada Bach  (Mensch)\n")


def test_control_characters_of_the_data_are_escaped(kg: Callable[..., Any], folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text('<https://example.org/id/x> <urn:p> "\\u001B[31mred" .')
    found = kg("-C", folder, "show", "id:x")
    assert "\\u001b[31mred" in found.out
    assert "\x1b" not in found.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("Nobody",), "nothing is called 'Nobody'"),
        (("Double Name",), "means 2 things"),
        (("Ada Brook", "--as-of", "2018-02-30"), "'2018-02-30' is no day"),
        (("Ada Brook", "-f", "csv"), "'csv' is not one of"),
    ],
)
def test_what_is_refused(show: Callable[..., Any], args: tuple[str, ...], said: str) -> None:
    found = show(*args)
    assert (found.code, found.out) == (2, "")
    assert said in found.err
