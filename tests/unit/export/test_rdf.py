from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, RdfFormat, parse
from pyoxigraph import Dataset as Quads
from rdflib.compare import isomorphic

from kgtools.export import Format, Options, render
from kgtools.store.rdflib_view import graph
from kgtools.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kgtools.dataset import Dataset

GRAPHS = {Format.TTL: RdfFormat.TURTLE, Format.NT: RdfFormat.N_TRIPLES, Format.JSONLD: RdfFormat.JSON_LD}
DATASETS = {Format.TRIG: RdfFormat.TRIG, Format.NQ: RdfFormat.N_QUADS}


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    found = Quads(quads)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(found)


def stated(dataset: Dataset, *, named: bool) -> set[Quad]:
    """Read the files as a merge (RDF 1.1 Semantics, 4.1), independently of the exporter."""
    found = []
    for file in dataset.files:
        names: dict[BlankNode, BlankNode] = defaultdict(BlankNode)
        for quad in parse(file.data, RdfFormat.TURTLE):
            ends = [
                names[term] if isinstance(term, BlankNode) else term for term in (quad.subject, quad.object)
            ]
            home = dataset.project.graph_of(file.path) if named else DefaultGraph()
            found.append(Quad(ends[0], quad.predicate, ends[1], home))
    return canonical(found)


@pytest.mark.parametrize("form", GRAPHS)
def test_graph_formats_give_back_every_triple_as_written(garden: Dataset, form: Format) -> None:
    back = canonical(parse(render(garden, form), GRAPHS[form]))
    assert back == stated(garden, named=False)


@pytest.mark.parametrize("form", DATASETS)
def test_dataset_formats_keep_one_graph_per_file(garden: Dataset, form: Format) -> None:
    back = canonical(parse(render(garden, form), DATASETS[form]))
    assert back == stated(garden, named=True)
    assert {quad.graph_name for quad in back} == {garden.project.graph_of(file.path) for file in garden.files}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own use of it
@pytest.mark.parametrize(("form", "name"), [(Format.TTL, "turtle"), (Format.JSONLD, "json-ld")])
def test_rdflib_reads_the_same_graph(garden: Dataset, form: Format, name: str) -> None:
    plain = [quad for quad in stated(garden, named=False) if not _is_rewritten(quad)]
    text = render(garden, form)
    back = rdflib.Graph().parse(data=text, format=name)
    expected = rdflib.Graph().parse(data=graph(plain).serialize(format="nt"), format="nt")
    for triple in [t for t in back if isinstance(t[2], rdflib.Literal) and t[2].datatype in REWRITTEN]:
        back.remove(triple)
    assert isomorphic(back, expected)


REWRITTEN = {rdflib.XSD.boolean, rdflib.XSD.decimal, rdflib.XSD.integer, rdflib.XSD.gYear}


def _is_rewritten(quad: Quad) -> bool:
    """Whether rdflib changes the literal when it reads it."""
    return isinstance(quad.object, Literal) and rdflib.URIRef(quad.object.datatype.value) in REWRITTEN


def test_lines_are_sorted_and_distinct(garden: Dataset) -> None:
    for form in (Format.NT, Format.NQ):
        lines = render(garden, form).decode().split("\n")
        assert lines.pop() == ""
        assert lines == sorted(set(lines))


def test_turtle_is_in_the_style_of_the_projects_files(grown: Callable[..., Dataset]) -> None:
    dataset = grown(
        people="id:b ex:knows id:a , <http://other.example/c> ; a ex:Person ; ex:height 1.50 .",
        relations=None,
    )
    block = ["id:b", "    a ex:Person ;", "    ex:height 1.50 ;"]
    block += ["    ex:knows <http://other.example/c> ;", "    ex:knows id:a ;", ".", ""]
    assert "\n".join(block) in render(dataset, Format.TTL).decode()


def test_jsonld_needs_nothing_from_elsewhere(garden: Dataset) -> None:
    import json

    document = json.loads(render(garden, Format.JSONLD))
    assert all(isinstance(iri, str) for iri in document["@context"].values())
    subjects = [each["@id"] for each in document["@graph"]]
    assert len(subjects) == len(set(subjects))


def test_jsonld_survives_prefixes_that_look_like_schemes(grown: Callable[..., Dataset]) -> None:
    dataset = grown("\n[export.default]\n", people="<urn:x:a> ex:knows <ex:b> , <id:c> .", relations=None)
    back = canonical(parse(render(dataset, Format.JSONLD), RdfFormat.JSON_LD))
    assert back == stated(dataset, named=False)
    assert Quad(NamedNode("urn:x:a"), NamedNode("https://garden.example/ns#knows"), NamedNode("ex:b")) in back


def test_derived_bounds_only_when_asked(garden: Dataset) -> None:
    assert b"fromMin" not in render(garden, Format.NT)
    derived = render(garden, Format.NT, Options(derived=True))
    assert b'id/member-2> <https://garden.example/ns#fromMin> "2022-01-01T00:00:00"' in derived
    assert b"<https://garden.example/id/graph/derived>" in render(garden, Format.NQ, Options(derived=True))


def test_blank_nodes_of_two_files_stay_apart(grown: Callable[..., Dataset]) -> None:
    dataset = grown(people="_:x ex:knows id:a .", relations="_:x ex:knows id:b .")
    found = [
        line
        for line in render(dataset, Format.NT).decode().split("\n")
        if "#knows" in line and "_:" in line[:2]
    ]
    assert len({line.split(" ")[0] for line in found}) == 2
