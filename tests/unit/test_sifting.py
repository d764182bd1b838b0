"""What is reported of what was found: comments, choices, levels, one finding for one mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.check import check
from kgtools.sifting import Choice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Outcome

HEAD = (
    "PREFIX dcterms: <http://purl.org/dc/terms/>\nPREFIX ex: <https://example.org/terms/>\n"
    "PREFIX id: <https://example.org/id/>\n"
)


def _found(folder: Path, body: str, choice: Choice | None = None) -> list[tuple[str, int | None]]:
    (folder / "data" / "a.ttl").write_text(HEAD + body)
    (folder / "data" / "a.ttl").write_text(
        (HEAD if "dcterms:" in body else HEAD[HEAD.index("PREFIX ex") :]) + body
    )
    report = check(project.load(folder), choice=choice)
    return [
        (f.code, f.span.line if f.span else None)
        for f in report.diagnostics
        if f.span and f.span.file == "data/a.ttl"
    ]


def test_a_comment_silences_its_line(folder: Path) -> None:
    body = "id:concert-opening ex:performer id:nobody . # kg: ignore[KG103] comes next week\n"
    assert _found(folder, body) == []


def test_a_comment_alone_silences_the_next_line(folder: Path) -> None:
    body = "# kg: ignore[KG103] comes next week\nid:concert-opening ex:performer id:nobody .\n"
    assert _found(folder, body) == []
    assert _found(folder, body + "id:concert-opening ex:performer id:none .\n") == [("KG103", 5)]


def test_a_comment_alone_silences_the_next_line_that_says_something(folder: Path) -> None:
    comments = "# kg: ignore[KG103] comes next week\n# kg: ignore[KG108] so written\n\n# About it.\n"
    assert _found(folder, f'{comments}id:concert-opening ex:performer id:nobody , "x" .\n') == []


def test_a_comment_behind_the_dot_of_a_description_silences_all_of_it(folder: Path) -> None:
    fact = "id:concert-opening\n    ex:performer id:nobody ;\n    ex:performer id:person-ada ;\n"
    assert _found(folder, f"{fact}. # kg: ignore[KG103] comes next week\n") == []
    other = "id:concert-opening ex:performer id:none .\n"
    assert _found(folder, f"{other}{fact}. # kg: ignore[KG103] comes next week\n") == [("KG103", 3)]


def test_formatting_leaves_findings_silenced(folder: Path, kg: Callable[..., Outcome]) -> None:
    body = 'id:x a ex:Person ; skos:prefLabel "X Alone"@en . # kg: ignore[KG405] for the next volume\n'
    text = f"{HEAD}PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n{body}"
    (folder / "data" / "a.ttl").write_text(text.replace("PREFIX dcterms: <http://purl.org/dc/terms/>\n", ""))

    def codes() -> set[str]:
        report = check(project.load(folder))
        return {f.code for f in report.diagnostics if f.span and f.span.file == "data/a.ttl"}

    before = codes()
    assert not before & {"KG405", "KG306"}
    assert kg("-C", folder, "fmt").code == 0
    assert not codes() & {"KG405", "KG306"}


def test_a_comment_silences_a_whole_file_by_the_beginning_of_a_code(folder: Path) -> None:
    body = "# kg: ignore-file[KG1, PersonShape] a draft\nid:e a ex:Person ; ex:performer id:nobody .\n"
    assert _found(folder, body) == []


def test_shapes_are_silenced_by_name_and_by_alias(folder: Path) -> None:
    for name in ("PersonShape", "SH-MinCount"):
        assert _found(folder, f"id:e a ex:Person . # kg: ignore[{name}] unnamed in the source\n") == []


@pytest.mark.parametrize("comment", ["ignore[KG103]", "ignore[] because", "ignore[KG009] we like it"])
def test_a_comment_that_may_not_silence(folder: Path, comment: str) -> None:
    body = f"id:concert-opening ex:performer id:nobody . # kg: {comment}\n"
    assert _found(folder, body) == [("KG103", 3), ("KG307", 3)]


def test_a_comment_without_use_is_found_where_it_stands(folder: Path) -> None:
    assert _found(folder, "id:person-ada ex:fee 3 . # kg: ignore[KG103] once\n") == [("KG306", 3)]


def test_a_comment_in_a_text_is_text(folder: Path) -> None:
    body = 'id:remark-loud ex:statement "so # kg: ignore[KG103] once"@en .\n'
    assert ("KG306", 3) not in _found(folder, body)


def test_selecting_and_ignoring(folder: Path) -> None:
    body = "id:e a ex:Persn ; ex:performer id:nobody .\n"
    assert _found(folder, body) == [("KG101", 3), ("KG103", 3)]
    assert _found(folder, body, Choice(select=("KG101",))) == [("KG101", 3)]
    assert _found(folder, body, Choice(ignore=("KG101", "KG2"))) == [("KG103", 3)]


def test_a_level_of_the_project(folder: Path) -> None:
    path = folder / "kg.toml"
    path.write_text(path.read_text().replace("[check]", '[check]\nlevels = { KG103 = "note" }'))
    (folder / "data" / "a.ttl").write_text(
        f"{HEAD[HEAD.index('PREFIX ex') :]}id:concert-opening ex:performer id:nobody ."
    )
    report = check(project.load(folder))
    assert report.conforms
    assert [f.severity for f in report.diagnostics if f.code == "KG103"] == ["note"]


@pytest.fixture
def shaped(folder: Path) -> Path:
    """A project whose concerts have a date, and performers who are persons."""
    shapes = folder / "ontology" / "shapes" / "shapes.ttl"
    shapes.write_text(
        shapes.read_text()
        + "\nexsh:ConcertShape a sh:NodeShape ; sh:targetClass ex:Concert ;\n"
        + "  sh:property [ sh:path ex:performer ; sh:class ex:Person ] , [ sh:path ex:date ; sh:minCount 1 ] .\n"
    )
    return folder


def test_a_mistake_on_a_token_is_one_finding(shaped: Path) -> None:
    assert _found(shaped, "id:concert-opening ex:performer id:nobody .\n") == [("KG103", 3)]


def test_a_value_that_is_missing_because_its_property_is_misspelt_is_one_finding(shaped: Path) -> None:
    assert _found(shaped, 'id:e a ex:Concert ; ex:dat "2001" .\n') == [("KG102", 3)]
    assert _found(shaped, 'id:e a ex:Concert ; ex:unheardOf "2001" .\n') == [
        ("ConcertShape", 3),
        ("KG102", 3),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("id:concert-opening ex:performer id:nobody .", "KG103"),
        ('id:e a ex:Concert ; ex:dat "2001" .', "KG102"),
    ],
)
def test_what_follows_from_a_mistake_is_said_where_the_mistake_is_not(
    shaped: Path, body: str, code: str
) -> None:
    assert _found(shaped, f"{body} # kg: ignore[{code}] a draft\n") == [("ConcertShape", 3)]
    assert _found(shaped, body + "\n", Choice(ignore=(code,))) == [("ConcertShape", 3)]
    path = shaped / "kg.toml"
    path.write_text(path.read_text().replace("[check]", f'[check]\nlevels = {{ {code} = "note" }}'))
    assert _found(shaped, body + "\n") == [("ConcertShape", 3), (code, 3)]
    assert not check(project.load(shaped)).conforms


def test_a_missing_source_is_said_in_the_words_of_the_shape(folder: Path) -> None:
    assert _found(folder, "id:e a ex:Engagement ; ex:engages id:person-ada .\n") == [("EngagementShape", 3)]


@pytest.mark.parametrize("where", ["kg.toml", "the command line"])
def test_that_not_all_was_judged_is_never_left_out(folder: Path, where: str) -> None:
    bad = folder / "ontology" / "shapes" / "bad.ttl"
    bad.write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n<urn:x> sh:targetclass <urn:y> ; sh:nodeKind sh:IRI .\n"
    )
    choice = None if where == "kg.toml" else Choice(ignore=("KG6",))
    if choice is None:
        path = folder / "kg.toml"
        path.write_text(path.read_text().replace('ignore = ["KG111"', 'ignore = ["KG6", "KG111"'))
    report = check(project.load(folder), choice=choice)
    assert not report.conforms
    assert "KG603" in [finding.code for finding in report.diagnostics]


def test_an_ill_typed_value_is_not_outside_the_range_too(folder: Path) -> None:
    with (folder / "ontology" / "terms.ttl").open("a") as terms:
        terms.write("\nex:start rdfs:range <http://www.w3.org/2001/XMLSchema#date> .\n")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    kept = {"KG201", "KG706"}
    wrong_day = _found(folder, f'id:person-ada ex:start "1999-06-31"^^<{xsd}date> .\n')
    assert [each for each in wrong_day if each[0] in kept] == [("KG201", 3)]
    wrong_kind = _found(folder, f'id:person-ada ex:start "1999-06"^^<{xsd}gYearMonth> .\n')
    assert [each for each in wrong_kind if each[0] in kept] == [("KG706", 3)]
