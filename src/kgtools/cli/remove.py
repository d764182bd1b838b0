"""``kg remove``: facts taken out of the files."""

from __future__ import annotations

from pathlib import Path

import click

from kgtools import workers
from kgtools.cli import changing, options
from kgtools.cli.add import offer
from kgtools.errors import UsageError


@click.command()
@click.argument("name", required=False)
@click.option(
    "--facts",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Take out just these facts.",
)
@click.option("--leave-dangling", is_flag=True, help="Allow facts that refer to what is described no more.")
@click.option("--dry-run", is_flag=True, help="Judge and show, but write nothing.")
@options.timeout(600)
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    facts: Path | None,
    leave_dangling: bool,
    dry_run: bool,
    timeout: float,
) -> None:
    """Take out all that the files state about NAME (a label, CURIE or IRI), or the facts of a file.

    What would be left dangling is listed and refused, and so is what would make other facts wrong
    (exit 1). No other line changes.

    \b
    Examples:
      kg remove "Dan Alone" --dry-run
      kg remove --facts wrong.ttl
    """
    from kgtools import adding

    if (name is None) == (facts is None):
        raise UsageError("give a NAME or --facts FILE")
    graph = options.open_own_graph(ctx)
    offers = [offer(graph, facts)] if facts is not None else []
    wanted = [fact for given in offers for fact in given.facts]
    if facts is None:
        wanted = adding.facts_about(graph.project, graph.labels.resolve(name or ""))
        if not wanted:
            raise UsageError(f"no file of data/ states anything about '{name}'")
    shown = changing.Shown(graph, offers)
    change = workers.call(
        lambda: adding.remove(
            graph.project,
            wanted,
            leave_dangling=leave_dangling,
            dry_run=dry_run,
            preview=shown.preview,
        ),
        timeout=timeout,
    )
    cure = "take these out too, or allow it with --leave-dangling" if change.dangling else ""
    shown.outcome(change, dry_run=dry_run, cure=cure)
    ctx.exit(0 if change.ok else 1)
