"""Facts put into a text and taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.change.edit import delete, insert
from kgtools.errors import WriteError
from kgtools.terms import RDF, XSD, BlankNode, Literal, NamedNode, Quad
from kgtools.turtle.write import format_turtle

if TYPE_CHECKING:
    from kgtools.terms import Term

EX = "https://example.org/"
PREFIXES = {"ex": EX, "id": f"{EX}id/"}
OLD = """PREFIX ex: <https://example.org/>

# The first.
ex:a
    a ex:C ;
    ex:m 1 ; # one
    ex:z "x"@en ;
.

ex:b
    ex:m 2 ;
.
"""


def fact(subject: str, predicate: str, value: Term) -> Quad:
    return Quad(NamedNode(EX + subject), NamedNode(EX + predicate), value)


VALUES = st.one_of(
    st.builds(Literal, st.text(max_size=8).filter(lambda t: all(c < "\ud800" or c > "\udfff" for c in t))),
    st.integers(-9, 9).map(Literal),
    st.sampled_from([Literal("01", datatype=XSD["integer"]), Literal("1.50", datatype=XSD["decimal"])]),
    st.sampled_from(
        [Literal("2018", datatype=XSD["gYear"]), Literal("x", language="ko"), NamedNode(EX + "id/k-1")]
    ),
)
FACTS = st.lists(
    st.builds(fact, st.sampled_from(["a", "b", "c", "id/d"]), st.sampled_from(["new", "other"]), VALUES),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(FACTS)
def test_adding_and_removing_gives_the_same_bytes(facts: list[Quad]) -> None:
    added = insert(OLD, facts, PREFIXES)
    assert format_turtle(added) == added
    assert delete(added, facts) == OLD
    assert set(OLD.splitlines()) <= set(added.splitlines())


def test_a_fact_becomes_one_line_in_its_place() -> None:
    new = insert(OLD, [fact("a", "p", Literal(5))], PREFIXES)
    assert new == OLD.replace("    ex:z", "    ex:p 5 ;\n    ex:z")


@pytest.mark.parametrize(
    "old",
    [
        "@prefix ex: <https://example.org/> .\nex:a ex:m 1, 2 .\nex:b ex:m 3 .\n",
        "<https://example.org/a> a <x:C>; # c\n .",
    ],
)
def test_other_layouts_stay_as_they_are(old: str) -> None:
    new = insert(old, [fact("a", "p", Literal(5))], PREFIXES)
    kept = [line for line in old.splitlines() if not line.endswith(("2 .", "; # c", " ."))]
    assert set(kept) <= set(new.splitlines())
    assert " 5" in new


def test_a_new_file_and_an_empty_one() -> None:
    facts = [fact("a", "p", Literal(5)), Quad(NamedNode(EX + "a"), RDF["type"], NamedNode(EX + "C"))]
    new = insert("", facts, PREFIXES)
    assert new == "PREFIX ex: <https://example.org/>\n\nex:a\n    a ex:C ;\n    ex:p 5 ;\n.\n"
    assert delete(new, facts).strip() == ""


def test_a_blank_node_has_no_place() -> None:
    with pytest.raises(WriteError, match="blank node"):
        insert(OLD, [fact("a", "p", BlankNode("b"))], PREFIXES)
