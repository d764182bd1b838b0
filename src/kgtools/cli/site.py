"""``kg site``: the workbench as static files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools import project as projects
from kgtools.cli import options
from kgtools.errors import Location, WriteError

if TYPE_CHECKING:
    from pathlib import Path

_STEP = 50


@click.command()
@options.output_folder
@click.option(
    "--base-url", default="", metavar="URL", help="Where it will stand: canonical links, a site map."
)
@click.pass_context
def command(ctx: click.Context, output: Path, base_url: str, force: bool) -> None:
    """Write the pages of the workbench as files, for any web server or none.

    Questions with the arguments of their tests, everything about every thing, the timeline, contradictions,
    the schema, and the graph to explore. Links are relative and all checked; the same project gives the
    same bytes. A site written before is replaced.

    \b
    Examples:
      kg site -o public
      kg site -o public --base-url https://example.org/graph
    """
    from kgtools.web import site

    if output.is_dir() and any(output.iterdir()) and not (force or (output / "site.json").is_file()):
        hint = "choose another, or write into it with --force"
        raise WriteError("the folder is not empty", hint=hint, location=Location(str(output)))
    _told(0)
    made = site.build(projects.locate(options.directory(ctx)), base_url=base_url, told=_told)
    try:
        site.write(made, output)
    except OSError as error:
        problem = f"cannot be written: {error.strerror}"
        raise WriteError(problem, location=Location(str(output))) from None
    for broken in made.broken:
        click.echo(f"broken link on {broken.page or 'the site'}: {broken.link}", err=True)
    size = sum(map(len, made.files.values()))
    click.echo(
        f"wrote {len(made.files):,} files, {size >> 10:,} KB, into {output}; {made.links:,} links checked"
    )
    if made.broken:
        ctx.exit(1)


def _told(count: int) -> None:
    """Say on a terminal how many pages there are so far, in a line that the next output replaces."""
    if count % _STEP == 0 and options.is_watched():
        click.echo(f"\r{count:,} pages\r", err=True, nl=False)
