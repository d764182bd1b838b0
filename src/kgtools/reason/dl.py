"""Full OWL 2 DL: is everything consistent, can every class have an instance?

HermiT answers; why it answers so is our own work, since its message is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from kgtools.errors import LimitError
from kgtools.reason import handover
from kgtools.reason.compile import compile_program
from kgtools.reason.hermit import Hermit, Taxonomy
from kgtools.reason.reasoner import Reasoner
from kgtools.terms import OWL, RDF, BlankNode, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_TYPE = RDF["type"]
_INSTANCE = NamedNode("urn:kgtools:instance")


@dataclass(frozen=True, slots=True)
class Reason:
    """Triples that cannot hold together.

    Attributes:
        triples: The triples, blank nodes of their axioms included.
        is_minimal: Whether without any one of them the contradiction is gone; False where
            the time did not suffice to find out.
        by_rules: Whether OWL 2 RL sees the contradiction too.
    """

    triples: tuple[Triple, ...]
    is_minimal: bool
    by_rules: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a description logic reasoner says.

    Attributes:
        consistent: Whether ontology and facts have a model; None where the time did not suffice.
        taxonomy: The inferred class tree of the ontology; empty where the ontology is inconsistent.
        reasons: Why: one for an inconsistency, under None, and one for each unsatisfiable class.
        ignored: Datatypes outside the OWL 2 datatype map (xsd:date is one); facts with
            their values were not judged.
        incomplete: What was not answered in time, in words.
    """

    consistent: bool | None
    taxonomy: Taxonomy
    reasons: tuple[tuple[NamedNode | None, Reason], ...] = ()
    ignored: tuple[str, ...] = ()
    incomplete: tuple[str, ...] = ()


def check(
    quads: Iterable[Quad | Triple],
    *,
    seconds: float = 60.0,
    heap: int = 1024,
    unique_names: bool = False,
    java: str = "java",
) -> Verdict:
    """Return whether ontology and facts are consistent and every class is satisfiable, and why not.

    The ontology is judged first, alone, then together with the facts; where the time ends in
    between, the verdict says so.

    Args:
        quads: Ontology and facts together. Imports are not followed.
        seconds: Most seconds for everything, explanations included.
        heap: Most megabytes of Java's heap.
        unique_names: Take all named things to be different; OWL by itself does not.
        java: Name or path of the Java program.

    Raises:
        EngineError: No Java, or HermiT failed.
        InputError: A triple would make a reasoner import and run a module.
        LimitError: The ontology alone took too long.
    """
    until = monotonic() + seconds
    triples = handover.prepared(quads)
    hermit = Hermit(java, heap=heap)
    distinct = handover.distinct_names(triples) if unique_names else []
    search = _Search(hermit, triples, distinct, until)
    ontology = [triple for triple in triples if not handover.is_fact(triple)]
    taxonomy = hermit.classify(search.text(ontology), until=until)
    incomplete: list[str] = []
    try:
        consistent = taxonomy is not None and hermit.is_consistent(
            search.text([*triples, *distinct]), until=until
        )
    except LimitError:
        consistent = None
        incomplete.append("the facts were not judged in time; the ontology alone is consistent")
    doubtful: list[NamedNode | None] = [None] if consistent is False else []
    doubtful += [NamedNode(iri) for iri in taxonomy.unsatisfiable] if taxonomy else []
    return Verdict(
        consistent,
        taxonomy or Taxonomy(),
        tuple((about, search.reason(about)) for about in doubtful),
        handover.ignored_datatypes(triples),
        tuple(incomplete),
    )


class _Search:
    """Looks for the triples behind a contradiction, until the time is over."""

    def __init__(
        self, hermit: Hermit, triples: Sequence[Triple], distinct: list[Triple], until: float
    ) -> None:
        self._hermit = hermit
        self._triples = triples
        self._distinct = distinct
        self._until = until
        self._declared = [*handover.declarations(triples), *filter(_declares, triples)]

    def text(self, triples: Iterable[Triple]) -> bytes:
        """Return what HermiT reads: the triples, and all declarations."""
        return handover.written(dict.fromkeys([*self._declared, *triples]))

    def reason(self, about: NamedNode | None) -> Reason:
        """Return why everything is inconsistent, or why a class can have no instance."""
        assumed = self._distinct if about is None else [Triple(_INSTANCE, _TYPE, about)]
        triples = [t for t in self._triples if about is None or not handover.is_fact(t)]
        seen = _by_rules([*triples, *assumed])
        if seen:
            return Reason(tuple(t for t in seen if t not in assumed), is_minimal=False, by_rules=True)
        units = _units([triple for triple in triples if not _declares(triple)])

        def contradicts(kept: Sequence[tuple[Triple, ...]]) -> bool:
            joined = [triple for unit in kept for triple in unit]
            return not self._hermit.is_consistent(self.text([*joined, *assumed]), until=self._until)

        found, is_minimal = minimal(units, contradicts)
        return Reason(tuple(t for unit in found for t in unit), is_minimal=is_minimal, by_rules=False)


def minimal(
    units: Sequence[tuple[Triple, ...]], contradicts: Callable[[Sequence[tuple[Triple, ...]]], bool]
) -> tuple[Sequence[tuple[Triple, ...]], bool]:
    """Return a smallest part that still contradicts itself, and whether there was time to make it so.

    Large pieces are left out first, then smaller ones, down to single units; a unit that was
    needed once is needed for good, since taking out others cannot make it superfluous.

    Args:
        units: Axioms and facts, contradictory together.
        contradicts: Says whether some of them are contradictory; raises LimitError when the time is over.
    """
    kept, size = list(units), max(len(units) // 2, 1)
    try:
        while True:
            at = 0
            while at < len(kept):
                fewer = kept[:at] + kept[at + size :]
                if contradicts(fewer):
                    kept = fewer
                else:
                    at += size
            if size == 1:
                return kept, True
            size = max(size // 2, 1)
    except LimitError:
        return kept, False


def _by_rules(triples: Sequence[Triple]) -> tuple[Triple, ...]:
    """Return facts and axioms of the first contradiction that OWL 2 RL sees."""
    reasoner = Reasoner(compile_program(Quad(t.subject, t.predicate, t.object) for t in triples))
    try:
        reasoner.load(triples)
    except LimitError:
        return ()
    clash = min(reasoner.clashes(), key=lambda found: found.rule.clash, default=None)
    if clash is None:
        return ()
    steps = [step for premise in clash.premises for _, step, _ in premise.steps()]
    rules = [clash.rule, *(step.rule for step in steps if step.rule is not None)]
    axioms = [rule.origin.axiom.triple for rule in rules if rule.origin.axiom is not None]
    return tuple(dict.fromkeys([*axioms, *(step.fact for step in steps if step.is_asserted)]))


def _declares(triple: Triple) -> bool:
    kinds = ("Class", "ObjectProperty", "DatatypeProperty", "NamedIndividual", "Ontology")
    return (
        triple.predicate == _TYPE
        and isinstance(triple.subject, NamedNode)
        and triple.object in {OWL[kind] for kind in kinds}
    )


def _units(triples: Sequence[Triple]) -> list[tuple[Triple, ...]]:
    """Return axioms and facts: a triple together with all that its blank nodes say."""
    about: dict[BlankNode, list[Triple]] = {}
    referred: set[BlankNode] = set()
    for triple in triples:
        if isinstance(triple.subject, BlankNode):
            about.setdefault(triple.subject, []).append(triple)
        if isinstance(triple.object, BlankNode):
            referred.add(triple.object)

    def unit(first: Sequence[Triple]) -> tuple[Triple, ...]:
        found, pending, seen = list(first), list(first), set[BlankNode]()
        while pending:
            value = pending.pop().object
            if isinstance(value, BlankNode) and value not in seen:
                seen.add(value)
                found += about.get(value, [])
                pending += about.get(value, [])
        return tuple(dict.fromkeys(found))

    named = [unit([triple]) for triple in triples if isinstance(triple.subject, NamedNode)]
    return named + [unit(about[node]) for node in about if node not in referred]
