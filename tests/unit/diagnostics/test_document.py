from __future__ import annotations

import json

from kgtools.diagnostics import Checked, Diagnostic, Fix, Related, Report, Severity, Span, document
from kgtools.terms import SH, Literal, NamedNode, Prefixes

PREFIXES = Prefixes({"id": "https://example.org/id/"})
KEYS = [
    "code",
    "severity",
    "message",
    "file",
    "line",
    "column",
    "end_line",
    "end_column",
    "focus_node",
    "path",
    "value",
    "shape",
    "component",
    "help",
    "fixes",
    "related",
]


def test_a_full_finding() -> None:
    finding = Diagnostic(
        code="PersonShape-label",
        severity=Severity.WARNING,
        message="Gib einen Namen an: Müller",
        span=Span("data/a.ttl", 3, 5, 3, 9),
        focus_node=NamedNode("https://example.org/id/a"),
        path="skos:prefLabel",
        value=Literal("x", language="en"),
        shape=NamedNode(f"{SH}Shape"),
        component="sh:MinCountConstraintComponent",
        help="write one",
        fixes=(Fix(Span("data/a.ttl", 3, 5, 3, 9), "text"),),
        related=(Related(Span("data/b.ttl", 1, 2), "also here"),),
    )
    text = document.render(Report.of([finding], Checked(1, 2, 3, 4)), PREFIXES)
    assert "Müller" in text
    assert text.endswith("}\n")
    shown = json.loads(text)
    assert list(shown) == ["conforms", "checked", "diagnostics"]
    assert shown["conforms"] is True
    assert shown["checked"] == {"files": 1, "triples": 2, "shapes": 3, "focus_nodes": 4}
    (entry,) = shown["diagnostics"]
    assert list(entry) == KEYS
    assert entry == {
        "code": "PersonShape-label",
        "severity": "warning",
        "message": "Gib einen Namen an: Müller",
        "file": "data/a.ttl",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 9,
        "focus_node": "id:a",
        "path": "skos:prefLabel",
        "value": '"x"@en',
        "shape": "sh:Shape",
        "component": "sh:MinCountConstraintComponent",
        "help": "write one",
        "fixes": [{"file": "data/a.ttl", "start": [3, 5], "end": [3, 9], "text": "text"}],
        "related": [{"file": "data/b.ttl", "line": 1, "column": 2, "message": "also here"}],
    }


def test_what_a_finding_has_not_is_null_or_empty() -> None:
    report = Report.of([Diagnostic("KG001", Severity.ERROR, "wrong")], Checked())
    shown = json.loads(document.render(report, PREFIXES))
    assert shown["conforms"] is False
    (entry,) = shown["diagnostics"]
    assert list(entry) == KEYS
    assert {key for key, value in entry.items() if value not in (None, [])} == {"code", "severity", "message"}
    assert entry["fixes"] == entry["related"] == []
