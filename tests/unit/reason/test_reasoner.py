from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from kgtools.diagnostics import Severity, Span
from kgtools.errors import LimitError
from kgtools.reason import Limits, Reasoner, RuleError, compile_program, dl, findings, hermit, read_rule
from kgtools.reason.justification import Justification
from kgtools.terms import OWL, RDF, Literal, NamedNode, Prefixes, Quad, Triple

HEADER = """\
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
PREFIXES = Prefixes({"": "https://example.org/"})


def quads(text: str) -> list[Quad]:
    return list(parse(HEADER + text, RdfFormat.TURTLE))


def reasoner_of(axioms: str, facts: str, rule: str = "", *, merge: bool = False) -> Reasoner:
    rules = read_rule("PREFIX : <https://example.org/> " + rule, name="rule.rq") if rule else ()
    base = quads(axioms)
    reasoner = Reasoner(compile_program(base, rules, prefixes=PREFIXES), merge=merge)
    reasoner.load([*base, *quads(facts)])
    return reasoner


def name(text: str) -> NamedNode:
    return NamedNode(f"https://example.org/{text}")


def show(facts: object) -> set[str]:
    return {" ".join(PREFIXES.show(term) for term in (t.subject, t.predicate, t.object)) for t in facts}


# -- proofs


def test_a_proof_ends_at_what_was_asserted() -> None:
    reasoner = reasoner_of(":A rdfs:subClassOf :B . :p rdfs:domain :A .", ":x :p :y .")
    proof = reasoner.why(Triple(name("x"), RDF["type"], name("B")))
    assert proof is not None
    assert [(depth, str(step.rule and step.rule.origin.text)) for depth, step, _ in proof.steps()] == [
        (0, ":A SubClassOf :B"),
        (1, ":p Domain :A"),
        (2, "None"),
    ]
    assert show(proof.leaves()) == {":x :p :y"}
    origin = proof.rule.origin
    assert origin.axiom is not None
    assert origin.axiom.subject == name("A")


def test_the_proof_of_an_asserted_fact_is_the_fact() -> None:
    reasoner = reasoner_of(":A rdfs:subClassOf :B .", ":x a :A , :B .")
    proof = reasoner.why(Triple(name("x"), RDF["type"], name("B")))
    assert proof is not None
    assert proof.is_asserted
    assert proof.leaves() == (proof.fact,)


def test_no_proof_of_what_does_not_hold_or_is_of_no_use() -> None:
    reasoner = reasoner_of(":A rdfs:subClassOf :B .", ":x a :A ; :name 'x' .")
    assert reasoner.why(Triple(name("y"), RDF["type"], name("B"))) is None
    assert reasoner.why(Triple(name("x"), RDF["type"], name("C"))) is None
    assert reasoner.why(Triple(name("x"), name("name"), Literal("x"))) is None
    assert not reasoner.holds(Triple(name("x"), name("name"), Literal("y")))


def test_a_shared_premise_is_shown_once() -> None:
    rule = "CONSTRUCT { ?a a :D } WHERE { ?a a :B ; a :C }"
    reasoner = reasoner_of(":A rdfs:subClassOf :B , :C .", ":x a :A .", rule)
    proof = reasoner.why(Triple(name("x"), RDF["type"], name("D")))
    assert proof is not None
    steps = list(proof.steps())
    assert [known for _, _, known in steps] == [False, False, False, False, True]
    assert str(proof.rule.origin) == "rule.rq (rule.rq)"


def test_literals_keep_their_spelling() -> None:
    axioms = ":p rdfs:subPropertyOf :q ."
    reasoner = reasoner_of(axioms, ':x :p "01"^^xsd:integer . :y :p 1 . :z :p "1"^^xsd:byte .')
    assert show(reasoner.inferred()) == {
        ':x :q "01"^^xsd:integer',
        ':y :q "1"^^xsd:integer',
        ':z :q "1"^^xsd:byte',
    }
    proof = reasoner.why(Triple(name("x"), name("q"), quads(':s :o "01"^^xsd:integer .')[0].object))
    assert proof is not None
    assert show(proof.leaves()) == {':x :p "01"^^xsd:integer'}


# -- updates


def test_an_update_says_what_changed() -> None:
    reasoner = reasoner_of(":A rdfs:subClassOf :B . :C rdfs:subClassOf :B .", ":x a :A . :y a :C .")
    change = reasoner.update(
        added=[Triple(name("z"), RDF["type"], name("A"))], removed=[Triple(name("x"), RDF["type"], name("A"))]
    )
    assert show(change.added) == {":z rdf:type :B"}
    assert show(change.removed) == {":x rdf:type :B"}
    nothing = reasoner.update(removed=[Triple(name("nobody"), RDF["type"], name("A"))])
    assert (nothing.added, nothing.removed) == ((), ())


def test_what_becomes_asserted_is_no_longer_derived_and_back() -> None:
    reasoner = reasoner_of(":A rdfs:subClassOf :B .", ":x a :A .")
    fact = Triple(name("x"), RDF["type"], name("B"))
    assert reasoner.update(added=[fact]).removed == (fact,)
    assert list(reasoner.inferred()) == []
    assert reasoner.update(removed=[fact]).added == (fact,)


def test_another_derivation_keeps_a_fact() -> None:
    reasoner = reasoner_of(":p a owl:TransitiveProperty .", ":a :p :b , :c . :b :p :d . :c :p :d .")
    change = reasoner.update(removed=[Triple(name("b"), name("p"), name("d"))])
    assert (change.added, change.removed) == ((), ())
    assert reasoner.holds(Triple(name("a"), name("p"), name("d")))


def test_a_step_asserted_late_carries_later_facts() -> None:
    """A transitive fact that was derived first and asserted later is a step of its own from then on."""
    reasoner = reasoner_of(":p a owl:TransitiveProperty .", ":a :p :b . :b :p :c .")
    reasoner.update(added=[Triple(name("a"), name("p"), name("c"))])
    reasoner.update(removed=[Triple(name("a"), name("p"), name("b"))])
    reasoner.update(added=[Triple(name("z"), name("p"), name("a"))])
    assert show(reasoner.inferred()) == {":z :p :c"}


# -- merging


def test_merged_names_share_their_facts_and_proofs() -> None:
    axioms = ":p a owl:FunctionalProperty , owl:ObjectProperty . :A rdfs:subClassOf :B ."
    reasoner = reasoner_of(axioms, ":x :p :a , :b . :a a :A . :b :q 'v' .", merge=True)
    assert {":b rdf:type :B", ':a :q "v"', ":b rdf:type :A", ":a owl:sameAs :b"} <= show(reasoner.inferred())
    proof = reasoner.why(Triple(name("b"), RDF["type"], name("B")))
    assert proof is not None
    assert {":a rdf:type :A", ":x :p :a", ":x :p :b"} == show(proof.leaves())


def test_constants_of_rules_that_are_one() -> None:
    axioms = """
    [ owl:onProperty :s ; owl:hasValue :v ] rdfs:subClassOf :V .
    [ owl:onProperty :s ; owl:hasValue :w ] rdfs:subClassOf :W .
    :v owl:sameAs :w ."""
    reasoner = reasoner_of(axioms, ":x :s :v . :y :s :w .", merge=True)
    found = show(reasoner.inferred())
    assert {":x rdf:type :V", ":x rdf:type :W", ":y rdf:type :V", ":y rdf:type :W"} <= found
    proof = reasoner.why(Triple(name("y"), RDF["type"], name("V")))
    assert proof is not None
    assert ":v owl:sameAs :w" in show(proof.leaves())


def test_merged_names_that_are_said_to_differ() -> None:
    text = "[] a owl:AllDifferent ; owl:members ( :a :c ) . :a owl:sameAs :b . :b owl:sameAs :c ."
    clashes = list(reasoner_of(text, "", merge=True).clashes())
    assert {frozenset(map(PREFIXES.show, clash.terms)) for clash in clashes} == {frozenset({":a", ":c"})}


def test_an_equality_added_or_taken_back_later() -> None:
    reasoner = reasoner_of(":A rdfs:subClassOf :B .", ":a a :A .", merge=True)
    same = Triple(name("a"), OWL["sameAs"], name("b"))
    assert ":b rdf:type :B" in show(reasoner.update(added=[same]).added)
    assert ":b rdf:type :B" in show(reasoner.update(removed=[same]).removed)
    reasoner.update(added=[same])
    change = reasoner.update(added=[Triple(name("b"), name("p"), name("x"))])
    assert show(change.added) == {":a :p :x"}


# -- limits


def test_a_limit_on_facts_names_the_rule() -> None:
    program = compile_program(quads(":A rdfs:subClassOf :B ."), prefixes=PREFIXES)
    reasoner = Reasoner(program, limits=Limits(facts=3))
    with pytest.raises(LimitError, match=r"more than 3 facts follow.*SubClassOf \(:A SubClassOf :B\)"):
        reasoner.load(quads("".join(f":x{n} a :A ." for n in range(5))))


# -- findings


def test_contradictions_as_findings() -> None:
    reasoner = reasoner_of(
        ":A owl:disjointWith :B . :p rdfs:domain :A ; rdfs:range xsd:integer .", ":x :p 'y' ; a :B ."
    )
    found = list(
        findings.findings(
            reasoner, PREFIXES, locate=lambda t: Span("a.ttl", 7) if t.predicate == name("p") else None
        )
    )
    assert [(d.code, d.severity, d.focus_node) for d in found] == [
        ("KG701", Severity.ERROR, name("x")),
        ("KG706", Severity.ERROR, name("x")),
    ]
    assert found[0].message == "a contradiction about :x: :A DisjointWith :B"
    assert found[0].help == 'correct one of: :x :p "y"; :x rdf:type :B'
    assert found[0].span == Span("a.ttl", 7)
    assert [related.message for related in found[0].related] == [':x :p "y"']
    assert "a literal outside the declared range" in found[1].message


def test_equal_names_as_findings() -> None:
    axioms = ":p a owl:FunctionalProperty , owl:ObjectProperty ."
    reasoner = reasoner_of(axioms, ":x :p :a , :b . :c owl:sameAs :d .")
    found = list(findings.findings(reasoner, PREFIXES))
    assert sorted((d.code, d.severity) for d in found) == [
        ("KG702", Severity.ERROR),
        ("KG702", Severity.WARNING),
    ]
    assert any("forced to be the same: :p Functional" in d.message for d in found)
    assert list(findings.findings(reasoner_of(axioms, ":x :p :a , :b .", merge=True), merge=True)) == []


def test_many_contradictions_are_counted_not_listed() -> None:
    facts = "".join(f":x{n} a :A , :B ." for n in range(150))
    found = list(findings.findings(reasoner_of(":A owl:disjointWith :B .", facts)))
    assert len(found) == findings.MOST + 1
    assert found[-1].message == "50 more contradictions of these kinds"


def test_the_profile_as_findings() -> None:
    text = ":A rdfs:subClassOf [ owl:onProperty :p ; owl:someValuesFrom :B ] . [] a owl:AllDisjointClasses ."
    program = compile_program(quads(text), prefixes=PREFIXES)
    plain = list(findings.profile(program, locate=lambda _: Span("o.ttl", 1)))
    assert [(d.code, d.severity) for d in plain] == [("KG703", Severity.NOTE), ("KG703", Severity.ERROR)]
    assert "only a description logic reasoner sees it (--dl)" in (plain[0].help or "")
    assert plain[0].span == Span("o.ttl", 1)
    assert {d.severity for d in findings.profile(program, strict=True)} == {Severity.ERROR}


def test_a_refused_rule_as_a_finding() -> None:
    with pytest.raises(RuleError) as caught:
        read_rule("ASK {}", name="r.rq")
    found = findings.refused(caught.value)
    assert (found.code, found.span) == ("KG704", Span("r.rq", 1, 1))


def test_a_verdict_as_findings() -> None:
    pair = (Triple(name("x"), RDF["type"], name("A")), Triple(name("x"), RDF["type"], name("B")))
    verdict = dl.Verdict(
        consistent=False,
        taxonomy=hermit.Taxonomy(),
        justifications=(
            (None, Justification(pair, is_minimal=True, by_rules=False)),
            (name("C"), Justification(pair[:1], is_minimal=False, by_rules=False)),
        ),
        ignored=("http://www.w3.org/2001/XMLSchema#date",),
        incomplete=("not in time",),
    )
    found = list(findings.judged(verdict, PREFIXES, locate=lambda _: Span("a.ttl", 3)))
    assert [(d.code, d.severity) for d in found] == [
        ("KG701", Severity.ERROR),
        ("KG705", Severity.ERROR),
        ("KG701", Severity.WARNING),
        ("KG701", Severity.NOTE),
    ]
    assert found[0].help == "correct one of (the smallest set that does so): :x rdf:type :A; :x rdf:type :B"
    assert found[0].span == Span("a.ttl", 3)
    assert found[1].focus_node == name("C")
    assert "xsd:date" in found[3].message
