"""``kg path``: how two things are connected."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kgtools import workers
from kgtools.cli import options
from kgtools.diagnostics.text import count
from kgtools.query.entity import describe
from kgtools.query.grid import printable

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kgtools.graph import Graph
    from kgtools.query.paths import Path as GraphPath


@click.command()
@click.argument("start", metavar="A", type=options.Name())
@click.argument("end", metavar="B", type=options.Name())
@click.option(
    "--max-length",
    type=click.IntRange(1, 12),
    default=6,
    show_default=True,
    metavar="N",
    help="Most facts in a path.",
)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
@options.as_of
@options.language
@options.timeout(10.0)
@options.output
@options.endpoint
@click.pass_context
def command(
    ctx: click.Context,
    start: str,
    end: str,
    max_length: int,
    form: str,
    as_of: date | None,
    lang: str | None,
    timeout: float,
    output: Path | None,
) -> None:
    """Show the shortest paths between A and B, at most five. Exit 1 where there is none.

    \b
    Examples:
      kg path "Charles Darwin" "On the Origin of Species"
      kg path id:a id:b --as-of 2019-01-01
    """
    graph = options.open_graph(ctx, lang)
    found = workers.call(lambda: graph.path(start, end, max_length=max_length, as_of=as_of), timeout=timeout)
    if form == "json":
        options.emit(_json(graph, found), output)
    elif found:
        options.emit("\n".join(_text(graph, path) for path in found), output)
    else:
        options.remark(f"no path of at most {count(max_length, 'fact')}", "allow more with --max-length N")
    ctx.exit(0 if found else 1)


def _text(graph: Graph, path: GraphPath) -> str:
    first = path[0].subject if path[0].forward else path[0].object
    lines = [printable(describe(graph.dataset, graph.labels, first))]
    for step in path:
        arrow = (
            f"-- {graph.labels.of(step.predicate)} -->"
            if step.forward
            else f"<-- {graph.labels.of(step.predicate)} --"
        )
        lines.append(printable(f"  {arrow} {describe(graph.dataset, graph.labels, step.end)}"))
    return "\n".join(lines) + "\n"


def _json(graph: Graph, paths: list[GraphPath]) -> str:
    document = [
        [
            {
                "s": step.subject.value,
                "p": step.predicate.value,
                "o": step.object.value,
                "forward": step.forward,
                "name": describe(graph.dataset, graph.labels, step.end),
            }
            for step in path
        ]
        for path in paths
    ]
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
