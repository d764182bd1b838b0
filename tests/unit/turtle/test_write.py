from __future__ import annotations

import difflib
import os
import re
import time
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat
from turtle_texts import GOOD_TURTLE, edited, turtle

from kgtools.errors import WriteError
from kgtools.turtle import write
from kgtools.turtle.syntax import TurtleSyntaxError
from kgtools.turtle.tokens import TOKEN
from kgtools.turtle.write import format_turtle

REPOSITORY = Path(__file__).parents[3]
GOLDEN = sorted((Path(__file__).parent / "format").glob("*.in.ttl"))
FOLDERS = [REPOSITORY / name for name in ("ontology", "data", "tests")]
FILES = sorted(
    path
    for folder in [*FOLDERS, *(Path(os.environ[name]) for name in ("KGTOOLS_W3C",) if name in os.environ)]
    for path in folder.rglob("*.ttl")
)
BASE = "https://example.org/base/file"


def graph(text: str) -> set[Quad]:
    """Return the quads that the loader reads, with canonical labels."""
    dataset = Dataset(pyoxigraph.parse(text.encode(), RdfFormat.TURTLE, base_iri=BASE))
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def comments(text: str) -> Counter[str]:
    """Return the comments of a text, found between its tokens."""
    found: Counter[str] = Counter()
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        assert match
        found.update(
            comment.rstrip()
            for comment in re.findall(r"#[^\r\n]*", text[position : match.start(match.lastgroup or 0)])
        )
        position = match.end()
    return found


def assert_well_formatted(text: str, result: str) -> None:
    assert graph(result) == graph(text)
    assert comments(result) == comments(text)
    assert format_turtle(result) == result
    assert not result or result.endswith("\n")
    assert not result.endswith("\n\n")


@settings(max_examples=200, deadline=None)
@given(turtle(), st.booleans())
def test_graph_and_comments_stay_and_a_second_time_changes_nothing(text: str, sort: bool) -> None:
    result = format_turtle(text, sort=sort)
    assert_well_formatted(text, result)
    assert format_turtle(result, sort=sort) == result


@settings(max_examples=300, deadline=None)
@given(edited(st.sampled_from(GOOD_TURTLE)))
def test_an_edited_text_is_formatted_or_refused(text: str) -> None:
    try:
        result = format_turtle(text)
    except TurtleSyntaxError:
        return
    assert_well_formatted(text, result)


@settings(max_examples=200, deadline=None)
@given(turtle())
def test_short_names_mean_the_same(text: str) -> None:
    prefixes = {"ex": "https://example.org/", "o": "https://example.org/other#", "u": "urn:"}
    result = format_turtle(text, prefixes=prefixes)
    assert graph(result) == graph(text)
    assert comments(result) == comments(text)
    assert format_turtle(result, prefixes=prefixes) == result


@settings(max_examples=200, deadline=None)
@given(turtle(), st.data())
def test_one_more_literal_is_one_more_line(text: str, data: st.DataObject) -> None:
    result = format_turtle(text)
    lines = result.split("\n")
    places = [number + 1 for number, line in enumerate(lines) if re.fullmatch(r"    \S.* ;", line)]
    assume(places and '"""' not in result and "'''" not in result)
    place = data.draw(st.sampled_from(places))
    changed = "\n".join([*lines[:place], '    <urn:new> "new" ;', *lines[place:]])
    formatted = format_turtle(changed).split("\n")
    changes = [line for line in difflib.ndiff(lines, formatted) if line[0] in "+-"]
    assert changes == ['+     <urn:new> "new" ;']


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name)
def test_the_layout_is_as_shown(path: Path) -> None:
    text = path.read_text()
    result = format_turtle(text)
    assert result == path.with_name(path.name.replace(".in.", ".out.")).read_text()
    assert_well_formatted(text, result)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_that_can_be_read_can_be_formatted(path: Path) -> None:
    text = path.read_bytes().decode()
    try:
        result = format_turtle(text, file=path.name)
    except TurtleSyntaxError as error:
        assert "RDF 1.2" in error.message or not is_turtle(text), error
        return
    assert_well_formatted(text, result)


def is_turtle(text: str) -> bool:
    try:
        list(pyoxigraph.parse(text.encode(), RdfFormat.TURTLE, base_iri=BASE))
    except SyntaxError:
        return False
    return True


def test_names_in_full_get_their_short_form_where_a_person_would_write_it() -> None:
    text = (
        "PREFIX ex: <https://example.org/>\n"
        "<https://example.org/a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://example.org/> ,\n"
        " <https://example.org/v/1.0.0> , <urn:x:y> , '2'^^<http://www.w3.org/2001/XMLSchema#integer> .\n"
    )
    assert format_turtle(text, prefixes={"v": "https://example.org/v/", "ex": "urn:not-this-one:"}) == (
        "PREFIX ex: <https://example.org/>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n\n"
        "ex:a\n"
        "    rdfs:seeAlso <https://example.org/> ;\n"
        "    rdfs:seeAlso <https://example.org/v/1.0.0> ;\n"
        "    rdfs:seeAlso <urn:x:y> ;\n"
        "    rdfs:seeAlso '2'^^xsd:integer ;\n"
        ".\n"
    )


def test_blocks_are_sorted_on_request_with_their_comments() -> None:
    text = "PREFIX ex: <urn:x:>\n# c\nex:c a ex:C .\n[] a ex:C .\n# a\nex:a a ex:C . # aa\n<urn:b> a ex:C .\n"
    subjects = re.findall(r"^(?:#.*|ex:.*|<.*|\[.*|\. .*)$", format_turtle(text, sort=True), re.MULTILINE)
    assert subjects == ["<urn:b>", "# a", "ex:a", ". # aa", "# c", "ex:c", "[]"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("", ""),
        ("\n\n", ""),
        ("# only\n\n\n# this", "# only\n\n# this\n"),
        ("PREFIX ex: <urn:x:>\n", ""),
        ("# top\nPREFIX ex: <urn:x:> # not used\n", "# top\n# not used\n"),
        ("# top\n\nPREFIX ex: <urn:x:>\n<urn:a> a <urn:b> .", "# top\n\n<urn:a>\n    a <urn:b> ;\n.\n"),
    ],
)
def test_texts_with_little_in_them(text: str, result: str) -> None:
    assert format_turtle(text) == result
    assert format_turtle(result) == result


def test_line_ends_become_lf_but_strings_stay() -> None:
    text = '<urn:a>\r\n<urn:p> """one\r\ntwo"""; # c\r <urn:q> 1 .\r\n'
    assert format_turtle(text) == '<urn:a>\n    <urn:p> """one\r\ntwo""" ; # c\n    <urn:q> 1 ;\n.\n'


def test_many_brackets_take_time_by_their_number() -> None:
    text = "<urn:a> <urn:p> [ <urn:q> ( 1 [ <urn:r> 2 ] ) ] .\n" * 2_000
    started = time.process_time()
    format_turtle(text)
    assert time.process_time() - started < 10


def test_many_equal_blank_nodes_take_no_time() -> None:
    # Fifty nodes that all look alike: looking for a renaming would take for ever.
    text = "".join(f"[ <urn:p> {', '.join(['[]'] * 10)} ] .\n" for _ in range(5))
    nodes = [f"_:n{number}" for number in range(12)]
    text += "".join(f"{a} <urn:knows> {', '.join(b for b in nodes if b != a)} .\n" for a in nodes)
    started = time.process_time()
    format_turtle(text)
    assert time.process_time() - started < 2


def test_a_text_that_is_no_turtle_is_refused_with_its_place() -> None:
    with pytest.raises(TurtleSyntaxError, match=r"a\.ttl:1:17"):
        format_turtle("<urn:a> <urn:p> , .", file="a.ttl")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["<urn:a> <urn:p> <urn:c> ."], "would change the graph"),
        (["<urn:a> <urn:p> [] ."], "would change the graph"),
        (["<urn:a> <urn:p>"], "would break the text"),
    ],
)
def test_a_result_with_another_graph_is_refused(
    lines: list[str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "block_lines", lambda _: lines)
    with pytest.raises(WriteError, match=reason):
        format_turtle("<urn:a> <urn:p> <urn:b> .")


def test_swapped_blank_nodes_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    swapped = ["<urn:a> <urn:p> [ <urn:q> 2 ] ; <urn:r> [ <urn:q> 1 ] ."]
    monkeypatch.setattr(write, "block_lines", lambda _: swapped)
    with pytest.raises(WriteError):
        format_turtle("<urn:a> <urn:p> [ <urn:q> 1 ] ; <urn:r> [ <urn:q> 2 ] .")
