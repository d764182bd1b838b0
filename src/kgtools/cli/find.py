"""``kg find``: things by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools.cli import options
from kgtools.cli.grid import Grid, GridFormat
from kgtools.query.grid import printable

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("text")
@click.option("--class", "cls", metavar="CLASS", type=options.Name(), help="Only instances of this class.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="At most N things.",
)
@options.listing
@options.language
@options.output
@options.endpoint
@click.pass_context
def command(
    ctx: click.Context,
    text: str,
    cls: str | None,
    limit: int,
    form: str | None,
    lang: str | None,
    output: Path | None,
) -> None:
    """Find things whose label or alias resembles TEXT, best first. Exit 1 where nothing does.

    \b
    Examples:
      kg find darwin
      kg find darwin --class Person
    """
    graph = options.open_graph(ctx, lang)
    hits = graph.find(text, cls=cls, limit=limit)
    rows = [
        (
            hit.name,
            ", ".join(graph.labels.of(kind) for kind in graph.labels.types(hit.node)),
            graph.project.prefixes.show(hit.node),
            f"{hit.score:.0f}",
        )
        for hit in hits
    ]
    options.emit(
        Grid(("name", "class", "iri", "score"), rows).render(options.one_of(GridFormat, form)), output
    )
    if not hits:
        click.echo(printable(f"no name{f' among {cls}' if cls else ''} resembles '{text}'"), err=True)
    ctx.exit(0 if hits else 1)
