from __future__ import annotations

from pathlib import Path

import pytest

from kgtools.reason import Kind, Reasoner, RuleError, compile_program, read_rule
from kgtools.terms import RDF, XSD, Literal, NamedNode, Triple

HEADER = "PREFIX : <https://example.org/>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
ROOT = Path(__file__).parents[3]


def rule(text: str) -> list[str]:
    rules = read_rule(HEADER + text, name="rules/x.rq")
    return [f"{r.head.predicate.value} <- {len(r.body)} {[g.kind.name for g in r.guards]}" for r in rules]


def name(text: str) -> NamedNode:
    return NamedNode(f"https://example.org/{text}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b }", "https://example.org/p <- 1 []"),
        ("CONSTRUCT { ?a :p ?b } { ?a :q ?b }", "https://example.org/p <- 1 []"),
        ("construct { ?a a :C } where { ?a :q ?b , ?c ; a :D ; }", "https://example.org/C <- 3 []"),
        ("CONSTRUCT { ?b a :C } WHERE { ?a :q ?b }", "https://example.org/C <- 1 ['RESOURCE']"),
        (
            "CONSTRUCT { ?a :p 1.5 } WHERE { ?a :q -2, 1e3, true, 'x'@en, '''y''', '3'^^xsd:byte }",
            "p <- 6 []",
        ),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b FILTER(?b > 3) }", "https://example.org/p <- 1 ['TEST']"),
        ("CONSTRUCT { <x:y> :p <x:z> } WHERE { <x:a> :q <x:b> }", "https://example.org/p <- 1 []"),
    ],
)
def test_taken(text: str, expected: str) -> None:
    assert rule(text)[0].endswith(expected)


def test_one_rule_for_each_triple_of_the_template() -> None:
    assert len(rule("CONSTRUCT { ?a :p ?b ; a :C . ?b :r ?a } WHERE { ?a :q ?b }")) == 3


def test_summary_names_the_rule_in_proofs() -> None:
    (found,) = read_rule(
        "#+ summary: the reason why\n" + HEADER + "CONSTRUCT{?a :p ?a}{?a :q ?a}", name="a.rq"
    )
    assert (found.origin.name, found.origin.text) == ("a.rq", "the reason why")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?a WHERE { ?a :q ?b }", "expected CONSTRUCT"),
        ("CONSTRUCT { } WHERE { ?a :q ?b }", "at least one"),
        ("CONSTRUCT WHERE { ?a :q ?b }", "expected '{'"),
        ("CONSTRUCT { ?a :p ?c } WHERE { ?a :q ?b }", "?c stands in the template"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a ?q ?b }", "fixed property"),
        ("CONSTRUCT { ?a a ?b } WHERE { ?a :q ?b }", "fixed class"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q/:r ?b }", "property paths"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a ^:q ?b }", "property paths"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q+ ?b }", "property paths"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b OPTIONAL { ?a :r ?c } }", "expected '.'"),
        ("CONSTRUCT { ?a :p ?b } WHERE { OPTIONAL { ?a :q ?b } }", "more than one basic graph pattern"),
        (
            "CONSTRUCT { ?a :p ?b } WHERE { { ?a :q ?b } UNION { ?a :r ?b } }",
            "more than one basic graph pattern",
        ),
        ("CONSTRUCT { ?a :p ?b } WHERE { GRAPH :g { ?a :q ?b } }", "more than one basic graph pattern"),
        ("CONSTRUCT { ?a :p ?b } WHERE { SERVICE :s { ?a :q ?b } }", "more than one basic graph pattern"),
        ("CONSTRUCT { ?a :p ?b } WHERE { BIND(1 AS ?a) }", "more than one basic graph pattern"),
        ("CONSTRUCT { ?a :p ?b } WHERE { VALUES ?a { 1 } }", "more than one basic graph pattern"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b } LIMIT 3", "nothing may follow"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b } ; DROP ALL", "nothing may follow"),
        ("CONSTRUCT { ?a :p _:x } WHERE { ?a :q ?b }", "blank nodes"),
        ("CONSTRUCT { ?a :p [] } WHERE { ?a :q ?b }", "blank nodes and lists"),
        ("CONSTRUCT { ?a :p (1 2) } WHERE { ?a :q ?b }", "blank nodes and lists"),
        ("CONSTRUCT { 'x' :p ?a } WHERE { ?a :q ?b }", "cannot be a subject"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b FILTER(?c > 1) }", "?c stands in a filter"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b FILTER(regex(?b, 'x')) }", "no simple filter"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b FILTER EXISTS { ?a :r ?b } }", "no simple filter"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b FILTER(isIRI(?a, ?b)) }", "takes 1"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b FILTER(?a + 1) }", "expected one of"),
        ("CONSTRUCT { ?a other:p ?b } WHERE { ?a :q ?b }", "prefix 'other:' is not declared"),
        ("CONSTRUCT { ?a <p> ?b } WHERE { ?a :q ?b }", "no absolute IRI"),
        ("CONSTRUCT { ?a 1 ?b } WHERE { ?a :q ?b }", "expected a property"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b ?c :r ?d }", "expected '.'"),
        ("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b", "expected '.', found 'the end'"),
        ("CONSTRUCT { ?a :p ?b . FILTER(?a = 1) } WHERE { ?a :q ?b }", "a template holds triples"),
        ("BASE <x:> CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b }", "BASE is not taken"),
        ("PREFIX x CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b }", "PREFIX needs"),
        ("CONSTRUCT { ?a :p \\ }", "unexpected character"),
        ("CONSTRUCT { ?a :p 'x'^^'y' } WHERE { ?a :q ?b }", "expected a datatype"),
    ],
)
def test_refused_with_a_reason_and_a_place(text: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        read_rule(HEADER + text, name="rules/x.rq")
    assert message in caught.value.message
    assert caught.value.code == "KG704"
    assert caught.value.location is not None
    assert caught.value.location.file == "rules/x.rq"
    assert (caught.value.location.line or 0) >= 1


def test_an_undeclared_prefix_says_how_it_is_declared() -> None:
    with pytest.raises(RuleError) as caught:
        read_rule("CONSTRUCT { ?a skos:note ?b } WHERE { ?a skos:altLabel ?b }", name="x.rq")
    assert caught.value.hint == "write PREFIX skos: <...> above"


def test_the_place_of_a_refusal_is_that_of_the_token() -> None:
    with pytest.raises(RuleError) as caught:
        read_rule(HEADER + "CONSTRUCT { ?a :p ?b }\nWHERE { ?a :q|:r ?b }", name="x.rq")
    assert str(caught.value.location) == "x.rq:4:14"


def derived(text: str, facts: list[Triple]) -> set[Triple]:
    reasoner = Reasoner(compile_program([], read_rule(HEADER + text, name="x.rq")))
    reasoner.load(facts)
    return set(reasoner.inferred())


@pytest.mark.parametrize(
    ("condition", "passing"),
    [
        ("?n > 3", {4, 5}),
        ("?n >= 3 && ?n < 5", {3, 4}),
        ("?n = 1 || ?n = 5", {1, 5}),
        ("!(?n = 1)", {2, 3, 4, 5}),
        ("?n IN (1, 2.0)", {1, 2}),
        ("?n NOT IN (1, 2)", {3, 4, 5}),
        ("?n != 2 && (?n <= 2 || ?n > 4)", {1, 5}),
        ("3 < ?n", {4, 5}),
    ],
)
def test_filters_decide(condition: str, passing: set[int]) -> None:
    facts = [Triple(name(f"x{n}"), name("n"), Literal(str(n), datatype=XSD["integer"])) for n in range(1, 6)]
    found = derived(f"CONSTRUCT {{ ?a a :C }} WHERE {{ ?a :n ?n FILTER({condition}) }}", facts)
    assert found == {Triple(name(f"x{n}"), RDF["type"], name("C")) for n in passing}


def test_filters_without_brackets() -> None:
    facts = [Triple(name("a"), name("q"), name("b")), Triple(name("a"), name("q"), Literal("b"))]
    found = derived("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b FILTER isIRI(?b) }", facts)
    assert found == {Triple(name("a"), name("p"), name("b"))}
    assert derived("CONSTRUCT { ?a :p ?b } WHERE { ?a :q ?b FILTER sameTerm(?a, ?b) }", facts) == set()


def test_a_constant_is_matched_by_value() -> None:
    facts = [Triple(name("a"), name("q"), Literal("01", datatype=XSD["integer"]))]
    assert derived("CONSTRUCT { ?a a :C } WHERE { ?a :q 1 }", facts)


def test_the_bundled_rules_compile() -> None:
    files = sorted((ROOT / "ontology" / "rules").glob("*.rq"))
    assert files
    for file in files:
        for found in read_rule(file.read_text("utf-8"), name=file.name):
            assert found.origin.text != file.name, "a rule says in its header what it is"
            assert all(guard.kind in Kind for guard in found.guards)
