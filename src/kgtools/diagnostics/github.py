"""A report as workflow commands of GitHub Actions, which mark lines in a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics.model import Severity
from kgtools.diagnostics.text import count, summary

if TYPE_CHECKING:
    from kgtools.diagnostics.model import Diagnostic, Report
    from kgtools.terms import Prefixes

MOST: Final = 10
"""How many annotations of each kind GitHub shows for one step."""
_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, prefixes: Prefixes) -> str:
    """Return at most ``MOST`` annotations of each severity, then how many were left out, then the verdict."""
    lines: list[str] = []
    left: list[str] = []
    for severity in Severity:
        found = [finding for finding in report.diagnostics if finding.severity is severity]
        lines += [_annotation(finding, prefixes) for finding in found[:MOST]]
        if len(found) > MOST:
            left.append(count(len(found) - MOST, f"more {severity}"))
    if left:
        text = f"{', '.join(left)} not marked here; the job summary and 'kg check' name them all"
        lines.append(f"::notice title=kg check::{_data(text)}")
    return "".join(f"{line}\n" for line in lines) + summary(report)


def _annotation(finding: Diagnostic, prefixes: Prefixes) -> str:
    fields: dict[str, object] = {}
    if span := finding.span:
        fields = {"file": span.file, "line": span.line, "col": span.column}
        fields |= {"endLine": span.end_line, "endColumn": span.end_column}
    fields["title"] = finding.code
    written = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items() if value)
    about = f" ({prefixes.show(finding.focus_node)})" if finding.focus_node else ""
    cure = f"\nhelp: {finding.help}" if finding.help else ""
    return f"::{_COMMANDS[finding.severity]} {written}::{_data(f'{finding.message}{about}{cure}')}"


def _data(text: str) -> str:
    """Return a text as the message of a command: it ends at a line end, and ``%`` escapes."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
