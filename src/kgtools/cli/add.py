"""``kg add``: facts, judged and then written where they belong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgtools import workers
from kgtools.cli import changing, options

if TYPE_CHECKING:
    from kgtools.adding import Offer
    from kgtools.graph import Graph


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="FILE", help="Write all into this file of data/."
)
@click.option(
    "--source", metavar="NAME", help="The source of each thing that names none: a label, CURIE or IRI."
)
@click.option("--dry-run", is_flag=True, help="Judge and show, but write nothing.")
@click.option("--partial", is_flag=True, help="Take what is right; without it all facts are taken or none.")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep refused facts there, not in .kg/rejected.",
)
@click.option(
    "-f",
    "--format",
    "form",
    metavar="FORMAT",
    shell_complete=options.completing(("ttl", "trig", "nt", "nq", "jsonld", "rdf", "csv")),
    help="Of the facts, if no ending tells: ttl nt jsonld csv ...",
)
@options.timeout(600)
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    into: Path | None,
    source: str | None,
    dry_run: bool,
    partial: bool,
    rejects: Path | None,
    form: str | None,
    timeout: float,
) -> None:
    """Add the facts of FILES, or of standard input (-), to the project.

    They are judged merged with it. What is right is written into the file that describes the thing
    already, else into the one with most things of its class, as a line where kg fmt would put it; no other
    line changes. What is not is kept in .kg/rejected with the reasons (exit 1). Facts that are there
    already are left alone, so an interrupted command may be repeated. CSV has a header as kg template
    prints it.

    \b
    Examples:
      kg add new-facts.ttl
      kg add people.csv --source "Programme book" --dry-run
      kg add - -f ttl --into data/people.ttl < facts.ttl
      kg add new-facts.jsonld --partial
    """
    from kgtools import adding

    graph = options.open_own_graph(ctx)
    offers = [offer(graph, path, form) for path in files]
    origin = graph.labels.resolve(source) if source else None
    shown = changing.Shown(graph, offers)
    change = workers.call(
        lambda: adding.add(
            graph.project,
            offers,
            into=into,
            source=origin,
            partial=partial,
            dry_run=dry_run,
            rejects=rejects,
            preview=shown.preview,
        ),
        timeout=timeout,
    )
    cure = "" if partial else "mend them and add them again, or take what is right with --partial"
    shown.outcome(change, dry_run=dry_run, cure=cure)
    ctx.exit(0 if change.ok else 1)


def offer(graph: Graph, path: Path, form: str | None = None) -> Offer:
    """Return the facts of a file, or of standard input (-)."""
    from kgtools import adding

    if str(path) != "-":
        return graph.offer(path, form)
    return graph.offer(adding.take(graph.project, sys.stdin.buffer), form, name="standard input")
