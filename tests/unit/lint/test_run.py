"""Rules that look at one file: the same in it beside any others, and no second look at what did not change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.lint import Context, lint
from kgtools.lint.run import OF_ONE_FILE

if TYPE_CHECKING:
    from pathlib import Path

MISTAKES = """BASE <https://example.org/base/>
PREFIX ex: <https://example.org/other/>
PREFIX ex: <https://example.org/terms/>
PREFIX id: <https://example.org/id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
id:x skos:related [ skos:prefLabel "two  spaces"@en ] , <relative> , <ftp://example.org/x> , <%s> .
id:x ex:start "2001-02-30"^^xsd:date , "0800"^^xsd:gYear ; ex:fee 05 ; skos:note "zero\u200bwidth"@en . \t
"""
LONG = "https://example.org/" + "x" * 2100


@pytest.fixture
def context(folder: Path) -> Context:
    for name in ("one", "two"):
        (folder / "data" / f"{name}.ttl").write_text(MISTAKES % LONG)
    found, refused = Context.of(project.load(folder))
    assert refused == []
    return found


@pytest.mark.parametrize("module", OF_ONE_FILE, ids=lambda module: module.CODE)
def test_what_is_wrong_with_a_file_is_so_beside_others(module: object, context: Context) -> None:
    rule = module.rule  # type: ignore[attr-defined]
    together = Counter(rule(context))
    alone = Counter(found for file in context.files for found in rule(Context((file,), context.project)))
    assert together == alone
    for name in ("one", "two"):
        assert any(found.span and found.span.file == f"data/{name}.ttl" for found in together)


def test_a_long_name_behind_a_prefix_is_found(folder: Path) -> None:
    name = "x" * (2048 - len("https://example.org/id/") + 1)
    text = "PREFIX id: <https://example.org/id/>\n\nid:%s a id:%s .\n"
    (folder / "data" / "long.ttl").write_text(text % (name, name[:-1]))
    context, _ = Context.of(project.load(folder))
    assert [found.message[:26] for found in lint(context) if found.code == "KG010"] == [
        "IRI of 2,049 characters; a"
    ]


def test_a_file_that_did_not_change_is_looked_at_once(folder: Path, context: Context) -> None:
    found = list(lint(context))
    (folder / "data" / "two.ttl").write_text(MISTAKES.replace("2001-02-30", "2001-02-03") % LONG)
    now, _ = Context.of(project.load(folder), known=context)
    kept = {file.name for file in now.files if file.findings is not None}
    assert kept == {file.name for file in now.files} - {"data/two.ttl"}
    anew, _ = Context.of(project.load(folder))
    assert list(lint(now)) == list(lint(anew)) != found


def test_what_kg_toml_says_counts_for_files_that_did_not_change(folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(MISTAKES % LONG)
    before, _ = Context.of(project.load(folder))
    list(lint(before))
    kg = folder / "kg.toml"
    kg.write_text(kg.read_text().replace("https://example.org/terms/", "https://example.org/other/"))
    now, _ = Context.of(project.load(folder), known=before)
    anew, _ = Context.of(project.load(folder))
    assert list(lint(now)) == list(lint(anew)) != list(lint(before))
