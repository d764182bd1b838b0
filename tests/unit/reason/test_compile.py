from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from kgtools.reason import Program, Reasoner, compile_program
from kgtools.terms import Prefixes

HEADER = """\
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
PREFIXES = Prefixes({"": "https://example.org/"})


def compiled(text: str) -> Program:
    return compile_program(parse(HEADER + text, RdfFormat.TURTLE), prefixes=PREFIXES)


def restricted(datatype: str, *facets: str) -> str:
    listed = " ".join(f"[ {facet} ]" for facet in facets)
    return f"[ a rdfs:Datatype ; owl:onDatatype {datatype} ; owl:withRestrictions ( {listed} ) ]"


def clashes(axioms: str, facts: str) -> list[str]:
    reasoner = Reasoner(compiled(axioms))
    reasoner.load(parse(HEADER + facts, RdfFormat.TURTLE))
    return [f"{clash.rule.clash} {' '.join(map(PREFIXES.show, clash.terms))}" for clash in reasoner.clashes()]


def inferred(axioms: str, facts: str) -> set[str]:
    reasoner = Reasoner(compiled(axioms))
    reasoner.load(parse(HEADER + facts, RdfFormat.TURTLE))
    return {" ".join(PREFIXES.show(term) for term in (t.subject, t.object)) for t in reasoner.inferred()}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[ owl:onProperty :p ; owl:allValuesFrom :B ] rdfs:subClassOf :A .", "open world"),
        ("[ owl:complementOf :B ] rdfs:subClassOf :A .", "an absence"),
        ("[ owl:onProperty :p ; owl:hasSelf true ] rdfs:subClassOf :A .", "local reflexivity"),
        ("[ owl:onProperty :p ; owl:minCardinality 2 ] rdfs:subClassOf :A .", "counting"),
        ("[ owl:onProperty :p ; owl:cardinality 1 ] rdfs:subClassOf :A .", "how many there are"),
        ("owl:Thing rdfs:subClassOf :A .", "everything there is"),
        ("[ owl:intersectionOf ( owl:Thing ) ] rdfs:subClassOf :A .", "everything there is"),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 1 ] .", "something exists"),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:cardinality 1 ] .", "something exists"),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 2 ] .", "no further than one"),
        (":A rdfs:subClassOf [ owl:oneOf ( :a ) ] .", "not which"),
        (
            ":A rdfs:subClassOf [ owl:complementOf [ owl:onProperty :p ; owl:allValuesFrom :B ] ] .",
            "open world",
        ),
        (
            ":p rdfs:range <https://example.org/datatype> . :p rdfs:range :d . :d a rdfs:Datatype .",
            "datatype",
        ),
        ("[] a <http://www.w3.org/2003/11/swrl#Imp> .", "SWRL"),
        (":x a [ owl:unionOf ( :A :B ) ] .", "one of several"),
    ],
)
def test_outside(text: str, reason: str) -> None:
    reasons = [outside.reason for outside in compiled(text).outside]
    assert len(reasons) == 1, reasons
    assert reason in reasons[0]


@pytest.mark.parametrize(
    "text",
    [
        ":A rdfs:subClassOf owl:Thing .",
        ":A rdfs:subClassOf :A .",
        "owl:Nothing rdfs:subClassOf :A .",
        ":p rdfs:subPropertyOf owl:topObjectProperty .",
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:minCardinality 0 ] .",
    ],
)
def test_what_says_nothing_is_neither_rule_nor_finding(text: str) -> None:
    program = compiled(text)
    assert program.outside == ()
    assert len(program.rules) == len(compiled("").rules)


def test_one_direction_of_an_equivalence_is_reported_and_the_other_used() -> None:
    axioms = ":Parent owl:equivalentClass [ owl:onProperty :child ; owl:someValuesFrom :Person ] ."
    (outside,) = compiled(axioms).outside
    assert outside.text == ":Parent SubClassOf (:child some :Person)"
    assert inferred(axioms, ":a :child :b . :b a :Person .") == {":a :Parent"}


def test_what_of_an_intersection_can_be_said_is_said() -> None:
    axioms = ":A rdfs:subClassOf [ owl:intersectionOf ( :B [ owl:unionOf ( :C :D ) ] ) ] ."
    assert len(compiled(axioms).outside) == 1
    assert inferred(axioms, ":a a :A .") == {":a :B"}


def test_definitions_said_of_a_name() -> None:
    assert inferred(":P owl:unionOf ( :A :B ) .", ":a a :A .") == {":a :P"}
    assert clashes(":P owl:complementOf :A .", ":a a :A , :P .") == ["KG701 :a"]


def test_a_thing_of_an_expression() -> None:
    axioms = ":a a [ owl:onProperty :p ; owl:hasValue :v ] , [ owl:onProperty :q ; owl:allValuesFrom :C ] ."
    reasoner = Reasoner(compiled(axioms))
    reasoner.load(parse(HEADER + axioms, RdfFormat.TURTLE))
    assert list(reasoner.inferred()) == []  # blank nodes of two readings of a text are not the same
    quads = list(parse(HEADER + axioms + ":a :q :x .", RdfFormat.TURTLE))
    reasoner = Reasoner(compile_program(quads))
    reasoner.load(quads)
    found = {(t.subject.value[20:], t.object.value[20:]) for t in reasoner.inferred()}
    assert found == {("a", "v"), ("x", "C")}


def test_disjoint_with_a_complement_is_a_subclass() -> None:
    axioms = ":A owl:disjointWith [ owl:complementOf :B ] ."
    assert inferred(axioms, ":a a :A .") == {":a :B"}


def test_disjoint_with_an_expression() -> None:
    axioms = "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] owl:disjointWith :B ."
    assert clashes(axioms, ":a :p :x ; a :B . :b a :B .") == ["KG701 :a"]


def test_key_over_inverse_and_of_everything() -> None:
    assert compiled("owl:Thing owl:hasKey ( :number ) .").outside == ()
    reasoner = Reasoner(compiled("owl:Thing owl:hasKey ( [ owl:inverseOf :owner ] ) ."))
    reasoner.load(parse(HEADER + ":x :owner :a , :b .", RdfFormat.TURTLE))
    assert len(list(reasoner.equal())) == 1


@pytest.mark.parametrize(
    ("range_", "inside", "outside"),
    [
        ("xsd:integer", "5 , 5.0 , '5'^^xsd:byte", "5.5 , 'five' , 'x'^^xsd:integer"),
        ("xsd:string", "'a' , 'a'^^xsd:token", "'a'@en , 5"),
        ("[ owl:oneOf ( 1 2 ) ; a rdfs:Datatype ]", "1 , '02'^^xsd:integer", "3 , '1'"),
        (
            restricted("xsd:integer", "xsd:minInclusive 1", "xsd:maxExclusive 10"),
            "1 , 9",
            "0 , 10 , 5.5",
        ),
        (
            restricted("xsd:decimal", "xsd:minExclusive 1", "xsd:maxInclusive 10"),
            "10 , 1.5",
            "1 , 10.5",
        ),
        (
            restricted("xsd:string", "xsd:minLength 2", "xsd:maxLength 3"),
            "'ab' , 'abc'",
            "'a' , 'abcd'",
        ),
        (
            restricted("xsd:string", "xsd:length 2"),
            "'ab'",
            "'a'",
        ),
        ("[ a rdfs:Datatype ; owl:unionOf ( xsd:date xsd:gYear ) ]", "'2018'^^xsd:gYear", "2018"),
        ("[ a rdfs:Datatype ; owl:intersectionOf ( xsd:integer xsd:byte ) ]", "5", "500"),
        ("[ a rdfs:Datatype ; owl:datatypeComplementOf xsd:string ]", "5", "'five'"),
    ],
)
def test_ranges(range_: str, inside: str, outside: str) -> None:
    axioms = f":p a owl:DatatypeProperty ; rdfs:range {range_} ."
    assert compiled(axioms).outside == ()
    assert clashes(axioms, f":a :p {inside} .") == []
    assert len(clashes(axioms, f":a :p {outside} .")) == outside.count(",") + 1


def test_a_datatype_defined_by_name() -> None:
    axioms = """:Age a rdfs:Datatype ; owl:equivalentClass [
        a rdfs:Datatype ; owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:maxInclusive 150 ] ) ] .
        :age rdfs:range :Age ."""
    assert compiled(axioms).outside == ()
    assert clashes(axioms, ":a :age 30 . :b :age 200 .") == ['KG706 :b "200"^^xsd:integer']


def test_a_literal_where_a_thing_is_expected() -> None:
    axioms = ":p a owl:ObjectProperty ; rdfs:range :C ."
    assert clashes(axioms, ":a :p 'text' , :b .") == ['KG706 :a "text"']


def test_values_of_a_datatype_on_the_left() -> None:
    axioms = "[ owl:onProperty :age ; owl:someValuesFrom xsd:integer ] rdfs:subClassOf :Aged ."
    assert inferred(axioms, ":a :age 5 . :b :age 'five' . :c :age :d .") == {":a :Aged"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[ owl:onProperty :p ; owl:allValuesFrom [ owl:oneOf ( :a :b ) ] ]", "(:p only {:a, :b})"),
        ("[ owl:onProperty [ owl:inverseOf :p ] ; owl:minCardinality 1 ]", "(inverse (:p) min 1 owl:Thing)"),
        ("[ owl:onProperty :p ; owl:onClass :C ; owl:minQualifiedCardinality 3 ]", "(:p min 3 :C)"),
        ("[ owl:onProperty :p ; owl:hasValue 5 ; owl:x [] ]", None),
        ("[ owl:unionOf ( :A [ owl:complementOf :B ] ) ]", "(:A or not :B)"),
        ("[ owl:onProperty :p ; owl:hasSelf true ]", ":p Self"),
        (
            "[ owl:onProperty :p ; owl:someValuesFrom [ owl:intersectionOf ( :A :B ) ] ]",
            "(:p some (:A and :B))",
        ),
        ("[ owl:onProperty :p ; owl:someValuesFrom xsd:string ]", "(:p some xsd:string)"),
        (
            (
                "[ owl:onProperty :p ; owl:someValuesFrom [ a rdfs:Datatype ; owl:unionOf ( xsd:date "
                "[ a rdfs:Datatype ; owl:oneOf ( 1 ) ] ) ] ]"
            ),
            '(:p some (xsd:date or {"1"^^xsd:integer}))',
        ),
    ],
)
def test_words(text: str, words: str | None) -> None:
    outside = compiled(f":X rdfs:subClassOf {text} .").outside
    assert [entry.text for entry in outside] == ([] if words is None else [f":X SubClassOf {words}"])
