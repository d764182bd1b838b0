from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import click
import pytest

from kgtools.cli.export import command as export_command
from kgtools.export import Format

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgtools.graph import Graph


@pytest.fixture
def export(kg: Callable[..., Any], graph: Graph) -> Callable[..., Any]:
    return lambda *args: kg("-C", graph.project.root, "export", *args)


def test_a_zip_file_is_not_printed_on_a_terminal(
    kg: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgtools.cli.options.is_terminal", lambda: True)
    found = kg("-C", folder, "export", "neo4j")
    assert (found.code, found.out) == (2, "")
    assert "write it with -o graph.zip" in found.err


@pytest.mark.parametrize("form", [str(form) for form in Format])
def test_every_format_goes_to_standard_output_or_a_file(
    export: Callable[..., Any], tmp_path: Path, form: str
) -> None:
    found = export(form)
    assert found.code == 0, found.err
    assert found.out
    target = tmp_path / "graph"
    assert export(form, "-o", target).code == 0
    if zipfile.is_zipfile(target):  # a folder of tables
        with zipfile.ZipFile(target) as folder:
            assert any(b"Ada Brook" in folder.read(name) for name in folder.namelist())
    else:
        assert "Ada Brook" in found.out
        assert "Ada Brook" in target.read_text(encoding="utf-8")


def test_an_existing_file_is_replaced_on_request_only(export: Callable[..., Any], tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("mine")
    found = export("ttl", "-o", target)
    assert (found.code, target.read_text()) == (3, "mine")
    assert "there is already a file" in found.err
    assert export("ttl", "-o", target, "--force").code == 0
    assert target.read_text() != "mine"


def test_an_unknown_format_is_refused(export: Callable[..., Any]) -> None:
    found = export("xlsx")
    assert (found.code, found.out) == (2, "")


def test_an_unknown_profile_is_refused(export: Callable[..., Any]) -> None:
    assert export("graphml", "--profile", "nope").code == 2


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("ttl", "--as-of", "2020-01-01"), "--as-of is an option of graph formats, and ttl is none of them"),
        (("nq", "--status", "accepted"), "--status is an option of graph formats, and nq is none of them"),
        (("gexf", "--derived"), "--derived is an option of RDF formats, and gexf is none of them"),
    ],
)
def test_no_option_is_passed_over(
    kg: Callable[..., Any], folder: Path, args: tuple[str, ...], said: str
) -> None:
    done = kg("-C", folder, "export", *args)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    "args", [("show", "Ada Brook"), ("path", "Ada Brook", "Ben Field"), ("export", "gexf")]
)
def test_a_day_in_a_project_without_dates_is_refused(
    kg: Callable[..., Any], folder: Path, args: tuple[str, ...]
) -> None:
    text = (folder / "kg.toml").read_text()
    start, end = text.index("[[time]]"), text.index("[bounds]")
    (folder / "kg.toml").write_text(text[:start] + text[end:])
    done = kg("-C", folder, *args, "--as-of", "2020-01-01")
    assert (done.code, done.out) == (2, "")
    assert "this project does not say when things hold" in done.err


def test_the_shell_completes_formats() -> None:
    context = click.Context(export_command)
    assert [item.value for item in export_command.params[0].shell_complete(context, "g")] == [
        "graphml",
        "gexf",
    ]
