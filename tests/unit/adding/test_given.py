"""Facts as somebody gives them: a file or the text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.graph import Graph

FACT = "<https://example.org/id/person-eve> a <https://example.org/terms/Person> ."


def test_a_file_may_be_given_by_its_name_or_as_a_text(graph: Graph, tmp_path: Path) -> None:
    file = tmp_path / "eve.ttl"
    file.write_text(FACT)
    facts = {graph.offer(each).facts for each in (file, str(file), FACT, FACT.encode())}
    assert len(facts) == 1


@pytest.mark.parametrize("name", ["none.ttl", "data/none.csv", "../none.jsonld"])
def test_a_text_that_reads_like_the_name_of_a_file_is_one_that_is_missing(graph: Graph, name: str) -> None:
    with pytest.raises(InputError, match=f"'{name}' cannot be read: No such file or directory"):
        graph.offer(name)


def test_a_short_text_is_no_file(graph: Graph) -> None:
    assert len(graph.offer("<x:a><x:b><x:c.ttl>.").facts) == 1


def test_an_unknown_format_is_refused_with_those_that_are_known(graph: Graph) -> None:
    with pytest.raises(UsageError, match="'the text' is in an unknown format 'yaml'") as caught:
        graph.offer(FACT, "yaml")
    assert "csv" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("a.xlsx", "a.xlsx' is a spreadsheet", "save the sheet as CSV in UTF-8"),
        ("folder", "folder' is a folder", "name the files in it"),
    ],
)
def test_a_spreadsheet_or_a_folder_is_said_to_be_one(
    graph: Graph, tmp_path: Path, name: str, message: str, hint: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=message) as caught:
        graph.offer(tmp_path / name)
    assert caught.value.hint == hint


def test_a_file_whose_name_tells_no_format_is_said_to_tell_none(graph: Graph, tmp_path: Path) -> None:
    (tmp_path / "facts").write_text(FACT)
    with pytest.raises(UsageError, match="facts' does not end with a format"):
        graph.offer(tmp_path / "facts")
    assert len(graph.offer(tmp_path / "facts", "ttl").facts) == 1
