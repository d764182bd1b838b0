"""The ontology opens in OWL tools, is consistent with the data, and explains each of its terms."""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING, Any

import owlready2
import pytest
from pyoxigraph import RdfFormat, serialize

from kgtools.consistency import dl_verdict
from kgtools.reason import dl
from kgtools.terms import OWL, RDF, RDFS, SKOS, Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgtools.graph import Graph

POL = "https://w3id.org/kgtools/pol/"
TERM_KINDS = [OWL[name] for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")]


def _ntriples(graph: Graph) -> bytes:
    """Return ontology and data as owlready2 can read them; the dates of OWL 2 only, without imports.

    Of several ontologies in one text owlready2 takes the last for the name of the whole, so one header stays.
    """
    triples = {
        Triple(quad.subject, quad.predicate, quad.object)
        for file in graph.dataset.files
        for quad in file.quads()
        if quad.predicate != OWL["imports"]
        and (quad.object != OWL["Ontology"] or quad.subject == NamedNode(POL))
    }
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


@pytest.fixture(scope="module")
def world(bundled: Graph) -> Iterator[Any]:
    """The graph in a world of its own of owlready2."""
    opened = owlready2.World()
    opened.get_ontology(POL).load(fileobj=io.BytesIO(_ntriples(bundled)), only_local=True)
    yield opened
    opened.close()


def _named(graph: Graph, kind: NamedNode) -> set[str]:
    return {
        quad.subject.value
        for quad in graph.dataset.store.match(None, RDF["type"], kind)
        if isinstance(quad.subject, NamedNode)
    }


def test_every_class_is_there(bundled: Graph, world: Any) -> None:
    expected = _named(bundled, OWL["Class"])
    assert len(expected) > 40
    assert expected <= {cls.iri for cls in world.classes()}


@pytest.mark.parametrize("kind", ["ObjectProperty", "DatatypeProperty", "AnnotationProperty"])
def test_every_property_is_there(bundled: Graph, world: Any, kind: str) -> None:
    listed = {
        "ObjectProperty": world.object_properties,
        "DatatypeProperty": world.data_properties,
        "AnnotationProperty": world.annotation_properties,
    }[kind]
    assert _named(bundled, OWL[kind]) <= {each.iri for each in listed()}


def test_every_individual_is_there_in_its_classes(bundled: Graph, world: Any) -> None:
    classes = _named(bundled, OWL["Class"])
    expected = {
        (quad.subject.value, quad.object.value)
        for quad in bundled.dataset.store.match(None, RDF["type"])
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
        and quad.object.value in classes
    }
    assert len(expected) > 800
    missing = {(iri, cls) for iri, cls in expected if world[cls] not in getattr(world[iri], "is_a", ())}
    assert missing == set()


needs_java = pytest.mark.skipif(not shutil.which("java"), reason="HermiT needs Java, which is not here")


@needs_java
def test_ontology_and_data_are_consistent_in_owl_2_dl(bundled: Graph) -> None:
    verdict = dl_verdict(bundled.dataset)
    assert verdict.consistent
    assert verdict.justifications == ()


@needs_java
def test_an_inconsistency_would_be_found(bundled: Graph) -> None:
    odd = (Triple(NamedNode("urn:x"), RDF["type"], NamedNode(POL + name)) for name in ("State", "Person"))
    assert dl.check([*bundled.dataset.inference.quads, *odd]).consistent is False


def _own_terms(graph: Graph) -> list[NamedNode]:
    return sorted(
        {
            quad.subject
            for kind in TERM_KINDS
            for quad in graph.dataset.store.match(None, RDF["type"], kind)
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(POL)
        },
        key=str,
    )


def test_every_term_has_one_english_label_and_definition(bundled: Graph) -> None:
    terms = _own_terms(bundled)
    assert len(terms) > 150
    unexplained = [
        f"{term.value}: {len(english)} {name.value}"
        for term in terms
        for name in (RDFS["label"], SKOS["definition"])
        if len(
            english := [
                quad
                for quad in bundled.dataset.store.match(term, name)
                if isinstance(quad.object, Literal) and quad.object.language == "en" and quad.object.value
            ]
        )
        != 1
    ]
    assert unexplained == []


def test_every_term_in_use_is_declared(bundled: Graph) -> None:
    declared = set(_own_terms(bundled))
    used = {
        term
        for file in (*bundled.dataset.files, *bundled.dataset.shape_files)
        for quad in file.quads()
        if quad.predicate != OWL["versionIRI"]
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(POL)
    }
    # The namespace also holds the ontologies, the code lists and the shapes, each with a / of their own.
    undeclared = {term for term in used - declared if "/" not in term.value.removeprefix(POL)}
    ontologies = {POL, *(f"{POL}{name}" for name in ("align", "dl", "schemes"))}
    assert {term.value for term in undeclared} - ontologies == set()


def test_ontologies_import_what_is_here(bundled: Graph, root: Path) -> None:
    imported = {quad.object.value for quad in bundled.dataset.store.match(None, OWL["imports"])}  # type: ignore[union-attr]
    here = {quad.subject.value for quad in bundled.dataset.store.match(None, RDF["type"], OWL["Ontology"])}  # type: ignore[union-attr]
    assert imported <= here
    assert (root / "ontology" / "core.ttl").is_file()
