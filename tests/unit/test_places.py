"""The token that each kind of violation marks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kgtools import places as module
from kgtools.dataset import SourceFile
from kgtools.places import Place, places
from kgtools.shapes import Violation
from kgtools.sparql.tree import Inverse, Sequence
from kgtools.terms import RDFS, SH, XSD, AnyTerm, Literal, NamedNode, Term

TEXT = """PREFIX ex: <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ex:a rdfs:label "x" .
ex:a
    a ex:Thing ;
    rdfs:label "이름" ;
    ex:size 1.50 ;
    rdfs:seeAlso ex:b ;
.
"""
FILE = SourceFile(Path("data/a.ttl"), "data/a.ttl", TEXT.encode())
A, B, SIZE = (NamedNode(f"https://example.org/{name}") for name in ("a", "b", "size"))
LABEL, SEE = RDFS["label"], RDFS["seeAlso"]


def tell(found: Violation) -> str:
    return f"breaks {found.component}"


def violation(component: str, path: object = None, value: Term | None = None, focus: Term = A) -> Violation:
    return Violation(focus, path, value, SH[f"{component}ConstraintComponent"], A)  # type: ignore[arg-type]


def marked(found: Violation) -> str | None:
    [place] = places([FILE], [found], tell)
    return place and at(place)


def at(place: Place) -> str:
    span = place.span
    assert span.line
    assert span.column
    assert span.end_column
    line = TEXT.splitlines()[span.line - 1]
    return f"{span.line}:{line[span.column - 1 : span.end_column - 1]}"


@pytest.mark.parametrize(
    ("found", "token"),
    [
        (violation("Class", SEE, B), "8:ex:b"),
        (violation("Closed", SEE, B), "8:rdfs:seeAlso"),
        (violation("MinCount", NamedNode("https://example.org/none")), "4:ex:a"),
        (violation("MinCount", LABEL), "4:ex:a"),
        (violation("MaxCount", LABEL), '6:"이름"'),
        (violation("NodeKind", None, A), "4:ex:a"),
        (violation("SPARQL", None, B), "8:ex:b"),
        (violation("MinCount", Sequence((SEE, LABEL))), "8:rdfs:seeAlso"),
        (violation("MinCount", Inverse(SEE)), "4:ex:a"),
        (violation("Class", SEE, NamedNode("https://example.org/inferred")), "4:ex:a"),
    ],
)
def test_the_token_to_change(found: Violation, token: str) -> None:
    assert marked(found) == token


def test_a_value_is_found_as_the_store_rewrote_it() -> None:
    assert marked(violation("MaxInclusive", SIZE, Literal("1.5", datatype=XSD["decimal"]))) == "7:1.50"


def test_the_other_values_are_named_beside_the_last() -> None:
    [place] = places([FILE], [violation("MaxCount", LABEL)], tell)
    assert place
    assert [(related.span.line, related.message) for related in place.related] == [(3, "another value")]


def nested(component: str, *details: Violation, messages: tuple[Literal, ...] = ()) -> Violation:
    found = violation(component, value=A)
    return replace(found, details=details, messages=messages)


def shown(found: Violation) -> list[tuple[int | None, int | None, str]]:
    [place] = places([FILE], [found], tell)
    assert place
    first = (place.span.line, place.span.column, "")
    return [first, *((each.span.line, each.span.column, each.message) for each in place.related)]


def test_a_nested_shape_is_followed_to_the_one_thing_that_breaks_it() -> None:
    leaf = violation("Datatype", SIZE, Literal("1.5", datatype=XSD["decimal"]))
    deep = nested("And", nested("Node", leaf))
    assert shown(nested("Node", deep)) == [(7, 13, "")]
    said = "breaks <http://www.w3.org/ns/shacl#DatatypeConstraintComponent>"
    assert shown(nested("Node", deep, messages=(Literal("mend it"),))) == [(7, 13, ""), (7, 13, said)]


def test_what_breaks_a_nested_shape_in_several_ways_stands_beside_it() -> None:
    leaves = [violation("Class", SEE, B), violation("MinCount", LABEL, focus=Literal("x"))]
    said = "breaks <http://www.w3.org/ns/shacl#ClassConstraintComponent>"
    assert shown(nested("Or", *leaves)) == [(4, 1, ""), (8, 18, said)]


def test_a_broken_value_is_marked_where_it_is_referred_to() -> None:
    leaf = violation("Datatype", SIZE, Literal("1.5", datatype=XSD["decimal"]))
    found = replace(violation("Node", SEE, B), details=(leaf,))
    assert [each[:2] for each in shown(found)] == [(8, 18), (7, 13)]


def test_no_place_where_no_file_tells() -> None:
    assert marked(violation("Class", LABEL, focus=B)) is None
    assert marked(violation("Class", LABEL, focus=Literal("x"))) is None


def test_a_syntax_without_positions_is_left_out() -> None:
    other = SourceFile(Path("data/a.jsonld"), "data/a.jsonld", b"{}")
    assert places([other], [violation("Class", SEE, B)], tell) == [None]


def test_each_of_thousands_of_values_is_marked_without_looking_at_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = range(2000)
    text = "".join(f'<https://example.org/a> <{SIZE.value}> "{number}" .\n' for number in numbers)
    compared: list[object] = []
    as_stored = module._as_stored

    def counted(term: AnyTerm) -> AnyTerm:
        compared.append(term)
        return as_stored(term)

    monkeypatch.setattr(module, "_as_stored", counted)
    found = places(
        [SourceFile(Path("data/a.ttl"), "data/a.ttl", text.encode())],
        [violation("Datatype", SIZE, Literal(str(number))) for number in numbers],
        tell,
    )
    assert [place.span.line for place in found if place] == [number + 1 for number in numbers]
    assert len(compared) == 2 * len(numbers)
