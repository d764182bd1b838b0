from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import owlready2
import pytest
from pyoxigraph import RdfFormat, parse

from kgtools.errors import WriteError
from kgtools.export import Format, render
from kgtools.terms import OWL, RDF, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kgtools.dataset import Dataset

TYPE = RDF["type"]


def opened(dataset: Dataset, folder: Path) -> owlready2.World:
    path = folder / "graph.rdf"
    path.write_bytes(render(dataset, Format.RDFXML))
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load(only_local=True)
    return world


def instances(dataset: Dataset, kind: NamedNode) -> set[str]:
    return {
        quad.subject.value
        for file in dataset.files
        for quad in file.quads()
        if quad.predicate == TYPE and quad.object == kind and isinstance(quad.subject, NamedNode)
    }


def individuals(dataset: Dataset) -> set[str]:
    own = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#", OWL)
    return {
        quad.subject.value
        for file in dataset.files
        for quad in file.quads()
        if quad.predicate == TYPE and isinstance(quad.subject, NamedNode)
        if isinstance(quad.object, NamedNode) and not quad.object.value.startswith(own)
    }


def test_owlready2_sees_the_same_classes_individuals_and_assertions(garden: Dataset, tmp_path: Path) -> None:
    world = opened(garden, tmp_path)
    skos = "http://www.w3.org/2004/02/skos/core#"
    assert {cls.iri for cls in world.classes()} == instances(garden, OWL["Class"]) | {
        f"{skos}Concept",
        f"{skos}ConceptScheme",
    }
    assert {each.iri for each in world.individuals()} == individuals(garden) | {
        "https://elsewhere.example/hoe"
    }
    assert assertions(world) == stated_assertions(garden)


def assertions(world: owlready2.World) -> Counter[tuple[str, str, str]]:
    return Counter(
        (subject.iri, role.iri, value.iri)
        for role in world.object_properties()
        for subject, value in role.get_relations()
        if subject.iri and value.iri  # a blank node has an empty one
    )


def stated_assertions(dataset: Dataset) -> Counter[tuple[str, str, str]]:
    roles = instances(dataset, OWL["ObjectProperty"]) | {
        "http://purl.org/dc/terms/source",
        "http://www.w3.org/2004/02/skos/core#exactMatch",
        "http://www.w3.org/2004/02/skos/core#inScheme",
    }
    return Counter(
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for file in dataset.files
        for quad in file.quads()
        if quad.predicate.value in roles
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    )


def test_every_property_is_declared_as_it_is_used(garden: Dataset, tmp_path: Path) -> None:
    world = opened(garden, tmp_path)
    data = {role.iri for role in world.data_properties()}
    annotations = {role.iri for role in world.annotation_properties()}
    assert {f"https://garden.example/ns#{name}" for name in ("on", "lastDay", "height")} <= data
    assert {"http://purl.org/dc/terms/license", "http://purl.org/dc/terms/title"} <= annotations


def test_all_triples_but_those_of_the_headers_are_there(garden: Dataset) -> None:
    back = {
        (q.subject, q.predicate, q.object) for q in parse(render(garden, Format.RDFXML), RdfFormat.RDF_XML)
    }
    stated = {
        (q.subject, q.predicate, q.object) for q in parse(render(garden, Format.NT), RdfFormat.N_TRIPLES)
    }
    assert {(s.value, p.value.rpartition("#")[2]) for s, p, _ in stated - back} == {
        ("https://garden.example/ns", "type"),
        ("https://garden.example/ns", "versionIRI"),
        ("https://garden.example/more", "type"),
        ("https://garden.example/more", "imports"),
    }


def test_there_is_one_header_with_title_licence_and_version(garden: Dataset) -> None:
    quads = list(parse(render(garden, Format.RDFXML), RdfFormat.RDF_XML))
    headers = [quad.subject.value for quad in quads if quad.object == OWL["Ontology"]]
    assert headers == ["https://garden.example/id/"]
    about = {quad.predicate.value: quad.object.value for quad in quads if quad.subject.value == headers[0]}
    assert about["http://purl.org/dc/terms/title"] == "Gardeners & their <clubs>"
    assert about["http://purl.org/dc/terms/license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert about[OWL + "versionInfo"].startswith("sha256:")


def test_imports_from_elsewhere_move_to_the_header(grown: Callable[..., Dataset]) -> None:
    dataset = grown(
        more="<https://garden.example/ns> <http://www.w3.org/2002/07/owl#imports> <http://far.example/> ."
    )
    found = [
        q for q in parse(render(dataset, Format.RDFXML), RdfFormat.RDF_XML) if q.predicate == OWL["imports"]
    ]
    assert [(q.subject.value, q.object.value) for q in found] == [
        ("https://garden.example/id/", "http://far.example/")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id:a <http://odd.example/1> id:b .", "ends in no XML name"),
        ("id:a <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> id:b .", "ends in no XML name"),
        ('id:a ex:note "bell\\u0007" .', "U+0007"),
        ('id:a ex:note "\\uFFFE" .', "U+FFFE"),
    ],
)
def test_what_xml_cannot_hold_is_refused(grown: Callable[..., Dataset], text: str, expected: str) -> None:
    dataset = grown(odd=text)
    with pytest.raises(WriteError, match=expected.replace("+", r"\+")):
        render(dataset, Format.RDFXML)


def test_spaces_and_line_ends_survive(grown: Callable[..., Dataset]) -> None:
    dataset = grown(odd='id:a ex:note " a\\r\\n\\tb ]]> \\"c\\" " ; <http://odd.example/x-날짜> "d" .')
    back = {quad.object.value for quad in parse(render(dataset, Format.RDFXML), RdfFormat.RDF_XML)}
    assert {' a\r\n\tb ]]> "c" ', "d"} <= back
