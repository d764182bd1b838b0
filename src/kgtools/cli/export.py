"""``kg export``: the graph for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools.cli import options
from kgtools.export import Format

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("form", metavar="FORMAT", type=click.Choice([str(form) for form in Format]))
@click.option("--profile", metavar="NAME", help="A projection of kg.toml, [export.NAME].")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@options.language
@options.timeout(None)
@options.output
@click.pass_context
def command(
    ctx: click.Context,
    form: str,
    profile: str | None,
    force: bool,
    lang: str | None,
    timeout: float | None,
    output: Path | None,
) -> None:
    """Write the graph as FORMAT, to standard output or with -o to a file."""
