from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from turtle_texts import trig, turtle

from kgtools.terms import BlankNode, NamedNode
from kgtools.turtle.locate import Locator, Source
from kgtools.turtle.located import Format
from kgtools.turtle.parse import parse, statements
from kgtools.turtle.syntax import Text, TurtleSyntaxError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.terms import Subject
    from kgtools.turtle.located import LocatedQuad

REPOSITORY = Path(__file__).parents[3]
FOLDERS = [REPOSITORY / name for name in ("ontology", "data")]
W3C = Path(os.environ.get("KGTOOLS_W3C", "/nowhere")) / "rdf11"
SUITES = [W3C / f"rdf-{name}" for name in ("turtle", "trig", "n-triples", "n-quads")]
FILES = [
    path
    for pattern in ("*.ttl", "*.trig", "*.nt", "*.nq")
    for folder in (*FOLDERS, *SUITES)
    for path in sorted(folder.rglob(pattern))
    # test-38 stands in no manifest; it writes half characters, which the loader refuses too
    if "bad" not in path.name and path.stem not in {"manifest", "test-38"}
]
BASE = "https://example.org/base/file"
EX = "https://example.org/"


def source(text: str | bytes, file: str = "x.ttl", scope: str = "") -> Source:
    data = text if isinstance(text, bytes) else text.encode()
    digest = hashlib.sha256(data).hexdigest()
    return Source(file, digest, lambda: data, Format.of(Path(file)), BASE, scope)


def expected(text: str, syntax: Format, subject: Subject) -> list[list[LocatedQuad]]:
    """Return the statements about a subject as the parser of whole texts gives them."""
    return [
        quads
        for quads in statements(Text(text, "x"), syntax=syntax, base=BASE)
        if any(quad.subject == subject for quad in quads)
    ]


def assert_located_as_parsed(text: str, syntax: Format = Format.TURTLE) -> None:
    subjects = {quad.subject for quad in parse(text, syntax=syntax, base=BASE)}
    iris = {subject for subject in subjects if isinstance(subject, NamedNode)}
    for wanted in (iris, subjects):
        found = Locator([source(text, f"x{syntax}")]).locate(wanted)
        assert found.keys() == wanted
        for subject in wanted:
            located = [list(statement.quads) for statement in found[subject]]
            assert located == expected(text, syntax, subject)


@settings(max_examples=200, deadline=None)
@given(turtle())
def test_places_are_those_of_the_parser(text: str) -> None:
    assert_located_as_parsed(text)


@settings(max_examples=200, deadline=None)
@given(trig())
def test_places_in_trig_are_those_of_the_parser(text: str) -> None:
    assert_located_as_parsed(text, Format.TRIG)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_places_in_files_are_those_of_the_parser(path: Path) -> None:
    text = path.read_bytes().decode()
    syntax = Format.of(path)
    subjects = {quad.subject for quad in parse(text, syntax=syntax, base=BASE)}
    wanted = sorted(subjects, key=str)[:: max(1, len(subjects) // 20)]
    found = Locator([source(text, f"x{syntax}")]).locate(wanted)
    for subject in wanted:
        located = [list(statement.quads) for statement in found[subject]]
        assert located == expected(text, syntax, subject)


def files(*texts: str) -> list[Source]:
    return [source(text, f"{number}.ttl") for number, text in enumerate(texts)]


def places(
    locator: Locator, names: Iterable[str], *, is_thorough: bool = False
) -> list[tuple[str, int, int]]:
    found = locator.locate([NamedNode(EX + name) for name in names], is_thorough=is_thorough)
    return [
        (span.file, span.line or 0, span.column or 0)
        for described in found.values()
        for statement in described
        for span in [statement.span(statement.quads[0].subject_at)]
    ]


HEAD = "PREFIX ex: <https://example.org/>\n"


def test_a_subject_is_found_in_every_file_that_describes_it() -> None:
    locator = Locator(
        files(f"{HEAD}ex:a ex:p 1 .\nex:a ex:p 2 .", f"{HEAD}ex:b ex:p ex:a .", f"{HEAD}\n ex:a ex:q 3 .")
    )
    assert places(locator, ["a"]) == [("0.ttl", 2, 1), ("0.ttl", 3, 1), ("2.ttl", 3, 2)]


def test_the_same_prefix_may_mean_something_else_further_down() -> None:
    text = f"{HEAD}ex:a ex:p 1 .\nPREFIX ex: <urn:other:>\nex:a ex:p 2 .\n{HEAD}ex:a ex:p 3 ."
    assert places(Locator(files(text)), ["a"]) == [("0.ttl", 2, 1), ("0.ttl", 6, 1)]


def test_files_that_do_not_write_the_name_are_left_alone() -> None:
    locator = Locator(files(f"{HEAD}ex:a ex:p 1 .", f"{HEAD}ex:b ex:p 1 ."))
    assert places(locator, ["b"]) == [("1.ttl", 2, 1)]
    assert len(locator.cache) == 1


def test_a_name_that_is_written_nowhere_is_looked_for_everywhere() -> None:
    escaped = "PREFIX ex: <https://example.org/>\n<https://example.org/\\u0061bc> ex:p 1 ."
    split = "PREFIX ab: <https://example.org/ab>\nab:c ab:p 1 ."
    for text in (escaped, split):
        assert places(Locator(files(text)), ["abc"]) == [("0.ttl", 2, 1)]


def test_a_thorough_look_finds_every_spelling() -> None:
    sources = files(f"{HEAD}ex:abc ex:p 1 .", "PREFIX ab: <https://example.org/ab>\nab:c ab:p 1 .")
    assert places(Locator(sources), ["abc"]) == [("0.ttl", 2, 1)]
    assert places(Locator(sources), ["abc"], is_thorough=True) == [("0.ttl", 2, 1), ("1.ttl", 2, 1)]


def test_a_subject_that_stands_nowhere_is_missing() -> None:
    assert Locator(files(f"{HEAD}ex:a ex:p ex:b .")).locate([NamedNode(EX + "b")]) == {}


def test_many_subjects_are_found_in_one_look() -> None:
    text = HEAD + "".join(f"ex:s{number} ex:p 1 .\n" for number in range(100))
    found = places(Locator(files(text)), [f"s{number}" for number in range(100)])
    assert sorted(found) == [("0.ttl", line, 1) for line in range(2, 102)]


def test_blank_nodes_are_found_by_scope() -> None:
    text = f"{HEAD}ex:a ex:p [ ex:q 1 ] .\n_:x ex:p 1 ."
    sources = [source(text, f"{scope}.ttl", f"{scope}-") for scope in ("one", "two")]
    inner = BlankNode(f"two-b{text.index('[')}")
    found = Locator(sources).locate([inner, BlankNode("one-x"), BlankNode("x")])
    assert {str(node): [statement.file for statement in described] for node, described in found.items()} == {
        str(inner): ["two.ttl"],
        "_:one-x": ["one.ttl"],
    }


def test_a_byte_order_mark_shifts_nothing() -> None:
    assert places(Locator([source(b"\xef\xbb\xbf<https://example.org/a> a <urn:c> .")]), ["a"]) == [
        ("x.ttl", 1, 1)
    ]


def test_a_file_that_breaks_the_grammar_says_where() -> None:
    with pytest.raises(TurtleSyntaxError, match=r"0\.ttl:2:11"):
        Locator(files(f"{HEAD}ex:a ex:p , .")).locate([NamedNode(EX + "a")])


def refuse() -> bytes:
    raise AssertionError("read again")


def test_a_cached_file_is_read_only_where_it_has_the_subject() -> None:
    sources = files(f"{HEAD}ex:a ex:p 1 .", f"{HEAD}ex:b ex:p 1 .")
    first = Locator(sources)
    places(first, ["a", "b"])
    stored = json.loads(json.dumps(first.cache))
    unread = Source("0.ttl", sources[0].digest, refuse, base=BASE)
    assert places(Locator([unread, sources[1]], stored), ["b"]) == [("1.ttl", 2, 1)]


def test_a_changed_file_is_looked_at_anew() -> None:
    first = Locator(files(f"{HEAD}ex:a ex:p 1 ."))
    places(first, ["a"])
    second = Locator(files(f"{HEAD}\n\nex:a ex:p 1 ."), first.cache)
    assert places(second, ["a"]) == [("0.ttl", 4, 1)]


@pytest.mark.parametrize(
    "damaged",
    [
        [[], {"https://example.org/a": [3]}],
        [[], {"https://example.org/a": [34]}],
        [[["ex", "urn:other:", 33]], {"https://example.org/a": [34]}],
        [[["ex"]], {"https://example.org/a": [34]}],
        [[], {"https://example.org/a": ["34"]}],
        [[], {"https://example.org/a": [3400]}],
        [[], {"https://example.org/a": [-1]}],
        [[], []],
        [1, 2, 3],
        "no index",
        7,
    ],
)
def test_a_damaged_cache_is_made_again(damaged: object) -> None:
    [file] = files(f"{HEAD}ex:a ex:p 1 .")
    locator = Locator([file], {file.key: damaged})
    assert places(locator, ["a"]) == [("0.ttl", 2, 1)]
    assert locator.cache == Locator([file], locator.cache).cache
