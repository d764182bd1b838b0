"""A report for a person: a line for each finding, the source beneath it, and what to do."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from kgtools.diagnostics.model import Severity
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from kgtools.diagnostics.model import Checked, Diagnostic, Report, Span
    from kgtools.terms import Prefixes

    Reader: TypeAlias = Callable[[str], str | None]

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
MANY = 20
"""Of how many findings of one code the line is shown; of the others the headline says enough."""

_LONG = 400
"""Of a longer line or value a part is shown."""
_BEFORE = 60
"""How much of a long line is shown before what is marked."""
_LONGEST = 1000
"""The most that is shown of a message, which may hold a value."""
_LINE_END = re.compile(r"\r\n|\r|\n")  # as positions are counted; splitlines ends lines at more


def render(report: Report, prefixes: Prefixes, *, read: Reader, colour: bool = False) -> str:
    """Return the report as text: each finding with its line; of one code, the first ``MANY`` so.

    Args:
        report: What was found.
        prefixes: For the names of things.
        read: Returns the text of a file that a finding names, or None.
        colour: Whether to colour severities.
    """
    return render_findings(report, prefixes, read=read, colour=colour) + summary(report)


def render_findings(report: Report, prefixes: Prefixes, *, read: Reader, colour: bool = False) -> str:
    """Return the findings alone, as :func:`render` shows them."""
    shown: Counter[str] = Counter()
    blocks = []
    for finding in report.diagnostics:
        shown[finding.code] += 1
        if shown[finding.code] <= MANY:
            blocks.append(_finding(finding, prefixes, read, colour=colour))
        else:
            blocks.append(headline(finding, prefixes, colour=colour))
    return "".join(f"{block}\n" for block in blocks)


def render_short(report: Report, prefixes: Prefixes) -> str:
    """Return one line for each finding: ``file:line:column severity[CODE]: message``."""
    lines = [headline(finding, prefixes) for finding in report.diagnostics]
    return "".join(f"{line}\n" for line in lines)


def summary(report: Report) -> str:
    """Return what was looked at and how it ended, in one line."""
    counts = [(severity, report.count(severity)) for severity in Severity]
    found = ", ".join(count(n, severity) for severity, n in counts if n) or "no findings"
    verdict = "conforms" if report.conforms else "does not conform" if report.judged else "not checked"
    return f"{verdict}: {found}; checked {looked_at(report.checked)}\n"


def looked_at(checked: Checked) -> str:
    """Return the counts of a check in words."""
    return (
        f"{count(checked.files, 'file')}, {count(checked.triples, 'triple')}, "
        f"{count(checked.shapes, 'shape')}, {count(checked.focus_nodes, 'focus node')}"
    )


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun.

    Example:
        >>> count(1, "file"), count(2000, "query", "queries")
        ('1 file', '2,000 queries')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _finding(finding: Diagnostic, prefixes: Prefixes, read: Reader, *, colour: bool) -> str:
    lines = [headline(finding, prefixes, colour=colour)]
    gutter = " "
    if finding.span and finding.span.line and (text := read(finding.span.file)) is not None:
        gutter = " " * (len(str(finding.span.line)) + 1)
        lines += _excerpt(text, finding.span, gutter)
    about = [("path", finding.path), ("value", prefixes.show(finding.value) if finding.value else None)]
    lines += [f"{gutter}= {name}: {printable(_shortened(value, _LONG))}" for name, value in about if value]
    if finding.help:
        lines.append(f"{gutter}= help: {printable(finding.help)}")
    lines += [
        f"{gutter}= {printable(f'{related.span.location}: {related.message}')}" for related in finding.related
    ]
    return "\n".join(lines) + "\n"


def headline(finding: Diagnostic, prefixes: Prefixes, *, colour: bool = False) -> str:
    """Return a finding in one line: place, severity, code, message and what it is about."""
    place = f"{printable(str(finding.span.location))} " if finding.span else ""
    kind = f"{finding.severity}[{finding.code}]"
    if colour:
        kind = f"\x1b[1;{COLOURS[finding.severity]}m{kind}\x1b[0m"
    node = finding.focus_node
    # The label of a blank node is ours, and another one each time.
    about = f" ({prefixes.show(node)})" if node and not isinstance(node, BlankNode) else ""
    return f"{place}{kind}: {printable(_shortened(finding.message, _LONGEST))}{about}"


def _excerpt(text: str, span: Span, gutter: str) -> list[str]:
    lines = _LINE_END.split(text)
    if not span.line or span.line > len(lines):
        return []
    line = lines[span.line - 1].replace("\t", " ")
    first = (span.column or 1) - 1
    last = span.end_column - 1 if span.end_column and span.end_line == span.line else len(line)
    start = max(0, first - _BEFORE) if len(line) > _LONG else 0
    end = start + _LONG
    before, marked = printable(line[start:first]), printable(line[first : min(last, end)])
    begun, cut = "…" * (start > 0), "…" * (end < len(line))
    shown = printable(line[start:end])
    mark = " " * _width(begun + before) + "^" * max(1, _width(marked))
    return [f"{gutter}|", f"{span.line} | {begun}{shown}{cut}", f"{gutter}| {mark}"]


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: East Asian letters take two."""
    return sum(
        2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1 for c in text
    )


def printable(text: str) -> str:
    """Return text that cannot steer a terminal: control and direction characters escaped."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
