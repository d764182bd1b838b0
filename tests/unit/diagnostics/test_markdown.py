from __future__ import annotations

from kgtools.diagnostics import Checked, Diagnostic, Report, Severity, Span, markdown
from kgtools.terms import NamedNode, Prefixes

PREFIXES = Prefixes({"id": "https://example.org/id/"})


def _render(*findings: Diagnostic) -> str:
    return markdown.render(Report.of(findings, Checked(1, 2, 3, 4)), PREFIXES)


def test_no_finding() -> None:
    assert _render() == "**conforms**: no findings; checked 1 file, 2 triples, 3 shapes, 4 focus nodes\n"


def test_a_table_for_each_severity_with_everything_escaped() -> None:
    finding = Diagnostic(
        "KG103",
        Severity.ERROR,
        "unknown `id:a|b` <b>*x*</b>",
        Span("data/a.ttl", 3, 5),
        focus_node=NamedNode("https://example.org/id/a"),
        help="did you mean `id:c`?",
    )
    note = Diagnostic("KG302", Severity.NOTE, "a ` alone")
    assert _render(finding, note).split("\n\n")[1:] == [
        "### 1 error",
        (
            "| place | code | finding |\n|---|---|---|\n"
            "| `data/a.ttl:3:5` | KG103 | unknown `id:a\\|b` \\<b\\>\\*x\\*\\</b\\> (`id:a`)"
            "<br>did you mean `id:c`? |"
        ),
        "### 1 note",
        "| place | code | finding |\n|---|---|---|\n|  | KG302 | a \\` alone |\n",
    ]


def test_many_findings_of_a_code_are_counted() -> None:
    text = _render(*(Diagnostic("KG301", Severity.WARNING, f"w{n}") for n in range(25)))
    assert text.count("| KG301 | w") == 20
    assert "| | KG301 | and 5 more: unused prefix |" in text
