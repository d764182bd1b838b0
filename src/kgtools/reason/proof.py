"""Proofs: why a fact holds, down to facts that somebody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgtools.reason.engine import Engine
    from kgtools.reason.model import Rule
    from kgtools.reason.tables import Key, Table
    from kgtools.terms import Triple


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact, and the rule and facts it follows from.

    A fact that several others rest on is one object, met several times.

    Attributes:
        fact: The triple. One whose object is a blank node may say that a thing is of the class
            that an expression stands for; ``Program.expressions`` has it in words.
        rule: The rule; None where the fact is asserted.
        premises: In the order of the rule's body.
    """

    fact: Triple
    rule: Rule | None
    premises: tuple[Proof, ...] = ()

    @property
    def is_asserted(self) -> bool:
        """Whether somebody wrote the fact."""
        return self.rule is None

    def steps(self) -> Iterator[tuple[int, Proof, bool]]:
        """Yield depth, proof, and whether it was shown before, from the conclusion to the leaves.

        What was shown before is not entered again, so the walk is as long as the
        proof has facts, not as its tree has branches.
        """
        seen: set[int] = set()
        pending: list[tuple[int, Proof]] = [(0, self)]
        while pending:
            depth, proof = pending.pop()
            known = id(proof) in seen
            yield depth, proof, known
            if not known:
                seen.add(id(proof))
                pending.extend((depth + 1, premise) for premise in reversed(proof.premises))

    def leaves(self) -> tuple[Triple, ...]:
        """Return the asserted triples that the fact rests on, each once, in the order of the proof."""
        found = (proof.fact for _, proof, known in self.steps() if not known and proof.is_asserted)
        return tuple(dict.fromkeys(found))


def build(engine: Engine, table: Table, key: Key, fact: Callable[[Table, Key], Triple]) -> Proof | None:
    """Return the proof of a fact, or None where it does not hold.

    Args:
        engine: Holds the facts.
        table: The class or property.
        key: The fact.
        fact: Writes a fact as a triple.
    """
    done: dict[tuple[Table, Key], Proof] = {}
    pending = [(table, key)]
    while pending:
        node = pending[-1]
        support = None if node in done else engine.support(*node)
        if node in done:
            pending.pop()
        elif support is None:
            return None
        else:
            rule, premises = support
            missing = [premise for premise in premises if premise not in done]
            pending.extend(missing)
            if not missing:
                done[node] = Proof(fact(*node), rule, tuple(done[premise] for premise in premises))
    return done[(table, key)]
