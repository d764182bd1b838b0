"""The bundled project: inside the profile, without contradictions, every derived fact proved."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from time import process_time

import pytest
from proof_checker import check_everything
from pyoxigraph import RdfFormat, parse

from kgtools.reason import Program, Reasoner, compile_program, read_rule
from kgtools.terms import BlankNode, Quad

ROOT = Path(__file__).parents[2]


def quads_of(*files: Path) -> list[Quad]:
    return [quad for file in sorted(files) for quad in parse(file.read_bytes(), RdfFormat.TURTLE)]


@pytest.fixture(scope="module")
def ontology() -> list[Quad]:
    return quads_of(*(file for file in (ROOT / "ontology").glob("*.ttl") if file.stem != "dl"))


@pytest.fixture(scope="module")
def facts() -> list[Quad]:
    return quads_of(*(ROOT / "data").rglob("*.ttl"))


@pytest.fixture(scope="module")
def program(ontology: list[Quad]) -> Program:
    files = sorted((ROOT / "ontology" / "rules").glob("*.rq"))
    rules = [rule for file in files for rule in read_rule(file.read_text("utf-8"), name=file.name)]
    return compile_program(ontology, rules)


def test_the_core_is_inside_the_profile() -> None:
    assert compile_program(quads_of(ROOT / "ontology" / "core.ttl")).outside == ()


def test_no_contradiction_and_every_proof_replays(
    program: Program, ontology: list[Quad], facts: list[Quad]
) -> None:
    started = process_time()
    reasoner = Reasoner(program)
    reasoner.load([*ontology, *facts])
    assert process_time() - started < 0.3
    assert list(reasoner.clashes()) == []
    assert list(reasoner.equal()) == []
    assert check_everything(reasoner, {quad.triple for quad in (*ontology, *facts)}) > 1000


@pytest.mark.nightly
@pytest.mark.skipif(not os.environ.get("KGTOOLS_NIGHTLY"), reason="owlrl takes a minute; set KGTOOLS_NIGHTLY")
def test_the_same_facts_as_owlrl(ontology: list[Quad], facts: list[Quad]) -> None:
    owlrl = pytest.importorskip("owlrl")
    rdflib = pytest.importorskip("rdflib")
    stated = {quad.triple for quad in (*ontology, *facts)}
    reasoner = Reasoner(compile_program(ontology))
    reasoner.load(stated)
    things = {quad.subject.value for quad in facts if not isinstance(quad.subject, BlankNode)}
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph.parse(data="".join(f"{triple} .\n" for triple in stated), format="nt11")
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    general = ("http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#")

    def about_things(subject: str, predicate: str, value: str) -> bool:
        return subject in things and not predicate.startswith(general) and not value.startswith(general)

    theirs = {
        (str(s), str(p), str(o))
        for s, p, o in graph
        if not isinstance(o, rdflib.BNode | rdflib.Literal) and about_things(str(s), str(p), str(o))
    }
    ours = {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in (*stated, *reasoner.inferred())
        if hasattr(t.object, "value") and not hasattr(t.object, "datatype")
    }
    ours = {fact for fact in ours if about_things(*fact)}
    assert ours == theirs
