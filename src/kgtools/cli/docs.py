"""``kg docs``: the schema's documentation as a static page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools.cli import options
from kgtools.errors import Location, WriteError

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@options.output_folder
@options.language
@click.pass_context
def command(ctx: click.Context, output: Path, force: bool, lang: str | None) -> None:
    """Write what the words of the project mean, for people.

    One page with the tree of classes, properties, code lists, shapes in plain words, examples from the facts,
    and the questions that use each term. It needs no script and no network; every term has an address. A page
    written before is replaced.

    \b
    Examples:
      kg docs -o schema
      kg docs -o schema --lang ko
    """
    from kgtools.web import docs

    files = docs.build(options.open_graph(ctx, lang))
    if output.is_dir() and not force:
        other = sorted(path.name for path in output.iterdir() if path.name not in files)
        if other:
            hint = "choose another, or write into it with --force"
            raise WriteError(f"the folder holds {other[0]}", hint=hint, location=Location(str(output)))
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (output / name).write_bytes(data)
    except OSError as error:
        problem = f"cannot be written: {error.strerror}"
        raise WriteError(problem, location=Location(str(output))) from None
    click.echo(f"wrote {output / 'index.html'}")
