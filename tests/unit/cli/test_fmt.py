from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LOOSE = "@prefix ex: <https://example.org/> . ex:a ex:p 2, 1.50 . # kept\n"
NEAT = "PREFIX ex: <https://example.org/>\n\nex:a\n    ex:p 1.50 ;\n    ex:p 2 ;\n. # kept\n"


@pytest.fixture
def facts(folder: Path) -> Path:
    path = folder / "data" / "loose.ttl"
    path.write_text(LOOSE, encoding="utf-8")
    return path


def test_a_file_gets_its_layout_once(kg: Callable[..., Any], folder: Path, facts: Path) -> None:
    assert kg("-C", folder, "fmt", facts).code == 0
    assert sorted(facts.read_text(encoding="utf-8").split()) == sorted(NEAT.split())
    again = kg("-C", folder, "fmt", facts)
    assert again.err == "1 file, 0 changed\n"
    assert again.out == ""


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_looking_writes_nothing(kg: Callable[..., Any], folder: Path, facts: Path, option: str) -> None:
    found = kg("-C", folder, "fmt", option, facts)
    assert found.code == 1
    assert "data/loose.ttl" in found.out
    assert facts.read_text(encoding="utf-8") == LOOSE


def test_the_whole_project_is_the_default(kg: Callable[..., Any], folder: Path, facts: Path) -> None:
    kg("-C", folder, "fmt")
    assert "PREFIX" in facts.read_text(encoding="utf-8")
    assert kg("-C", folder, "fmt", "--check").code == 0


def test_a_broken_file_is_left_alone(kg: Callable[..., Any], folder: Path, facts: Path) -> None:
    facts.write_text("PREFIX ex: <https://example.org/>\nex:a ex:p", encoding="utf-8")
    found = kg("-C", folder, "fmt", facts)
    assert found.code == 3
    assert "data/loose.ttl:2:" in found.err
    assert facts.read_text(encoding="utf-8").endswith("ex:p")


def test_the_repository_is_formatted(kg: Callable[..., Any], root: Path) -> None:
    found = kg("-C", root, "fmt", "--check")
    assert (found.code, found.out) == (0, "")


def test_standard_input_is_printed_in_its_layout(kg: Callable[..., Any]) -> None:
    assert kg("fmt", "--check", "-", stdin="<x:b> <x:p> 1 .").out == "standard input is not formatted\n"
    diff = kg("fmt", "--diff", "-", stdin="<x:b> <x:p> 1 .")
    assert diff.code == 1
    assert diff.out.splitlines()[3:] == [
        "-<x:b> <x:p> 1 .",
        "\\ No newline at end of file",
        "+<x:b>",
        "+    <x:p> 1 ;",
        "+.",
    ]
    good = kg("fmt", "-", stdin="<x:b> <x:p> 1 .").out
    assert (kg("fmt", "--check", "-", stdin=good).code, kg("fmt", "--check", "-", stdin=good).out) == (0, "")
    done = kg("fmt", "--sort", "-", stdin="<x:b> <x:p> 1 . <x:a> <x:p> 1 .")
    assert (done.code, done.out.split()) == (0, "<x:a> <x:p> 1 ; . <x:b> <x:p> 1 ; .".split())
    assert "standard input:1:" in kg("fmt", "-", stdin="<x:b> <x:p>").err


def test_files_that_are_no_turtle_are_not_passed_over_in_silence(
    kg: Callable[..., Any], folder: Path
) -> None:
    done = kg("-C", folder, "fmt", "--check", folder / "kg.toml")
    assert (done.code, done.out) == (2, "")
    assert "nothing here is Turtle" in done.err
