"""Full OWL 2 DL: is everything consistent, can every class have an instance?

HermiT answers; why it answers so is our own work, since its message is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from kgtools.errors import LimitError
from kgtools.reason import handover
from kgtools.reason.hermit import Hermit, Taxonomy
from kgtools.reason.justification import Justification, justification
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.terms import Quad, Triple


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a description logic reasoner says.

    Attributes:
        consistent: Whether ontology and facts have a model; None where the time did not suffice.
        taxonomy: The inferred class tree of the ontology; empty where the ontology is inconsistent.
        justifications: Why: one for an inconsistency, under None, and one for each unsatisfiable class.
        ignored: Datatypes outside the OWL 2 datatype map (xsd:date is one); facts with
            their values were not judged.
        incomplete: What was not answered in time, in words.
    """

    consistent: bool | None
    taxonomy: Taxonomy
    justifications: tuple[tuple[NamedNode | None, Justification], ...] = ()
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
    hermit = Hermit(java, heap=heap, until=until)
    distinct = handover.distinct_names(triples) if unique_names else []
    declared = [*handover.declarations(triples), *filter(handover.is_declaration, triples)]

    def text(part: Iterable[Triple]) -> bytes:
        return handover.written(dict.fromkeys([*declared, *part]))

    ontology = [triple for triple in triples if not handover.is_fact(triple)]
    taxonomy = hermit.classify(text(ontology), until=until)
    incomplete: list[str] = []
    try:
        consistent = taxonomy is not None and hermit.is_consistent(text([*triples, *distinct]), until=until)
    except LimitError:
        consistent = None
        incomplete.append("the facts were not judged in time; the ontology alone is consistent")

    def first_inconsistent(parts: Iterable[Iterable[Triple]]) -> int | None:
        return hermit.first_inconsistent([text(part) for part in parts], until=until)

    concerned = ontology if taxonomy is None else triples
    doubtful: list[NamedNode | None] = [None] if consistent is False else []
    doubtful += [NamedNode(iri) for iri in taxonomy.unsatisfiable] if taxonomy else []
    return Verdict(
        consistent,
        taxonomy or Taxonomy(),
        tuple((about, justification(about, concerned, distinct, first_inconsistent)) for about in doubtful),
        handover.ignored_datatypes(triples),
        tuple(incomplete),
    )
