"""``kg template``: the header of a table of new facts."""

from __future__ import annotations

import csv
import io

import click

from kgtools.cli import options


@click.command()
@click.argument("name", metavar="CLASS")
@options.output
@click.pass_context
def command(ctx: click.Context, name: str, output: click.Path | None) -> None:
    """Print the CSV header for things of CLASS (a label, CURIE or IRI), a column for each property.

    The first column is the name of the thing (id:some-thing), the second its class, which need not be
    filled in. A cell may hold several values between |; what a property links to is given by label, CURIE
    or IRI. kg add reads the table.

    \b
    Examples:
      kg template Person > people.csv
    """
    from kgtools.tables import header

    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(header(options.open_graph(ctx), name))
    options.emit(row.getvalue(), output)  # type: ignore[arg-type]
    click.echo("several values: a|b; links: label, CURIE or IRI; then: kg add FILE.csv", err=True)
