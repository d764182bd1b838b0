from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from kgtools.difference.folding import Structure, fold
from kgtools.terms import BlankNode, Literal, NamedNode, Quad

NODES = [BlankNode(f"n{number}") for number in range(5)]
IRIS = [NamedNode(f"https://example.org/{name}") for name in "ab"]
quads = st.builds(
    Quad,
    st.sampled_from([*NODES, *IRIS]),
    st.sampled_from([NamedNode("https://example.org/p"), NamedNode("https://example.org/q")]),
    st.sampled_from([*NODES, *IRIS, Literal("x")]),
)
graphs = st.lists(quads, max_size=9, unique=True)


def _facts(triples: list[Quad]) -> Counter[object]:
    return Counter(fact for fact, _ in fold(triples))


def _canonical(triples: list[Quad]) -> set[Quad]:
    dataset = Dataset(triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def _renamed(triples: list[Quad], names: list[BlankNode]) -> list[Quad]:
    new = dict(zip(NODES, names, strict=True))
    return [
        Quad(new.get(q.subject, q.subject), q.predicate, new.get(q.object, q.object))  # type: ignore[call-overload, arg-type]
        for q in triples
    ]


@given(graphs, st.permutations(NODES), st.randoms())
def test_neither_labels_nor_order_count(triples: list[Quad], names: list[BlankNode], random: object) -> None:
    other = _renamed(triples, names)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert _facts(triples) == _facts(other)


@given(graphs, graphs)
def test_equal_facts_are_isomorphic_graphs(one: list[Quad], other: list[Quad]) -> None:
    assert (_facts(one) == _facts(other)) == (_canonical(one) == _canonical(other))


def test_two_equal_blank_nodes_are_two() -> None:
    text = "<x:a> <x:p> [ <x:q> 1 ], [ <x:q> 1 ], [ <x:q> 2 ] ."
    counts = Counter(fact.value for fact, _ in fold(parse(text, RdfFormat.TURTLE)))
    assert sorted(counts.values()) == [1, 2]


def test_a_blank_node_that_nothing_points_at_is_its_own_subject() -> None:
    facts = [fact for fact, _ in fold(parse("[] <x:p> 1 ; <x:q> [ <x:r> 2 ] .", RdfFormat.TURTLE))]
    assert [type(fact.subject) for fact in facts] == [Structure, Structure]
    assert len({fact.subject for fact in facts}) == 1


def test_a_long_list_is_no_deep_recursion() -> None:
    text = f"<x:a> <x:p> ( {' '.join(map(str, range(5000)))} ) ."
    [(fact, _)] = fold(parse(text, RdfFormat.TURTLE))
    assert isinstance(fact.value, Structure)
    assert len(fact.value.key) < 500
