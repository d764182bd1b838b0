"""Replays proofs without the engine: each step must be an instance of its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.reason.merge import EQUIVALENCE, REPLACEMENT
from kgtools.reason.model import Kind
from kgtools.terms import OWL, RDF, Literal, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.reason import Atom, Clash, Guard, Proof, Rule
    from kgtools.terms import Term

SAME = OWL["sameAs"]


def check(proof: Proof, asserted: set[Triple]) -> None:
    """Fail unless every step is sound, no proof rests on itself, and all leaves are asserted."""
    depth: dict[int, int] = {}
    order: list[Proof] = []
    pending = [(proof, False)]
    while pending:
        node, done = pending.pop()
        if done:
            depth[id(node)] = 1 + max((depth[id(premise)] for premise in node.premises), default=0)
            order.append(node)
        elif id(node) not in depth:
            pending.append((node, True))
            pending.extend((premise, False) for premise in node.premises)
    for node in order:
        if node.rule is None:
            assert not node.premises
            assert node.fact in asserted, f"a leaf that nobody asserted: {node.fact}"
        else:
            check_step(node.rule, node.fact, [premise.fact for premise in node.premises])
        for premise in node.premises:
            assert depth[id(premise)] < depth[id(node)], "a proof rests on itself"


def check_clash(clash: Clash, asserted: set[Triple]) -> None:
    """Fail unless the rule forbids what the premises say, and the premises are proved."""
    for premise in clash.premises:
        check(premise, asserted)
    binding = bind_all(clash.rule, [premise.fact for premise in clash.premises])
    values = tuple(binding.get(arg, arg) if isinstance(arg, str) else arg for arg in clash.rule.head.args)
    assert values == clash.terms


def check_step(rule: Rule, fact: Triple, premises: list[Triple]) -> None:
    if rule is EQUIVALENCE:
        check_path(fact, premises)
    elif rule is REPLACEMENT:
        check_replacement(fact, premises)
    else:
        binding = bind_all(rule, premises)
        assert same_triple(fact, instance(rule.head, binding)), f"{rule.origin} does not give {fact}"


def check_path(fact: Triple, premises: list[Triple]) -> None:
    """A chain of equalities, each read in either direction."""
    at = fact.subject
    for premise in premises:
        assert premise.predicate == SAME
        assert at in {premise.subject, premise.object}
        at = premise.object if at == premise.subject else premise.subject
    assert at == fact.object


def check_replacement(fact: Triple, premises: list[Triple]) -> None:
    """The same fact, with names replaced by equal names."""
    before, *equalities = premises
    equal = {(premise.subject, premise.object) for premise in equalities}
    assert all(premise.predicate == SAME for premise in equalities)
    is_type = fact.predicate == RDF["type"]
    pairs = [(before.subject, fact.subject)] + ([] if is_type else [(before.object, fact.object)])
    assert before.predicate == fact.predicate
    assert not is_type or before.object == fact.object
    assert all(old == new or (old, new) in equal for old, new in pairs)


def bind_all(rule: Rule, premises: list[Triple]) -> dict[str, Term]:
    """Return the one binding under which the body is these premises; guards included."""
    assert len(premises) == len(rule.body), rule.origin
    binding: dict[str, Term] = {}
    for atom, premise in zip(rule.body, premises, strict=True):
        assert (premise.predicate == RDF["type"]) is (len(atom.args) == 1)
        symbol = premise.object if len(atom.args) == 1 else premise.predicate
        assert symbol == atom.predicate
        for arg, term in zip(atom.args, (premise.subject, premise.object), strict=False):
            wanted = binding.setdefault(arg, term) if isinstance(arg, str) else arg
            assert same(wanted, term), f"{rule.origin}: {wanted} is not {term}"
    for guard in rule.guards:
        assert passes(guard, [binding[arg] for arg in guard.args]), f"{rule.origin}: {guard}"
    return binding


def passes(guard: Guard, terms: list[Term]) -> bool:
    match guard.kind:
        case Kind.DIFFERENT:
            return not same(*terms)
        case Kind.LITERAL:
            return isinstance(terms[0], Literal)
        case Kind.RESOURCE:
            return not isinstance(terms[0], Literal)
        case Kind.TEST:
            assert guard.test is not None
            return guard.test(*terms)


def instance(atom: Atom, binding: dict[str, Term]) -> Triple:
    values = [binding[arg] if isinstance(arg, str) else arg for arg in atom.args]
    if len(values) == 1:
        return Triple(values[0], RDF["type"], atom.predicate)
    return Triple(values[0], atom.predicate, values[1])


def same_triple(left: Triple, right: Triple) -> bool:
    return (left.subject, left.predicate) == (right.subject, right.predicate) and same(
        left.object, right.object
    )


def same(left: Term, right: Term) -> bool:
    """Equal terms, or numbers written in two ways."""
    if left == right:
        return True
    if not (isinstance(left, Literal) and isinstance(right, Literal)):
        return False
    try:
        return float(left.value) == float(right.value)
    except ValueError:
        return False


def check_everything(reasoner: object, asserted: Iterable[Triple]) -> int:
    """Replay every derived fact and every contradiction; return how many facts there were."""
    facts = set(asserted)
    inferred = list(reasoner.inferred())
    for fact in inferred:
        proof = reasoner.why(fact)
        assert proof is not None
        assert not proof.is_asserted
        check(proof, facts)
    for clash in reasoner.clashes():
        check_clash(clash, facts)
    return len(inferred)
