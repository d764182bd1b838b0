from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, Store, serialize
from rdflib import Graph
from rdflib.compare import isomorphic

from kgtools.dataset import SourceFile
from kgtools.difference.facts import FactChanges, compare
from kgtools.difference.patches import patch, update
from kgtools.errors import UsageError
from kgtools.terms import BlankNode, Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable

EX = "https://example.org/"
NODES = [BlankNode(f"n{number}") for number in range(4)]
IRIS = [NamedNode(EX + name) for name in "abc"]
quads = st.builds(
    Quad,
    st.sampled_from([*NODES, *IRIS]),
    st.sampled_from([NamedNode(EX + "p"), NamedNode(EX + "q")]),
    st.sampled_from([*NODES, *IRIS, Literal("x"), Literal('"\n'), Literal("x", language="en")]),
)
graphs = st.lists(quads, max_size=8, unique=True)


def _file(text: str, name: str = "a.ttl") -> dict[str, SourceFile]:
    return {name: SourceFile(Path(name), name, text.encode())}


def _changes(old: str, new: str) -> FactChanges:
    return compare(_file(old), _file(new))


def _turtle(triples: Iterable[Quad]) -> str:
    return serialize((quad.triple for quad in triples), format=RdfFormat.TURTLE).decode()  # type: ignore[union-attr]


def _updated(old: str, text: str) -> Store:
    store = Store()
    store.load(old, RdfFormat.TURTLE)
    if text:
        store.update(text)
    return store


def _canonical(quads: Iterable[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


@given(graphs, graphs)
def test_the_update_makes_the_old_graph_the_new_one(before: list[Quad], after: list[Quad]) -> None:
    changes = _changes(_turtle(before), _turtle(after))
    done = _updated(_turtle(before), update(changes))
    assert _canonical(done) == _canonical(_updated(_turtle(after), ""))


@given(graphs, graphs)
def test_a_patch_makes_the_old_graph_the_new_one(before: list[Quad], after: list[Quad]) -> None:
    changes = _changes(_turtle(before), _turtle(after))
    try:
        lines = patch(changes).splitlines()
    except UsageError:
        assert any(isinstance(term, BlankNode) for quad in before for term in (quad.subject, quad.object))
        return
    store = _updated(_turtle(before), "")
    added = [line[2:] for line in lines if line.startswith("A ")]
    gone = [line[2:] for line in lines if line.startswith("D ")]
    for line in gone:
        store.update(f"DELETE DATA {{ {line} }}")
    store.load("\n".join(added), RdfFormat.N_TRIPLES)
    assert _canonical(store) == _canonical(_updated(_turtle(after), ""))


ONTOLOGY = """
PREFIX ex: <https://example.org/> PREFIX owl: <http://www.w3.org/2002/07/owl#>
ex:A owl:equivalentClass [ owl:unionOf ( ex:B ex:C ) ] , [ owl:unionOf ( ex:B ex:C ex:D ) ] .
[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ) .
"""


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("( ex:B ex:C )", "( ex:B ex:D )"),
        (", [ owl:unionOf ( ex:B ex:C ex:D ) ]", ""),
        (", [ owl:unionOf ( ex:B ex:C ex:D ) ]", ", [ owl:unionOf ( ex:B ex:C ) ]"),
        ("[] a owl:AllDisjointClasses ; owl:members ( ex:A ex:B ) .", ""),
        ("( ex:A ex:B )", "( ex:B ex:A )"),
    ],
)
def test_structures_of_an_ontology_are_found_by_what_they_say_in_two_engines(part: str, other: str) -> None:
    new = ONTOLOGY.replace(part, other)
    text = update(_changes(ONTOLOGY, new))
    assert _canonical(_updated(ONTOLOGY, text)) == _canonical(_updated(new, ""))
    graph = Graph().parse(data=ONTOLOGY, format="turtle")
    graph.update(text)
    assert isomorphic(graph, Graph().parse(data=new, format="turtle"))


def test_a_patch_cannot_say_which_blank_node_goes() -> None:
    with pytest.raises(UsageError, match="blank node"):
        patch(_changes("<x:a> <x:p> [ <x:q> 1 ] .", ""))


def test_nothing_changed_is_no_update() -> None:
    changes = _changes("<x:a> <x:p> 1 .", "PREFIX x: <x:> x:a x:p 1 .")
    assert update(changes) == patch(changes) == ""
