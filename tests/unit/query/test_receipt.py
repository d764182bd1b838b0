"""What a row rests on: enough to give the row again, and nothing that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.errors import UsageError
from kgtools.query.chains import chain
from kgtools.query.receipt import Receipts
from kgtools.query.run import Result
from kgtools.sparql import algebra
from kgtools.sparql.tree import Aggregate, Select, walk
from kgtools.store.memory import MemoryStore
from kgtools.terms import NamedNode, Prefixes, Quad

if TYPE_CHECKING:
    from kgtools.graph import Graph

EX = "https://example.org/"
PREFIXES = Prefixes({"": EX})
FACTS = """
:a :knows :b ; :name "A" . :b :knows :c ; :name "B" . :c :knows :d ; :name "C" .
:d :likes :a ; :name "D" . :e :name "E" . :f :age 1.50 . [] :knows :e .
"""


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    from pyoxigraph import RdfFormat

    made = MemoryStore(PREFIXES)
    text = f"PREFIX : <{EX}>\n{FACTS}"
    made.load_text(text.encode(), RdfFormat.TURTLE, name="facts.ttl")
    return made


def _evidence(store: MemoryStore, text: str) -> list[tuple[set[str], tuple[str, ...], bool]]:
    solutions = store.select(text)
    finder = Receipts(text, store, PREFIXES)
    found = []
    for row in list(solutions.rows):
        evidence = finder.of(solutions.variables, row)
        shown = {" ".join(PREFIXES.show(term) for term in triple) for triple in evidence.triples}
        found.append((shown, evidence.absent, evidence.is_cut))
    return found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?x { ?x :likes :a }", {":d :likes :a"}),
        ("SELECT ?n { :a :knows/:name ?n }", {":a :knows :b", ':b :name "B"'}),
        ("SELECT ?x { :b ^:knows ?x }", {":a :knows :b"}),
        ("SELECT ?x { ?x (:likes|:hates) :a }", {":d :likes :a"}),
        ("SELECT ?x { ?x :likes :a OPTIONAL { ?x :name ?n } OPTIONAL { ?x :age ?g } }", {":d :likes :a", ':d :name "D"'}),
        ('SELECT ?x { { ?x :likes :a } UNION { ?x :name "nobody" } }', {":d :likes :a"}),
        ("SELECT ?x { ?x :name ?n FILTER(?x = :a && EXISTS { ?x :knows [] }) }", {":a :knows :b", ':a :name "A"'}),
        ("SELECT ?end { :a :knows+ ?end FILTER(?end = :d) }", {":a :knows :b", ":b :knows :c", ":c :knows :d"}),
        ("SELECT ?x ?l { ?x :likes ?y BIND(STR(?y) AS ?l) }", {":d :likes :a"}),
        ("SELECT (STR(?y) AS ?l) { :d :likes ?y }", {":d :likes :a"}),
        ("SELECT ?x { { SELECT ?x (MAX(?n) AS ?m) { ?x :name ?n } GROUP BY ?x } ?x :likes :a }", {":d :likes :a", ':d :name "D"'}),
        ("SELECT ?o { :f :age ?o }", {':f :age "1.5"^^xsd:decimal'}),
        ("SELECT ?p { :d ?p :a }", {":d :likes :a"}),
    ],
)  # fmt: skip
def test_a_row_rests_on_these_triples(store: MemoryStore, query: str, expected: set[str]) -> None:
    ((triples, absent, is_cut),) = _evidence(store, query)
    assert (triples, absent, is_cut) == (expected, (), False)


def test_each_row_has_its_own(store: MemoryStore) -> None:
    found = _evidence(store, "SELECT ?x ?n { ?x :knows ?y ; :name ?n } ORDER BY ?n")
    assert [triples for triples, _, _ in found] == [
        {":a :knows :b", ':a :name "A"'},
        {":b :knows :c", ':b :name "B"'},
        {":c :knows :d", ':c :name "C"'},
    ]


def test_a_counted_row_rests_on_the_whole_group(store: MemoryStore) -> None:
    ((triples, _, is_cut),) = _evidence(store, "SELECT (COUNT(?x) AS ?n) { ?x :likes|:knows :a, ?y }")
    assert triples == {":d :likes :a"}
    assert not is_cut


def test_a_large_group_is_cut_and_says_so() -> None:
    many = MemoryStore(PREFIXES)
    many.load(Quad(NamedNode(f"{EX}{n}"), NamedNode(f"{EX}p"), NamedNode(f"{EX}o")) for n in range(60))
    ((triples, _, is_cut),) = _evidence(many, "SELECT (COUNT(*) AS ?n) { ?s :p :o }")
    assert (len(triples), is_cut) == (50, True)


def test_a_sub_query_too_large_to_be_opened_still_chooses_and_the_row_says_so(store: MemoryStore) -> None:
    large = " UNION ".join(["{ ?x :knows ?y . ?y :name ?n }"] * 30)
    text = f"SELECT ?x ?n {{ {{ SELECT DISTINCT ?x {{ {large} }} }} ?x :name ?n }}"
    finder = Receipts(text, store, PREFIXES)
    found = [finder.of(("x", "n"), row) for row in store.select(f"{text} ORDER BY ?n").rows]
    assert [len(each.triples) for each in found] == [1, 1, 1]
    assert all(each.is_closed for each in found)
    assert not Receipts("SELECT ?x { ?x :name ?n }", store, PREFIXES).of(("x",), (None,)).is_closed


@pytest.mark.parametrize("absence", ["FILTER NOT EXISTS { ?x :knows ?y }", "MINUS { ?x :knows ?y }"])
def test_what_rests_on_absence_says_so(store: MemoryStore, absence: str) -> None:
    ((triples, absent, _),) = _evidence(store, f"SELECT ?x {{ ?x :likes :a {absence} }}")
    assert triples == {":d :likes :a"}
    assert absent == ("{ ?x :knows ?y . }",)


@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "SELECT ?s FROM <urn:g> { ?s ?p ?o }"])  # fmt: skip
def test_other_queries_get_no_receipt(store: MemoryStore, query: str) -> None:
    with pytest.raises(UsageError, match="no receipt"):
        Receipts(query, store, PREFIXES)


def test_a_shortest_chain_is_found_in_circles(store: MemoryStore) -> None:
    path = algebra.parse("ASK { ?s (:knows|:likes)+ ?o }", PREFIXES.items()).where.elements[0].predicate  # type: ignore[union-attr]
    a = NamedNode(f"{EX}a")
    assert len(chain(store, a, path, a)) == 4  # type: ignore[arg-type]
    assert chain(store, NamedNode(f"{EX}e"), path, a) == ()  # type: ignore[arg-type]


def _plain(graph: Graph) -> list[str]:
    """Return the named queries whose rows are single solutions, and which run with their defaults."""
    names = []
    for spec in graph.queries:
        query = algebra.parse(spec.text, graph.project.prefixes.items())
        required = any(param.required for param in spec.params)
        if (
            isinstance(query, Select)
            and not required
            and not any(isinstance(p, Aggregate) for p in walk(query))
        ):
            names.append(spec.name)
    return names


def test_the_evidence_alone_gives_the_row_again(bundled: Graph) -> None:
    names = _plain(bundled)
    assert len(names) > 8
    for name in names:
        spec = bundled.queries.get(name)
        found = bundled.ask(name, {}, limit=5)
        assert isinstance(found, Result)
        finder = Receipts(spec.text, bundled.dataset.graphs, bundled.project.prefixes)
        for row in found.rows:
            alone = MemoryStore(bundled.project.prefixes)
            triples = finder.of(found.columns, row).triples
            alone.load(Quad(*triple) for triple in triples)
            assert row in list(alone.select(spec.text).rows), name
