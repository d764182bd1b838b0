"""Random small ontologies inside OWL 2 RL, with facts, as Turtle."""

from __future__ import annotations

from hypothesis import strategies as st

PREFIXES = """\
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
CLASSES = [f":C{n}" for n in range(5)]
ROLES = [f":p{n}" for n in range(4)]
THINGS = [f":a{n}" for n in range(6)]
NUMBERS = ["1", "2", "3"]

classes = st.sampled_from(CLASSES)
roles = st.sampled_from(ROLES)
things = st.sampled_from(THINGS)
numbers = st.sampled_from(NUMBERS)
ONE = '"1"^^xsd:nonNegativeInteger'
ZERO = '"0"^^xsd:nonNegativeInteger'


def restriction(on: str, says: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {on} ; {says} ]"


def listed(items: list[str]) -> str:
    return f"( {' '.join(items)} )"


pairs = st.lists(classes, min_size=2, max_size=3, unique=True)
role_expressions = roles | roles.map(lambda role: f"[ owl:inverseOf {role} ]")

left = st.deferred(
    lambda: (
        classes
        | st.builds(lambda p, c: restriction(p, f"owl:someValuesFrom {c}"), roles, left)
        | st.builds(lambda p: restriction(p, "owl:someValuesFrom owl:Thing"), roles)
        | st.builds(lambda p, a: restriction(p, f"owl:hasValue {a}"), roles, things)
        | st.builds(lambda n: restriction(":d", f"owl:hasValue {n}"), numbers)
        | st.builds(lambda parts: f"[ a owl:Class ; owl:intersectionOf {listed(parts)} ]", pairs)
        | st.builds(lambda parts: f"[ a owl:Class ; owl:unionOf {listed(parts)} ]", pairs)
        | st.builds(lambda a, b: f"[ a owl:Class ; owl:oneOf ( {a} {b} ) ]", things, things)
    )
)
right = (
    classes
    | st.builds(lambda p, c: restriction(p, f"owl:allValuesFrom {c}"), roles, classes)
    | st.builds(lambda p, a: restriction(p, f"owl:hasValue {a}"), roles, things)
    | st.builds(lambda n: restriction(":d", f"owl:hasValue {n}"), numbers)
    | st.builds(lambda p: restriction(p, f"owl:maxCardinality {ONE}"), roles)
    | st.builds(
        lambda p, c: restriction(p, f"owl:onClass {c} ; owl:maxQualifiedCardinality {ONE}"), roles, classes
    )
    | st.builds(lambda parts: f"[ a owl:Class ; owl:intersectionOf {listed(parts)} ]", pairs)
)
clashing_right = (
    st.builds(lambda c: f"[ a owl:Class ; owl:complementOf {c} ]", classes)
    | st.builds(lambda p: restriction(p, f"owl:maxCardinality {ZERO}"), roles)
    | st.just("owl:Nothing")
)
derived_axioms = st.one_of(
    st.builds(lambda a, b: f"{a} rdfs:subClassOf {b} .", left, right),
    st.builds(lambda a, b: f"{a} rdfs:subClassOf {b} .", classes, classes),
    st.builds(lambda a, b: f"{a} owl:equivalentClass {b} .", classes, classes),
    st.builds(lambda a, b: f"{a} rdfs:subPropertyOf {b} .", roles, roles),
    st.builds(lambda a, b: f"{a} owl:equivalentProperty {b} .", roles, roles),
    st.builds(lambda a, b: f"{a} owl:inverseOf {b} .", roles, roles),
    st.builds(lambda p, c: f"{p} rdfs:domain {c} .", roles, classes),
    st.builds(lambda p, c: f"{p} rdfs:range {c} .", roles, classes),
    st.builds(lambda p: f"{p} a owl:SymmetricProperty .", roles),
    st.builds(lambda p: f"{p} a owl:TransitiveProperty .", roles),
    st.builds(
        lambda p, chain: f"{p} owl:propertyChainAxiom {listed(chain)} .",
        roles,
        st.lists(role_expressions, min_size=2, max_size=3),
    ),
)
equating_axioms = st.one_of(
    st.builds(lambda p: f"{p} a owl:FunctionalProperty .", roles),
    st.builds(lambda p: f"{p} a owl:InverseFunctionalProperty .", roles),
    st.builds(lambda a, b: f"{a} owl:sameAs {b} .", things, things),
)
clashing_axioms = st.one_of(
    st.builds(lambda a, b: f"{a} rdfs:subClassOf {b} .", classes, clashing_right),
    st.builds(lambda a, b: f"{a} owl:disjointWith {b} .", classes, classes),
    st.builds(lambda parts: f"[] a owl:AllDisjointClasses ; owl:members {listed(parts)} .", pairs),
    st.builds(lambda a, b: f"{a} owl:propertyDisjointWith {b} .", roles, roles),
    st.builds(lambda p: f"{p} a owl:AsymmetricProperty .", roles),
    st.builds(lambda p: f"{p} a owl:IrreflexiveProperty .", roles),
    # HermiT drops the axiom that a thing differs from itself.
    st.builds(
        lambda pair: f"{pair[0]} owl:differentFrom {pair[1]} .",
        st.lists(things, min_size=2, max_size=2, unique=True),
    ),
)
facts = st.one_of(
    st.builds(lambda a, c: f"{a} a {c} .", things, classes),
    st.builds(lambda a, p, b: f"{a} {p} {b} .", things, roles, things),
    st.builds(lambda a, p, b: f"{a} {p} {b} .", things, roles, things),
    st.builds(lambda a, n: f"{a} :d {n} .", things, numbers),
)


@st.composite
def ontologies(draw: st.DrawFn, *, equating: bool = True, clashing: bool = True) -> tuple[str, list[str]]:
    """Draw the axioms as one text, and the facts one by one."""
    axioms = draw(st.lists(derived_axioms, min_size=1, max_size=8))
    if equating:
        axioms += draw(st.lists(equating_axioms, max_size=2))
    if clashing:
        axioms += draw(st.lists(clashing_axioms, max_size=2))
    return "\n".join([PREFIXES, *axioms]), draw(st.lists(facts, min_size=1, max_size=12, unique=True))
