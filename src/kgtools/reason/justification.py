"""Why things contradict each other: axioms and facts that suffice for it, as few as there is time to find.

HermiT says that a contradiction is there and not where. So it is asked again about parts: which
things have the facts that are needed; which axioms around these bring the contradiction back;
and which of all that can still be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from kgtools.errors import LimitError
from kgtools.reason import handover
from kgtools.reason.compile import compile_program
from kgtools.reason.reasoner import Reasoner
from kgtools.terms import OWL, RDF, RDFS, BlankNode, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = TypeVar("Part")
Unit: TypeAlias = tuple[Triple, ...]
"""An axiom or a fact: a triple together with all that its blank nodes say."""

First: TypeAlias = Callable[[Iterable[Sequence[Part]]], int | None]

_PIECES = 8
"""Into how many pieces a set is cut first. A question about many sets costs little more than about one."""
_TYPE = RDF["type"]
_INSTANCE = NamedNode("urn:kgtools:instance")
_ABOUT_SUBJECT = {RDFS[name] for name in ("subClassOf", "subPropertyOf", "domain", "range")}


@dataclass(frozen=True, slots=True)
class Justification:
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


def justification(
    about: NamedNode | None,
    triples: Iterable[Triple],
    assumed: Sequence[Triple],
    first_inconsistent: Callable[[Iterable[Iterable[Triple]]], int | None],
) -> Justification:
    """Return why everything is inconsistent, or why a class can have no instance.

    Args:
        about: The class; None for everything.
        triples: Ontology and facts, prepared for a reasoner.
        assumed: What holds besides and is never part of the answer.
        first_inconsistent: Asks a reasoner which of some graphs is the first without a model, None
            where all have one; raises LimitError when the time is over.
    """
    if about is not None:
        triples = [triple for triple in triples if not handover.is_fact(triple)]
        assumed = [Triple(_INSTANCE, _TYPE, about)]
    said = [triple for triple in triples if not handover.is_declaration(triple)]
    seen = _by_rules([*triples, *assumed])
    if seen:
        kept = tuple(triple for triple in seen if triple not in assumed)
        return Justification(kept, is_minimal=False, by_rules=True)
    all_units = units(said)
    facts = [unit for unit in all_units if handover.is_fact(unit[0])]
    axioms: Sequence[Unit] = [unit for unit in all_units if not handover.is_fact(unit[0])]

    def first(candidates: Iterable[Iterable[Unit]]) -> int | None:
        return first_inconsistent([*assumed, *_triples(candidate)] for candidate in candidates)

    try:
        facts = _of_few_things(facts, lambda some: first([*kept, *axioms] for kept in some))
        named = _names([*assumed, *_triples(facts)])
        axioms = around(axioms, named, lambda some: first([*facts, *kept] for kept in some))
    except LimitError:
        return Justification(tuple(_triples([*facts, *axioms])), is_minimal=False, by_rules=False)
    found, is_minimal = minimal([*facts, *axioms], first)
    return Justification(tuple(_triples(found)), is_minimal=is_minimal, by_rules=False)


def _of_few_things(facts: Sequence[Unit], first: First[Unit]) -> list[Unit]:
    """Return the facts about as few things as are needed for a contradiction with the whole ontology."""
    things: dict[object, list[Unit]] = {}
    for unit in facts:
        things.setdefault(unit[0].subject, []).append(unit)
    kept, _ = minimal(list(things.values()), lambda some: first([*chain(*each)] for each in some))
    return [*chain(*kept)]


def around(axioms: Sequence[Unit], named: set[str], first: First[Unit]) -> Sequence[Unit]:
    """Return axioms around some terms that suffice for a contradiction.

    They are taken in rounds: those about the terms, those about the terms of these, and so on.
    Where all of that is not contradictory, all axioms are returned.

    Args:
        axioms: All axioms, contradictory together.
        named: IRIs of the terms.
        first: Says which is the first of some sets of axioms that is contradictory, if any.
    """
    rounds: list[Sequence[Unit]] = [()]
    rest = axioms
    while near := [unit for unit in rest if _about(unit) & named]:
        rounds.append([*rounds[-1], *near])
        rest = [unit for unit in rest if not _about(unit) & named]
        named = named | _names(_triples(near))
    found = first(rounds)
    return axioms if found is None else rounds[found]


def _about(unit: Unit) -> set[str]:
    """Return the terms that an axiom can matter for."""
    holds = unit[0]
    if holds.predicate in _ABOUT_SUBJECT and isinstance(holds.subject, NamedNode):
        return {holds.subject.value}
    return _names(unit)


def _names(triples: Iterable[Triple]) -> set[str]:
    nodes = (node for triple in triples for node in (triple.subject, triple.predicate, triple.object))
    return {n.value for n in nodes if isinstance(n, NamedNode) and not n.value.startswith((RDF, RDFS, OWL))}


def minimal(parts: Sequence[Part], first: First[Part]) -> tuple[Sequence[Part], bool]:
    """Return as few parts as still contradict each other, and whether there was time to make it so.

    The parts are cut into pieces; one piece alone may do, or all without one piece. Where
    neither is so the pieces are made smaller, down to single parts. (This is Zeller's ddmin.)

    Args:
        parts: Axioms and facts, contradictory together.
        first: Says which is the first of some sets of parts that is contradictory, if any;
            raises LimitError when the time is over.
    """
    kept, pieces = list(parts), _PIECES
    try:
        while kept:
            size = -(-len(kept) // pieces)
            cuts = range(0, len(kept), size)
            alone = [kept[at : at + size] for at in cuts] if len(cuts) > 1 else []
            candidates = [*alone, *(kept[:at] + kept[at + size :] for at in cuts)]
            found = first(candidates)
            if found is not None:
                kept = candidates[found]
            elif size == 1:
                break
            else:
                pieces *= 2
    except LimitError:
        return kept, False
    return kept, True


def _triples(units: Iterable[Unit]) -> Iterator[Triple]:
    return (triple for unit in units for triple in unit)


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


def units(triples: Iterable[Triple]) -> list[Unit]:
    """Return axioms and facts, the triple that holds one first in it."""
    triples = list(triples)
    about: dict[BlankNode, list[Triple]] = {}
    referred: set[BlankNode] = set()
    for triple in triples:
        if isinstance(triple.subject, BlankNode):
            about.setdefault(triple.subject, []).append(triple)
        if isinstance(triple.object, BlankNode):
            referred.add(triple.object)

    def unit(first: Sequence[Triple]) -> Unit:
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
