"""What a query in a shapes graph may not contain, and which run for all focus nodes at once."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kgtools.shapes.checks import ComponentCheck, SparqlCheck, SparqlText
from kgtools.shapes.prebinding import ForbiddenQueryError, prepare, with_targets
from kgtools.sparql import tree, write
from kgtools.sparql.algebra import MalformedQueryError, parse

NODE = NamedNode("https://example.org/rule")
PREFIXES = (("ex", "https://example.org/"),)


def _check(text: str) -> SparqlCheck:
    return SparqlCheck(SparqlText(NODE, text, PREFIXES, ask=False, messages=()))


def _component(text: str, *, ask: bool = True) -> ComponentCheck:
    return ComponentCheck(NODE, (), ("max",), SparqlText(NODE, text, PREFIXES, ask, ()))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SELECT $this { $this ex:p ?v MINUS { $this ex:q ?v } }", "MINUS"),
        ("SELECT $this { VALUES ?v { 1 } $this ex:p ?v }", "VALUES"),
        ("SELECT $this { $this ex:p ?v } VALUES ?v { 1 }", "VALUES"),
        ("SELECT $this { SERVICE <https://example.org/sparql> { $this ex:p ?v } }", "SERVICE"),
        (
            "SELECT $this { FILTER EXISTS { SERVICE SILENT <https://example.org/> { $this ex:p ?v } } }",
            "SERVICE",
        ),
        ("SELECT $this FROM <https://example.org/g> { $this ex:p ?v }", "FROM"),
        ("SELECT $this { BIND(1 AS $this) }", "AS ?this"),
        ("SELECT (ex:a AS ?this) { ?v ex:p ?w }", "AS ?this"),
        ("SELECT $this { { SELECT ?v { ?v ex:p ?w } } }", "must project"),
        ("SELECT $this { { SELECT * { FILTER($this = ex:a) } } }", "must project"),
        ("SELECT ?v { ?v ex:p ?w }", "must project"),
        ("SELECT $this { $this $PATH ?v }", "PATH"),
        ("ASK { $this ex:p ?v }", "SELECT"),
    ],
)
def test_forbidden(text: str, reason: str) -> None:
    with pytest.raises(ForbiddenQueryError, match=reason.replace("?", r"\?")):
        prepare(_check(text), has_path=False)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT $this { $this ex:p }",
        "SELECT $this { $this other:p ?v }",
        "CONSTRUCT { $this ex:p ?v } WHERE { $this ex:p ?v }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <https://example.org/>",
        "SELECT $this { $this ex:p ?v FILTER(?v > ) }",
        "SELECT $this { " + "{" * 200 + "}" * 200 + " }",
        "",
    ],
)
def test_malformed(text: str) -> None:
    with pytest.raises(MalformedQueryError):
        prepare(_check(text), has_path=True)


def test_validators_project_and_keep_their_parameters() -> None:
    assert prepare(_component("ASK { FILTER($value < $max) }"), has_path=False).is_flat
    with pytest.raises(ForbiddenQueryError, match="AS \\?max"):
        prepare(_component("ASK { BIND(1 AS ?max) }"), has_path=False)
    with pytest.raises(ForbiddenQueryError, match="ASK"):
        prepare(_component("SELECT $this { $this ex:p ?v }"), has_path=False)
    with pytest.raises(ForbiddenQueryError, match="project \\$max"):
        prepare(_component("SELECT $this { { SELECT $this { $this ex:p ?v } } }", ask=False), has_path=False)


@pytest.mark.parametrize(
    ("text", "is_flat"),
    [
        ("SELECT $this { $this ex:p ?v FILTER NOT EXISTS { ?v ex:q $this } }", True),
        ("SELECT $this { { FILTER($this = ex:a) } UNION { $this ex:p ?v OPTIONAL { ?v ex:q ?w } } }", True),
        ("SELECT $this (COUNT(?v) AS ?n) { $this ex:p ?v } GROUP BY $this HAVING (COUNT(?v) > 1)", True),
        ("SELECT (MAX(?v) AS ?n) $this { $this ex:p ?v } GROUP BY (STR($this) AS ?k) $this", True),
        ("SELECT $this { $this ex:p ?v } LIMIT 1", False),
        ("SELECT $this { { SELECT $this { $this ex:p ?v } } }", False),
        ("SELECT $this { GRAPH ?g { $this ex:p ?v } }", False),
        ("SELECT $this { FILTER EXISTS { { FILTER($this = ex:a) } } }", False),
        ("SELECT $this { FILTER EXISTS { BIND($this AS ?v) FILTER(?v = ex:a) } }", False),
        ("SELECT * { $this ex:p ?v }", False),
    ],
)
def test_flat(text: str, is_flat: bool) -> None:
    assert prepare(_check(text), has_path=False).is_flat is is_flat


@pytest.mark.parametrize(
    ("optional", "is_joined"),
    [
        ("?v ex:end ?end .", False),
        ("$this ex:end ?end . ?v ex:next ?end .", False),
        ("?v ex:end ?end . FILTER(?end != $this)", True),
        ("BIND($this AS ?end)", True),
    ],
)
def test_focus_nodes_are_joined_into_optional_groups_that_need_them(
    optional: str, *, is_joined: bool
) -> None:
    where = _where(f"SELECT $this {{ $this ex:p ?v OPTIONAL {{ {optional} }} }}")
    joined = with_targets(where, _where("SELECT $this { $this a ex:Target }").elements)
    assert write.query(tree.Select(None, joined)).count("Target>") == 1 + is_joined


@pytest.mark.parametrize(
    ("where", "number"),
    [
        ("{ $this ex:p ?v } ?v ex:q ?w", 1),  # beside the group it would be joined with itself
        ("{ $this ex:p ?v OPTIONAL { ?v ex:q ?w } } FILTER(!BOUND(?w))", 1),
        ("?v ex:q ?w { $this ex:p ?v }", 2),
    ],
)
def test_focus_nodes_are_joined_once_with_a_group_that_comes_first(where: str, number: int) -> None:
    joined = with_targets(
        _where(f"SELECT $this {{ {where} }}"), _where("SELECT $this { $this a ex:Target }").elements
    )
    assert write.query(tree.Select(None, joined)).count("Target>") == number


def _where(text: str) -> tree.Group:
    query = parse(text, PREFIXES)
    assert isinstance(query, tree.Select)
    return query.where
