from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest

from kgtools import __version__
from kgtools.cli import main
from kgtools.errors import InputError, Location, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Left(BaseException):
    """The process would have ended."""


@pytest.fixture
def leave(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Return a function that calls ``main`` with arguments and gives the exit code."""
    codes: list[int] = []

    def record(code: int) -> None:
        codes.append(code)
        raise Left

    monkeypatch.setattr(main, "_leave", record)

    def run(*args: str) -> int:
        monkeypatch.setattr(sys, "argv", ["kg", *args])
        with pytest.raises(Left):
            main.main()
        return codes[-1]

    return run


def test_help_lists_every_command(kg: Callable[..., Any]) -> None:
    found = kg("--help")
    assert found.code == 0
    assert all(f"  {name} " in found.out for name in main.COMMANDS)


def test_the_version(kg: Callable[..., Any]) -> None:
    assert kg("--version").out == f"kg, version {__version__}\n"


@pytest.mark.parametrize("name", main.COMMANDS)
def test_each_command_is_importable_under_its_name(name: str) -> None:
    context = click.Context(main.kg)
    command = main.kg.get_command(context, name)  # type: ignore[attr-defined]
    assert isinstance(command, click.Command)


def test_commands_are_imported_when_asked_for_only(
    monkeypatch: pytest.MonkeyPatch, kg: Callable[..., Any]
) -> None:
    def fail(name: str) -> None:
        raise AssertionError(f"{name} was imported")

    monkeypatch.setattr(main, "import_module", fail)
    assert kg("--help").code == 0
    assert kg("nope").code == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("qurey", "No such command 'qurey'. Did you mean 'query'?"),
        ("zzz", "No such command 'zzz'."),
        ("CHECK", "No such command 'CHECK'. Did you mean 'check'?"),
        ("help", "No such command 'help'. Did you mean 'kg --help'?"),
        ("stances", "No such command 'stances'. Did you mean 'kg query stances'?"),
    ],
)
def test_an_unknown_command_gets_a_suggestion(kg: Callable[..., Any], name: str, said: str) -> None:
    found = kg(name)
    assert found.code == 2
    assert found.err.rstrip().endswith(said)


def test_the_folder_stands_before_the_command(
    leave: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert leave("check", "-C", ".") == 2
    assert capsys.readouterr().err.endswith("  = help: it stands before the command: kg -C DIR COMMAND\n")


def test_a_folder_may_be_named(kg: Callable[..., Any], folder: Path) -> None:
    assert "orchestra" in kg("-C", folder, "stats").out


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--version"], 0),
        (["nope"], 2),
        (["-C", "/", "stats"], 3),
        (["query"], 2),
        (["stats", "--by", "moon"], 2),
    ],
)
def test_the_exit_code(leave: Callable[..., int], args: list[str], code: int) -> None:
    assert leave(*args) == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 130),
        (click.Abort(), 130),
        (BrokenPipeError(), 141),
        (UsageError("x"), 2),
        (InputError("x"), 3),
    ],
)
def test_what_ends_a_command(
    leave: Callable[..., int], monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(main.kg, "main", fail)
    monkeypatch.setattr(main.os, "dup2", lambda *_: None)
    assert leave("stats") == code


@pytest.mark.parametrize(("is_terminal", "written"), [(True, "\r\x1b[K\x1b[?25h"), (False, "")])
def test_an_interrupt_takes_a_bar_away_and_shows_the_cursor(
    leave: Callable[..., int], monkeypatch: pytest.MonkeyPatch, is_terminal: bool, written: str
) -> None:
    def fail(**_: object) -> None:
        raise KeyboardInterrupt

    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: is_terminal)
    monkeypatch.setattr(main.kg, "main", fail)
    monkeypatch.setattr(main.sys, "__stderr__", stream)
    monkeypatch.setenv("TERM", "xterm")
    leave("stats")
    assert stream.getvalue() == written


def test_an_error_is_reported_with_place_code_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    main.report(InputError("wrong \x1b[31m", hint="do better", location=Location("a\x07.ttl", 3, 1)))
    assert capsys.readouterr().err == (
        "a\\u0007.ttl:3:1: error[KG903]: wrong \\u001b[31m\n  = help: do better\n"
    )


def test_an_error_without_place_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    main.report(UsageError("wrong"))
    assert capsys.readouterr().err == "error[KG901]: wrong\n"
