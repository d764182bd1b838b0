"""``kg serve``: the workbench in a browser, and the SPARQL protocol for programs."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from kgtools import project as projects
from kgtools.cli import options

if TYPE_CHECKING:
    from kgtools.web.state import State


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Free-form queries at once (default: one per processor, at least 2).",
)
@click.option(
    "--timeout", type=click.FloatRange(0.1, 3600), metavar="SECONDS", help="Time of a query (default: 5)."
)
@click.option(
    "--memory",
    type=click.IntRange(64, 1_048_576),
    metavar="MB",
    help="Memory of a query (default: 1024).",
)
@click.option(
    "--cache",
    type=click.IntRange(0, 4096),
    metavar="MB",
    help="Memory for answers kept (default: 64; 0 keeps none).",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME",
    help="Another name of this server, as a proxy has.",
)
@options.language
@click.pass_context
def command(
    ctx: click.Context,
    host: str,
    port: int,
    workers: int | None,
    timeout: float | None,
    memory: int | None,
    cache: int | None,
    names: tuple[str, ...],
    lang: str | None,
) -> None:
    """Open the graph in a browser, as a JSON interface and as a SPARQL endpoint.

    It only reads, fetches nothing, and answers this machine alone; for another --host it asks for the
    token that it prints. Pages follow the files: save one, and the next answer has it. Ctrl-C ends it.
    What it gives at most stands in [limits] of kg.toml; options go before it.

    \b
    Examples:
      kg serve
      kg serve --port 8080 --timeout 20
      curl 'http://127.0.0.1:8000/sparql?query=ASK%7B%7D'
    """
    from kgtools.limits import replaced
    from kgtools.web.security import LOCAL
    from kgtools.web.server import Door, serve
    from kgtools.web.state import State

    root = projects.locate(options.directory(ctx))
    given = {"time": timeout, "workers": workers, "memory_mb": memory, "cache_mb": cache}
    limits = replaced(projects.load(root).limits, {key: n for key, n in given.items() if n is not None})
    state = State(root, limits, language=lang)
    token = "" if host in (*LOCAL, "::1") else secrets.token_urlsafe(24)
    serve(state, Door(host, port, names, token), lambda address: _welcome(state, address, token))


def _welcome(state: State, address: str, token: str) -> None:
    project = state.current.graph.project
    click.echo(project.title or project.name, err=True)
    click.echo(f"  pages   {address}/{f'?token={token}' if token else ''}", err=True)
    click.echo(f"  SPARQL  {address}/sparql{'  (Authorization: Bearer TOKEN)' if token else ''}", err=True)
    click.echo("  Ctrl-C ends it.", err=True)
