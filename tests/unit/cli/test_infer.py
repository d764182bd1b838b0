from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = """PREFIX ex: <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
PETS = "ex:Dog rdfs:subClassOf ex:Animal ; owl:disjointWith ex:Cat .\n"


@pytest.fixture
def infer(kg: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Return a function that writes texts as files and runs ``kg infer`` on them."""
    monkeypatch.chdir(tmp_path)

    def run(*texts: str, args: tuple[str, ...] = ()) -> Any:
        names = []
        for number, text in enumerate(texts):
            is_rule = "CONSTRUCT" in text
            name = f"{number}.rq" if is_rule else f"{number}.ttl"
            (tmp_path / name).write_text(text if is_rule else HEAD + text)
            names.append(name)
        return kg("infer", *names, *args)

    return run


REX = "<https://example.org/rex> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/Animal> .\n"


def test_what_follows_is_printed(infer: Callable[..., Any]) -> None:
    found = infer(PETS, "ex:rex a ex:Dog .")
    assert (found.code, found.out, found.err) == (0, REX, "")


@pytest.mark.parametrize(("is_watched", "said"), [(True, "nothing follows\n"), (False, "")])
def test_a_terminal_is_told_that_nothing_follows(
    infer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, is_watched: bool, said: str
) -> None:
    monkeypatch.setattr("kgtools.cli.options.is_watched", lambda: is_watched)
    found = infer(PETS)
    assert (found.code, found.out, found.err) == (0, "", said)


def test_the_limit_on_what_follows_can_be_set(infer: Callable[..., Any]) -> None:
    chain = "ex:p a owl:TransitiveProperty . " + "".join(f"ex:n{n} ex:p ex:n{n + 1} . " for n in range(5))
    stopped = infer(chain, args=("--limit", "9"))
    assert (stopped.code, stopped.out) == (4, "")
    assert "more than 9 facts follow" in stopped.err
    assert "'kg infer --limit'" in stopped.err
    assert len(infer(chain, args=("--limit", "10")).out.splitlines()) == 10


def test_turtle_keeps_the_prefixes_of_the_files(infer: Callable[..., Any]) -> None:
    found = infer(PETS, "ex:rex a ex:Dog .", args=("-f", "ttl"))
    assert found.out == "PREFIX ex: <https://example.org/>\n\nex:rex\n    a ex:Animal ;\n.\n"


def test_turtle_names_each_subject_once(infer: Callable[..., Any]) -> None:
    axioms = "ex:Dog rdfs:subClassOf ex:Animal . ex:owner rdfs:domain ex:Tame ; rdfs:subPropertyOf ex:knows ."
    found = infer(axioms, "ex:rex a ex:Dog ; ex:owner ex:ann , ex:bob .", args=("-f", "ttl"))
    assert found.out == (
        "PREFIX ex: <https://example.org/>\n\nex:rex\n"
        "    a ex:Animal ;\n    a ex:Tame ;\n    ex:knows ex:ann ;\n    ex:knows ex:bob ;\n.\n"
    )


def test_json_is_a_list_of_triples(infer: Callable[..., Any]) -> None:
    (row,) = json.loads(infer(PETS, "ex:rex a ex:Dog .", args=("-f", "json")).out)
    assert (row["s"], row["o"]) == ("<https://example.org/rex>", "<https://example.org/Animal>")


def test_rule_files_count_too(infer: Callable[..., Any]) -> None:
    rule = "PREFIX ex: <https://example.org/> CONSTRUCT { ?x a ex:Tame } WHERE { ?x ex:owner ?y }"
    assert "Tame" in infer("ex:rex ex:owner ex:ann .", rule).out


def test_a_contradiction_is_explained_and_exits_1(infer: Callable[..., Any]) -> None:
    found = infer(PETS, "ex:rex a ex:Dog, ex:Cat .")
    assert found.code == 1
    assert "1.ttl:5:8 error[KG701]: a contradiction about ex:rex: ex:Dog DisjointWith ex:Cat" in found.err
    assert "= 1.ttl:5:8: ex:rex rdf:type ex:Dog" in found.err
    assert "= 1.ttl:5:18: ex:rex rdf:type ex:Cat" in found.err
    assert found.out == REX


SAME = "ex:mother a owl:FunctionalProperty . ex:a ex:mother ex:b, ex:c . ex:b ex:age 3 .\n"


def test_two_names_for_one_thing_are_a_finding(infer: Callable[..., Any]) -> None:
    found = infer(SAME)
    assert found.code == 1
    assert "KG702" in found.err
    assert "sameAs" not in found.out


def test_they_merge_on_request(infer: Callable[..., Any]) -> None:
    found = infer(SAME, args=("--merge",))
    assert (found.code, found.err) == (0, "")
    assert "<https://example.org/c> <https://example.org/age>" in found.out


def test_axioms_outside_the_profile_are_listed_with_their_places(infer: Callable[..., Any]) -> None:
    found = infer(
        "ex:Dog rdfs:subClassOf\n  [ a owl:Restriction ; owl:onProperty ex:parent ; owl:someValuesFrom ex:Dog ] ."
    )
    assert found.code == 0
    assert found.err.startswith(
        "0.ttl:5:8 note[KG703]: outside OWL 2 RL: ex:Dog SubClassOf (ex:parent some ex:Dog)"
    )


def test_imports_are_named_and_never_fetched(infer: Callable[..., Any]) -> None:
    found = infer("ex:o a owl:Ontology ; owl:imports <https://example.org/other>, <file:///etc/passwd> .")
    assert found.code == 0
    assert found.err.count("nothing is ever fetched") == 2


def test_a_cyclic_list_is_a_broken_axiom(infer: Callable[..., Any]) -> None:
    found = infer("ex:A owl:unionOf _:l .\n_:l rdf:first ex:B ; rdf:rest _:l .")
    assert found.code == 1
    assert "0.ttl:5:6 error[KG703]" in found.err
    assert "its list is cyclic" in found.err


def test_a_chain_that_feeds_itself_ends(infer: Callable[..., Any]) -> None:
    links = " ".join(f"ex:n{n} ex:p ex:n{n + 1} ." for n in range(30))
    found = infer(f"ex:p owl:propertyChainAxiom ( ex:p ex:p ) . {links}")
    assert found.code == 0
    assert found.out.count("\n") == 30 * 31 // 2 - 30


def test_a_rule_that_is_none_is_a_finding(infer: Callable[..., Any]) -> None:
    found = infer(PETS, "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }")
    assert found.code == 1
    assert "KG704" in found.err


def test_broken_files_and_rules_alone_are_errors(infer: Callable[..., Any], kg: Callable[..., Any]) -> None:
    assert infer("ex:a ex:b").code == 3
    assert infer("CONSTRUCT { ?a a <urn:x:A> } WHERE { ?a a <urn:x:B> }").code == 3
    assert kg("infer", "missing.ttl").code == 3
    assert kg("infer").code == 2
