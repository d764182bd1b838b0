"""Why a fact holds: its proof, down to stated triples with file, line, source and claimant."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING

from kgtools import asked
from kgtools.diagnostics import Span
from kgtools.diagnostics.text import count
from kgtools.places import triple_places
from kgtools.terms import BlankNode, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kgtools.dataset import Dataset
    from kgtools.labels import Labels
    from kgtools.reason import Proof, Rule
    from kgtools.terms import Term

NEAREST = 10
"""How many facts are shown in place of one that does not hold."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says what a fact is about: the claim, how it speaks of it, and who makes it."""

    claim: NamedNode
    link: NamedNode | None
    claimant: Term


@dataclass(frozen=True, slots=True)
class Stated:
    """Where a stated triple stands, and who is behind it.

    Attributes:
        spans: One for each file; without a line where the syntax has no positions.
        sources: Documents that its subject names.
        claims: Who claims it, or what it is about; empty where nobody does so separately.
    """

    spans: tuple[Span, ...] = ()
    sources: tuple[Term, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One fact of a proof.

    Attributes:
        fact: The triple.
        reason: The axiom or rule it follows from, in words; "" where it is stated.
        rule: Where that axiom or rule stands; None where it is stated, or no place is known.
        premises: Numbers of the steps it follows from.
        stated: Where and by whom; None where it is derived.
    """

    fact: Triple
    reason: str = ""
    rule: Span | None = None
    premises: tuple[int, ...] = ()
    stated: Stated | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """Why a fact holds, or what is near it where it does not.

    Attributes:
        fact: What was asked.
        steps: Its proof, each fact once, the fact itself first; empty where it does not hold.
        nearest: Facts that share two of its terms, where it does not hold; True where derived.
        words: What the blank nodes mean that stand for class expressions.
        tell: Says it in words, with the names of a graph; :meth:`kgtools.graph.Graph.why` sets it.
    """

    fact: Triple
    steps: tuple[Step, ...] = ()
    nearest: tuple[tuple[Triple, bool], ...] = ()
    words: Mapping[BlankNode, str] = field(default_factory=dict)
    tell: Callable[[Explanation], str] = field(default=repr, repr=False, compare=False)

    def __repr__(self) -> str:
        told = count(len(self.steps), "step") if self.holds else "does not hold"
        return f"<Explanation of {self.fact}: {told}>"

    def __str__(self) -> str:
        return self.tell(self)

    @property
    def holds(self) -> bool:
        """Whether the fact is stated or follows."""
        return bool(self.steps)

    @property
    def leaves(self) -> tuple[Step, ...]:
        """The stated facts that it rests on."""
        return tuple(step for step in self.steps if step.stated is not None)

    def walk(self) -> Iterator[tuple[int, Step, bool]]:
        """Yield depth, step, and whether it was shown before, as a tree from the conclusion down."""
        seen: set[int] = set()
        pending = [(0, 0)] if self.steps else []
        while pending:
            depth, number = pending.pop()
            yield depth, self.steps[number], number in seen
            if number not in seen:
                seen.add(number)
                pending += [(depth + 1, premise) for premise in reversed(self.steps[number].premises)]


def why(dataset: Dataset, labels: Labels, subject: str, predicate: str, value: str) -> Explanation:
    """Return why a fact holds.

    Args:
        dataset: The graph.
        labels: Names of things.
        subject: A label, CURIE or IRI.
        predicate: The same, or ``a``.
        value: The same, or a literal: its text, or as Turtle writes it.

    Raises:
        UsageError: A name means nothing, or more than one thing.
        RuleError: A rule file cannot be compiled.
        LimitError: More follows than the limits allow.
    """
    return explain(dataset, asked.fact(dataset, labels, subject, predicate, value))


def explain(dataset: Dataset, fact: Triple) -> Explanation:
    """Return why a triple holds; where it does not, the facts nearest to it.

    Raises:
        RuleError: A rule file cannot be compiled.
        LimitError: More follows than the limits allow.
    """
    inferred = dataset.inferred  # first of all: it raises where a rule file is wrong
    proof = dataset.inference.why(fact)
    words = dataset.inference.program.expressions
    if proof is None:
        near = ((stated, False) for stated in _near(fact, dataset.inference.stated))
        derived = ((found, True) for found in _near(fact, (quad.triple for quad in inferred)))
        found = sorted([*near, *derived], key=lambda pair: (_shared(fact, pair[0]), str(pair[0])))
        return Explanation(fact, nearest=tuple(islice(found, NEAREST)), words=words)
    return Explanation(fact, tuple(_steps(dataset, proof)), words=words)


def _steps(dataset: Dataset, proof: Proof) -> Iterator[Step]:
    proofs = [step for _, step, known in proof.steps() if not known]
    numbers = {id(step): number for number, step in enumerate(proofs)}
    told = _Teller(dataset, [step.fact for step in proofs if step.rule is None], map(_axiom, proofs))
    for step in proofs:
        if step.rule is None:
            yield Step(step.fact, stated=told.stated(step.fact))
        else:
            premises = tuple(numbers[id(premise)] for premise in step.premises)
            yield Step(step.fact, step.rule.origin.text, told.rule(step.rule), premises)


def _axiom(proof: Proof) -> Triple | None:
    axiom = proof.rule.origin.axiom if proof.rule else None
    return axiom.triple if axiom else None


class _Teller:
    """Tells where facts and axioms stand, and who is behind them; finds all places at once."""

    def __init__(self, dataset: Dataset, facts: Iterable[Triple], axioms: Iterable[Triple | None]) -> None:
        self._dataset = dataset
        self._roles = dataset.project.roles
        self._spans = triple_places(
            dataset.files, dataset.inference, [*facts, *(axiom for axiom in axioms if axiom is not None)]
        )

    def rule(self, rule: Rule) -> Span | None:
        axiom = rule.origin.axiom
        if axiom is None:
            return Span(rule.origin.name) if rule.origin.name.endswith(".rq") else None
        return next(iter(self._spans.get(axiom.triple, ())), None)

    def stated(self, fact: Triple) -> Stated:
        subject = fact.subject
        if not isinstance(subject, NamedNode):
            return Stated(self._spans[fact])
        return Stated(self._spans[fact], self._values(subject, self._roles.source), self._claims(subject))

    def _claims(self, subject: NamedNode) -> tuple[Claim, ...]:
        claimant = self._roles.claimant
        if claimant is None:
            return ()
        found = [Claim(subject, None, who) for who in self._values(subject, claimant)]
        for quad in self._dataset.store.match(None, None, subject):
            claim = quad.subject
            if isinstance(claim, NamedNode):
                found += [Claim(claim, quad.predicate, who) for who in self._values(claim, claimant)]
        return tuple(dict.fromkeys(found))

    def _values(self, subject: NamedNode, role: NamedNode | None) -> tuple[Term, ...]:
        if role is None:
            return ()
        values = (quad.object for quad in self._dataset.store.match(subject, role))
        return tuple(sorted(values, key=str))  # type: ignore[arg-type]  # no quoted triples


def _near(fact: Triple, facts: Iterable[Triple]) -> Iterator[Triple]:
    """Yield facts that share at least two terms with one, most of them in what it is about."""
    return (other for other in facts if sum(map(eq, fact, other)) > 1)


def _shared(fact: Triple, other: Triple) -> int:
    """Return 0 where subject and property are shared, 1 where subject and object are, else 2."""
    if other.subject != fact.subject:
        return 2
    return 0 if other.predicate == fact.predicate else 1
