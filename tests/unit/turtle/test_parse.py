from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat
from turtle_texts import GOOD_TRIG, GOOD_TURTLE, edited, trig, turtle

from kgtools.terms import RDF, BlankNode, DefaultGraph, Quad, Term
from kgtools.turtle.grammar import TurtleReader
from kgtools.turtle.located import Format, LocatedQuad
from kgtools.turtle.naming import Naming
from kgtools.turtle.parse import parse
from kgtools.turtle.syntax import Text, TurtleSyntaxError
from kgtools.turtle.trig import TrigReader

REPOSITORY = Path(__file__).parents[3]
W3C = os.environ.get("KGTOOLS_W3C")
FORMATS = {
    Format.TURTLE: RdfFormat.TURTLE,
    Format.TRIG: RdfFormat.TRIG,
    Format.N_TRIPLES: RdfFormat.N_TRIPLES,
    Format.N_QUADS: RdfFormat.N_QUADS,
}
BASE = "https://example.org/base/file"
ERRORS = sorted((Path(__file__).parent / "errors").glob("*.ttl"))
FILES = sorted(
    path
    for folder in (
        *(REPOSITORY / name for name in ("ontology", "data", "tests")),
        *([Path(W3C)] if W3C else []),
    )
    for path in folder.rglob("*.ttl")
)


def ours(text: str, syntax: Format, base: str | None = BASE) -> list[Quad] | TurtleSyntaxError:
    try:
        return [located.quad for located in parse(text, syntax=syntax, base=base)]
    except TurtleSyntaxError as error:
        return error


def theirs(text: str, syntax: Format, base: str | None = BASE) -> list[Quad] | SyntaxError:
    try:
        # As bytes: for a text in Python's own encoding the loader looks for a file object first.
        return list(pyoxigraph.parse(text.encode(), FORMATS[syntax], base_iri=base))
    except SyntaxError as error:
        return error


def canonical(quads: list[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    # Not the standard algorithm, whose time explodes on many equal blank nodes; equality is all we need.
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def assert_agreement(text: str, syntax: Format) -> None:
    """Assert that the loader and the parser see the same quads, or both refuse."""
    mine, loaded = ours(text, syntax), theirs(text, syntax)
    if isinstance(mine, TurtleSyntaxError):
        assert isinstance(loaded, SyntaxError) or "RDF 1.2" in mine.message, mine
    else:
        assert not isinstance(loaded, SyntaxError), loaded
        assert len(mine) == len(loaded)
        assert canonical(mine) == canonical(loaded)


def assert_terms_stand_there(text: str, located: LocatedQuad, naming: Naming) -> None:
    for term, at in (
        (located.subject, located.subject_at),
        (located.predicate, located.predicate_at),
        (located.object, located.object_at),
        (located.graph_name, located.graph_at),
    ):
        is_implied = term in {RDF["first"], RDF["rest"]} and at == located.object_at
        if at is not None and not is_implied:
            assert stands_there(text[slice(*at)], term, at, naming), (term, text[slice(*at)])


def stands_there(written: str, term: Term | DefaultGraph, at: tuple[int, int], naming: Naming) -> bool:
    """Return whether what is written at a place means the term, read by the loader."""
    if isinstance(term, BlankNode) and term.value.endswith(f"{at[0]}i"):
        return True  # the cell of a list item stands where the item does
    if isinstance(term, BlankNode) and not written.startswith("_:"):
        return written[0] in "[(" and term.value.endswith(str(at[0]))
    if written in {"a", ")"}:
        return term == (RDF["type"] if written == "a" else RDF["nil"])
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in naming.prefixes.items())
    (quad,) = pyoxigraph.parse(
        f"{head}<x:s> <x:p> {written} .".encode(), RdfFormat.TURTLE, base_iri=naming.base
    )
    return bool(quad.object == term)


@settings(max_examples=200, deadline=None)
@given(turtle())
def test_every_extent_reads_back_as_its_term(text: str) -> None:
    naming = Naming(Text(text, "x"), BASE)
    for statement in TurtleReader(Text(text, "x"), naming).statements():
        for located in statement:
            assert_terms_stand_there(text, located, naming)


@settings(max_examples=200, deadline=None)
@given(trig())
def test_every_extent_reads_back_as_its_term_in_trig(text: str) -> None:
    naming = Naming(Text(text, "x"), BASE)
    for statement in TrigReader(Text(text, "x"), naming).statements():
        for located in statement:
            assert_terms_stand_there(text, located, naming)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_extent_of_a_file_reads_back_as_its_term(path: Path) -> None:
    text = Text(path.read_bytes().decode(), path.name)
    naming = Naming(text, BASE)
    with contextlib.suppress(TurtleSyntaxError):  # whether it may be refused is asked below
        for statement in TurtleReader(text, naming).statements():
            for located in statement[:200]:
                assert_terms_stand_there(text.content, located, naming)


@settings(max_examples=200, deadline=None)
@given(turtle())
def test_good_turtle_gives_the_quads_of_the_loader(text: str) -> None:
    assert not isinstance(ours(text, Format.TURTLE), TurtleSyntaxError)
    assert_agreement(text, Format.TURTLE)


@settings(max_examples=200, deadline=None)
@given(trig())
def test_good_trig_gives_the_quads_of_the_loader(text: str) -> None:
    assert not isinstance(ours(text, Format.TRIG), TurtleSyntaxError)
    assert_agreement(text, Format.TRIG)


@settings(max_examples=400, deadline=None)
@given(edited(st.sampled_from(GOOD_TURTLE)))
def test_edited_turtle_is_read_or_refused_as_by_the_loader(text: str) -> None:
    assert_agreement(text, Format.TURTLE)


@settings(max_examples=400, deadline=None)
@given(edited(st.sampled_from(GOOD_TRIG)))
def test_edited_trig_is_read_or_refused_as_by_the_loader(text: str) -> None:
    assert_agreement(text, Format.TRIG)


@settings(deadline=None)
@given(st.text(alphabet="ab:<>\"'._;,[]()@^#-\\ \n\r\t1e+/?%é{}", max_size=30))
def test_any_text_is_read_or_refused_as_by_the_loader(text: str) -> None:
    for syntax in Format:
        assert_agreement(text, syntax)


_LINE = '<urn:s> <urn:p> "o\\t"@en-GB <urn:g> .\n_:a <urn:p> _:b.c # comment\n.\n'


@settings(deadline=None)
@given(edited(st.sampled_from([_LINE, _LINE.replace(" <urn:g>", ""), _LINE.replace("# comment\n", "")])))
def test_edited_lines_are_read_or_refused_as_by_the_loader(text: str) -> None:
    assert_agreement(text, Format.N_QUADS)
    assert_agreement(text, Format.N_TRIPLES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_give_the_quads_of_the_loader(path: Path) -> None:
    assert_agreement(path.read_bytes().decode(), Format.TURTLE)


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_an_error_says_what_where_and_what_to_do(path: Path) -> None:
    with pytest.raises(TurtleSyntaxError) as caught:
        list(parse(path.read_bytes().decode()))
    finding = caught.value.diagnostic
    span = finding.span
    assert span
    place = f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"
    lines = [f"{finding.code} {place} {finding.message}"]
    lines += [f"help: {finding.help}"] if finding.help else []
    lines += [f"{other.span.line}:{other.span.column}: {other.message}" for other in finding.related]
    assert "\n".join(lines) + "\n" == path.with_suffix(".txt").read_text()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_of_an_error_does_not_depend_on_the_line_end(end: str) -> None:
    text = "PREFIX ex: <https://example.org/>\n\n# one\nex:a ex:p 1 ;\n    ex:q ;\n.\n".replace("\n", end)
    with pytest.raises(TurtleSyntaxError) as caught:
        list(parse(text, file="data/a.ttl"))
    assert str(caught.value) == "data/a.ttl:5:10: expected an object, found `;`"


def test_columns_count_code_points() -> None:
    text = '<urn:s> <urn:p> "한국 𐎀 é" ; x'
    with pytest.raises(TurtleSyntaxError, match="1:28: "):
        list(parse(text))


def test_half_a_character_is_refused() -> None:
    with pytest.raises(TurtleSyntaxError, match="half a character") as caught:
        list(parse('<urn:s> <urn:p> "\ud800" .'))
    assert caught.value.diagnostic.code == "KG006"


def test_labels_of_unnamed_nodes_do_not_meet_the_labels_of_the_text() -> None:
    text = "_:b24 <urn:p> [] . [] <urn:p> _:b0x24 ."
    assert len({term for quad in parse(text) for term in (quad.subject, quad.object)}) == 4


def test_a_scope_keeps_the_blank_nodes_of_texts_apart() -> None:
    text = "_:a <urn:p> [] ."
    labels = {
        str(term)
        for scope in ("1-", "2-")
        for quad in parse(text, scope=scope)
        for term in (quad[0], quad[2])
    }
    assert labels == {"_:1-a", "_:1-b12", "_:2-a", "_:2-b12"}


def test_the_same_text_gives_the_same_labels() -> None:
    text = "[ <urn:p> ( 1 [ <urn:q> 2 ] ) ] ."
    assert list(parse(text)) == list(parse(text))


def test_implied_terms_stand_where_the_punctuation_stands() -> None:
    text = "<urn:s> <urn:p> ( 1 [ ] )."
    shown = [
        (str(quad.predicate), text[slice(*quad.predicate_at)], text[slice(*quad.object_at)])
        for quad in parse(text)
    ]
    first, rest = str(RDF["first"]), str(RDF["rest"])
    assert shown == [
        (first, "1", "1"),
        (rest, "[ ]", "[ ]"),
        (first, "[ ]", "[ ]"),
        (rest, ")", ")"),
        ("<urn:p>", "<urn:p>", "("),
    ]


@pytest.mark.parametrize("opening", ["(", "[ <urn:p> "])
def test_brackets_nest_64_deep_and_no_deeper(opening: str) -> None:
    closing = ")" if opening == "(" else "]"
    list(parse(f"<urn:s> <urn:p> {opening * 64} 1 {closing * 64} ."))
    with pytest.raises(TurtleSyntaxError, match="nested deeper than 64"):
        list(parse(f"<urn:s> <urn:p> {opening * 100_000}"))


@pytest.mark.parametrize(
    "text",
    [
        "a " * 500_000,
        "." * 1_000_000,
        "#" * 1_000_000,
        "# x\n" * 250_000,
        '"' * 1_000_001,
        '<urn:s> <urn:p> """' + '""a' * 300_000,
        "<urn:s> <urn:p> '" + r"\n" * 500_000,
        "<" + "a" * 1_000_000,
        "a." * 500_000,
        "_:a." * 250_000,
        ":" * 1_000_000,
        "%41" * 300_000,
        "1" * 1_000_000,
        "1." * 500_000,
        "\n" * 1_000_000,
        "<urn:s> <urn:p> <urn:o> " + ";" * 300_000,
        "<urn:s> <urn:p> " + "_:b0x1, " * 60_000,
        "@" * 1_000_000,
        "@a-" * 300_000,
    ],
    ids=lambda text: f"{text[:24]!r}",
)
def test_no_text_of_a_megabyte_takes_long(text: str) -> None:
    started = time.process_time()
    for syntax in Format:
        ours(text, syntax)
    assert time.process_time() - started < 20


def test_a_part_of_a_text_can_be_left_unread() -> None:
    quads = parse("<urn:s> <urn:p> 1 . broken")
    assert next(quads).object_at == (16, 17)
    with pytest.raises(TurtleSyntaxError):
        next(quads)
