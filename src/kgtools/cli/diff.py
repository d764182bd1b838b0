"""``kg diff``: what changed between two states of a project."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING

import click

from kgtools import workers
from kgtools.cli import options
from kgtools.difference import diff, document, markdown, patches, text
from kgtools.difference.parts import QUICK, Part
from kgtools.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.difference import Difference

_FOLDED = 6


class DiffFormat(StrEnum):
    """The output formats of ``kg diff``."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    UPDATE = "update"
    PATCH = "patch"


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--only",
    metavar="PARTS",
    shell_complete=options.completing(Part),
    help=f"Only these, between commas: {' '.join(Part)}.",
)
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Answers and findings too: both sides are asked and checked, which takes longest.",
)
@click.option("--full", is_flag=True, help="Fold nothing: all facts, rows and conclusions.")
@options.form(DiffFormat)
@options.timeout(None)
@options.output
@click.pass_context
def command(
    ctx: click.Context,
    old: str | None,
    new: str | None,
    only: str | None,
    everything: bool,
    full: bool,
    form: str | None,
    timeout: float | None,
    output: Path | None,
) -> None:
    """Show what changed: facts, conclusions and the version step it needs; answers and findings on request.

    OLD and NEW are git revisions or project folders; without NEW the files as they are now, without
    OLD the last commit. A..B and A...B work as in git. Order, layout and prefixes do not count.
    What is not shown is not computed: --all adds the named queries whose answers differ and the
    findings of a check. Exit 0 where nothing changed, 1 where something did.

    \b
    Examples:
      kg diff
      kg diff main...HEAD --all -f markdown
      kg diff v1.0 v1.1 --only facts,versions
      kg diff HEAD~1 HEAD -f update > change.ru
      kg diff ../theirs .
    """
    if only and everything:
        raise UsageError("--all and --only ask for different things", hint="give one of them")
    parts = tuple(Part) if everything else _parts(only)
    kind = options.one_of(DiffFormat, form) or DiffFormat.TEXT
    within = options.directory(ctx) if old and new else options.own_root(ctx)
    difference = diff(old, new, project=within)
    rendered = workers.call(
        lambda: _rendered(difference, kind, parts, full=full, output=output), timeout=timeout
    )
    options.emit(rendered, output)
    ctx.exit(0 if difference.is_empty else 1)


def _parts(only: str | None) -> tuple[Part, ...]:
    if only is None:
        return QUICK
    names = [name.strip() for name in only.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Part)]
    if unknown or not names:
        raise UsageError(f"a difference has no part '{', '.join(unknown)}'", hint=f"parts: {' '.join(Part)}")
    return tuple(map(Part, names))


def _rendered(
    difference: Difference, kind: DiffFormat, parts: tuple[Part, ...], *, full: bool, output: Path | None
) -> str:
    match kind:
        case DiffFormat.MARKDOWN:
            return markdown.render(difference, parts)
        case DiffFormat.JSON:
            return document.render(difference, parts)
        case DiffFormat.UPDATE:
            return patches.update(difference.facts)
        case DiffFormat.PATCH:
            return patches.patch(difference.facts)
        case DiffFormat.TEXT:
            colour = options.is_terminal() and output is None and not os.environ.get("NO_COLOR")
            return text.render(difference, parts, most=None if full else _FOLDED, colour=colour)
