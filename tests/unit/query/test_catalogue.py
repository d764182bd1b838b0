from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from kgtools.errors import InputError, UsageError
from kgtools.query import header
from kgtools.query.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def queries(folder: Path) -> Path:
    return folder / "queries"


def test_names_are_the_stems_sorted(queries: Path) -> None:
    (queries / "notes.txt").touch()
    assert Catalogue(queries).names == ["any-concert", "engagement-graph", "engagements", "fees"]
    assert [spec.name for spec in Catalogue(queries)] == Catalogue(queries).names


def test_a_folder_that_is_not_there_holds_no_queries(tmp_path: Path) -> None:
    assert Catalogue(tmp_path / "none").names == []


@pytest.mark.parametrize("name", ["any-concert", "any_concert"])
def test_underscores_count_as_dashes(queries: Path, name: str) -> None:
    assert Catalogue(queries).get(name).name == "any-concert"


def test_a_name_with_underscores_is_found_as_it_is(queries: Path) -> None:
    (queries / "a_b.rq").write_text("ASK {}")
    assert Catalogue(queries).get("a_b").path == queries / "a_b.rq"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("engagement", "did you mean engagements, engagement-graph?"),
        ("zzz", "see 'kg queries ls'"),
        ("../kg", "see 'kg queries ls'"),
        ("", "see 'kg queries ls'"),
        ("Fees", "did you mean fees?"),
        ("a\0b", "see 'kg queries ls'"),
        ("a" * 300, "see 'kg queries ls'"),
    ],
)
def test_an_unknown_name_gets_suggestions(queries: Path, name: str, hint: str) -> None:
    with pytest.raises(UsageError, match="there is no query called") as caught:
        Catalogue(queries).get(name)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "no such file"),
        (b"ASK {} # \xff", "not valid UTF-8"),
        (b"ASK {} # \x00", r"control character U\+0000"),
        (b"<<<<<<< ours\nASK {}", "merge-conflict marker"),
        (b"#+ a: [\n", "no YAML"),
    ],
)
def test_a_file_that_is_no_query_is_refused(tmp_path: Path, data: bytes | None, message: str) -> None:
    path = tmp_path / "x.rq"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        Catalogue(tmp_path).read(path)
    assert caught.value.location is not None
    assert caught.value.location.file == str(path)


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.rq")
    with pytest.raises(InputError, match="not a regular file"):
        Catalogue(tmp_path).read(tmp_path / "x.rq")


def test_a_byte_order_mark_is_no_part_of_the_query(tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"\xef\xbb\xbf#+ summary: S\nASK {}")
    assert Catalogue(tmp_path).get("x").summary == "S"


def test_a_file_whose_name_is_none_for_a_query_is_pointed_at(queries: Path) -> None:
    (queries / "Who met whom.rq").write_text("ASK {}")
    with pytest.raises(InputError, match="'Who met whom' is no name for a query") as caught:
        list(Catalogue(queries))
    assert caught.value.location is not None
    assert caught.value.location.file == str(queries / "Who met whom.rq")


def test_headers_are_kept_so_that_yaml_is_read_after_an_edit_only(
    queries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = queries.parent / ".kg" / "cache" / "headers.json"
    first = Catalogue(queries, cache).get("engagements")
    assert "engagements.rq" in json.loads(cache.read_text())

    def fail(*_: object) -> None:
        raise AssertionError("YAML was read")

    monkeypatch.setattr(header, "parse", fail)
    assert Catalogue(queries, cache).get("engagements") == first
    (queries / "engagements.rq").write_text("#+ summary: Edited\nASK {}")
    with pytest.raises(AssertionError, match="YAML was read"):
        Catalogue(queries, cache).get("engagements")


@pytest.mark.parametrize(
    "kept", ["", "[]", "{", "null", "\x00\xff", '{"fees.rq": []}', '{"fees.rq": {}}', '{"fees.rq": ["x", 1]}']
)
def test_a_damaged_cache_costs_time_only(queries: Path, kept: str) -> None:
    cache = queries.parent / "headers.json"
    cache.write_text(kept)
    assert Catalogue(queries, cache).get("fees").summary == "Fees of at least an amount"
    assert "fees.rq" in json.loads(cache.read_text())


def test_a_cache_that_cannot_be_written_costs_time_only(queries: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    catalogue = Catalogue(queries, tmp_path / "file" / "headers.json")
    assert [spec.name for spec in catalogue] == catalogue.names
