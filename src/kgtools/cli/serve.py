"""``kg serve``: the workbench in a browser, and the SPARQL protocol for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools import project as projects
from kgtools.cli import options

if TYPE_CHECKING:
    from kgtools.web.state import State


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes a free one."
)
@click.pass_context
def command(ctx: click.Context, host: str, port: int) -> None:
    """Open the graph in a browser, as a JSON interface and as a SPARQL endpoint.

    It only reads, fetches nothing, and answers this machine alone. Pages follow the files:
    save one, and the next answer has it. Ctrl-C ends it.

    \b
    Examples:
      kg serve
      kg serve --port 8080
      curl 'http://127.0.0.1:8000/sparql?query=ASK%7B%7D'
    """
    from kgtools.web.server import serve
    from kgtools.web.state import State

    state = State(projects.locate(options.directory(ctx)))
    serve(state, host, port, lambda address: _welcome(state, address))


def _welcome(state: State, address: str) -> None:
    project = state.current.graph.project
    click.echo(f"{project.title or project.name}", err=True)
    click.echo(f"  pages   {address}/", err=True)
    click.echo(f"  SPARQL  {address}/sparql", err=True)
    click.echo("  Ctrl-C ends it.", err=True)
