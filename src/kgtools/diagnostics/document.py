"""A report as JSON: the binding shape of ``kg check -f json`` (design: diagnostics, section 2)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgtools.diagnostics.model import Diagnostic, Fix, Related, Report
    from kgtools.terms import Prefixes, Term


def render(report: Report, prefixes: Prefixes) -> str:
    """Return the report as one JSON document; terms are compact (``id:x``) where a prefix fits."""
    document = {
        "conforms": report.conforms,
        "checked": {
            "files": report.checked.files,
            "triples": report.checked.triples,
            "shapes": report.checked.shapes,
            "focus_nodes": report.checked.focus_nodes,
        },
        "diagnostics": [entry(diagnostic, prefixes) for diagnostic in report.diagnostics],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def entry(finding: Diagnostic, prefixes: Prefixes) -> dict[str, Any]:
    """Return one finding as the object that stands for it in JSON."""

    def show(term: Term | None) -> str | None:
        return None if term is None else prefixes.show(term)

    span = finding.span
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "file": span.file if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
        "focus_node": show(finding.focus_node),
        "path": finding.path,
        "value": show(finding.value),
        "shape": show(finding.shape),
        "component": finding.component,
        "help": finding.help,
        "fixes": [_fix(fix) for fix in finding.fixes],
        "related": [_related(related) for related in finding.related],
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "file": fix.span.file,
        "start": [fix.span.line, fix.span.column],
        "end": [fix.span.end_line, fix.span.end_column],
        "text": fix.text,
    }


def _related(related: Related) -> dict[str, Any]:
    span = related.span
    return {"file": span.file, "line": span.line, "column": span.column, "message": related.message}
