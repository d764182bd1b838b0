"""Rules as values: atoms over terms, guards, and where each rule comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from kgtools.terms import BlankNode, NamedNode, Quad, Term

if TYPE_CHECKING:
    from collections.abc import Callable

Argument: TypeAlias = str | Term
"""An argument of an atom: a variable, written as a plain string, or a constant term."""

Symbol: TypeAlias = NamedNode | BlankNode
"""A class (one argument) or a property (two). Blank nodes name what is never shown as a fact."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A pattern of facts: ``x a predicate`` with one argument, ``x predicate y`` with two.

    Example:
        >>> from kgtools.terms import RDFS, OWL
        >>> Atom(OWL["Thing"], ("x",)).variables
        ('x',)
    """

    predicate: Symbol
    args: tuple[Argument, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables in their order, each once."""
        return tuple(dict.fromkeys(arg for arg in self.args if isinstance(arg, str)))


class Kind(Enum):
    """What a guard asks of its arguments."""

    DIFFERENT = "are not the same"
    LITERAL = "is a literal"
    RESOURCE = "is an IRI or a blank node"
    TEST = "passes a test of its own"


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition on variables that atoms have bound.

    Attributes:
        kind: What is asked.
        args: One variable, two for DIFFERENT, any number for TEST.
        test: For TEST alone: the terms in, the verdict out.
        text: How a person would write it.
    """

    kind: Kind
    args: tuple[str, ...]
    test: Callable[..., bool] | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule comes from.

    Attributes:
        name: Name of the axiom in the structural specification of OWL 2, or the path of a rule file.
        text: The axiom, or the summary of the rule file.
        axiom: The triple that holds the axiom, in the graph of its file; None for a rule file.
    """

    name: str
    text: str
    axiom: Quad | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.text})"


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """If all body atoms hold and all guards pass, the head holds.

    Attributes:
        head: What follows. Its variables all occur in the body.
        body: The conditions; empty where the head always holds.
        guards: Conditions that bind nothing.
        origin: The axiom or file behind it.
        clash: Code of the finding that the head stands for; "" where the head is a fact.
    """

    head: Atom
    body: tuple[Atom, ...]
    guards: tuple[Guard, ...]
    origin: Origin
    clash: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """An axiom, or one direction of it, that OWL 2 RL cannot express.

    Attributes:
        axiom: The triple that holds it.
        text: The direction concerned, in words.
        reason: Why no rule can say it.
        malformed: True where the axiom itself is broken, so that no reasoner could read it.
    """

    axiom: Quad
    text: str
    reason: str
    malformed: bool = False
