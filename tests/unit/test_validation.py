"""Anybody's data by anybody's shapes."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.namespace import SH

import kgtools
from kgtools.errors import InputError, LimitError, ShapesError, UsageError
from kgtools.terms import NamedNode
from kgtools.validation import examine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Outcome

    from kgtools.graph import Graph

HEAD = "PREFIX ex: <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
FINDINGS = Path(__file__).parent / "shapes" / "findings"
DATA = f"{HEAD}ex:a a ex:P ; ex:age 07 .\n_:b a ex:P .\n"
SHAPES = f"{HEAD}ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property ex:S-age .\nex:S-age sh:path ex:age ; sh:minCount 1 .\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "d.ttl").write_text(DATA)
    (tmp_path / "s.ttl").write_text(SHAPES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("form", ["path", "paths", "text", "rdflib"])
def test_data_come_in_many_forms(form: str, files: Path) -> None:
    makers = {
        "path": lambda: (Path("d.ttl"), "s.ttl", {}),
        "paths": lambda: (["d.ttl"], [files / "s.ttl"], {}),
        "text": lambda: (DATA, SHAPES.encode(), {"data_format": "turtle", "shapes_format": "ttl"}),
        "rdflib": lambda: (rdflib.Graph().parse("d.ttl"), rdflib.Graph().parse("s.ttl"), {}),
    }
    data, shapes, formats = makers[form]()
    report = kgtools.validate(data, shapes, **formats)
    assert not report.conforms
    [result] = report.results
    assert (str(result.path), str(result.severity)) == (
        str(NamedNode("https://example.org/age")),
        str(NamedNode(SH.Violation)),
    )
    graph = report.to_rdflib()
    assert (None, SH.conforms, rdflib.Literal(lexical_or_value=False)) in graph
    assert len(graph) == len(rdflib.Graph().parse(data=report.to_turtle(), format="turtle"))


def test_an_open_project_is_judged_by_its_own_shapes(graph: Graph) -> None:
    assert kgtools.validate(graph).conforms is graph.check().conforms is True
    assert not kgtools.validate(
        graph,
        f"{HEAD}ex:S sh:targetClass <https://example.org/terms/Person> ; sh:nodeKind sh:Literal .",
        shapes_format="turtle",
    ).conforms


def test_a_time_limit_is_kept() -> None:
    release = threading.Event()

    class Endless(list[bytes]):
        def __iter__(self) -> Iterator[bytes]:
            release.wait()
            return super().__iter__()

    with pytest.raises(LimitError, match=r"stopped after 0\.1 s") as caught:
        kgtools.validate(Endless([DATA.encode()]), "s.ttl", data_format="turtle", timeout=0.1)
    release.set()
    assert caught.value.hint == "allow more with timeout=SECONDS"
    text = {"data_format": "turtle", "shapes_format": "turtle"}
    assert not kgtools.validate(DATA, SHAPES, **text, timeout=60).conforms  # type: ignore[arg-type]


def test_blank_nodes_of_two_files_are_two(files: Path) -> None:
    (files / "e.ttl").write_text(f"{HEAD}_:b ex:age 3 .")
    assert len(kgtools.validate(["d.ttl", "e.ttl"], "s.ttl").results) == 1


def test_lexical_forms_are_judged_as_written() -> None:
    shapes = f"{HEAD}ex:S sh:targetSubjectsOf ex:age ; sh:property [ sh:path ex:age ; sh:in ( 7 ) ] ."
    assert not kgtools.validate(DATA, shapes, data_format="turtle", shapes_format="turtle").conforms


@pytest.mark.parametrize("shapes", sorted(FINDINGS.glob("KG*.ttl")), ids=lambda file: file.stem)
def test_what_is_wrong_with_shapes_has_a_line_and_a_column(shapes: Path) -> None:
    found = examine(f"{HEAD}ex:a a ex:C ; ex:p 1 .", shapes, data_format="turtle")
    places = [finding.span for finding in found.judgement.diagnostics]
    assert places
    assert all(place and place.file == str(shapes) and place.line and place.column for place in places)


def test_a_text_without_a_format_is_told_to_need_one() -> None:
    with pytest.raises(InputError) as caught:
        kgtools.validate("<x:a> <x:b> <x:c> .", "s.ttl")
    assert (caught.value.message, caught.value.hint) == ("a text needs its format", 'data_format="turtle"')


@pytest.mark.parametrize(
    ("data", "shapes", "options", "error"),
    [
        ("d.ttl", "d.ttl", {}, ShapesError),
        ("s.ttl", "s.ttl", {}, ShapesError),
        ("no.ttl", "s.ttl", {}, InputError),
        (DATA, "s.ttl", {}, InputError),
        ("d.ttl", "s.ttl", {"data_format": "yaml"}, UsageError),
        (b"<x:a>", "s.ttl", {}, UsageError),
        ("<x:a> <x:b> <x:c> .", "s.ttl", {}, InputError),
        (7, "s.ttl", {}, UsageError),
        ("d.ttl", None, {}, UsageError),
        ("<x:a> .", "s.ttl", {"data_format": "turtle"}, InputError),
    ],
)
def test_what_cannot_be_judged_is_an_error(
    data: object, shapes: object, options: dict[str, str], error: type[Exception], files: Path
) -> None:
    assert files
    with pytest.raises(error):
        kgtools.validate(data, shapes, **options)


def test_the_w3c_report_on_the_command_line(kg: Callable[..., Outcome], files: Path) -> None:
    assert files
    done = kg("check", "d.ttl", "--shapes", "s.ttl", "-f", "turtle")
    report = rdflib.Graph().parse(data=done.out, format="turtle")
    assert done.code == 1
    assert len(list(report.subjects(SH.resultPath, rdflib.URIRef("https://example.org/age")))) == 1


def test_findings_have_places(kg: Callable[..., Outcome], files: Path) -> None:
    assert files
    done = kg("check", "d.ttl", "--shapes", "s.ttl", "-f", "json")
    [finding] = json.loads(done.out)["diagnostics"]
    assert (done.code, finding["file"], finding["line"], finding["code"]) == (1, "d.ttl", 3, "S")


def test_a_finding_tells_what_breaks_a_nested_shape() -> None:
    prefixes = "PREFIX ex: <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#> "
    shapes = (
        f"{prefixes} ex:S sh:targetClass ex:P ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ;"
        " sh:or ( [ sh:property [ sh:path ex:r ; sh:minCount 1 ] ] [ sh:nodeKind sh:Literal ] )."
    )
    report = kgtools.validate(
        f"{prefixes} ex:a a ex:P .", shapes, data_format="turtle", shapes_format="turtle"
    )
    assert [found.message for found in report.findings().diagnostics] == [
        "ex:a conforms to none of 2 nested shapes (ex:a: ex:r is missing; ex:a is not a literal)",
        "ex:a does not conform to a nested shape (ex:a: ex:q is missing)",
    ]


@pytest.mark.parametrize(("broken", "line"), [("d.ttl", 2), ("s.ttl", 2)])
def test_a_file_that_cannot_be_read_is_a_finding(
    kg: Callable[..., Outcome], files: Path, broken: str, line: int
) -> None:
    (files / broken).write_text('PREFIX ex: <https://example.org/>\nex:a ex:b "no end')
    done = kg("check", "d.ttl", "--shapes", "s.ttl", "-f", "json")
    report = json.loads(done.out)
    [finding] = report["diagnostics"]
    assert (done.code, report["conforms"]) == (3, False)
    assert (finding["code"], finding["file"], finding["line"], finding["column"]) == (
        "KG001",
        broken,
        line,
        11,
    )
    done = kg("check", "d.ttl", "--shapes", "s.ttl", "-f", "turtle")
    assert (done.code, done.out) == (3, "")
    assert f"{broken}:{line}:11: error[KG905]: there is no report" in done.err


def test_files_after_the_shapes_are_shapes_too(kg: Callable[..., Outcome], files: Path) -> None:
    (files / "t.ttl").write_text(f"{HEAD}ex:T sh:targetClass ex:P ; sh:nodeKind sh:IRI .")
    for arguments in (
        ["d.ttl", "--shapes", "s.ttl", "t.ttl"],
        ["--shapes", "s.ttl", "--shapes", "t.ttl", "d.ttl"],
    ):
        done = kg("check", *arguments, "-f", "short")
        assert (done.code, len(done.out.splitlines())) == (1, 2), arguments
    assert len(kg("check", "--shapes", "s.ttl", "d.ttl", "-f", "short").out.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--shapes", "s.ttl"], 2, "none are named"),
        (["d.ttl", "--shapes", "d.ttl"], 3, ""),
        (["d.ttl", "--shapes", "d.ttl", "-f", "turtle"], 3, "nothing was judged"),
        (["d.ttl", "--shapes", "no.ttl"], 3, "no such file"),
        (["d.ttl", "--shapes", "s.ttl", "--fix"], 2, "does not go with --fix"),
    ],
)
def test_clear_errors(
    kg: Callable[..., Outcome], files: Path, arguments: list[str], code: int, says: str
) -> None:
    assert files
    done = kg("check", *arguments)
    assert done.code == code
    assert says in done.err


def test_the_report_on_a_project(kg: Callable[..., Outcome], folder: Path) -> None:
    (folder / "new.ttl").write_text("<https://example.org/id/x> a <https://example.org/terms/Person> .")
    done = kg("-C", folder, "check", folder / "new.ttl", "-f", "turtle")
    assert done.code == 1
    assert "Give the person a name." in done.out
    assert kg("-C", folder, "check", "-f", "turtle").code == 0
