from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.graph import Graph


@pytest.fixture
def find(kg: Callable[..., Any], graph: Graph) -> Callable[..., Any]:
    return lambda *args: kg("-C", graph.project.root, "find", *args)


def test_things_by_name(find: Callable[..., Any]) -> None:
    found = find("harbour strings")
    assert found.code == 0
    assert found.out.splitlines()[:2] == [
        "name,class,iri,score",
        "Harbour Strings,Group,id:group-strings,100",
    ]


def test_as_json(find: Callable[..., Any]) -> None:
    first = json.loads(find("fiddlers", "-f", "json").out)[0]
    assert first == {"name": "Fiddlers", "class": "Group", "iri": "id:group-strings", "score": "100"}


def test_a_limit(find: Callable[..., Any]) -> None:
    assert len(find("harbour", "--limit", "1").out.splitlines()) == 2


def test_nothing_found_exits_1_and_says_so(find: Callable[..., Any]) -> None:
    found = find("qqqq", "--class", "Person")
    assert (found.code, found.out) == (1, "name,class,iri,score\n")
    assert found.err == "no name among Person resembles 'qqqq'\n"


def test_a_language_that_no_label_has_is_told(find: Callable[..., Any]) -> None:
    found = find("ada", "--lang", "kr")
    assert found.code == 0
    assert found.err == "note: no label has the language 'kr'\n  = help: kg.toml names en, de\n"
    assert find("ada", "--lang", "de").err == ""


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("x", "-f", "xls"), "unknown format 'xls'"),
        (("x", "--limit", "0"), "--limit"),
        ((), "Missing argument"),
        (("x", "--lang", "ko kr"), "'ko kr' is no language tag; write it like ko"),
    ],
)
def test_what_is_refused(find: Callable[..., Any], args: tuple[str, ...], said: str) -> None:
    found = find(*args)
    assert found.code == 2
    assert said in found.err
