"""``kg add``: facts, judged and then written where they belong."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgtools import gate, workers
from kgtools.cli import changing, options
from kgtools.errors import InputError, UsageError

if TYPE_CHECKING:
    from kgtools.terms import NamedNode


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
    "-f", "--format", "form", metavar="FORMAT", help="Of standard input: ttl trig nt nq jsonld csv."
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
    from kgtools.tables import read_table

    graph = options.open_graph(ctx)
    facts = []
    for path in files:
        name = "standard input" if str(path) == "-" else str(path)
        data = _bytes(path)
        ending = f".{form}" if form else ".ttl" if str(path) == "-" else path.suffix.lower()
        if ending == ".csv":
            facts += read_table(graph, data, name=name)
        elif ending in gate.FORMATS:
            facts += adding.read(data, gate.FORMATS[ending], name=name)
        else:
            raise UsageError(f"unknown format '{ending}'", hint=f"one of: {' '.join(gate.FORMATS)} .csv")
    origin = _source(graph.labels.resolve(source) if source else None, source)
    change = workers.call(
        lambda: adding.add(
            graph.project, facts, into=into, source=origin, partial=partial, dry_run=dry_run, rejects=rejects
        ),
        timeout=timeout,
    )
    changing.show(options.open_graph(ctx) if change.written else graph, change, dry_run=dry_run)
    ctx.exit(0 if change.ok else 1)


def _source(found: NamedNode | None, given: str | None) -> NamedNode | None:
    if given and found is None:
        raise UsageError(f"nothing is called '{given}'")
    return found


def _bytes(path: Path) -> bytes:
    from kgtools.adding import MOST

    if str(path) == "-":
        return sys.stdin.buffer.read(MOST + 1)
    try:
        with path.open("rb") as file:
            return file.read(MOST + 1)
    except OSError as error:
        raise InputError(f"'{path}' cannot be read: {error.strerror}") from None
