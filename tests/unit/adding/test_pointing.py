"""Reasons stand at their place in what was given; what they are judged with, at its place in the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.test_adding import EVE, HEAD

from kgtools.graph import Graph

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic


def reasons(folder: Path, text: str, form: str = "ttl") -> list[Diagnostic]:
    return list(Graph(folder).add(text, form, dry_run=True).reasons)


def at(found: Diagnostic) -> str:
    return f"{found.span.location} {found.code}" if found.span else found.code


def test_reasons_stand_where_the_facts_were_given(folder: Path) -> None:
    text = (
        f"{HEAD}id:person-x a ex:Person ; dcterms:source id:doc-programme .\n"
        'id:person-y a ex:Persn ; skos:prefLabel "Y"@en ;\n  dcterms:source id:nobody .\n'
        'id:person-z a ex:Person ; skos:prefLabel "Z"@en .\n'
        "[] a ex:Person ; dcterms:source id:doc-programme ."
    )
    assert sorted(map(at, reasons(folder, text))) == [
        "the text:3:1 PersonShape",
        "the text:4:15 KG101",
        "the text:5:18 KG103",
        "the text:6:1 KG501",
        "the text:7:1 KG009",
    ]


def test_a_fact_that_clashes_with_one_of_the_files_names_both(folder: Path) -> None:
    [shapes] = (folder / "ontology" / "shapes").glob("*.ttl")
    shapes.write_text(shapes.read_text().replace("sh:severity sh:Warning", "sh:severity sh:Violation"))
    text = f'{HEAD}id:engagement-ada-strings ex:start "2001"^^<http://www.w3.org/2001/XMLSchema#gYear> .'
    [found] = reasons(folder, text)
    assert at(found) == "the text:3:36 EngagementShape"
    assert [str(each.span.location) for each in found.related] == ["data/engagements.ttl:17:14"]


def test_formats_without_places_name_the_text(folder: Path) -> None:
    text = (
        '{"@id": "https://example.org/id/person-x", "@type": "https://example.org/terms/Person",'
        ' "http://purl.org/dc/terms/source": {"@id": "https://example.org/id/doc-programme"}}'
    )
    assert list(map(at, reasons(folder, text, "jsonld"))) == ["the text PersonShape"]


def test_in_a_table_the_cell_is_the_place(folder: Path) -> None:
    text = "id,a ex:Person,skos:prefLabel@en,dcterms:source\np-1,,,id:doc-programme\np-2,,Two,id:nobody\n"
    assert sorted(map(at, reasons(folder, text, "csv"))) == [
        "the text:2:1 PersonShape",
        "the text:3:10 KG103",
    ]


def test_refused_facts_can_be_mended_and_added_again(folder: Path) -> None:
    bad = EVE + "id:person-x a ex:Person ; dcterms:source id:doc-programme .\n"
    change = Graph(folder).add(bad, partial=True)
    assert change.rejected
    text = change.rejected.read_text()
    assert text.startswith("# the text:4:1 error[PersonShape]: Give the person a name. (id:person-x)\n")
    change.rejected.write_text(text.replace("a ex:Person ;", 'a ex:Person ; skos:prefLabel "X"@en ;'))
    mended = f"PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n{change.rejected.read_text()}"
    assert Graph(folder).add(mended).written
