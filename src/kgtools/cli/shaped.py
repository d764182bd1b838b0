"""``kg check DATA... --shapes SHAPES...``: anybody's data by anybody's shapes, in any folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools.errors import InputError, UsageError
from kgtools.lint.syntax import told
from kgtools.shapes.results import Judgement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgtools.project import Project
    from kgtools.validation import ValidationReport


class ShapesCommand(click.Command):
    """A command in which all files after ``--shapes`` are shapes where DATA stand before it.

    A shapes file that was silently taken as data would pass unnoticed, so both spellings mean the same:
    ``data.ttl --shapes a.ttl b.ttl`` and ``data.ttl --shapes a.ttl --shapes b.ttl``.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the rest of the arguments, as click does, with ``--shapes`` before each file of shapes."""
        return super().parse_args(ctx, list(self._spelt_out(args)))

    def _spelt_out(self, args: list[str]) -> Iterator[str]:
        takes_value = {
            name
            for option in self.params
            if isinstance(option, click.Option) and not option.is_flag
            for name in option.opts
        }
        has_data = among_shapes = False
        waiting = None
        for arg in args:
            if waiting is not None:
                among_shapes, waiting = waiting == "--shapes" and has_data, None
            elif arg.startswith("-") and arg != "-":
                waiting = arg if arg in takes_value else None
            elif among_shapes:
                yield "--shapes"
            else:
                has_data = True
            yield arg


def judged(data: tuple[Path, ...], shapes: tuple[Path, ...]) -> ValidationReport:
    """Return the report on DATA alone, judged by SHAPES.

    What is wrong with the text of a file is a finding as well, so that every format tells it.

    Raises:
        UsageError: No data are named.
        InputError: A file is missing or cannot be opened.
    """
    from kgtools.validation import ValidationReport, examine

    if not data:
        raise UsageError(
            "--shapes judges DATA, and none are named", hint="kg check DATA... --shapes SHAPES..."
        )
    try:
        return examine(data, shapes)
    except InputError as error:
        if error.code == InputError.code:
            raise
        return ValidationReport(Judgement(diagnostics=(told(error),), judged=False))


def of_project(project: Project, files: tuple[Path, ...]) -> ValidationReport:
    """Return the report on the project; with FILES, on what they describe, merged with it."""
    from kgtools.validation import examine_project

    return examine_project(project, files)
