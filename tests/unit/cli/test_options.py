from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click
import pytest

from kgtools.cli import options
from kgtools.cli.grid import GridFormat
from kgtools.errors import UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_day() -> None:
    day = date(2018, 6, 12)
    assert options.Day().convert("2018-06-12", None, None) == day
    assert options.Day().convert(day, None, None) == day  # type: ignore[arg-type]
    with pytest.raises(click.BadParameter, match="write it like 2018-06-12"):
        options.Day().convert("12.6.2018", None, None)


@pytest.mark.parametrize("text", ["über\n", b"\xff\x00"])
def test_text_goes_to_a_file_whole(tmp_path: Path, text: str | bytes) -> None:
    options.emit(text, tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == (text.encode() if isinstance(text, str) else text)


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a"
    options.emit("one", target)
    options.emit("two", target)
    assert target.read_text() == "two"


@pytest.mark.parametrize(
    "command",
    [("fmt",), ("check", "--fix"), ("queries", "new", "zzz"), ("diff",), ("add", "-"), ("diff", "HEAD~1")],
)
def test_outside_a_project_nothing_is_written_into_the_bundled_one(
    kg: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kg(*command)
    assert (done.code, done.out) == (2, "")
    assert "neither this folder nor one above is a project\n  = help: kg init DIR makes a project" in done.err


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="No such file or directory"):
        options.emit("x", tmp_path / "none" / "a")


def test_a_format_by_name() -> None:
    assert options.one_of(GridFormat, "csv") is GridFormat.CSV
    assert options.one_of(GridFormat, None) is None
    with pytest.raises(UsageError, match="unknown format 'xls'") as caught:
        options.one_of(GridFormat, "xls")
    assert caught.value.hint == "one of: table csv json"
