"""How ``kg check`` prints a report and ends."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgtools import __version__
from kgtools.cli import options
from kgtools.diagnostics import Severity, document, github, markdown, sarif, text
from kgtools.project import Project

if TYPE_CHECKING:
    from kgtools.diagnostics import Report
    from kgtools.validation import ValidationReport

EXIT_NOT_JUDGED = 3


class ReportFormat(StrEnum):
    """The output formats of ``kg check``."""

    TEXT = "text"
    SHORT = "short"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    MARKDOWN = "markdown"
    TURTLE = "turtle"


def form(name: str | None) -> ReportFormat:
    """Return the format that a name means; text without one.

    Raises:
        UsageError: There is none; the message lists them.
    """
    chosen: ReportFormat | None = options.one_of(ReportFormat, name)
    return chosen or ReportFormat.TEXT


def rendered(
    report: Report, project: Project | ValidationReport, kind: ReportFormat, output: Path | None
) -> str:
    """Return a report in a format; with colours where it goes to a terminal."""
    match kind:
        case ReportFormat.JSON:
            return document.render(report, project.prefixes)
        case ReportFormat.SARIF:
            return sarif.render(report, project.prefixes, version=__version__)
        case ReportFormat.GITHUB:
            return github.render(report, project.prefixes)
        case ReportFormat.MARKDOWN:
            return markdown.render(report, project.prefixes)
        case ReportFormat.SHORT:
            return text.render_short(report, project.prefixes)
        case ReportFormat.TURTLE:
            raise AssertionError("the graph of the report is made elsewhere")
        case ReportFormat.TEXT:
            colour = options.is_terminal() and output is None and not os.environ.get("NO_COLOR")
            root = project.root if isinstance(project, Project) else Path()
            return text.render(report, project.prefixes, read=_reader(root), colour=colour)


def show(report: Report, project: Project, kind: ReportFormat) -> None:
    """Print a report for a person who watches."""
    options.emit(rendered(report, project, kind, None))
    if kind is ReportFormat.SHORT:  # which says nothing where nothing is wrong
        click.echo(text.summary(report), nl=False, err=True)


def summarize(report: Report, project: Project) -> None:
    """Add the report to the summary of the GitHub job that this runs in, if it runs in one."""
    if target := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(target).open("a", encoding="utf-8") as summary:
            summary.write(markdown.render(report, project.prefixes))


def _reader(root: Path) -> text.Reader:
    def read(name: str) -> str | None:
        own = root / name  # a file outside the project is named from here
        try:
            return (own if own.is_file() else Path(name)).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None

    return read


def exit_code(report: Report, least: Severity) -> int:
    """Return how a check ends: 1 with findings that are grave enough, 3 where nothing could be judged."""
    if not report.judged:
        return EXIT_NOT_JUDGED
    return int(any(finding.severity.rank <= least.rank for finding in report.diagnostics))
