"""``kg check``: all findings of a project."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgtools import check as checks
from kgtools import project as projects
from kgtools import workers
from kgtools.cli import options
from kgtools.cli.progress import stages
from kgtools.diagnostics import Severity, document, text

if TYPE_CHECKING:
    from kgtools.diagnostics import Report
    from kgtools.project import Project

EXIT_NOT_JUDGED = 3


class ReportFormat(StrEnum):
    """The output formats of ``kg check``."""

    TEXT = "text"
    SHORT = "short"
    JSON = "json"


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("-f", "--format", "form", metavar="FORMAT", help=f"One of: {' '.join(ReportFormat)}.")
@click.option(
    "--fail-on", type=click.Choice([str(s) for s in Severity]), help="Least severity that fails (exit 1)."
)
@options.timeout(None)
@options.output
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    form: str | None,
    fail_on: str | None,
    timeout: float | None,
    output: Path | None,
) -> None:
    """Check the project: syntax, then every shape against ontology and facts.

    With FILES, these are judged merged with the project, and only findings about what
    they describe are printed. Exit 0 without findings, 1 with some, 3 where nothing
    could be judged.

    \b
    Examples:
      kg check
      kg check new-facts.ttl -f json
    """
    project = projects.load(projects.locate(options.directory(ctx)))
    chosen = projects.existing(files)
    kind = options.one_of(ReportFormat, form) or ReportFormat.TEXT
    with stages(checks.STAGES) as stage:
        report = workers.call(lambda: checks.check(project, chosen, stage=stage), timeout=timeout)
    options.emit(_rendered(report, project, kind, output), output)
    ctx.exit(_exit_code(report, Severity(fail_on or project.fail_on)))


def _rendered(report: Report, project: Project, kind: ReportFormat, output: Path | None) -> str:
    match kind:
        case ReportFormat.JSON:
            return document.render(report, project.prefixes)
        case ReportFormat.SHORT:
            return text.render_short(report, project.prefixes)
        case ReportFormat.TEXT:
            colour = options.is_terminal() and output is None and not os.environ.get("NO_COLOR")
            return text.render(report, project.prefixes, read=_reader(project), colour=colour)


def _reader(project: Project) -> text.Reader:
    def read(name: str) -> str | None:
        own = project.root / name  # a file outside the project is named from here
        try:
            return (own if own.is_file() else Path(name)).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None

    return read


def _exit_code(report: Report, least: Severity) -> int:
    if not report.judged:
        return EXIT_NOT_JUDGED
    return int(any(finding.severity.rank <= least.rank for finding in report.diagnostics))
