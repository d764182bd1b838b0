"""``kg fmt``: Turtle in its one layout."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgtools import gate
from kgtools import project as projects
from kgtools.cli import options
from kgtools.diagnostics.text import count
from kgtools.errors import UsageError
from kgtools.turtle.write import format_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.project import Project

SUFFIX = ".ttl"
STDIN = Path("-")
_GIVEN = "standard input"
_NO_END = "\\ No newline at end of file"  # as diff and git say it


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("--sort", is_flag=True, help="Put the descriptions in the order of their subjects.")
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], check: bool, diff: bool, sort: bool) -> None:
    """Write the project's Turtle files, or FILES, in one stable layout.

    One line per triple, comments kept, literals as written. The graph stays the same: that is
    proven before a file is written, and the file is replaced whole or not at all. With - for FILES,
    standard input is printed in that layout, or looked at with --check and --diff.

    \b
    Examples:
      kg fmt
      kg fmt --check data/events
      kg fmt --diff facts.ttl
      kg fmt --sort - < facts.ttl
    """
    if files == (STDIN,):
        old = gate.clean(sys.stdin.buffer.read(), name=_GIVEN, syntax=gate.FORMATS[SUFFIX]).decode()
        new = format_turtle(old, sort=sort, file=_GIVEN)
        if check or diff:
            _tell(_GIVEN, old, new, diff=diff)
            ctx.exit(1 if new != old else 0)
        options.emit(new)
        ctx.exit(0)
    project = projects.load(projects.locate(options.directory(ctx)) if files else options.own_root(ctx))
    chosen = [path for path in _paths(project, files) if path.suffix.lower() == SUFFIX]
    if files and not chosen:
        raise UsageError(
            "nothing here is Turtle, which alone has this layout", hint=f"files that end in {SUFFIX}"
        )
    changed = 0
    for path, old, new in _formatted(project, chosen, sort=sort):
        changed += 1
        name = project.relative(path)
        if check or diff:
            _tell(name, old, new, diff=diff)
        else:
            options.emit(new, path)
            click.echo(f"formatted {name}")
    click.echo(
        f"{count(len(chosen), 'file')}, {changed} {'to change' if check or diff else 'changed'}", err=True
    )
    ctx.exit(1 if changed and (check or diff) else 0)


def _tell(name: str, old: str, new: str, *, diff: bool) -> None:
    """Print what would change in a text, or that something would."""
    if diff:
        lines = difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, name)  # noqa: FBT003
        sys.stdout.writelines(line if line.endswith("\n") else f"{line}\n{_NO_END}\n" for line in lines)
    elif new != old:
        click.echo(f"{name} is not formatted")


def _paths(project: Project, files: tuple[Path, ...]) -> Iterable[Path]:
    if files:
        return projects.existing(files)
    return (*project.ontology_files, *project.shape_files, *project.data_files)


def _formatted(project: Project, paths: Iterable[Path], *, sort: bool) -> Iterator[tuple[Path, str, str]]:
    """Yield the files whose layout differs: path, text as it is, text as it should be."""
    for path in paths:
        name = project.relative(path)
        new = format_turtle(gate.read(path, name=name).decode(), sort=sort, file=name)
        old = path.read_bytes().decode()
        if new != old:
            yield path, old, new
