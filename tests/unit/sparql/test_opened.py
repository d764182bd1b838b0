"""Opened queries have all variables in sight and at least the solutions of the query."""

from __future__ import annotations

import pytest

from kgtools.sparql import algebra, write
from kgtools.sparql.opened import opened
from kgtools.sparql.tree import Select


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("SELECT ?a { ?a <urn:p> [] }", "{ ?a <urn:p> ?kgr1 . }"),
        ("SELECT ?a { ?a ^<urn:p> ?b }", "{ ?b <urn:p> ?a . }"),
        ("SELECT ?a { ?a <urn:p>|<urn:q> ?b }", "{ { ?a <urn:p> ?b . } UNION { ?a <urn:q> ?b . } }"),
        ("SELECT ?a { ?a <urn:p>* ?b }", "{ ?a <urn:p>* ?b . }"),
        ("SELECT ?a { ?a <urn:p> ?b } VALUES ?a { <urn:x> }", "{ ?a <urn:p> ?b . VALUES ?a { <urn:x> } }"),
    ],
)
def test_paths_and_blank_nodes_give_up_what_they_hide(query: str, where: str) -> None:
    parsed = algebra.parse(query)
    assert isinstance(parsed, Select)
    assert write.group(opened(parsed).where) == where


def test_a_sub_query_keeps_deciding_and_shows_what_it_hides() -> None:
    parsed = algebra.parse("SELECT ?a { { SELECT ?a { ?a <urn:p> ?b } LIMIT 1 } ?a <urn:q> ?b }")
    assert isinstance(parsed, Select)
    found = opened(parsed)
    text = write.group(found.where)
    assert "LIMIT 1" in text
    assert "{ ?a <urn:p> ?kgr1 . }" in text
    assert [str(pattern.object) for pattern in found.patterns] == ["?kgr1", "?b"]
