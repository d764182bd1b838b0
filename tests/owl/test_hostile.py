"""Input that explodes, loops or reaches out: a result, or a limit with the rule named."""

from __future__ import annotations

import gc
from itertools import combinations, pairwise
from time import process_time
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from kgtools.errors import LimitError
from kgtools.reason import Limits, Program, Reasoner, compile_program, read_rule
from kgtools.reason.limits import LOOK
from kgtools.terms import OWL, RDF, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Callable

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


class Clock:
    """A clock that ticks when it is looked at, and sees how much an engine has derived by then."""

    def __init__(self, reasoner: Reasoner) -> None:
        self.derived: list[int] = []
        self._tables = list(reasoner._engine.tables)

    def __call__(self) -> float:
        self.derived.append(sum(proof is not None for t in self._tables for proof in t.facts.values()))
        return float(len(self.derived))

    @property
    def longest_pause(self) -> int:
        """Most facts derived between two looks."""
        return max(now - before for before, now in pairwise(self.derived))


@pytest.fixture
def clock_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[Reasoner], Clock]:
    def start(reasoner: Reasoner) -> Clock:
        clock = Clock(reasoner)
        monkeypatch.setattr("kgtools.reason.limits.monotonic", clock)
        return clock

    return start


def feeding_itself(seconds: float) -> tuple[Reasoner, list[Triple]]:
    """Return a reasoner over chains that feed themselves, and 12,001 facts to start them with."""
    chains = ":p owl:propertyChainAxiom ( :p :p ) . :q owl:propertyChainAxiom ( :p :q ) ."
    program = compiled(f"{chains} :q rdfs:subPropertyOf :p .")
    pairs = [
        Triple(name(f"n{i}"), name("p"), name(f"n{(i * 7 + k) % 3000}"))
        for i in range(3000)
        for k in range(4)
    ]
    facts = [*pairs, Triple(name("n0"), name("q"), name("n1"))]
    return Reasoner(program, limits=Limits(facts=10**9, seconds=seconds)), facts


def test_chain_that_feeds_itself_stops_in_time(clock_of: Callable[[Reasoner], Clock]) -> None:
    reasoner, facts = feeding_itself(seconds=50)
    clock = clock_of(reasoner)
    with pytest.raises(LimitError, match=r"longer than 50 s.*SubPropertyChain"):
        reasoner.load(facts)
    assert len(clock.derived) == 1 + 50 + 1  # the start, and the first look that is later than the limit
    assert clock.longest_pause <= LOOK + 3000  # nothing has more than 3,000 values here


def test_a_product_of_three_classes_stops_in_time(clock_of: Callable[[Reasoner], Clock]) -> None:
    where = "?a a :A . ?b a :A . ?c a :A . ?d a :A"
    rule = f"PREFIX : <https://example.org/> CONSTRUCT {{ ?a :p ?b }} WHERE {{ {where} }}"
    reasoner = Reasoner(compile_program([], read_rule(rule, name="product.rq")), limits=Limits(seconds=50))
    clock = clock_of(reasoner)
    with pytest.raises(LimitError, match=r"longer than 50 s"):
        reasoner.load(Quad(name(f"a{i}"), RDF["type"], name("A")) for i in range(2000))
    assert len(clock.derived) == 1 + 50 + 1
    assert clock.longest_pause <= LOOK + 2000


def test_a_run_that_is_stopped_leaves_no_garbage_to_look_for() -> None:
    reasoner, facts = feeding_itself(seconds=0.2)
    looked_at: list[int] = []

    def collecting(phase: str, _: object) -> None:
        if phase == "start":
            looked_at.append(len(gc.get_objects(generation=0)))

    gc.callbacks.append(collecting)
    try:
        with pytest.raises(LimitError):
            reasoner.load(facts)
    finally:
        gc.callbacks.remove(collecting)
    assert max(looked_at, default=0) < LOOK


def test_facts_are_counted_once() -> None:
    where = "?a :p ?b . ?b :q ?c . ?c a :C . ?d a :D"
    rule = f"PREFIX : <https://example.org/> CONSTRUCT {{ ?a :r ?c }} WHERE {{ {where} }}"
    program = compile_program([], read_rule(rule, name="rule.rq"))
    number = 60_000  # more than are joined at once
    facts = [Triple(name("b"), name("q"), name("c"))]
    facts += [Triple(name(text), RDF["type"], name(text.upper())) for text in "cd"]
    facts += [Triple(name(f"a{i}"), name("p"), name("b")) for i in range(number)]
    reasoner = Reasoner(program, limits=Limits(facts=number))
    reasoner.load(facts)
    assert sum(1 for _ in reasoner.inferred()) == number


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
