"""``kg clean``: the caches of a project, deleted."""

from __future__ import annotations

import shutil

import click

from kgtools import cache
from kgtools import project as projects
from kgtools.cli import options
from kgtools.errors import WriteError


@click.command()
@click.option("--dry-run", is_flag=True, help="Only tell what would go.")
@click.pass_context
def command(ctx: click.Context, dry_run: bool) -> None:
    """Delete the project's caches: snapshots, headers, files of revisions. All can be made again.

    Refused facts and everything else in .kg/ stay.

    \b
    Examples:
      kg clean --dry-run
      kg clean
    """
    folder = cache.folder(projects.locate(options.directory(ctx)))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
    if size and not dry_run:
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise WriteError(f"cannot delete '{folder}': {error.strerror}") from None
    what = "would free" if dry_run else "freed"
    click.echo(f"{what} {size / 1_000_000:.1f} MB: {folder}")
