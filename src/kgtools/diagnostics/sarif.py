"""A report as SARIF 2.1.0 (OASIS, 27 March 2020), which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from kgtools.diagnostics.manual import page, section
from kgtools.diagnostics.registry import REGISTRY

if TYPE_CHECKING:
    from kgtools.diagnostics.model import Diagnostic, Fix, Related, Report, Severity, Span
    from kgtools.terms import Prefixes, Term

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST: Final = 5000
"""How many results are written: as many as code hosts show."""
_ROOT: Final = "%SRCROOT%"


def render(report: Report, prefixes: Prefixes, *, version: str) -> str:
    """Return the report as a SARIF log with one run.

    Places are relative to the folder of the project; columns count code points. Of more than ``MOST``
    findings the gravest are written, and a notification says how many were left out.

    Args:
        report: What was found.
        prefixes: For the names of things.
        version: That of this program.
    """
    shown = report.diagnostics[:MOST]
    codes = list(dict.fromkeys(finding.code for finding in shown))
    driver = {
        "name": "kgtools",
        "semanticVersion": version,
        "rules": [_rule(code, shown) for code in codes],
    }
    invocation: dict[str, Any] = {"executionSuccessful": report.judged}
    if left := len(report.diagnostics) - len(shown):
        text = f"{left:,} more findings were left out; 'kg check' prints them all"
        invocation["toolExecutionNotifications"] = [{"level": "note", "message": {"text": text}}]
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_result(finding, codes.index(finding.code), prefixes) for finding in shown],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)
        + "\n"
    )


def _rule(code: str, findings: tuple[Diagnostic, ...]) -> dict[str, Any]:
    entry, text = REGISTRY.get(code), page(code)
    example = next(finding for finding in findings if finding.code == code)
    title = entry.title if entry else example.message
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": title},
        "defaultConfiguration": {"level": _level(entry.severity if entry else example.severity)},
    }
    if text:
        rule["fullDescription"] = {"text": " ".join(section(text).split())}
        rule["help"] = {"text": " ".join(section(text, "Cure").split()), "markdown": text}
    return rule


def _result(finding: Diagnostic, index: int, prefixes: Prefixes) -> dict[str, Any]:
    # Viewers show little more than the message, so the thing and the cure stand in it.
    about = f" ({prefixes.show(finding.focus_node)})" if finding.focus_node else ""
    cure = f"\nhelp: {finding.help}" if finding.help else ""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _level(finding.severity),
        "message": {"text": f"{finding.message}{about}{cure}"},
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
    }
    if finding.span:
        location: dict[str, Any] = {"physicalLocation": _place(finding.span)}
        if finding.focus_node:
            name = _iri(finding.focus_node)
            location["logicalLocations"] = [{"fullyQualifiedName": name, "kind": "resource"}]
        result["locations"] = [location]
    if finding.related:
        result["relatedLocations"] = [_related(n, related) for n, related in enumerate(finding.related, 1)]
    if finding.fixes:
        result["fixes"] = [_fix(finding)]
    return result


def _level(severity: Severity) -> str:
    return str(severity)


def _iri(term: Term) -> str:
    return getattr(term, "value", str(term))


def _fingerprint(finding: Diagnostic) -> str:
    """Return what stays the same while lines move: what is found about what, not where."""
    parts = (finding.code, finding.span.file if finding.span else "", finding.path or "", finding.message)
    about = "" if finding.focus_node is None else str(finding.focus_node)
    return hashlib.sha256("\0".join((*parts, about, str(finding.value))).encode()).hexdigest()[:32]


def _artifact(file: str) -> dict[str, str]:
    if file.startswith("/"):
        return {"uri": f"file://{quote(file)}"}
    return {"uri": quote(file), "uriBaseId": _ROOT}


def _place(span: Span) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(span.file)}
    if span.line:
        place["region"] = _region(span)
    return place


def _region(span: Span) -> dict[str, int]:
    ends = (span.line, span.column, span.end_line, span.end_column)
    names = ("startLine", "startColumn", "endLine", "endColumn")
    return {name: number for name, number in zip(names, ends, strict=True) if number is not None}


def _related(number: int, related: Related) -> dict[str, Any]:
    return {
        "id": number,
        "message": {"text": related.message},
        "physicalLocation": _place(related.span),
    }


def _fix(finding: Diagnostic) -> dict[str, Any]:
    by_file: dict[str, list[Fix]] = {}
    for fix in finding.fixes:
        by_file.setdefault(fix.span.file, []).append(fix)
    changes = [
        {
            "artifactLocation": _artifact(file),
            "replacements": [
                {"deletedRegion": _region(fix.span), "insertedContent": {"text": fix.text}} for fix in fixes
            ],
        }
        for file, fixes in by_file.items()
    ]
    return {"description": {"text": finding.help or "mend it"}, "artifactChanges": changes}
