from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def queries(kg: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    """Return a function that runs ``kg queries`` on a copy of the invented project."""
    return lambda *args: kg("-C", folder, "queries", *args)


def test_ls(queries: Callable[..., Any]) -> None:
    assert queries("ls").out.splitlines()[:3] == [
        "name,summary,parameters",
        "any-concert,Whether there was any concert,",
        'engagement-graph,"Players and their groups, as triples",',
    ]


@pytest.mark.parametrize(("tag", "count"), [("people", 2), ("money", 1)])
def test_ls_by_tag(queries: Callable[..., Any], tag: str, count: int) -> None:
    assert len(queries("ls", "--tag", tag).out.splitlines()) == count + 1


def test_ls_refuses_a_tag_that_no_query_has(queries: Callable[..., Any]) -> None:
    found = queries("ls", "--tag", "none")
    assert (found.code, found.out) == (2, "")
    assert found.err == "error[KG901]: no query has the tag 'none'\n  = help: one of: money, people, time\n"


def test_ls_as_json_has_the_binding_shape(queries: Callable[..., Any]) -> None:
    entry = next(
        each for each in json.loads(queries("ls", "-f", "json").out) if each["name"] == "engagements"
    )
    assert entry == {
        "name": "engagements",
        "summary": "Who was engaged by which group",
        "question": 3,
        "tags": ["people", "time"],
        "params": [
            {"name": "person", "type": "iri", "required": False, "default": None},
            {"name": "asof", "type": "date", "required": False, "default": None},
        ],
        "columns": ["person", "group", "start"],
        "view": "timeline",
    }
    assert list(entry) == ["name", "summary", "question", "tags", "params", "columns", "view"]


def test_ls_gives_defaults_as_iri_value_or_list(queries: Callable[..., Any], folder: Path) -> None:
    (folder / "queries" / "d.rq").write_text(
        "#+ params: {a: {type: iri}, b: {type: iri}, c: {type: date}}\n"
        "ASK { VALUES ?a { <urn:a> } VALUES ?b { <urn:a> <urn:b> } VALUES ?c { '2020-01-01'^^xsd:date } }"
    )
    entry = next(each for each in json.loads(queries("ls", "-f", "json").out) if each["name"] == "d")
    assert [param["default"] for param in entry["params"]] == ["urn:a", ["urn:a", "urn:b"], "2020-01-01"]


@pytest.mark.parametrize(
    ("given", "summary"),
    [
        ('Who: "a" [b] # c', 'Who: "a" [b] # c'),
        ("two\nlines", "two lines"),
        ("Who met whom", "Who met whom"),
        ("[a]", "[a]"),
        ("", ""),
    ],
)
def test_a_summary_of_any_text_makes_a_header_that_can_be_read(
    queries: Callable[..., Any], given: str, summary: str
) -> None:
    assert queries("new", "mine", "--summary", given).code == 0
    entry = next(each for each in json.loads(queries("ls", "-f", "json").out) if each["name"] == "mine")
    assert entry["summary"] == summary


def test_show(queries: Callable[..., Any], folder: Path) -> None:
    assert queries("show", "fees").out == (folder / "queries" / "fees.rq").read_text()
    assert queries("show", "fee").code == 2


@pytest.mark.parametrize(
    ("header", "place", "message"),
    [
        ("#+ sumary: x\n", ":1", "unknown key 'sumary' in the header; known: summary,"),
        ("#+ summary: a: b\n", ":1:14", "the header is no YAML"),
        ("#+ summary: caf\udce9\n", ":1:16", "[KG006]: not valid UTF-8"),
    ],
)
def test_lint_goes_on_behind_a_broken_header(
    queries: Callable[..., Any], folder: Path, header: str, place: str, message: str
) -> None:
    (folder / "queries" / "a.rq").write_text(f"{header}ASK {{}}\n", errors="surrogateescape")
    path = folder / "queries" / "fees.rq"
    path.write_text(path.read_text().replace("ORDER BY ?fee ?person", ""))
    found = queries("lint")
    assert (found.code, found.err) == (1, "5 queries, 2 findings\n")
    first, second = found.out.splitlines()
    assert first.startswith(f"queries/a.rq{place} error[KG")
    assert message in first
    assert second.startswith("queries/fees.rq:1:1 error[KG658]")


def test_lint(queries: Callable[..., Any], folder: Path) -> None:
    found = queries("lint")
    assert (found.code, found.out, found.err) == (0, "", "4 queries, 0 findings\n")
    path = folder / "queries" / "fees.rq"
    path.write_text(path.read_text().replace("ORDER BY ?fee ?person", ""))
    found = queries("lint", "fees")
    assert found.code == 1
    assert found.out == "queries/fees.rq:1:1 error[KG658]: without ORDER BY the rows come in any order\n"


def test_test(queries: Callable[..., Any], folder: Path) -> None:
    assert queries("test").out == "9 passed, 0 failed\n"
    assert queries("test", "fees", "-v").out == "passed fees (1)\npassed fees (2)\n2 passed, 0 failed\n"
    path = folder / "queries" / "fees.rq"
    path.write_text(path.read_text().replace("rows: 1,", "rows: 7,"))
    found = queries("test", "fees")
    assert found.code == 1
    assert found.out == "FAILED fees (1): 1 row instead of 7\n1 passed, 1 failed\n"


def test_nothing_passes_by_not_being_there(kg: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/id/"\n')
    for command in (("queries", "test"), ("test",)):
        found = kg("-C", tmp_path, *command)
        assert found.code == 2
        assert "there are no cases to run" in found.err


def test_new_writes_a_query_that_lints_and_passes(queries: Callable[..., Any], folder: Path) -> None:
    found = queries("new", "who-is-what", "--summary", "Who is what")
    assert found.out.startswith("wrote queries/who-is-what.rq")
    assert "#+ summary: Who is what\n" in (folder / "queries" / "who-is-what.rq").read_text()
    assert queries("lint", "who-is-what").code == 0
    assert queries("test", "who-is-what", "-v").code == 0


def test_new_touches_nothing_that_exists(queries: Callable[..., Any], folder: Path) -> None:
    before = (folder / "queries" / "fees.rq").read_bytes()
    found = queries("new", "fees")
    assert (found.code, (folder / "queries" / "fees.rq").read_bytes()) == (3, before)
    assert "exists" in found.err


@pytest.mark.parametrize("name", ["Upper", "a b", "../x", "", "-x", "a" * 65])
def test_new_refuses_what_is_no_name(queries: Callable[..., Any], name: str) -> None:
    found = queries("new", "--", name)
    assert found.code == 2
    assert "is no name of a query" in found.err
