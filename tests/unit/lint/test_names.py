"""Misspelt names: found at the token, with what was meant, and without what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.check import check

if TYPE_CHECKING:
    from pathlib import Path

HEAD = (
    "PREFIX dcterms: <http://purl.org/dc/terms/>\nPREFIX ex: <https://example.org/terms/>\n"
    "PREFIX id: <https://example.org/id/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
)
GOOD = (
    "id:engagement-x\n    a ex:Engagement ;\n    dcterms:source id:doc-programme ;\n"
    "    ex:engages id:person-ada ;\n    ex:group id:group-strings ;\n"
    '    ex:start "1999-05-01"^^xsd:date ;\n    ex:status ex:accepted ;\n.\n'
)


@pytest.mark.parametrize(
    ("right", "wrong", "code", "row"),
    [
        ("ex:Engagement ", "ex:Engagment ", "KG101", 6),
        ("ex:engages", "ex:engaegs", "KG102", 8),
        ("ex:Engagement ", "id:Engagement ", "KG101", 6),
        ("ex:engages", "id:engages", "KG102", 8),
        ("id:person-ada", "id:person-adda", "KG103", 8),
        ("id:group-strings", "id:groupstring", "KG103", 9),
        ("ex:accepted", "ex:acepted", "KG103", 11),
    ],
)
def test_a_misspelt_name(folder: Path, right: str, wrong: str, code: str, row: int) -> None:
    text = HEAD + GOOD.replace(right, wrong)
    (folder / "data" / "x.ttl").write_text(text)
    found = [f for f in check(project.load(folder)).diagnostics if f.code[:3] in {"KG1", "KG2"}]
    assert [f.code for f in found] == [code]
    (span,) = [f.span for f in found]
    line = text.splitlines()[row - 1]
    assert span is not None
    assert (span.file, span.line) == ("data/x.ttl", row)
    assert span.column == line.index(wrong.strip()) + 1
    assert span.end_column == span.column + len(wrong.strip())
    (fix,) = found[0].fixes
    assert fix.text == right.strip()
    assert found[0].help == f"did you mean `{right.strip()}`?"


def test_words_in_the_namespace_of_things_need_no_declaration_where_no_ontology_is(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('base = "https://example.org/id/"\n')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.ttl").write_text(HEAD + "id:ada a id:Person ; id:knows id:ada .\n")
    codes = {f.code for f in check(project.load(tmp_path)).diagnostics}
    assert not codes & {"KG101", "KG102"}


def test_a_parameter_of_a_component_is_a_declared_property(folder: Path) -> None:
    sh = "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
    text = (
        "id:Component a sh:ConstraintComponent ; sh:parameter [ sh:path id:mostWords ] ;\n"
        '    sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(STRLEN(STR($value)) <= $mostWords) }" ] .\n'
        "id:S a sh:NodeShape ; sh:targetClass ex:Person ; id:mostWords 99 ; id:leastWords 1 .\n"
    )
    (folder / "ontology" / "shapes" / "x.ttl").write_text(HEAD + sh + text)
    found = [f for f in check(project.load(folder)).diagnostics if f.code == "KG102"]
    assert [f.message for f in found] == ["undeclared property `id:leastWords`"]


def test_an_impossible_day_says_why(folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(HEAD + GOOD.replace("1999-05-01", "1999-06-31"))
    (found,) = check(project.load(folder)).diagnostics
    assert (found.code, found.span and found.span.line) == ("KG201", 10)
    assert found.message == '"1999-06-31" is no `xsd:date`: June 1999 has 30 days'


def test_an_undeclared_prefix_is_declared_among_the_others(folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:x skos:prefLabel 'X' .\n")
    (found,) = check(project.load(folder)).diagnostics
    assert found.code == "KG002"
    (fix,) = found.fixes
    assert (fix.span.line, fix.text) == (4, "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n")


def test_of_two_prefixes_as_near_the_one_that_the_file_declares_was_meant(folder: Path) -> None:
    declared = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"  # rdf: is as near, and known everywhere
    (folder / "data" / "x.ttl").write_text(f"{declared}\n{HEAD}id:x rdsf:seeAlso id:x .\n")
    (found,) = check(project.load(folder)).diagnostics
    assert (found.code, found.help) == ("KG002", "did you mean `rdfs:`?")


@pytest.mark.parametrize("folder_of", ["ontology/rules", "queries/checks"])
@pytest.mark.parametrize(
    ("right", "wrong"), [("ex:engages", "ex:engagse"), ("ex:Engagement", "ex:Engagemnt")]
)
def test_a_misspelt_name_in_a_rule_or_a_check(folder: Path, folder_of: str, right: str, wrong: str) -> None:
    path = folder / folder_of / "any.rq"
    path.parent.mkdir()
    head = "#+ summary: Who is engaged\nPREFIX ex: <https://example.org/terms/>\n"
    form = "CONSTRUCT { ?p ex:fee ?this } WHERE" if folder_of.endswith("rules") else "SELECT ?this WHERE"
    path.write_text(f"{head}{form} {{\n    ?this a ex:Engagement ; ex:engages ?p }}\n".replace(right, wrong))
    (found,) = [f for f in check(project.load(folder)).diagnostics if f.severity == "error"]
    assert (found.code, found.message) == ("KG651", f"'{wrong}' is described nowhere")
    assert found.help == f"did you mean `{right}`?"
    span = found.span
    assert span is not None
    assert (span.file, span.line) == (f"{folder_of}/any.rq", 4)
    assert span.end_column == (span.column or 0) + len(wrong)


def test_a_datatype_that_xml_schema_does_not_have(folder: Path) -> None:
    (folder / "data" / "x.ttl").write_text(HEAD + GOOD.replace('"1999-05-01"^^xsd:date', '"1999"^^xsd:year'))
    (found,) = [f for f in check(project.load(folder)).diagnostics if f.code == "KG104"]
    assert found.message == "`xsd:year` is no word of <http://www.w3.org/2001/XMLSchema#>"
    assert found.help == "did you mean `xsd:gYear`?"


def test_a_misspelt_name_of_a_shape(folder: Path) -> None:
    path = folder / "ontology" / "shapes" / "x.ttl"
    path.write_text(
        "PREFIX id: <https://example.org/id/>\nPREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        "id:PlayerShape a sh:NodeShape ; sh:targetNode id:person-ada ; sh:property id:fee-of-plaier .\n"
        "id:fee-of-player a sh:PropertyShape ; sh:path <https://example.org/terms/fee> ; sh:maxCount 9 .\n"
    )
    (found,) = [f for f in check(project.load(folder)).diagnostics if f.code == "KG103"]
    assert found.help == "did you mean `id:fee-of-player`?"


@pytest.mark.parametrize("place", ["ontology/more.ttl", "data/more.ttl", "ontology/shapes/more.ttl"])
def test_a_shape_is_found_wherever_it_judges_nothing(folder: Path, place: str) -> None:
    sh = "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
    text = (
        "ex:One a sh:NodeShape ; sh:targetClass ex:Person ; sh:property [ sh:path ex:start ; sh:maxCount 9 ] .\n"
        "ex:Two sh:targetSubjectsOf ex:start ; sh:nodeKind sh:IRI .\n"
    )
    (folder / place).write_text(HEAD + sh + text)
    found = [f for f in check(project.load(folder)).diagnostics if f.code == "KG614"]
    lines = [HEAD.count("\n") + row for row in (2, 3)]
    assert sorted(f.span.line or 0 for f in found if f.span) == ([] if "shapes/" in place else lines)
