"""Where compiled rules go: bodies, fresh names, and the two kinds of heads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from kgtools.reason.model import Argument, Atom, Guard, Kind, Origin, Outside, Rule
from kgtools.terms import BlankNode, Literal

if TYPE_CHECKING:
    from kgtools.reason.expressions import Role
    from kgtools.reason.ontology import Axioms
    from kgtools.reason.words import Words


@dataclass(frozen=True, slots=True)
class Body:
    """The conditions collected so far."""

    atoms: tuple[Atom, ...] = ()
    guards: tuple[Guard, ...] = ()

    def __add__(self, other: Body) -> Body:
        return Body(self.atoms + other.atoms, self.guards + other.guards)

    def where(self, *guards: Guard) -> Body:
        """Return the body with more guards."""
        return replace(self, guards=(*self.guards, *guards))


def role_atom(role: Role, subject: Argument, value: Argument) -> Atom:
    """Return the atom that a property expression makes of two arguments."""
    return Atom(role.iri, (value, subject) if role.inverse else (subject, value))


class RuleCollector:
    """Collects rules, and what has no rule.

    Args:
        axioms: The ontology.
        words: For the texts of origins and complaints.
    """

    def __init__(self, axioms: Axioms, words: Words) -> None:
        self.axioms = axioms
        self.words = words
        self.rules: list[Rule] = []
        self.outside: list[Outside] = []
        self.expressions: dict[BlankNode, str] = {}
        self._numbers = count(1)

    def fresh(self) -> str:
        """Return a variable that no other rule uses."""
        return f"y{next(self._numbers)}"

    def symbol(self, text: str) -> BlankNode:
        """Return a class that stands for an expression and is never shown as a fact."""
        node = BlankNode(f"kgexpression{next(self._numbers)}")
        self.expressions[node] = text
        return node

    def report(self, origin: Origin, reason: str, *, malformed: bool = False) -> None:
        """Remember an axiom, or a direction of one, that has no rule."""
        if origin.axiom is not None:
            self.outside.append(Outside(origin.axiom, origin.text, reason, malformed))

    def rule(self, head: Atom, body: Body, origin: Origin) -> None:
        """Add a rule. A head's subject that a body knows only as an object must be no literal."""
        known = {atom.args[0] for atom in body.atoms}
        subject = head.args[0]
        asked = {(guard.kind, guard.args) for guard in body.guards}
        if isinstance(subject, str) and subject not in known and (Kind.RESOURCE, (subject,)) not in asked:
            body = body.where(Guard(Kind.RESOURCE, (subject,)))
        if isinstance(subject, Literal):
            return  # no triple has a literal as its subject
        self.rules.append(Rule(head, body.atoms, body.guards, origin))

    def clash(self, args: tuple[Argument, ...], body: Body, origin: Origin, code: str = "KG701") -> None:
        """Add a rule whose head is a finding."""
        head = Atom(self.symbol(origin.text), args)
        self.rules.append(Rule(head, body.atoms, body.guards, origin, clash=code))
