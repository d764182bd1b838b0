from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def test_all_cases(kg: Callable[..., Any], folder: Path) -> None:
    found = kg("-C", folder, "test")
    assert (found.code, found.out) == (0, "13 passed, 0 failed\n")


def test_chosen_cases(kg: Callable[..., Any], folder: Path) -> None:
    found = kg("-C", folder, "test", "fees", "PersonShape", "-v")
    assert found.out.splitlines() == [
        "passed fees (1)",
        "passed fees (2)",
        "passed PersonShape/invalid-no-name.ttl",
        "passed PersonShape/valid-named.ttl",
        "4 passed, 0 failed",
    ]


def test_a_line_takes_the_place_of_the_bar(
    kg: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\r" not in kg("-C", folder, "test", "fees", "-v").err
    monkeypatch.setattr("kgtools.cli.options.is_watched", lambda: True)
    assert kg("-C", folder, "test", "fees", "-v").err.count("\r") == 2


def test_a_failed_case_exits_1(kg: Callable[..., Any], folder: Path) -> None:
    path = folder / "tests" / "shapes" / "PersonShape" / "valid-named.ttl"
    path.write_text(path.read_text().replace("prefLabel", "altLabel"))
    found = kg("-C", folder, "test", "PersonShape")
    assert found.code == 1
    assert found.out.startswith("FAILED PersonShape/valid-named.ttl: unexpected: focus=id:person-x")
    assert found.out.endswith("1 passed, 1 failed\n")


def test_an_unknown_name_is_refused(kg: Callable[..., Any], folder: Path) -> None:
    found = kg("-C", folder, "test", "nope")
    assert found.code == 2
    assert "there is no query, shape or check with cases called 'nope'" in found.err
    assert "did you mean 'PersonShape'?" in kg("-C", folder, "test", "PersonShap").err


def test_a_broken_query_fails_its_cases_not_the_run(kg: Callable[..., Any], folder: Path) -> None:
    (folder / "queries" / "bad.rq").write_text("#+ summary: s\nSELECT {")
    found = kg("-C", folder, "test")
    assert found.code == 1
    assert "FAILED bad (defaults): " in found.out
