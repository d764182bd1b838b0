"""A report as Markdown, for a job summary or a comment on a change."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics.model import Severity
from kgtools.diagnostics.registry import REGISTRY
from kgtools.diagnostics.text import count, summary

if TYPE_CHECKING:
    from kgtools.diagnostics.model import Diagnostic, Report
    from kgtools.terms import Prefixes

MANY: Final = 20
"""How many findings of one code are listed one by one."""
_SPECIAL: Final = re.compile(r"([\\*_\[\]<>|#])")


def render(report: Report, prefixes: Prefixes) -> str:
    """Return the verdict, then a table of the findings of each severity, those of one code together."""
    verdict, _, rest = summary(report).strip().partition(": ")
    parts = [f"**{verdict}**: {rest}"]
    for severity in Severity:
        found = [finding for finding in report.diagnostics if finding.severity is severity]
        if found:
            parts.append(f"### {count(len(found), severity).capitalize()}")
            parts.append(_table(found, prefixes))
    return "\n\n".join(parts) + "\n"


def _table(found: list[Diagnostic], prefixes: Prefixes) -> str:
    rows = ["| place | code | finding |", "|---|---|---|"]
    for code, group in groupby(sorted(found, key=lambda finding: finding.code), lambda f: f.code):
        several = list(group)
        rows += [_row(finding, prefixes) for finding in several[:MANY]]
        if len(several) > MANY:
            title = REGISTRY[code].title if code in REGISTRY else "of the same shape"
            rows.append(f"| | {code} | and {len(several) - MANY:,} more: {title} |")
    return "\n".join(rows)


def _row(finding: Diagnostic, prefixes: Prefixes) -> str:
    place = f"`{finding.span.location}`" if finding.span else ""
    about = f" (`{prefixes.show(finding.focus_node)}`)" if finding.focus_node else ""
    cure = f"<br>{plain(finding.help)}" if finding.help else ""
    return f"| {_cell(place)} | {finding.code} | {plain(finding.message)}{_cell(about)}{cure} |"


def plain(text: str) -> str:
    """Return text that stands for itself, in a table too, but for what stands between backticks."""
    parts = " ".join(text.split()).split("`")
    is_balanced = len(parts) % 2 == 1
    shown = [
        f"`{_cell(part)}`" if number % 2 and is_balanced else _SPECIAL.sub(r"\\\1", part)
        for number, part in enumerate(parts)
    ]
    return "".join(shown) if is_balanced else "\\`".join(shown)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
