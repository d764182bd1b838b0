"""Which statements a constraint in SPARQL looks at, and the way back from them to its focus node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.shapes import show_path
from kgtools.shapes.checks import ComponentCheck, SparqlCheck, SparqlText
from kgtools.shapes.query_footprint import of_query
from kgtools.sparql.tree import Sequence
from kgtools.terms import BlankNode, NamedNode, Prefixes

if TYPE_CHECKING:
    from kgtools.shapes.uses import Footprint, Use

EX = "https://example.org/"
PREFIXES = Prefixes({"ex": EX})
P = NamedNode(f"{EX}p")


def _text(query: str) -> SparqlText:
    return SparqlText(BlankNode("q"), query, (("ex", EX),), query.startswith("ASK"), ())


def _shown(footprint: Footprint) -> list[str]:
    """Show a footprint: ``way > predicate`` for each use, ``< predicate`` where the way ends at the object."""
    found = [_use(use) for use in footprint.uses]
    found += [f"anywhere {PREFIXES.show(predicate)}" for predicate in footprint.anywhere]
    return sorted(found + (["always"] if footprint.always else []))


def _use(use: Use) -> str:
    way = "" if not use.way else show_path(use.way[0] if len(use.way) == 1 else Sequence(use.way), PREFIXES)
    predicate = "any" if use.predicate is None else PREFIXES.show(use.predicate)
    return f"{way} {'<' if use.at_object else '>'} {predicate}".strip()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("{ $this ex:p ?a }", ["> ex:p"]),
        ("{ ?a ex:p $this }", ["^ex:p > ex:p"]),
        ("{ $this ex:p ?a . ?a ex:q ?b }", ["> ex:p", "ex:p > ex:q"]),
        ("{ ?a ex:q ?b . $this ex:p ?a }", ["> ex:p", "ex:p > ex:q"]),
        ("{ $this ex:p/ex:q ?a }", ["> ex:p", "ex:p > ex:q"]),
        ("{ $this ex:p* ?a . ?a ex:q 1 }", ["ex:p* > ex:p", "ex:p* > ex:q"]),
        ("{ $this ex:p [ ex:q ?a ] }", ["> ex:p", "ex:p > ex:q"]),
        ("{ $this ?a ?b }", ["> any"]),
        ("{ ?a ?b $this }", ["< any"]),
        # Nothing leads to the second pattern: any statement of its predicate may matter to anybody.
        ("{ $this ex:p ?a . ?b ex:q ?c }", ["> ex:p", "anywhere ex:q"]),
        ("{ $this ex:p ?a . ?b ?c ?d }", ["> ex:p", "always"]),
        ("{ $this ex:p ?a . ?b ex:q* ?c }", ["> ex:p", "always"]),
        # A filter sees what the group binds, and so does EXISTS in it.
        ("{ $this ex:p ?a FILTER NOT EXISTS { ?a ex:q ?b } }", ["> ex:p", "ex:p > ex:q"]),
        (
            "{ $this ex:p ?a FILTER EXISTS { ?a ex:q ?b FILTER EXISTS { ?b ex:r ?c } } }",
            ["> ex:p", "ex:p > ex:q", "ex:p/ex:q > ex:r"],
        ),
        # The solution need not have a value that only an OPTIONAL binds.
        ("{ OPTIONAL { $this ex:p ?a } FILTER NOT EXISTS { ?a ex:q ?b } }", ["> ex:p", "anywhere ex:q"]),
        ("{ $this ex:p ?a OPTIONAL { ?a ex:q ?b } }", ["> ex:p", "ex:p > ex:q"]),
        # A group inside is looked at by itself: what is joined with it leads there, but a filter in it
        # sees only its own variables.
        ("{ $this ex:p ?a { ?a ex:q ?b } }", ["> ex:p", "ex:p > ex:q"]),
        ("{ $this ex:p ?a { FILTER NOT EXISTS { ?a ex:q ?b } } }", ["> ex:p", "anywhere ex:q"]),
        ("{ $this ex:p ?a { ?b ex:r ?c OPTIONAL { ?a ex:q ?d } } }",
         ["> ex:p", "anywhere ex:q", "anywhere ex:r"]),
        ("{ { $this ex:p ?a } UNION { ?a ex:q $this } }", ["> ex:p", "^ex:q > ex:q"]),
        # A sub-query sees nothing around it but the focus node.
        ("{ $this ex:p ?a { SELECT $this ?a { ?a ex:q ?b } } }", ["> ex:p", "anywhere ex:q"]),
        ("{ $this ex:p ?a { SELECT $this (COUNT(?b) AS ?n) { $this ex:q ?b } GROUP BY $this } }",
         ["> ex:p", "> ex:q"]),
        ("{ $this ex:p ?a BIND(EXISTS { ?a ex:q ?b } AS ?c) }", ["> ex:p", "ex:p > ex:q"]),
        ("{ BIND(EXISTS { ?a ex:q ?b } AS ?c) $this ex:p ?a }", ["> ex:p", "anywhere ex:q"]),
        # What a footprint cannot name.
        ("{ $this ex:p ?a FILTER(?a < NOW()) }", ["always"]),
        ("{ GRAPH $shapesGraph { $this ex:p ?a } }", ["always"]),
        ("{ $this !ex:p ?a }", ["always"]),
    ],
)  # fmt: skip
def test_select(query: str, expected: list[str]) -> None:
    assert _shown(of_query(SparqlCheck(_text(f"SELECT $this {query}")), None)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "SELECT $this (COUNT(?a) AS ?n) { $this ex:p ?a } GROUP BY $this HAVING (COUNT(?a) > 1)",
            ["> ex:p"],
        ),
        (
            "SELECT $this (SUM(IF(EXISTS { ?a ex:q ?b }, 1, 0)) AS ?n) { $this ex:p ?a } GROUP BY $this",
            ["> ex:p", "ex:p > ex:q"],
        ),
        ("SELECT $this { $this ex:p ?a } ORDER BY (EXISTS { ?a ex:q ?b })", ["> ex:p", "ex:p > ex:q"]),
    ],
)
def test_expressions_outside_the_group_count_too(query: str, expected: list[str]) -> None:
    assert _shown(of_query(SparqlCheck(_text(query)), None)) == expected


def test_path_of_the_shape_stands_for_its_variable() -> None:
    query = _text("SELECT $this { $this $PATH ?a . ?a ex:q ?b }")
    assert _shown(of_query(SparqlCheck(query), Sequence((P, P)))) == [
        "> ex:p",
        "ex:p > ex:p",
        "ex:p/ex:p > ex:q",
    ]


def test_ask_starts_from_focus_node_and_value() -> None:
    query = _text("ASK { $value ex:q ?a . $this ex:r $other }")
    check = ComponentCheck(BlankNode("c"), (("other", P),), ("other",), query)
    assert _shown(of_query(check, P)) == ["> ex:r", "ex:p > ex:q"]


def test_argument_of_a_component_is_no_way() -> None:
    query = _text("SELECT $this { $this ex:p ?a . $other ex:q ?b }")
    check = ComponentCheck(BlankNode("c"), (("other", P),), ("other",), query)
    assert _shown(of_query(check, None)) == ["> ex:p", "anywhere ex:q"]
