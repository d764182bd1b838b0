from __future__ import annotations

from pathlib import Path

import pytest

from kgtools.errors import InputError, Location
from kgtools.query.header import KEYS, header_text, parse, read
from kgtools.query.spec import Case, Param

FULL = """#+ summary: Things
#+ description: More about it.
#+ question: 7
#+ tags: [a, b]
#+ params:
#+   place: {type: iri, class: ex:Place, label: Where}
#+   kind: {choices: [x, "1996-07-01", NO], required: true}
#+   other: {query: things}
#+ columns: {thing: iri, day: date}
#+ view: bar
#+ tests:
#+   - {with: {place: [A, B], kind: NO}, rows: 0, contains: {thing: T}}
#+   - {equals: things.csv}
#
#+ summary: no header any more
ASK {}
"""
QUERY = Path("q.rq")


def test_a_full_header() -> None:
    spec = read(FULL, Path("queries/some-things.rq"))
    assert (spec.name, spec.summary, spec.description) == ("some-things", "Things", "More about it.")
    assert (spec.question, spec.tags, spec.view) == (7, ("a", "b"), "bar")
    assert spec.params == (
        Param("place", type="iri", cls="ex:Place", label="Where"),
        Param("kind", choices=("x", "1996-07-01", "NO"), required=True),
        Param("other", query="things"),
    )
    assert spec.columns == (("thing", "iri"), ("day", "date"))
    assert spec.tests == (
        Case({"place": ["A", "B"], "kind": "NO"}, rows=0, contains={"thing": "T"}),
        Case({}, equals="things.csv"),
    )
    assert spec.text == FULL


def test_a_query_without_header_has_defaults() -> None:
    spec = read("ASK {}", QUERY)
    assert (spec.summary, spec.question, spec.params, spec.view, spec.tests) == ("", None, (), "table", ())


def test_a_parameter_is_found_by_name() -> None:
    spec = read(FULL, QUERY)
    assert spec.param("kind") == spec.params[1]
    assert spec.param("nope") is None


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("#+ a: 1\n#+   b: 2\nASK {}", "a: 1\n  b: 2"),
        ("#+a: 1\n", "a: 1"),
        ("#+ a: 1\r\n#+ b: 2\r\nASK {}", "a: 1\nb: 2"),
        ("ASK {}\n#+ a: 1", ""),
        ("# a\n#+ a: 1", ""),
        ("", ""),
    ],
)
def test_the_header_is_the_marked_lines_at_the_top(text: str, header: str) -> None:
    assert header_text(text) == header


@pytest.mark.parametrize(
    ("header", "line", "message"),
    [
        ("summary: a\ntags: [b", 2, "the header is no YAML"),
        ("summary: a\n  b: c", 2, "the header is no YAML"),
        ("summary: a\nx: @y", 2, "the header is no YAML"),
        ("just text", 1, "'the header' is no mapping|the header is no"),
        ("- a", 1, "is no mapping"),
        ("summary: a\nsumary: b", 2, f"unknown key 'sumary' in the header; known: {', '.join(KEYS)}"),
        ("tags: a", 1, "'tags' is no list"),
        ("summary: s\nparams: [a]", 2, "'params' is no mapping"),
        ("params:\n  place: iri", 2, "'place' is no mapping"),
        ("params:\n  place: {kind: iri}", 2, "unknown key 'kind' in the parameter 'place'"),
        ("params:\n  place: {type: url}", 2, "type 'url' is none of iri, string"),
        ("params:\n  place: {choices: a}", 2, "'choices' is no list"),
        ("params:\n  limit: {type: integer}", 2, "has the name of an option of 'kg query'"),
        ("summary: s\ncolumns: [a]", 2, "'columns' is no mapping"),
        ("summary: s\nview: pie", 2, "view 'pie' is none of table, graph"),
        ("summary: s\nquestion: seven", 2, "'question' is no number"),
        ("summary: s\ntests: {rows: 1}", 2, "'tests' is no list"),
        ("summary: s\ntests:\n  - rows", 2, "'tests' is no mapping"),
        ("summary: s\ntests:\n  - {row: 1}", 3, "unknown key 'row' in the test"),
        ("summary: s\ntests:\n  - {rows: -1}", 3, "'rows' is no number"),
        ("summary: s\ntests:\n  - {with: x}", 3, "'with' is no mapping"),
        ("summary: s\ntests:\n  - {contains: x}", 3, "'contains' is no mapping"),
    ],
)
def test_a_malformed_header_is_refused_with_its_line(header: str, line: int, message: str) -> None:
    text = "".join(f"#+ {each}\n" for each in header.splitlines()) + "ASK {}"
    with pytest.raises(InputError, match=message) as caught:
        read(text, QUERY)
    assert caught.value.location is not None
    assert (caught.value.location.file, caught.value.location.line) == ("q.rq", line)


def test_the_column_of_broken_yaml_counts_the_mark() -> None:
    with pytest.raises(InputError) as caught:
        parse("a: [b\nc: d", "q.rq")
    assert caught.value.location == Location("q.rq", 2, 5)


@pytest.mark.parametrize(
    "header", ["a: &x [*x]", "a: !!python/object:os.system {}", "a: !x b", "? {a: b}\n: c"]
)
def test_yaml_builds_nothing_but_text_lists_and_mappings(header: str) -> None:
    try:
        parsed = parse(header, "q.rq")
    except InputError:
        return
    assert all(isinstance(value, str | list | dict) for value in parsed.values())
