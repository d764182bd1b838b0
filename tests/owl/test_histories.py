"""Whatever is added and taken back, in whatever order: the same as a fresh run, proofs included."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ontologies import PREFIXES, facts, ontologies
from proof_checker import check_everything
from pyoxigraph import RdfFormat, parse

from kgtools.reason import Program, Reasoner, compile_program, read_rule

if TYPE_CHECKING:
    from kgtools.terms import Quad, Triple

EXAMPLES = 1000 if os.environ.get("KGTOOLS_NIGHTLY") else 60
RULE = """\
PREFIX : <https://example.org/>
CONSTRUCT { ?a :p0 ?c . ?a a :C1 } WHERE { ?a a :C0 ; :p1 ?b . ?c :p2 ?b . FILTER(?a != ?c) }
"""

common = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def quads_of(text: str) -> list[Quad]:
    return list(parse(text, RdfFormat.TURTLE))


def triple_of(fact: str) -> Triple:
    (quad,) = quads_of(PREFIXES + fact)
    return quad.triple


def state(reasoner: Reasoner) -> tuple[set[Triple], set[str]]:
    clashes = {f"{clash.rule.origin} {sorted(map(str, clash.terms))}" for clash in reasoner.clashes()}
    return set(reasoner.inferred()), clashes


def fresh(program: Program, stated: set[Triple], *, merge: bool = False) -> Reasoner:
    reasoner = Reasoner(program, merge=merge)
    reasoner.load(sorted(stated, key=str))
    return reasoner


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@common
@given(
    ontologies(),
    st.lists(st.lists(st.tuples(st.booleans(), st.integers(0, 19)), max_size=5), min_size=1, max_size=6),
    st.lists(facts, min_size=20, max_size=20),
)
def test_a_history_equals_a_fresh_run(
    drawn: tuple[str, list[str]], history: list[list[tuple[bool, int]]], pool: list[str]
) -> None:
    axioms, first = drawn
    base = quads_of(axioms)
    program = compile_program(base, read_rule(RULE, name="rule.rq"))
    axiom_triples = {quad.triple for quad in base}
    stated = axiom_triples | {triple_of(fact) for fact in first}
    reasoner = fresh(program, stated)
    choices = [triple_of(fact) for fact in (*first, *pool)]
    for step in history:
        added = {choices[n] for is_added, n in step if is_added}
        removed = {choices[n] for is_added, n in step if not is_added} - added
        before = set(reasoner.inferred())
        change = reasoner.update(added, removed)
        stated = (stated - removed) | added
        assert state(reasoner) == state(fresh(program, stated))
        after = set(reasoner.inferred())
        assert set(change.added) == after - before
        assert set(change.removed) == before - after
        check_everything(reasoner, stated)


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@common
@given(ontologies(), st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(drawn: tuple[str, list[str]], random: object) -> None:
    axioms, drawn_facts = drawn
    base = quads_of(axioms)
    program = compile_program(base, read_rule(RULE, name="rule.rq"))
    stated = [quad.triple for quad in base] + [triple_of(fact) for fact in drawn_facts]
    for merge in (False, True):
        results = []
        for _ in range(2):
            random.shuffle(stated)
            reasoner = Reasoner(program, merge=merge)
            reasoner.load(stated)
            check_everything(reasoner, set(stated))
            results.append((set(reasoner.inferred()), next(reasoner.clashes(), None) is None))
        assert results[0] == results[1]


@pytest.mark.nightly
@pytest.mark.timeout(3600)
@common
@given(ontologies(), st.integers(0, 100), facts)
def test_histories_under_merge(drawn: tuple[str, list[str]], which: int, extra: str) -> None:
    axioms, first = drawn
    base = quads_of(axioms)
    program = compile_program(base)
    stated = {quad.triple for quad in base} | {triple_of(fact) for fact in first}
    reasoner = fresh(program, stated, merge=True)
    gone = sorted(stated, key=str)[which % len(stated)]
    reasoner.update([triple_of(extra)])
    reasoner.update(removed=[gone])
    stated = (stated | {triple_of(extra)}) - {gone}
    assert set(reasoner.inferred()) == set(fresh(program, stated, merge=True).inferred())
