from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from turtle_texts import GOOD_TURTLE, edited, turtle

from kgtools.turtle import index as indexing
from kgtools.turtle.index import index
from kgtools.turtle.located import Format
from kgtools.turtle.naming import Naming
from kgtools.turtle.parse import statements
from kgtools.turtle.syntax import Text, TurtleSyntaxError

REPOSITORY = Path(__file__).parents[3]
FOLDERS = [REPOSITORY / name for name in ("ontology", "data", "tests")]
FILES = sorted(
    path
    for folder in [*FOLDERS, *(Path(os.environ[name]) for name in ("KGTOOLS_W3C",) if name in os.environ)]
    for path in folder.rglob("*.ttl")
)
BASE = "https://example.org/base/file"


def assert_cut_as_parsed(content: str) -> bool:
    """Assert that cutting a text, where that is done at all, finds what parsing finds."""
    text = Text(content, "x")
    try:
        parsed = indexing._read(text, Naming(text, BASE))
    except TurtleSyntaxError:
        return False
    cut = indexing._cut(text, Naming(text, BASE))
    assert cut is None or cut == parsed
    return cut is not None


@settings(max_examples=200, deadline=None)
@given(turtle())
def test_good_texts_are_cut_as_they_are_parsed(text: str) -> None:
    assert_cut_as_parsed(text)


@settings(max_examples=400, deadline=None)
@given(edited(st.sampled_from(GOOD_TURTLE)))
def test_edited_texts_are_cut_as_they_are_parsed(text: str) -> None:
    assert_cut_as_parsed(text)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [":a", "_:a", "1", "1.", ".", "..", "e5", '"x"', "@en", "true", ":", "^^:a", " ", "<a:b>", ";"]
        ),
        max_size=14,
    )
)
def test_dots_are_cut_as_they_are_parsed(pieces: list[str]) -> None:
    assert_cut_as_parsed("PREFIX : <urn:x:> :a :b " + "".join(pieces))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_cut_as_they_are_parsed(path: Path) -> None:
    assert_cut_as_parsed(path.read_bytes().decode())


def test_most_files_are_cut() -> None:
    paths = sorted((REPOSITORY / "ontology").rglob("*.ttl")) + sorted((REPOSITORY / "data").rglob("*.ttl"))
    assert all(assert_cut_as_parsed(path.read_text()) for path in paths)


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX : <urn:x:> :a :b 1.:c :d 2 .",
        'PREFIX : <urn:x:> :a :b "x"@en.:c :d 2 .',
        "PREFIX : <urn:x:> :a :b _:a.:c :d 2 .",
        "PREFIX : <urn:x:> :a :b true.:c :d 2 .",
        "PREFIX : <urn:x:> :a :b :é.é :c 1 .",
        "BASE<urn:x:> <urn:a> <urn:b> <urn:c> .",
    ],
)
def test_what_is_not_safe_to_cut_is_parsed(text: str) -> None:
    whole = Text(text, "x")
    assert indexing._cut(whole, Naming(whole, None)) is None
    try:
        expected = [quads[0].subject_at[0] for quads in statements(whole) if quads]
    except TurtleSyntaxError:
        return
    found = index(whole, Format.TURTLE, None)
    assert found
    assert sorted(start for starts in found.starts.values() for start in starts) == expected


@pytest.mark.parametrize(
    "text", ["a " * 500_000, ":a " * 300_000, '"x" ' * 250_000, "# .\n" * 250_000, "<" * 1_000_000]
)
def test_a_text_without_dots_takes_no_time(text: str) -> None:
    started = time.process_time()
    whole = Text(text, "x")
    indexing._cut(whole, Naming(whole, None))
    assert time.process_time() - started < 2


def test_lines_are_found_by_their_subject() -> None:
    text = Text(
        "<urn:a> <urn:p> <urn:b> .\r\n\t<urn:b> <urn:p> '' .\r# <urn:c>\n<urn:\\u0061> <urn:p> _:x .", "x"
    )
    found = index(text, Format.N_TRIPLES, None)
    assert found
    assert found.starts == {"urn:a": [0, 59], "urn:b": [28]}
