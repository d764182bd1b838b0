"""``kg template``: the header of a table of new facts, and what its columns hold."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import click

from kgtools.cli import options

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("name", metavar="CLASS", type=options.Name())
@options.output
@click.pass_context
def command(ctx: click.Context, name: str, output: Path | None) -> None:
    """Print the CSV header for things of CLASS (a label, CURIE or IRI), a column for each property.

    What the columns hold is told on standard error: how many values, and of what kind. The first column is
    the name of the thing, the second its class, which need not be filled in. A cell may hold several values
    between |; what a property links to is given by label, CURIE or IRI. kg add reads the table.

    \b
    Examples:
      kg template Person > people.csv
    """
    columns = options.open_graph(ctx).template(name)
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(column.title for column in columns)
    options.emit(row.getvalue(), output)
    first, second = (max(len(column[number]) for column in columns) for number in (0, 1))
    for column in columns:
        click.echo(f"  {column.title:{first}}  {column.values:{second}}  {column.meaning}", err=True)
    click.echo("several values in a cell: a|b; then: kg add FILE.csv", err=True)
