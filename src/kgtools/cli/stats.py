"""``kg stats``: how much of what is in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools.cli import options
from kgtools.cli.grid import Grid, GridFormat
from kgtools.schema.measures import measures
from kgtools.statistics import By, counts, overview

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option(
    "--by", type=click.Choice([str(by) for by in By]), help="Count by this instead of the overview."
)
@options.listing
@options.language
@options.output
@options.endpoint
@click.pass_context
def command(
    ctx: click.Context, by: str | None, form: str | None, lang: str | None, output: Path | None
) -> None:
    """Count what is in the graph, and measure its ontology.

    Kinds of terms and axioms, the depth of the class tree, the logic that is needed, how much is documented
    and used, and how things are linked.

    \b
    Examples:
      kg stats
      kg stats -f json
      kg stats --by class
    """
    graph = options.open_graph(ctx, lang)
    if by is None:
        grid = Grid(("measure", "value"), [*overview(graph.dataset), *measures(graph.dataset)])
    else:
        rows = counts(graph.dataset, graph.labels, By(by))
        grid = Grid((by, "count"), [(name, str(count)) for name, count in rows])
    options.emit(grid.render(options.one_of(GridFormat, form)), output)
