from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from rules import HEAD, add_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FACT = ("Ada Brook", "plays in", "Harbour Strings")


@pytest.fixture
def why(kg: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    """Return a function that runs ``kg why`` on a copy of the invented project with a rule."""
    add_rules(folder)
    return lambda *args: kg("-C", folder, "why", *args)


def test_text_is_a_tree_down_to_the_lines_of_the_files(why: Callable[..., Any]) -> None:
    found = why(*FACT)
    assert found.code == 0
    lines = found.out.splitlines()
    assert lines[:8] == [
        "id:person-ada ex:playsIn id:group-strings  derived",
        "    by ontology/rules/plays-in.rq: somebody whom a group engaged",
        "  id:engagement-ada-strings a ex:AcceptedSituation  derived",
        "      by ontology/rules.ttl:11:5: (ex:status value ex:accepted) SubClassOf ex:AcceptedSituation",
        "    id:engagement-ada-strings ex:status ex:accepted",
        "        data/engagements.ttl:18:5",
        "        source: Programme book (id:doc-programme)",
        "        claimed by Ben Field (id:person-ben) in id:claim-ada (ex:asserts)",
    ]


def test_json_names_premises_by_number(why: Callable[..., Any]) -> None:
    found = json.loads(why(*FACT, "-f", "json").out)
    assert found["holds"]
    assert found["p"] == "<https://example.org/terms/playsIn>"
    assert found["steps"][0]["premises"] == [1, 3, 4]
    assert found["steps"][0]["rule"]["file"] == "ontology/rules/plays-in.rq"
    leaf = found["steps"][2]
    assert not leaf["derived"]
    assert leaf["stated"]["places"] == [{"file": "data/engagements.ttl", "line": 18, "column": 5}]
    assert leaf["stated"]["sources"][0]["name"] == "Programme book"
    assert leaf["stated"]["claims"][0]["name"] == "Ben Field"


def test_markdown_and_dot_hold_the_same_facts(why: Callable[..., Any]) -> None:
    markdown = why(*FACT, "-f", "markdown").out
    assert markdown.startswith("- `id:person-ada ex:playsIn id:group-strings` derived\n")
    assert "    - `id:engagement-ada-strings ex:status ex:accepted`\n" in markdown
    dot = why(*FACT, "-f", "dot").out
    assert dot.startswith("digraph why {\n")
    assert dot.count(" -> f") == 4
    assert dot.endswith("}\n")


@pytest.mark.parametrize("form", ["text", "json", "markdown", "dot"])
def test_a_fact_that_is_not_there_exits_1_with_the_nearest(why: Callable[..., Any], form: str) -> None:
    found = why("Ada Brook", "plays in", "Harbour Brass", "-f", form)
    assert found.code == 1
    assert "id:person-ada ex:playsIn id:group-brass" in found.out
    if form != "dot":
        assert "id:person-ada ex:playsIn id:group-strings" in found.out


def test_quotes_and_lines_in_a_literal_do_not_break_the_graph(why: Callable[..., Any], folder: Path) -> None:
    (folder / "data" / "odd.ttl").write_text(HEAD + 'id:person-ada ex:says """a "b" \\\\ `c`\nd""" .')
    found = why("Ada Brook", "ex:says", '"""a "b" \\\\ `c`\nd"""', "-f", "dot")
    assert found.code == 0
    (line,) = [line for line in found.out.splitlines() if line.startswith("  f0 [")]
    assert line.endswith('"]')


def test_unknown_names_and_formats_are_usage_errors(why: Callable[..., Any]) -> None:
    assert why("Nobody", "a", "Person").code == 2
    assert why(*FACT, "-f", "xml").code == 2
