from __future__ import annotations

import pytest

from kgtools.diagnostics import Checked, Diagnostic, Related, Report, Severity, Span, text
from kgtools.terms import BlankNode, Literal, NamedNode, Prefixes

PREFIXES = Prefixes({"id": "https://example.org/id/"})
SOURCE = 'id:a\n    ex:p "x" ;\n.\n'


def _rendered(*findings: Diagnostic, source: str | None = SOURCE, colour: bool = False) -> str:
    report = Report.of(findings, Checked(2, 1000, 3, 1))
    return text.render(report, PREFIXES, read=lambda _: source, colour=colour)


def test_the_label_that_a_blank_node_got_is_not_shown() -> None:
    finding = Diagnostic(
        "KG009", Severity.ERROR, "a blank node", Span("a.ttl", 1, 1), focus_node=BlankNode("f1x")
    )
    assert text.headline(finding, PREFIXES) == "a.ttl:1:1 error[KG009]: a blank node"


def test_a_finding_shows_the_line_and_what_to_do() -> None:
    finding = Diagnostic(
        "KG100",
        Severity.ERROR,
        "wrong value",
        Span("data/a.ttl", 2, 10, 2, 13),
        focus_node=NamedNode("https://example.org/id/a"),
        path="ex:p",
        value=Literal("x"),
        help="write y",
        related=(Related(Span("data/b.ttl", 7, 1), "said otherwise here"),),
    )
    assert _rendered(finding) == (
        "data/a.ttl:2:10 error[KG100]: wrong value (id:a)\n"
        "  |\n"
        '2 |     ex:p "x" ;\n'
        "  |          ^^^\n"
        "  = path: ex:p\n"
        '  = value: "x"\n'
        "  = help: write y\n"
        "  = data/b.ttl:7:1: said otherwise here\n"
        "\n"
        "does not conform: 1 error; checked 2 files, 1,000 triples, 3 shapes, 1 focus node\n"
    )


@pytest.mark.parametrize(
    ("line", "span", "marked"),
    [
        ("abcdef", Span("a", 1, 3, 1, 5), "  ^^"),
        ("abcdef", Span("a", 1, 3), "  ^^^^"),
        ("abcdef", Span("a", 1, 3, 2, 1), "  ^^^^"),
        ("abcdef", Span("a", 1, 3, 1, 3), "  ^"),
        ("서울 x", Span("a", 1, 4, 1, 5), "     ^"),
        ("é x", Span("a", 1, 3, 1, 4), "  ^"),
        ("e\u0301 x", Span("a", 1, 4, 1, 5), "  ^"),
        ("\tx", Span("a", 1, 2, 1, 3), " ^"),
        ("\u202eab", Span("a", 1, 2, 1, 3), "      ^"),
        ("a\u202eb", Span("a", 1, 2, 1, 3), " ^^^^^^"),
    ],
)
def test_the_mark_stands_under_what_is_meant(line: str, span: Span, marked: str) -> None:
    shown = _rendered(Diagnostic("KG1", Severity.ERROR, "m", span), source=line).splitlines()
    assert shown[3] == f"  | {marked}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_is_counted_as_positions_are(end: str) -> None:
    finding = Diagnostic("KG1", Severity.ERROR, "m", Span("a.ttl", 2, 1, 2, 2))
    assert "\n2 | b\n" in _rendered(finding, source=f"a\u2028a\x0ca{end}b{end}c")


def test_of_a_long_line_only_what_is_around_the_mark_is_shown() -> None:
    span = Span("a.ttl", 1, 50_001, 1, 50_004)
    line = "a" * 50_000 + "bcd" + "e" * 50_000
    shown = _rendered(
        Diagnostic("KG1", Severity.ERROR, "m" * 5000, span, value=Literal("v" * 5000)), source=line
    )
    headline, _, excerpt, mark, value, *_ = shown.splitlines()
    assert headline == f"a.ttl:1:50001 error[KG1]: {'m' * 999}…"
    assert excerpt == f"1 | …{'a' * 60}bcd{'e' * 337}…"
    assert mark == f"  | {' ' * 61}^^^"
    assert value == f'  = value: "{"v" * 398}…'


def test_a_long_token_is_marked_as_far_as_it_is_shown() -> None:
    shown = _rendered(
        Diagnostic("KG1", Severity.ERROR, "m", Span("a.ttl", 1, 3, 1, 9003)), source="ab" + "c" * 9000
    )
    assert shown.splitlines()[2:4] == [f"1 | ab{'c' * 398}…", f"  |   {'^' * 398}"]


@pytest.mark.parametrize("source", [None, ""])
def test_a_line_that_is_not_there_is_not_shown(source: str | None) -> None:
    finding = Diagnostic("KG1", Severity.ERROR, "m", Span("a.ttl", 9, 1))
    assert "|" not in _rendered(finding, source=source)


def test_control_characters_cannot_steer_the_terminal() -> None:
    related = (Related(Span("c\x1b.ttl", 1, 1), "there"),)
    finding = Diagnostic(
        "KG1", Severity.ERROR, "\x1b[31mred\u202e", Span("a\x1b\nb.ttl", 1, 1), related=related
    )
    shown = _rendered(finding, source="\x1b[2J")
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert shown.startswith("a\\u001b\\u000ab.ttl:1:1 error[KG1]: ")
    assert "= c\\u001b.ttl:1:1: there" in shown
    assert "\\u001b[31mred\\u202e" in shown


def test_colour_is_for_the_severity_only() -> None:
    shown = _rendered(Diagnostic("KG1", Severity.WARNING, "m"), colour=True)
    assert shown.startswith("\x1b[1;33mwarning[KG1]\x1b[0m: m\n")


def test_short_is_one_line_for_each_finding() -> None:
    report = Report.of(
        [Diagnostic("KG2", Severity.NOTE, "n"), Diagnostic("KG1", Severity.ERROR, "m", Span("a.ttl", 2, 3))],
        Checked(),
    )
    assert text.render_short(report, PREFIXES) == "a.ttl:2:3 error[KG1]: m\nnote[KG2]: n\n"


@pytest.mark.parametrize(
    ("severities", "judged", "verdict"),
    [
        ([], True, "conforms: no findings"),
        ([Severity.WARNING], True, "conforms: 1 warning"),
        ([Severity.ERROR, Severity.ERROR, Severity.NOTE], True, "does not conform: 2 errors, 1 note"),
        ([Severity.ERROR], False, "not checked: 1 error"),
    ],
)
def test_the_summary_says_how_it_ended(severities: list[Severity], judged: bool, verdict: str) -> None:
    findings = [Diagnostic("KG1", severity, "m") for severity in severities]
    assert text.summary(Report.of(findings, Checked(), judged=judged)).startswith(
        f"{verdict}; checked 0 files"
    )
