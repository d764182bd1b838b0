"""``kg export``: the graph for another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools import workers
from kgtools.cli import options
from kgtools.errors import UsageError
from kgtools.export import Format, Options, export, render
from kgtools.query import terminal

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kgtools.graph import Graph


@click.command()
@click.argument("form", metavar="FORMAT", shell_complete=options.completing(Format))
@click.option("--profile", metavar="NAME", help="A projection of kg.toml, [export.NAME] (graph formats).")
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="STATUS",
    help="Only this status; repeatable (graph formats).",
)
@click.option("--derived", is_flag=True, help="Derived date bounds too (RDF formats).")
@click.option("--report", is_flag=True, help="Print what became of every triple, on stderr (graph formats).")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@options.as_of
@options.language
@options.timeout(None)
@options.output
@options.endpoint
@click.pass_context
def command(
    ctx: click.Context,
    form: str,
    profile: str | None,
    statuses: tuple[str, ...],
    derived: bool,
    report: bool,
    force: bool,
    as_of: date | None,
    lang: str | None,
    timeout: float | None,
    output: Path | None,
) -> None:
    """Write the graph as FORMAT: to standard output, or with -o to a file.

    FORMAT is one of ttl trig nt nq jsonld rdfxml (all triples, as the files state them) or
    graphml gexf cyjs neo4j dot svg html (entities as nodes, relations as edges; neo4j is a ZIP
    of CSV files with a script, html one page that opens from disk).

    \b
    Examples:
      kg export gexf -o graph.gexf
      kg export rdfxml -o graph.rdf       # opens in Protégé
      kg export neo4j -o graph.zip
    """
    graph = options.open_graph(ctx, lang)
    kind = Format.of(form)
    _refuse_unfit(ctx, kind)
    if kind is Format.NEO4J and output is None and options.is_terminal():
        raise UsageError("a ZIP file is nothing for a terminal", hint="write it with -o graph.zip")
    graph.expect_dates(as_of)
    chosen = Options(derived=derived, profile=profile, language=lang, as_of=as_of, statuses=statuses)
    workers.call(lambda: _write(graph, kind, chosen, output, force=force), timeout=timeout)
    if report:
        click.echo(_fate(graph, chosen), err=True, nl=False)


def _refuse_unfit(ctx: click.Context, kind: Format) -> None:
    """Refuse an option that a format would pass over in silence.

    Raises:
        UsageError: One is given.
    """
    unfit = ("profile", "statuses", "as_of", "report") if kind.is_rdf else ("derived",)
    for option in ctx.command.params:
        if option.name in unfit and ctx.params[option.name]:
            whose = "graph formats" if kind.is_rdf else "RDF formats"
            raise UsageError(f"{option.opts[0]} is an option of {whose}, and {kind} is none of them")


def _write(graph: Graph, kind: Format, chosen: Options, output: Path | None, *, force: bool) -> None:
    if output is None:
        options.emit(render(graph.dataset, kind, chosen))
    else:
        export(graph.dataset, kind, output, chosen, force=force)


def _fate(graph: Graph, chosen: Options) -> str:
    """Return how many triples became what, and why those left out were."""
    from kgtools.export import project_graph

    rows = project_graph(graph.dataset, chosen).counts.rows()
    return terminal.table(
        ("became", "why", "triples"), [(kind, why, f"{count:,}") for kind, why, count in rows]
    )
