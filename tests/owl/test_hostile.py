"""Input that explodes, loops or reaches out: a result, or a limit with the rule named."""

from __future__ import annotations

from itertools import combinations
from time import process_time

import pytest
from pyoxigraph import RdfFormat, parse

from kgtools.errors import LimitError
from kgtools.reason import Limits, Program, Reasoner, compile_program, read_rule
from kgtools.terms import OWL, RDF, NamedNode, Quad, Triple

PREFIXES = """\
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def name(text: str) -> NamedNode:
    return NamedNode(f"https://example.org/{text}")


def compiled(text: str) -> Program:
    return compile_program(parse(PREFIXES + text, RdfFormat.TURTLE))


def chain(length: int) -> list[Triple]:
    return [Triple(name(f"n{i}"), name("p"), name(f"n{i + 1}")) for i in range(length)]


def test_transitive_chain_stops_at_the_default_limit_and_names_the_rule() -> None:
    reasoner = Reasoner(compiled(":p a owl:TransitiveProperty ."))
    with pytest.raises(LimitError, match="TransitiveObjectProperty") as caught:
        reasoner.load(chain(2000))
    assert caught.value.exit_code == 4


def test_transitive_chain_is_closed_where_the_limit_allows() -> None:
    reasoner = Reasoner(compiled(":p a owl:TransitiveProperty ."), limits=Limits(facts=3_000_000))
    started = process_time()  # a busy machine is not our fault
    reasoner.load(chain(2000))
    assert process_time() - started < 60
    assert sum(1 for _ in reasoner.inferred()) == 2000 * 1999 // 2
    proof = reasoner.why(Triple(name("n0"), name("p"), name("n2000")))
    assert proof is not None
    assert len(proof.leaves()) == 2000  # deeper than Python's recursion limit


def test_chain_that_feeds_itself_stops_in_time() -> None:
    chains = ":p owl:propertyChainAxiom ( :p :p ) . :q owl:propertyChainAxiom ( :p :q ) ."
    text = f"{chains} :q rdfs:subPropertyOf :p ."
    reasoner = Reasoner(compiled(text), limits=Limits(facts=10**9, seconds=0.5))
    pairs = [
        Triple(name(f"n{i}"), name("p"), name(f"n{(i * 7 + k) % 3000}"))
        for i in range(3000)
        for k in range(4)
    ]
    started = process_time()  # a busy machine is not our fault
    with pytest.raises(LimitError, match=r"longer than 0.5 s.*SubPropertyChain"):
        reasoner.load([*pairs, Triple(name("n0"), name("q"), name("n1"))])
    assert process_time() - started < 0.5 + 0.2


def test_a_product_of_three_classes_stops_in_time() -> None:
    where = "?a a :A . ?b a :A . ?c a :A . ?d a :A"
    rule = f"PREFIX : <https://example.org/> CONSTRUCT {{ ?a :p ?b }} WHERE {{ {where} }}"
    reasoner = Reasoner(compile_program([], read_rule(rule, name="product.rq")), limits=Limits(seconds=0.5))
    started = process_time()  # a busy machine is not our fault
    with pytest.raises(LimitError, match=r"longer than 0.5 s"):
        reasoner.load(Quad(name(f"a{i}"), RDF["type"], name("A")) for i in range(2000))
    assert process_time() - started < 0.5 + 0.2


@pytest.mark.parametrize("merge", [False, True])
def test_clique_of_three_hundred_equal_names(*, merge: bool) -> None:
    names = [name(f"n{i}") for i in range(300)]
    facts = [Triple(a, OWL["sameAs"], b) for a, b in combinations(names, 2)]
    reasoner = Reasoner(compiled(":p rdfs:domain :A ."), merge=merge)
    reasoner.load([*facts, Triple(names[0], name("p"), name("x"))])
    inferred = set(reasoner.inferred())
    assert Triple(names[0], RDF["type"], name("A")) in inferred
    assert (Triple(names[299], RDF["type"], name("A")) in inferred) is merge
    assert len(list(reasoner.equal())) == 299  # as many pairs as join them, not every pair
    if merge:
        assert Triple(names[299], OWL["sameAs"], names[0]) in inferred
        assert reasoner.why(Triple(names[299], RDF["type"], name("A"))) is not None


def test_names_that_explode_when_shown_stop_at_the_limit() -> None:
    names = [name(f"n{i}") for i in range(400)]
    facts = [Triple(names[0], OWL["sameAs"], other) for other in names[1:]]
    reasoner = Reasoner(compiled(""), merge=True, limits=Limits(facts=50_000))
    reasoner.load([*facts, Triple(names[0], name("p"), names[0])])
    with pytest.raises(LimitError, match="merged names"):
        list(reasoner.inferred())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (":A rdfs:subClassOf [ owl:unionOf _:l ] . _:l rdf:first :B ; rdf:rest _:l .", "cyclic"),
        (":A rdfs:subClassOf [ owl:intersectionOf _:l ] . _:l rdf:first :B .", "broken"),
        (":p owl:propertyChainAxiom _:l . _:l rdf:first :q , :r ; rdf:rest () .", "broken"),
        ("_:a owl:complementOf _:a . :A rdfs:subClassOf _:a .", "contain themselves"),
        (":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ] .", "says nothing"),
        (":A rdfs:subClassOf [ a owl:Restriction ; owl:someValuesFrom :B ] .", "where a class is expected"),
        (':A rdfs:subClassOf "B" .', "a literal stands"),
        (
            ':A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality "many" ] .',
            "not a non-negative integer",
        ),
        ("[] a owl:AllDisjointClasses .", "lists no members"),
        ("[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a .", "needs owl:sourceIndividual"),
        ("_:p a owl:TransitiveProperty .", "where a property is expected"),
        (":A owl:hasKey () .", "without properties"),
        (":p owl:propertyChainAxiom () .", "without properties"),
    ],
)
def test_broken_axioms_are_reported_not_followed(text: str, reason: str) -> None:
    program = compiled(text)
    assert [outside.malformed for outside in program.outside] == [True], program.outside
    assert reason in program.outside[0].reason


@pytest.mark.parametrize("target", ["<http://example.org/other>", "<file:///etc/passwd>"])
def test_imports_are_reported_and_never_fetched(target: str) -> None:
    (outside,) = compiled(f"<https://example.org/o> a owl:Ontology ; owl:imports {target} .").outside
    assert "nothing is ever fetched" in outside.reason


def test_an_import_of_what_is_given_is_no_matter() -> None:
    assert compiled(":a a owl:Ontology . :b a owl:Ontology ; owl:imports :a .").outside == ()


@pytest.mark.parametrize(
    "text",
    [
        "rdf:type rdfs:domain :A .",
        "rdfs:subClassOf a owl:TransitiveProperty .",
        ":p rdfs:subPropertyOf rdf:type .",
        ":p rdfs:subPropertyOf owl:sameAs .",
    ],
)
def test_axioms_about_the_language_itself(text: str) -> None:
    program = compiled(text)
    reasoner = Reasoner(program)
    reasoner.load(parse(PREFIXES + text + ":x :p :y . :x a :B .", RdfFormat.TURTLE))
    assert len(program.outside) == 1
    assert list(reasoner.inferred()) == []


def test_a_literal_never_becomes_a_subject() -> None:
    text = ":p owl:inverseOf :q . :p a owl:SymmetricProperty ; rdfs:range :A ."
    reasoner = Reasoner(compiled(text))
    reasoner.load(parse(PREFIXES + ':x :p "text" .', RdfFormat.TURTLE))
    assert list(reasoner.inferred()) == []
