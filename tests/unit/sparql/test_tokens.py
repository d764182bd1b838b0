from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.errors import Location, UsageError
from kgtools.sparql.tokens import Token, decode_escapes, place, tokens
from strategies import terms as any_terms

if TYPE_CHECKING:
    from kgtools.terms import Term

# Pieces that are one token each, and remain so beside white space.
PIECES = [
    "SELECT",
    "a",
    "?x",
    "$x",
    "<urn:a>",
    "<a#b>",
    "ex:a",
    "ex:",
    ":a",
    ":",
    "ex:a.b",
    "ex:a:b",
    "ex:%41\\~",
    "müller:größe",
    "_:b1",
    '"a"',
    "'a'",
    '"a # no comment"',
    '"\\""',
    '"""a"b""c"""',
    "'''a'b\n'''",
    "@en-GB",
    "12",
    "1.5",
    ".5",
    "1e10",
    "1.5E-3",
    "^^",
    "&&",
    "||",
    "!=",
    "<=",
    ">=",
    *"{}()[].;,=<>!*/+-|^?",
]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ASK { ?s a <urn:c> }", ["word", "mark", "variable", "word", "iri", "mark"]),
        ("ex:a _:b 'x'@en \"y\"^^ex:t", ["name", "blank", "string", "language", "string", "mark", "name"]),
        ("1 1.5 1e3", ["number"] * 3),
        ("?a<?b && ?c>?d", ["variable", "mark", "variable", "mark", "variable", "mark", "variable"]),
        ("ex:a.", ["name", "mark"]),
        ("?x.", ["variable", "mark"]),
        ("# only a comment", []),
        ("", []),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokens(text)] == kinds


@given(st.lists(st.sampled_from(PIECES)), st.sampled_from([" ", "\n", "\t", " # comment ?x <\n"]))
def test_pieces_come_back(pieces: list[str], space: str) -> None:
    assert [token.text for token in tokens(space.join(pieces))] == pieces


@given(st.text(alphabet="SELECT?$x{}()<>\"'\\#:._@^&|!=0123456789-+*/ \n\r\té", max_size=60))
def test_tokens_cover_the_text_but_for_space_and_comments(text: str) -> None:
    try:
        found = tokens(text)
    except UsageError as error:
        assert error.location is not None
        return
    position = 0
    for token in found:
        assert text[token.start : token.end] == token.text
        gap = text[position : token.start]
        assert not gap.strip() or "#" in gap
        position = token.end
    assert not text[position:].strip() or "#" in text[position:]


@given(any_terms)
def test_a_serialised_term_keeps_its_value_in_one_token(term: Term) -> None:
    found = tokens(str(term))
    assert found[0].kind in ("iri", "string")
    assert len(found) <= 3


def test_a_character_that_begins_no_token_is_refused_with_its_place() -> None:
    with pytest.raises(UsageError, match="unexpected character '§'") as caught:
        tokens("ASK {\n  § }", name="x.rq")
    assert caught.value.location == Location("x.rq", 2, 3)


@pytest.mark.parametrize("text", ['"open', "'open", '"a\nb"', "\x00", "\\"])
def test_what_is_no_token(text: str) -> None:
    with pytest.raises(UsageError, match="unexpected character"):
        tokens(text)


def test_an_iri_with_a_space_is_none() -> None:
    assert [token.kind for token in tokens("<urn: a>")] == ["mark", "name", "word", "mark"]


def test_words_and_marks_know_themselves() -> None:
    assert Token("word", "select", 0).is_word("SELECT", "ASK")
    assert not Token("string", "select", 0).is_word("SELECT")
    assert Token("mark", "{", 0).is_mark("{")
    assert not Token("string", "{", 0).is_mark("{")
    assert Token("word", "ASK", 5).end == 8


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("SELECT ?\\u0078", "SELECT ?x"),
        ("\\U0001F600", "😀"),
        ("S\\u0045RVICE", "SERVICE"),
        ("no escape", "no escape"),
        ("\\u12", "\\u12"),
        ('"C:\\\\u0041"', '"C:\\\\u0041"'),
        ('"\\\\\\u0041"', '"\\\\A"'),
    ],
)
def test_escapes_are_decoded_before_anything_is_judged(text: str, decoded: str) -> None:
    assert decode_escapes(text) == decoded


@pytest.mark.parametrize("text", ["a\\uD800", "a\\U00110000", "a\\UFFFFFFFF"])
def test_an_escape_that_is_no_character_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no character") as caught:
        decode_escapes(text)
    assert caught.value.location == Location("query", 1, 2)


@pytest.mark.parametrize(
    ("offset", "line", "column"), [(0, 1, 1), (2, 1, 3), (3, 2, 1), (5, 2, 3), (6, 3, 1)]
)
def test_place(offset: int, line: int, column: int) -> None:
    assert place("ab\ncd\n", offset, "q") == Location("q", line, column)
