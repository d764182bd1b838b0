"""``kg test``: the cases of shapes, checks and queries."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

import click

from kgtools import cases
from kgtools.cases import Outcome
from kgtools.cli import options
from kgtools.errors import UsageError
from kgtools.lint.suggest import nearest_name
from kgtools.query.grid import printable

if TYPE_CHECKING:
    from kgtools.graph import Graph

Group: TypeAlias = tuple[str, Callable[[], Iterable[Outcome]]]


def _complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the queries, shapes and checks with cases that begin with what was typed."""
    names = dict.fromkeys(name for name, _ in _groups(options.open_graph(ctx)))
    return [name for name in names if name.startswith(incomplete)]


@click.command()
@click.argument("names", nargs=-1, shell_complete=_complete)
@click.option("-v", "--verbose", is_flag=True, help="Print passed cases too.")
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], verbose: bool) -> None:
    """Run the cases of queries (their headers), of shapes (tests/shapes/) and of checks (tests/checks/).

    NAMES choose queries, shapes and checks; without any, all cases run. Exit 1 where one fails.

    \b
    Examples:
      kg test
      kg test books BookShape -v
    """
    groups = _groups(options.open_graph(ctx))
    known = {name for name, _ in groups}
    for name in names:
        if name not in known:
            meant = nearest_name(name, known)
            raise UsageError(
                f"there is no query, shape or check with cases called '{name}'",
                hint=f"did you mean '{meant}'?" if meant else None,
            )
    ctx.exit(run([group for group in groups if not names or group[0] in names], verbose=verbose))


_CLEAR = "\r\x1b[K"


def run(groups: list[Group], *, verbose: bool) -> int:
    """Run groups of cases, print what failed, and return the exit code.

    Raises:
        UsageError: There is no case at all; nothing passes by not being there.
    """
    failed = total = 0
    watched = options.is_watched()
    with click.progressbar(
        length=len(groups), file=sys.stderr, item_show_func=lambda name: name or "", hidden=not watched
    ) as bar:
        for name, outcomes in groups:
            bar.update(1, name)
            for outcome in outcomes():
                total += 1
                failed += outcome.problem is not None
                if verbose or outcome.problem:
                    click.echo(_CLEAR * watched, err=True, nl=False)  # or the line would stand behind the bar
                    click.echo(printable(_line(outcome)))
    if not total:
        raise UsageError("there are no cases to run")
    click.echo(f"{total - failed} passed, {failed} failed")
    return 1 if failed else 0


def query_group(graph: Graph, name: str) -> Group:
    """Return the cases of one named query."""
    return name, lambda: cases.query_cases(graph, graph.queries.get(name))


def shape_group(graph: Graph, name: str) -> Group:
    """Return the cases of one shape."""
    return name, lambda: cases.shape_cases(graph, name)


def check_group(graph: Graph, name: str) -> Group:
    """Return the cases of one check."""
    return name, lambda: cases.check_cases(graph, name)


def _groups(graph: Graph) -> list[Group]:
    shapes = [shape_group(graph, folder.name) for folder in cases.shape_folders(graph)]
    asked = [check_group(graph, folder.name) for folder in cases.check_folders(graph)]
    return [*(query_group(graph, name) for name in graph.queries.names), *shapes, *asked]


def _line(outcome: Outcome) -> str:
    return f"FAILED {outcome.name}: {outcome.problem}" if outcome.problem else f"passed {outcome.name}"
