from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from kgtools.errors import EngineError, InputError, LimitError
from kgtools.reason import dl, handover, hermit
from kgtools.terms import NamedNode, Triple

HEADER = """\
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ROOT = Path(__file__).parents[3]
needs_java = pytest.mark.skipif(
    shutil.which("java") is None, reason="HermiT needs Java, and there is none here"
)

ONTOLOGY = """
:Pet a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :Dog :Cat ) ] .
:Dog a owl:Class ; rdfs:subClassOf :Animal .
:Cat a owl:Class ; rdfs:subClassOf :Animal .
:Animal a owl:Class .
:Stone a owl:Class ; owl:disjointWith :Animal .
:name a owl:AnnotationProperty .
:born a owl:DatatypeProperty .
"""


def triples(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEADER + text, RdfFormat.TURTLE)]


def fake_java(folder: Path, script: str) -> str:
    path = folder / "java"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


# -- what HermiT sees and rules do not


@needs_java
def test_consistent_with_a_class_tree() -> None:
    verdict = dl.check(triples(ONTOLOGY + ":rex a :Pet ; :born '2018-01-01'^^xsd:date ; :name 'Rex' ."))
    assert verdict.consistent is True
    assert ("https://example.org/Pet", "https://example.org/Animal") in verdict.taxonomy.parents
    assert verdict.taxonomy.unsatisfiable == ()
    assert verdict.ignored == ("http://www.w3.org/2001/XMLSchema#date",)
    assert verdict.justifications == ()
    assert verdict.incomplete == ()


@needs_java
def test_an_inconsistency_beyond_rules_is_explained_by_what_is_needed() -> None:
    facts = ":rex a :Pet . :rock a :Stone . :rex a :Stone . :tom a :Cat ."
    verdict = dl.check(triples(ONTOLOGY + facts), seconds=120)
    assert verdict.consistent is False
    ((about, reason),) = verdict.justifications
    assert about is None
    assert (reason.is_minimal, reason.by_rules) == (True, False)
    named = {str(t) for t in triples(":rex a :Pet . :rex a :Stone .")}
    assert named <= {str(t) for t in reason.triples}
    assert not any("rock" in str(t) or "tom" in str(t) for t in reason.triples)
    assert len([t for t in reason.triples if isinstance(t.subject, NamedNode)]) == 6


@needs_java
def test_an_inconsistency_that_rules_see_is_explained_by_them() -> None:
    verdict = dl.check(triples(ONTOLOGY + ":rex a :Dog , :Stone ."))
    ((_, reason),) = verdict.justifications
    assert reason.by_rules
    assert {str(t) for t in triples(":rex a :Dog , :Stone .")} <= {str(t) for t in reason.triples}


@needs_java
def test_an_unsatisfiable_class_is_named_and_explained() -> None:
    axioms = ":Fossil a owl:Class ; rdfs:subClassOf :Pet , :Stone ."
    verdict = dl.check(triples(ONTOLOGY + axioms), seconds=120)
    assert verdict.consistent is True
    assert verdict.taxonomy.unsatisfiable == ("https://example.org/Fossil",)
    ((about, reason),) = verdict.justifications
    assert about == NamedNode("https://example.org/Fossil")
    assert {str(t) for t in triples(":Fossil rdfs:subClassOf :Pet , :Stone .")} <= {
        str(t) for t in reason.triples
    }


@needs_java
def test_names_are_only_unique_if_asked_for() -> None:
    text = ":mother a owl:ObjectProperty , owl:FunctionalProperty . :a :mother :b , :c ."
    assert dl.check(triples(text)).consistent is True
    assert dl.check(triples(text), unique_names=True).consistent is False


@needs_java
def test_undeclared_terms_are_declared() -> None:
    text = ":p rdfs:domain :Dog . :Dog owl:disjointWith :Cat . :x :p :y . :x a :Cat ."
    assert dl.check(triples(text)).consistent is False


@needs_java
def test_imports_are_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other.ttl"
    other.write_text(HEADER + ":rex a :Dog , :Stone .")
    text = (
        f"<https://example.org/o> a owl:Ontology ; owl:imports <{other.as_uri()}> , <http://localhost:9/x> ."
    )
    assert dl.check(triples(ONTOLOGY + text)).consistent is True


@needs_java
def test_hermit_says_so_where_it_fails() -> None:
    with pytest.raises(EngineError, match="malformed"):
        dl.check(triples(":p a owl:DatatypeProperty . :x :p 'five'^^xsd:integer ."))


@needs_java
def test_a_file_that_was_not_read_is_no_pass() -> None:
    engine = hermit.Hermit()
    with pytest.raises(EngineError, match="did not read"):
        engine.is_consistent(b"", until=time.monotonic() + 60)


@needs_java
def test_the_bundled_ontology_is_consistent_and_every_class_satisfiable() -> None:
    files = sorted((ROOT / "ontology").glob("*.ttl"))
    quads = [quad for file in files for quad in parse(file.read_bytes(), RdfFormat.TURTLE)]
    verdict = dl.check(quads, seconds=120)
    assert verdict.consistent is True
    assert verdict.taxonomy.unsatisfiable == ()


# -- a Java that is missing, broken or hangs


def test_no_java_says_what_works_without_it() -> None:
    with pytest.raises(EngineError) as caught:
        dl.check([], java="no-such-java")
    assert "no 'no-such-java' is found" in caught.value.message
    assert "without --dl" in (caught.value.hint or "")


def test_a_java_that_does_not_run(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="does not run: no runtime"):
        hermit.Hermit(fake_java(tmp_path, "echo no runtime >&2; exit 3"))


def test_a_java_that_hangs_when_probed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "_PROBE_SECONDS", 0.3)
    with pytest.raises(EngineError, match="does not answer"):
        hermit.Hermit(fake_java(tmp_path, "sleep 60"))


def test_the_time_limit_is_that_of_a_java_that_hangs_when_probed(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(EngineError, match=r"does not answer within 0\.5 s"):
        dl.check([], seconds=0.5, java=fake_java(tmp_path, "sleep 60"))
    assert time.monotonic() - start < 5


def test_a_java_that_hangs_leaves_nothing_behind(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    script = f'[ "$1" = -version ] && exit 0\nsleep 60 &\necho $! > {pids}\nsleep 60'
    engine = hermit.Hermit(fake_java(tmp_path, script))
    with pytest.raises(LimitError, match="did not finish in time"):
        engine.is_consistent(b"", until=time.monotonic() + 1)
    child = int(pids.read_text())
    for _ in range(50):
        if not is_running(child):
            break
        time.sleep(0.05)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().split()[2] != "Z"


def test_missing_owlready2(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(hermit, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match=r"HermiT\.jar is not found"):
        hermit.Hermit(fake_java(tmp_path, "exit 0"))


def test_facts_that_take_too_long_leave_a_partial_verdict(tmp_path: Path) -> None:
    script = f"""
    for argument; do
      case $argument in
        -version) exit 0 ;;
        -c) echo "<{hermit.SENTINEL}> is not satisfiable."; exit 0 ;;
      esac
    done
    sleep 60"""
    verdict = dl.check(triples(ONTOLOGY), seconds=2, java=fake_java(tmp_path, script))
    assert verdict.consistent is None
    assert verdict.incomplete == ("the facts were not judged in time; the ontology alone is consistent",)


# -- what is handed over


@pytest.mark.parametrize("name", ["python_module", "python_name"])
def test_nothing_is_handed_over_that_would_run(name: str) -> None:
    acting = f"http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#{name}"
    with pytest.raises(InputError, match="Python module"):
        handover.prepared(triples(f":o <{acting}> 'os' ."))


def test_descriptions_and_imports_are_left_out() -> None:
    text = ":o owl:imports :x . :note a owl:AnnotationProperty . :a :note 'x' ; rdfs:label 'a' ; :p :b ."
    assert {str(t.predicate) for t in handover.prepared(triples(text))} == {"<https://example.org/p>"}
