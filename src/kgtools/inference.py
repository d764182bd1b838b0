"""What follows from files of facts: axioms and rule files over them, run when first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from kgtools.reason import Limits, Reasoner, RuleError, compile_program, read_rule
from kgtools.terms import BlankNode, NamedNode, Prefixes, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgtools.reason import Program, Proof, Rule

SECONDS = 60.0
"""How long one run may take; what needs longer explodes."""


_GRAPH = "urn:kgtools:file:"


class Inference:
    """The facts of some files closed under their axioms and some rules.

    Args:
        files: For each file its name and its quads, literals as written.
        rules: Name and text of each rule file.
        prefixes: How messages show IRIs.
        silent: Names of files whose axioms are left to a description logic reasoner.
        merge: Treat names that are inferred to be the same as one.

    Attributes:
        quads: What the files state, each triple in the graph of its file; blank nodes of
            different files are different.
        refused: The rule files that cannot be compiled; nothing follows from them.

    Example:
        >>> from kgtools.terms import RDFS, RDF
        >>> rex, dog, animal = (NamedNode(f"urn:x:{name}") for name in ("rex", "Dog", "Animal"))
        >>> stated = [Quad(dog, RDFS["subClassOf"], animal), Quad(rex, RDF["type"], dog)]
        >>> [str(fact.object) for fact in Inference([("pets.ttl", stated)]).inferred]
        ['<urn:x:Animal>']
    """

    def __init__(
        self,
        files: Iterable[tuple[str, Iterable[Quad]]],
        rules: Iterable[tuple[str, str]] = (),
        *,
        prefixes: Prefixes | None = None,
        silent: Iterable[str] = (),
        merge: bool = False,
    ) -> None:
        self.quads = tuple(
            quad
            for number, (name, quads) in enumerate(files)
            for quad in _apart(quads, file_graph(name), number)
        )
        self.refused: list[RuleError] = []
        self._rules = self._compiled(rules)
        self._prefixes = prefixes or Prefixes()
        self._silent = frozenset(map(file_graph, silent))
        self._merge = merge

    def _compiled(self, rules: Iterable[tuple[str, str]]) -> Sequence[Rule]:
        found: list[Rule] = []
        for name, text in rules:
            try:
                found += read_rule(text, name=name)
            except RuleError as error:
                self.refused.append(error)
        return found

    @cached_property
    def program(self) -> Program:
        """Axioms and rules, compiled; and what OWL 2 RL cannot say of them."""
        axioms = (quad for quad in self.quads if quad.graph_name not in self._silent)
        return compile_program(axioms, self._rules, prefixes=self._prefixes)

    @cached_property
    def reasoner(self) -> Reasoner:
        """The facts with all that follows.

        Raises:
            LimitError: More follows than the limits allow; names the rule that gives most.
        """
        reasoner = Reasoner(self.program, merge=self._merge, limits=Limits(seconds=SECONDS))
        reasoner.load(self.quads)
        return reasoner

    @cached_property
    def stated(self) -> frozenset[Triple]:
        """What the files state, whichever states it."""
        return frozenset(quad.triple for quad in self.quads)

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

    def files_of(self, facts: Iterable[Triple]) -> dict[Triple, list[str]]:
        """Return the names of the files that state each of some facts."""
        found: dict[Triple, list[str]] = {fact: [] for fact in facts}
        for quad in self.quads:
            if quad.triple in found:
                found[quad.triple].append(_file(quad))
        return {fact: list(dict.fromkeys(names)) for fact, names in found.items()}

    def quads_of(self, files: Iterable[str]) -> Iterator[Quad]:
        """Yield what some files state."""
        graphs = set(map(file_graph, files))
        return (quad for quad in self.quads if quad.graph_name in graphs)

    def rank(self, fact: Triple, file: str) -> int:
        """Return how many triples of a file stand before one and differ from it by blank nodes alone."""
        wanted = _mask(fact)
        alike = (quad.triple for quad in self.quads if _mask(quad.triple) == wanted and _file(quad) == file)
        return list(dict.fromkeys(alike)).index(fact)


def _mask(fact: Triple) -> tuple[object, ...]:
    return tuple(None if isinstance(term, BlankNode) else term for term in fact)


def file_graph(name: str) -> NamedNode:
    """Return the graph that marks a triple as stated by a file, inside an inference only."""
    return NamedNode(_GRAPH + quote(name))


def _file(quad: Quad) -> str:
    return unquote(str(quad.graph_name)[len(_GRAPH) + 1 : -1])


def _apart(quads: Iterable[Quad], graph: NamedNode, number: int) -> Iterable[Quad]:
    """Yield quads in the graph of their file, with blank nodes that no other file has."""
    for quad in quads:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            subject = BlankNode(f"f{number}x{subject.value}")
        if isinstance(value, BlankNode):
            value = BlankNode(f"f{number}x{value.value}")
        yield Quad(subject, quad.predicate, value, graph)
