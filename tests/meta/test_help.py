"""Every command and every option explains itself, and the examples in the help are real."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import click
import pytest

from kgtools.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group) and name != "kg query":  # its commands are the named queries
        context = click.Context(command)
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            assert found is not None
            yield from _commands(found, f"{name} {each}")


COMMANDS = dict(_commands(main.kg, "kg"))
OPTIONS = [
    pytest.param(name, parameter, id=f"{name} {parameter.opts[0]}")
    for name, command in COMMANDS.items()
    for parameter in command.params
    if isinstance(parameter, click.Option)
]
EXAMPLES = [
    pytest.param(line.strip(), id=f"{name}: {line.strip()}")
    for name, command in COMMANDS.items()
    for line in (command.help or "").partition("Examples:")[2].splitlines()
    if line.strip().startswith("kg ")
]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_help_text(name: str) -> None:
    first = (COMMANDS[name].help or "").partition("\n")[0]
    assert first
    assert first[0].isupper()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_an_example(name: str) -> None:
    examples = (COMMANDS[name].help or "").partition("Examples:")[2].splitlines()
    assert any(name in line for line in examples)


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_an_option_has_a_help_text(name: str, option: click.Option) -> None:
    assert option.help, name
    assert option.help.rstrip(")").endswith((".", "]"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_is_shown(name: str) -> None:
    context = click.Context(COMMANDS[name], info_name=name)
    if name != "kg query":
        assert name in COMMANDS[name].get_help(context)


def test_the_list_of_commands_is_short_and_sorted() -> None:
    assert list(main.COMMANDS) == sorted(main.COMMANDS)
    assert all(len(text) < 70 for text in main.COMMANDS.values())


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_is_a_command_with_options_of_its_own(line: str) -> None:
    for part in line.split(" && "):
        words = shlex.split(part.partition("#")[0])
        if words[0] != "kg":
            continue
        name = next(
            (" ".join(words[:length]) for length in (3, 2, 1) if " ".join(words[:length]) in COMMANDS), ""
        )
        known = {option for parameter in COMMANDS[name].params for option in parameter.opts}
        given = [word for word in words if re.match("--?[a-z]", word)]
        # The parameters of a named query are options of that query.
        assert name == "kg query" or set(given) <= known | {"--help"}


def test_words_are_not_cut_in_the_help() -> None:
    for name, command in COMMANDS.items():
        if name != "kg query":
            shown = command.get_help(click.Context(command, info_name=name, terminal_width=80))
            assert "…" not in shown
            assert "\b" not in shown
