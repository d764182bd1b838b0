from __future__ import annotations

import re

import pytest

from kgtools import errors
from kgtools.errors import KgError, Location

TREE = [cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, KgError)]


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        (Location("a.ttl"), "a.ttl"),
        (Location("a.ttl", 3), "a.ttl:3"),
        (Location("a.ttl", 3, 1), "a.ttl:3:1"),
    ],
)
def test_a_location_shows_what_is_known(location: Location, shown: str) -> None:
    assert str(location) == shown


def test_an_error_shows_its_place_before_its_message() -> None:
    error = KgError("no such thing", location=Location("a.ttl", 3, 1), hint="look elsewhere")
    assert str(error) == "a.ttl:3:1: no such thing"
    assert (error.message, error.hint, str(error.location)) == (
        "no such thing",
        "look elsewhere",
        "a.ttl:3:1",
    )


def test_an_error_without_a_place_shows_its_message_alone() -> None:
    assert str(KgError("no such thing")) == "no such thing"


def test_a_code_of_its_own_wins_over_that_of_the_class() -> None:
    assert errors.InputError("x", code="KG001").code == "KG001"
    assert errors.InputError("x").code == "KG903"


@pytest.mark.parametrize("cls", TREE, ids=lambda cls: cls.__name__)
def test_the_tree_is_drawn_with_its_exit_codes(cls: type[KgError]) -> None:
    drawn = dict(re.findall(r"(\w+Error) +(\d)", errors.__doc__ or ""))
    assert drawn[cls.__name__] == str(cls.exit_code)


def test_codes_are_distinct() -> None:
    assert len({cls.code for cls in TREE}) == len(TREE)


def test_a_traceback_shows_what_to_do() -> None:
    assert KgError("no such thing", hint="look elsewhere").__notes__ == ["help: look elsewhere"]
    assert not hasattr(KgError("no such thing"), "__notes__")
