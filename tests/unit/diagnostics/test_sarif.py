"""SARIF 2.1.0: what the standard demands and can be checked without its schema, and a reader of it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from kgtools.diagnostics import Checked, Diagnostic, Fix, Related, Report, Severity, Span, sarif
from kgtools.terms import NamedNode, Prefixes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PREFIXES = Prefixes({"id": "https://example.org/id/"})
SPAN = Span("data/ä b.ttl", 3, 5, 3, 9)
FULL = Diagnostic(
    "KG103",
    Severity.ERROR,
    "reference to an individual described nowhere `id:b`",
    SPAN,
    focus_node=NamedNode("https://example.org/id/a"),
    path="ex:p",
    value=NamedNode("https://example.org/id/b"),
    help="did you mean `id:c`?",
    fixes=(Fix(SPAN, "id:c"), Fix(Span("data/x.ttl", 1, 1, 2, 1), "")),
    related=(Related(Span("/elsewhere/y.ttl", 7, 1), "see there"),),
)
FINDINGS = [
    FULL,
    Diagnostic("SomeShape", Severity.WARNING, "add a name", Span("data/x.jsonld")),
    Diagnostic("SomeShape", Severity.NOTE, "add another", Span("data/x.ttl", 1, 1, 1, 1)),
    Diagnostic("KG601", Severity.ERROR, "no shape"),
]


def _run(*findings: Diagnostic, judged: bool = True) -> dict[str, Any]:
    report = Report.of(findings, Checked(1, 2, 3, 4), judged=judged)
    log = json.loads(sarif.render(report, PREFIXES, version="1.2.3"))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_the_run(tmp_path: Path) -> None:  # noqa: ARG001
    run = _run(*FINDINGS)
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("kgtools", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["KG601", "KG103", "SomeShape"]
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert _run(judged=False)["invocations"] == [{"executionSuccessful": False}]


def test_rules_carry_their_pages() -> None:
    rules = {rule["id"]: rule for rule in _run(*FINDINGS)["tool"]["driver"]["rules"]}
    assert rules["KG103"]["help"]["markdown"].startswith("# KG103")
    assert rules["KG103"]["help"]["text"]
    assert rules["KG103"]["defaultConfiguration"] == {"level": "error"}
    assert rules["SomeShape"]["shortDescription"] == {"text": "add a name"}


def test_a_full_result() -> None:
    (result,) = _run(FULL)["results"]
    assert result.pop("partialFingerprints").keys() == {"finding/v1"}
    artifact = {"uri": "data/%C3%A4%20b.ttl", "uriBaseId": "%SRCROOT%"}
    region = {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert result == {
        "ruleId": "KG103",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "reference to an individual described nowhere `id:b` (id:a)\nhelp: did you mean `id:c`?"
        },
        "locations": [
            {
                "physicalLocation": {"artifactLocation": artifact, "region": region},
                "logicalLocations": [{"fullyQualifiedName": "https://example.org/id/a", "kind": "resource"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "message": {"text": "see there"},
                "physicalLocation": {
                    "artifactLocation": {"uri": "file:///elsewhere/y.ttl"},
                    "region": {"startLine": 7, "startColumn": 1},
                },
            }
        ],
        "fixes": [
            {
                "description": {"text": "did you mean `id:c`?"},
                "artifactChanges": [
                    {
                        "artifactLocation": artifact,
                        "replacements": [{"deletedRegion": region, "insertedContent": {"text": "id:c"}}],
                    },
                    {
                        "artifactLocation": {"uri": "data/x.ttl", "uriBaseId": "%SRCROOT%"},
                        "replacements": [
                            {
                                "deletedRegion": {
                                    "startLine": 1,
                                    "startColumn": 1,
                                    "endLine": 2,
                                    "endColumn": 1,
                                },
                                "insertedContent": {"text": ""},
                            }
                        ],
                    },
                ],
            }
        ],
    }


def test_every_result_obeys_the_standard() -> None:
    run = _run(*FINDINGS)
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)  # 3.49.3: unique
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]  # 3.27.6
        assert result["level"] in {"none", "note", "warning", "error"}  # 3.27.10
        assert result["message"]["text"]  # 3.11.8
        for location in result.get("locations", ()):
            region = location["physicalLocation"].get("region", {})
            assert all(number >= 1 for number in region.values())  # 3.30.5 to 3.30.8


def test_the_fingerprint_survives_a_move() -> None:
    moved = FULL.at(Span(SPAN.file, 30, 5, 30, 9))
    one, other = (_run(f)["results"][0]["partialFingerprints"] for f in (FULL, moved))
    assert one == other


def test_what_is_left_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 2)
    run = _run(*FINDINGS)
    assert len(run["results"]) == 2
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("2 more findings")


def test_sarif_tools_reads_it_back(tmp_path: Path) -> None:
    report = Report.of(FINDINGS, Checked(1, 2, 3, 4))
    path = tmp_path / "kg.sarif"
    path.write_text(sarif.render(report, PREFIXES, version="1.2.3"))
    command = [sys.executable, "-m", "sarif", "summary", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "error: 2" in done.stdout
    assert "warning: 1" in done.stdout
    assert "KG103" in done.stdout
