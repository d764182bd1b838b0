"""Every kind of axiom, one file each: what must follow, what must not, what cannot be.

A case is a Turtle file whose header says what is expected:

    # entails: TRIPLE          holds, with and without merging
    # not-entails: TRIPLE      does not hold where names are unique
    # merged: TRIPLE           holds where equal names are merged
    # clash: CODE TERM...      one contradiction; these are all
    # equal: NAME NAME         two names forced to be the same; these are all
    # outside: TEXT            an axiom is reported as outside OWL 2 RL, with this reason; else none is

A rule file of the same name takes part. Adding a case is adding a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from proof_checker import check_everything
from pyoxigraph import RdfFormat, parse

from kgtools.reason import Program, Reasoner, compile_program, read_rule
from kgtools.terms import RDF, NamedNode, Triple

if TYPE_CHECKING:
    from kgtools.reason.model import Rule
    from kgtools.terms import Quad

FILES = sorted((Path(__file__).parent / "cases").glob("*.ttl"))


@dataclass(frozen=True)
class Case:
    quads: list[Quad]
    facts: set[Triple]
    program: Program
    prefixes: str
    header: list[tuple[str, str]]
    rules: tuple[Rule, ...]

    def expected(self, key: str) -> list[str]:
        return [text for name, text in self.header if name == key]

    def triples(self, key: str) -> list[Triple]:
        return [self.triple(text) for text in self.expected(key)]

    def triple(self, text: str) -> Triple:
        (quad,) = parse(f"{self.prefixes} {text} .", RdfFormat.TURTLE)
        return quad.triple

    def terms(self, text: str) -> tuple[object, ...]:
        quads = parse(f"{self.prefixes} <x:s> <x:p> {' , '.join(text.split())} .", RdfFormat.TURTLE)
        return tuple(quad.object for quad in quads)

    def reasoner(self, *, merge: bool) -> Reasoner:
        reasoner = Reasoner(self.program, merge=merge)
        reasoner.load(self.quads)
        return reasoner


def read(path: Path) -> Case:
    text = path.read_text("utf-8")
    lines = text.splitlines()
    header = [tuple(line[2:].split(": ", 1)) for line in lines if line.startswith("# ") and ": " in line]
    quads = list(parse(text, RdfFormat.TURTLE))
    rules = path.with_suffix(".rq")
    found = read_rule(rules.read_text("utf-8"), name=rules.name) if rules.exists() else ()
    program = compile_program(quads, found)
    prefixes = "\n".join(line for line in lines if line.startswith("PREFIX"))
    return Case(quads, {quad.triple for quad in quads}, program, prefixes, header, found)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> Case:
    return read(request.param)


@pytest.mark.parametrize("merge", [False, True], ids=["unique", "merge"])
def test_entails(case: Case, *, merge: bool) -> None:
    reasoner = case.reasoner(merge=merge)
    inferred = set(reasoner.inferred())
    for triple in case.triples("entails") + (case.triples("merged") if merge else []):
        assert reasoner.holds(triple), triple
        assert triple in inferred, triple
    if not merge:
        for triple in case.triples("not-entails") + case.triples("merged"):
            assert triple not in inferred, triple
            assert triple not in case.facts, triple


def test_contradictions(case: Case) -> None:
    reasoner = case.reasoner(merge=False)
    found = sorted((clash.rule.clash, *map(str, clash.terms)) for clash in reasoner.clashes())
    expected = [text.split(" ", 1) for text in case.expected("clash")]
    assert found == sorted((code, *map(str, case.terms(terms))) for code, terms in expected)


def test_contradictions_are_seen_under_merge_too(case: Case) -> None:
    found = {clash.rule.clash for clash in case.reasoner(merge=True).clashes()}
    assert found == {text.split(" ")[0] for text in case.expected("clash")}


def test_names_forced_to_be_the_same(case: Case) -> None:
    found = {frozenset((first, second)) for first, second, _ in case.reasoner(merge=False).equal()}
    assert found == {frozenset(case.terms(pair)) for pair in case.expected("equal")}


def test_outside_the_profile(case: Case) -> None:
    expected = case.expected("outside")
    reasons = [outside.reason for outside in case.program.outside]
    assert len(reasons) == len(expected), reasons
    for text in expected:
        assert any(text in reason for reason in reasons), reasons


@pytest.mark.parametrize("merge", [False, True], ids=["unique", "merge"])
def test_every_proof_replays(case: Case, *, merge: bool) -> None:
    check_everything(case.reasoner(merge=merge), case.facts)


def from_rules(case: Case) -> tuple[Program, set[Triple]]:
    """Return a case in which rules of a user make each fact about the case's own terms from another one."""
    facts, rules = set(), []
    for triple in case.facts:
        own = triple.object if triple.predicate == RDF["type"] else triple.predicate
        if not str(own).startswith("<https://example.org/"):
            facts.add(triple)
            continue
        is_type = own == triple.object
        head = f"?s a {own}" if is_type else f"?s {own} ?o"
        said = NamedNode(f"urn:said:{own.value.rpartition('/')[2]}")
        facts.add(Triple(triple.subject, said, triple.object))
        rules.append(f"CONSTRUCT {{ {head} }} WHERE {{ ?s {said} {own if is_type else '?o'} }}")
    read_rules = [rule for text in dict.fromkeys(rules) for rule in read_rule(text, name="said.rq")]
    return compile_program(case.quads, [*case.rules, *read_rules]), facts


@pytest.mark.parametrize("merge", [False, True], ids=["unique", "merge"])
def test_the_same_where_rules_of_a_user_make_the_facts(case: Case, *, merge: bool) -> None:
    program, facts = from_rules(case)
    reasoner = Reasoner(program, merge=merge)
    reasoner.load(sorted(facts, key=str))
    inferred = set(reasoner.inferred())
    assert set(case.triples("entails")) <= inferred
    assert merge or not inferred & {*case.triples("not-entails"), *case.triples("merged")}
    assert not merge or set(case.triples("merged")) <= inferred
    clashes = {clash.rule.clash for clash in reasoner.clashes()}
    assert clashes == {text.split(" ")[0] for text in case.expected("clash")}
    check_everything(reasoner, facts)


def test_facts_taken_back_leave_nothing_behind(case: Case) -> None:
    """Each fact in turn goes and comes back: the same as a fresh run, both times."""
    axioms = case.quads
    reasoner = case.reasoner(merge=False)
    everything = set(reasoner.inferred())
    usable = [triple for triple in case.facts if reasoner.holds(triple)]
    for triple in usable:
        change = reasoner.update(removed=[triple])
        fresh = Reasoner(case.program)
        fresh.load(quad for quad in axioms if quad.triple != triple)
        now = set(reasoner.inferred())
        assert now == set(fresh.inferred())
        assert set(change.added) == now - everything
        assert set(change.removed) == everything - now
        assert sorted(str(c.terms) for c in reasoner.clashes()) == sorted(
            str(c.terms) for c in fresh.clashes()
        )
        back = reasoner.update(added=[triple])
        assert set(reasoner.inferred()) == everything
        assert set(back.added) == everything - now
        check_everything(reasoner, case.facts)


def test_there_is_a_case_of_every_kind() -> None:
    kinds = [path.stem.split("-")[0] for path in FILES]
    assert (kinds.count("entails"), kinds.count("beyond"), kinds.count("clash"), kinds.count("not")) >= (
        33,
        4,
        16,
        3,
    )
