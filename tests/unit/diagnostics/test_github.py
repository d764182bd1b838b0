from __future__ import annotations

from kgtools.diagnostics import Checked, Diagnostic, Report, Severity, Span, github
from kgtools.terms import NamedNode, Prefixes

PREFIXES = Prefixes({"id": "https://example.org/id/"})


def _render(*findings: Diagnostic) -> list[str]:
    return github.render(Report.of(findings, Checked(1, 2, 3, 4)), PREFIXES).splitlines()


def test_an_annotation_escapes_what_ends_it() -> None:
    finding = Diagnostic(
        "KG201",
        Severity.ERROR,
        "100 % wrong\nhere",
        Span("data/a,b:c.ttl", 3, 5, 3, 9),
        focus_node=NamedNode("https://example.org/id/a"),
        help="mend",
    )
    assert _render(finding) == [
        (
            "::error file=data/a%2Cb%3Ac.ttl,line=3,col=5,endLine=3,endColumn=9,title=KG201::"
            "100 %25 wrong%0Ahere (id:a)%0Ahelp: mend"
        ),
        "does not conform: 1 error; checked 1 file, 2 triples, 3 shapes, 4 focus nodes",
    ]


def test_no_more_than_github_shows_and_a_word_on_the_rest() -> None:
    errors = [Diagnostic("KG103", Severity.ERROR, f"e{n}") for n in range(12)]
    warnings = [Diagnostic("KG301", Severity.WARNING, f"w{n}") for n in range(11)]
    notes = [Diagnostic("KG302", Severity.NOTE, "n")]
    lines = _render(*errors, *warnings, *notes)
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert lines[-3] == "::notice title=KG302::n"
    assert lines[-2] == (
        "::notice title=kg check::2 more errors, 1 more warning not marked here; "
        "the job summary and 'kg check' name them all"
    )
