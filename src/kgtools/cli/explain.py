"""``kg explain``: what a code means."""

from __future__ import annotations

import click

from kgtools import project as projects
from kgtools.cli import options
from kgtools.explain import explain


@click.command()
@click.argument("code")
@click.pass_context
def command(ctx: click.Context, code: str) -> None:
    """Explain a code: cause, a wrong and a right example, and the cure.

    For a shape of the project it says in words what the shape asks.

    \b
    Examples:
      kg explain KG103
      kg explain PersonShape
    """
    options.emit(explain(code, projects.load(projects.locate(ctx.find_root().obj))))
