"""``kg init``: a new project that passes its own check."""

from __future__ import annotations

import json
import re
import shlex
from importlib.resources import as_file, files
from pathlib import Path

import click

from kgtools.cli.options import emit, remark
from kgtools.errors import UsageError, WriteError
from kgtools.gate import FORMATS
from kgtools.project import FILE, find


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path))
@click.option(
    "--base",
    default="https://example.org/id/",
    show_default=True,
    metavar="IRI",
    help="Namespace of the new project's entities; ends in / or #.",
)
def command(directory: Path, base: str) -> None:
    """Make a new project in DIRECTORY: terms, a shape, facts and a query to start from.

    Nothing that exists is touched.

    \b
    Examples:
      kg init my-graph --base https://example.org/my-graph/
      cd my-graph && kg check && kg query books
    """
    if not base.startswith(("http://", "https://")) or base[-1] not in "/#" or set(base) & set(' <>"{}|\\^`'):
        raise UsageError(
            f"'{base}' is no namespace",
            hint="an address that ends in / or #, such as https://example.org/my-graph/",
        )
    if (directory / FILE).exists():
        raise WriteError(f"'{directory}' is a project already", hint="choose an empty folder")
    _refuse_within(directory)
    with as_file(files("kgtools") / "template") as template:
        sources = sorted(path for path in template.rglob("*") if path.is_file())
        targets = [directory / path.relative_to(template) for path in sources]
        if existing := [target for target in targets if target.exists()]:
            raise WriteError(f"'{existing[0]}' exists", hint="choose an empty folder")
        for source, target in zip(sources, targets, strict=True):
            _write(target, _filled(source.read_text(encoding="utf-8"), base, directory.resolve().name))
            click.echo(f"wrote {target}")
    click.echo(f"next: kg {'' if directory == Path() else f'-C {shlex.quote(str(directory))} '}check")
    if left := sorted(path.name for path in directory.iterdir() if path.suffix.lower() in FORMATS):
        remark(
            f"note: {', '.join(left)}: RDF files here are no part of the project",
            "move facts to data/, terms to ontology/ and shapes to ontology/shapes/",
        )


def _refuse_within(directory: Path) -> None:
    """Make sure that a folder is none of those that a project reads: its files would belong to both.

    Raises:
        WriteError: It is one.
    """
    above = find(directory)
    if above and directory.resolve().relative_to(above).parts[:1] in {("data",), ("ontology",), ("queries",)}:
        message = f"'{directory}' belongs to the project in '{above}', which reads its files"
        raise WriteError(message, hint="choose a folder elsewhere")


def _filled(text: str, base: str, name: str) -> str:
    """Return a template with its two blanks filled; TOML and Turtle escape text as JSON does."""
    quoted = json.dumps(name.encode(errors="replace").decode(), ensure_ascii=False)[1:-1]
    return re.sub("BASE|NAME", lambda blank: base if blank[0] == "BASE" else quoted, text)


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"cannot make '{target.parent}': {error.strerror}") from None
    emit(text, target)
