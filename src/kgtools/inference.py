"""What follows from files of facts: axioms and rule files over them, run when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from kgtools.reason import Limits, Reasoner, RuleError, compile_program, read_rule
from kgtools.terms import BlankNode, Prefixes, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView, Sequence

    from kgtools.limits import Limits as ProjectLimits
    from kgtools.reason import Program, Proof, Rule
    from kgtools.terms import TripleLike

Kind = TypeVar("Kind")
LIMITS = Limits(seconds=60.0)
"""How much may follow and how long that may take, if nothing else is said; what needs more explodes."""


def of_project(limits: ProjectLimits) -> Limits:
    """Return how much may follow in a project.

    Args:
        limits: What ``[limits]`` of its kg.toml says.
    """
    return Limits(factor=limits.inferred, seconds=limits.inference_seconds)


class Inference:
    """The facts of some files closed under their axioms and some rules.

    Args:
        files: For each file its name and its triples, literals as written.
        rules: Name and text of each rule file.
        prefixes: How messages show IRIs.
        silent: Names of files whose axioms are left to a description logic reasoner.
        merge: Treat names that are inferred to be the same as one.
        apart: Whether blank nodes of different files have different labels already; else they get them.
        limits: How much may follow, and how long that may take.

    Attributes:
        refused: The rule files that cannot be compiled; nothing follows from them.

    Example:
        >>> from kgtools.terms import RDFS, RDF, NamedNode
        >>> rex, dog, animal = (NamedNode(f"urn:x:{name}") for name in ("rex", "Dog", "Animal"))
        >>> stated = [Quad(dog, RDFS["subClassOf"], animal), Quad(rex, RDF["type"], dog)]
        >>> [str(fact.object) for fact in Inference([("pets.ttl", stated)]).inferred]
        ['<urn:x:Animal>']
    """

    def __init__(
        self,
        files: Iterable[tuple[str, Iterable[TripleLike]]],
        rules: Iterable[tuple[str, str]] = (),
        *,
        prefixes: Prefixes | None = None,
        silent: Iterable[str] = (),
        merge: bool = False,
        apart: bool = False,
        limits: Limits = LIMITS,
    ) -> None:
        self._files = {
            name: tuple(facts if apart else _apart(facts, number))
            for number, (name, facts) in enumerate(files)
        }
        self.refused: list[RuleError] = []
        self._rules = self._compiled(rules)
        self._prefixes = prefixes or Prefixes()
        self._silent = frozenset(silent)
        self._merge = merge
        self._limits = limits

    def _compiled(self, rules: Iterable[tuple[str, str]]) -> Sequence[Rule]:
        found: list[Rule] = []
        for name, text in rules:
            try:
                found += read_rule(text, name=name)
            except RuleError as error:
                self.refused.append(error)
        return found

    def _of(self, files: Iterable[str]) -> Iterator[TripleLike]:
        return (fact for name in files for fact in self._files[name])

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """What the files state."""
        return tuple(self.quads_of(self._files))

    @cached_property
    def program(self) -> Program:
        """Axioms and rules, compiled; and what OWL 2 RL cannot say of them."""
        axioms = self._of(name for name in self._files if name not in self._silent)
        return compile_program(axioms, self._rules, prefixes=self._prefixes)

    @cached_property
    def reasoner(self) -> Reasoner:
        """The facts with all that follows.

        Raises:
            LimitError: More follows than the limits allow; names the rule that gives most.
        """
        reasoner = Reasoner(self.program, merge=self._merge, limits=self._limits)
        reasoner.load(self._of(self._files))
        return reasoner

    @property
    def stated(self) -> KeysView[Triple]:
        """What the files state, whichever states it."""
        return self._stating.keys()

    @cached_property
    def _stating(self) -> dict[Triple, tuple[str, ...]]:
        """The names of the files that state each fact."""
        found: dict[Triple, tuple[str, ...]] = {}
        for name, stated in self._files.items():
            alone = (name,)
            for fact in dict.fromkeys(map(_triple, stated)):
                known = found.get(fact)
                found[fact] = (*known, name) if known else alone
        return found

    @cached_property
    def inferred(self) -> tuple[Triple, ...]:
        """What follows and is stated nowhere, each triple once."""
        return tuple(self.reasoner.inferred())

    def why(self, fact: Triple) -> Proof | None:
        """Return the proof of a fact; a stated one is its own. None where it neither stands nor follows."""
        from kgtools.reason import Proof

        if fact in self.stated:
            return Proof(fact, None)
        return self.reasoner.why(fact)

    def files_of(self, facts: Iterable[Triple]) -> dict[Triple, tuple[str, ...]]:
        """Return the names of the files that state each of some facts."""
        return {fact: self._stating.get(fact, ()) for fact in facts}

    def quads_of(self, files: Iterable[str]) -> Iterator[Quad]:
        """Yield what some files state."""
        return (Quad(fact.subject, fact.predicate, fact.object) for fact in self._of(files))

    def rank(self, fact: Triple, file: str) -> int:
        """Return how many triples of a file stand before one and differ from it by blank nodes alone."""
        wanted = _mask(fact)
        alike = (triple for triple in map(_triple, self._of([file])) if _mask(triple) == wanted)
        return list(dict.fromkeys(alike)).index(fact)


def _mask(fact: Triple) -> tuple[object, ...]:
    return tuple(None if isinstance(term, BlankNode) else term for term in fact)


def _triple(fact: TripleLike) -> Triple:
    return Triple(fact.subject, fact.predicate, fact.object)


def _apart(facts: Iterable[TripleLike], number: int) -> Iterator[TripleLike]:
    """Yield triples with blank nodes that no other file has."""
    for fact in facts:
        subject, value = fact.subject, fact.object
        if isinstance(subject, BlankNode) or isinstance(value, BlankNode):
            yield Triple(_own(subject, number), fact.predicate, _own(value, number))
        else:
            yield fact


def _own(term: Kind, number: int) -> Kind | BlankNode:
    return BlankNode(f"f{number}x{term.value}") if isinstance(term, BlankNode) else term
