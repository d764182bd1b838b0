"""``kg push``: load the project into an engine on a network."""

from __future__ import annotations

import click

from kgtools.cli import options
from kgtools.cli.progress import loading
from kgtools.dataset import Dataset
from kgtools.graph import Graph
from kgtools.pushing import push
from kgtools.remote import address_of


@click.command(params=[options.endpoint_option("Load it into this SPARQL endpoint")])
@click.option("--stated", is_flag=True, help="Without what follows from the facts.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@options.timeout(None)
@click.pass_context
def command(ctx: click.Context, stated: bool, dry_run: bool, timeout: float | None) -> None:
    """Load the project into a SPARQL endpoint: one named graph for each file, changed ones only.

    \b
    Examples:
      kg push --endpoint http://localhost:7878/query --dry-run
      kg push --endpoint project
    """
    at = options.endpoint_of(ctx)
    if at is None:
        raise click.UsageError("where to? Give --endpoint URL, or '--endpoint project' for that of kg.toml.")
    project = Graph(options.directory(ctx)).project
    dataset = Dataset(project, progress=loading())
    address = address_of(project, at, seconds=timeout)
    found = push(
        dataset, address, inferred=not stated, dry_run=dry_run, progress=loading("writing to the endpoint")
    )
    would = "would be " if dry_run else ""
    for graph in found.written:
        click.echo(f"{would}written  {project.file_of(graph) or graph.value}")
    for graph in found.dropped:
        click.echo(f"{would}dropped  {project.file_of(graph) or graph.value}")
    click.echo(
        f"{len(found.written)} {would}written, {len(found.dropped)} {would}dropped, {found.same} unchanged"
    )
