from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from turtle_texts import GOOD_TURTLE, edited

from kgtools.turtle.check import syntax_errors
from kgtools.turtle.located import Format
from kgtools.turtle.parse import parse
from kgtools.turtle.syntax import TurtleSyntaxError

ERRORS = sorted((Path(__file__).parent / "errors").glob("*.ttl"))
GOOD = "ex:good\n    a ex:C ;\n    ex:p 1.5 ; # a comment.\n.\n\n"
HEAD = "PREFIX ex: <https://example.org/>\n\n"


def found(text: str) -> list[str]:
    return [f"{error.diagnostic.code} {error.location}" for error in syntax_errors(text, file="x")]


@settings(max_examples=400, deadline=None)
@given(edited(st.sampled_from(GOOD_TURTLE)))
def test_the_first_error_is_that_of_the_parser_and_a_good_text_has_none(text: str) -> None:
    errors = syntax_errors(text, base="urn:x:")
    first = None
    try:
        list(parse(text, base="urn:x:"))
    except TurtleSyntaxError as error:
        first = error.diagnostic
    assert [error.diagnostic for error in errors[:1]] == ([first] if first else [])


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_one_mistake_is_one_error_though_good_blocks_stand_around_it(path: Path) -> None:
    mistake = path.read_text().removeprefix(HEAD)
    text = HEAD + GOOD + mistake + ("" if mistake.endswith("\n") else "\n") + GOOD + GOOD
    errors = syntax_errors(text)
    assert errors
    assert len(errors) <= 2, [str(error) for error in errors]


@settings(max_examples=400, deadline=None)
@given(edited(st.sampled_from(GOOD_TURTLE)))
def test_lines_that_are_known_to_be_good_change_nothing(text: str) -> None:
    first = syntax_errors(text, base="urn:x:", limit=1)
    good = (first[0].location.line or 1) - 1 if first and first[0].location else 0
    again = syntax_errors(text, base="urn:x:", limit=1, good_lines=good)
    assert [error.diagnostic for error in again] == [error.diagnostic for error in first]


def test_every_broken_block_is_reported() -> None:
    text = (
        f"{HEAD}{GOOD}ex:a\n    ex:p , 1 ;\n.\n\n{GOOD}"
        f'ex:b\n    ex:p "open ;\n    ex:q 1 ;\n.\n\n{GOOD}'
        f"ex:c\n    ex:p 1 ;\n\n{GOOD}"
        f"ex:d\n    exx:p 1 ;\n    exx:q <a b> ;\n.\n"
    )
    assert found(text) == ["KG001 x:9:10", "KG001 x:18:10", "KG003 x:28:12", "KG002 x:36:5", "KG004 x:37:13"]


def test_an_undeclared_prefix_is_reported_once() -> None:
    assert found("a:x b:y c:z .\na:x a:y a:z .") == ["KG002 x:1:1", "KG002 x:1:5", "KG002 x:1:9"]


def test_the_number_of_errors_is_limited() -> None:
    text = HEAD + "ex:a ex:p , 1 .\n" * 100
    assert len(syntax_errors(text)) == 50
    assert len(syntax_errors(text, limit=3)) == 3


def test_other_formats_are_read_up_to_the_first_error() -> None:
    assert [str(error.location) for error in syntax_errors("{ , }", syntax=Format.TRIG)] == ["<text>:1:3"]
    assert not syntax_errors("<urn:a> <urn:b> _:c .", syntax=Format.N_TRIPLES)


def test_half_a_character_is_an_error() -> None:
    assert found("\n\ud800") == ["KG006 x:2:1"]


@pytest.mark.parametrize(
    "text", ["ex:a ex:p , 1 .\n" * 60_000, "# a.\n" * 200_000 + ",", ", a.\n" + "# b.\n" * 200_000]
)
def test_many_errors_take_no_time(text: str) -> None:
    started = time.process_time()
    syntax_errors(HEAD + text)
    assert time.process_time() - started < 10
