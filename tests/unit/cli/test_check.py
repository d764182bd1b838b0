from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kgtools.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = "PREFIX ex: <https://example.org/terms/> PREFIX id: <https://example.org/id/>\n"
YEARS = ", ".join(f'"{year}"^^<http://www.w3.org/2001/XMLSchema#gYear>' for year in (2001, 2002))
SOURCE = "<http://purl.org/dc/terms/source> id:doc-programme"
WARNING = f"{HEAD}id:e a ex:Engagement ; {SOURCE} ; ex:start {YEARS} .\n"


@pytest.fixture
def check(kg: Callable[..., Any], folder: Path) -> Callable[..., Any]:
    """Return a function that runs ``kg check`` on a copy of the invented project."""
    return lambda *args: kg("-C", folder, "check", *args)


def test_a_clean_project_says_what_was_checked(check: Callable[..., Any]) -> None:
    found = check()
    assert found.code == 0
    assert found.out.startswith("conforms: no findings; checked 5 files, ")
    assert found.out.endswith(" 5 shapes, 7 focus nodes\n")


def test_json_has_the_binding_shape(check: Callable[..., Any], folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:person-x a ex:Person .\n")
    found = check("-f", "json")
    report = json.loads(found.out)
    assert found.code == 1
    assert (list(report), report["conforms"]) == (["conforms", "checked", "diagnostics"], False)
    assert list(report["checked"]) == ["files", "triples", "shapes", "focus_nodes"]
    (finding,) = report["diagnostics"]
    assert (finding["code"], finding["severity"], finding["file"]) == ("PersonShape", "error", "data/x.ttl")
    assert (finding["focus_node"], finding["path"]) == ("id:person-x", "skos:prefLabel")
    assert finding["component"] == "sh:MinCountConstraintComponent"
    assert finding["message"]


def test_short_is_one_line(check: Callable[..., Any], folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:x a")
    found = check("-f", "short")
    assert found.code == 1
    assert found.out.startswith("data/x.ttl:2:7 error[KG001]: ")
    assert found.out.count("\n") == 1


def test_text_shows_the_broken_line(check: Callable[..., Any], folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:x a")
    assert "2 | id:x a\n" in check().out


@pytest.mark.parametrize(
    ("args", "toml", "code"),
    [
        ((), "", 0),
        (("--fail-on", "warning"), "", 1),
        ((), '[check]\nfail_on = "warning"\n', 1),
        (("--fail-on", "error"), '[check]\nfail_on = "note"\n', 0),
    ],
)
def test_which_findings_fail_is_a_choice(
    check: Callable[..., Any], folder: Path, args: tuple[str, ...], toml: str, code: int
) -> None:
    (folder / "data" / "x.ttl").write_text(WARNING)
    path = folder / "kg.toml"
    path.write_text(path.read_text().replace("[check]\n", toml or "[check]\n"))
    assert check(*args).code == code


def test_what_could_not_be_judged_exits_3(check: Callable[..., Any], folder: Path) -> None:
    (folder / "ontology" / "shapes" / "shapes.ttl").write_text("")
    found = check()
    assert found.code == 3
    assert "not checked" in found.out


def test_chosen_files(check: Callable[..., Any], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(f"{HEAD}id:person-x a ex:Person .\n")
    assert check(tmp_path / "new.ttl").code == 1
    assert check(folder / "data" / "people.ttl").code == 0
    found = check(tmp_path / "none.ttl")
    assert (found.code, found.out) == (3, "")
    assert "none.ttl: error[KG903]: no such file" in found.err


def test_output_goes_to_a_file(check: Callable[..., Any], tmp_path: Path) -> None:
    assert check("-o", tmp_path / "report.txt").out == ""
    assert (tmp_path / "report.txt").read_text().startswith("conforms")


def test_an_unknown_format_is_refused(check: Callable[..., Any]) -> None:
    found = check("-f", "pdf")
    assert found.code == 2
    assert "one of: text short json" in found.err


def test_colour_is_for_a_terminal_without_no_color(
    check: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:person-x a ex:Person .\n")
    monkeypatch.setattr("kgtools.cli.options.is_terminal", lambda: True)
    assert "\x1b[" not in check().out
    monkeypatch.delenv("NO_COLOR")
    assert "\x1b[1;31merror" in check("-f", "text").out


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_misspelt_code_chooses_nothing_in_silence(check: Callable[..., Any], option: str) -> None:
    found = check(option, "KG1,PersonShpe")
    assert (found.code, found.out) == (2, "")
    assert "no code 'PersonShpe'\n  = help: did you mean 'PersonShape'?" in found.err


def test_standard_input_is_what_add_judges(check: Callable[..., Any]) -> None:
    found = check("-")
    assert (found.code, found.out) == (2, "")
    assert "= help: kg add - --dry-run judges that" in found.err


def test_a_file_of_facts_that_is_not_read_is_named(check: Callable[..., Any], folder: Path) -> None:
    (folder / "data" / "more.turtle").write_text("")
    (folder / "data" / "README.md").write_text("")
    found = check()
    assert found.code == 0
    assert found.err.startswith(
        "warning: data/more.turtle: not read, for what the name ends with\n  = help: these endings are read: .ttl "
    )


def test_the_bundled_project_is_named_where_it_stands_in(
    kg: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "is_watched", lambda: True)
    done = kg("check", "--select", "KG001")
    assert (done.code, done.err.splitlines()[0]) == (
        0,
        "note: no kg.toml here or above, so this is the bundled project, korea-diplomacy",
    )
