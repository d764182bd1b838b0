"""OWL 2 RL axioms as rules (OWL 2 Profiles, section 4; Datalog instead of its 78 fixed rules).

A subclass axiom has a left side, which becomes the body of a rule, and a right
side, which becomes its head. What fits neither is no loss in silence: it comes
back as :class:`~kgtools.reason.model.Outside`, one entry per axiom and direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgtools.reason.axioms import AxiomCompiler
from kgtools.reason.expressions import Axioms
from kgtools.reason.words import Words
from kgtools.terms import Prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.reason.model import Outside, Rule
    from kgtools.terms import BlankNode, Quad


@dataclass(frozen=True, slots=True)
class Program:
    """Rules ready for the engine, and what could not become a rule.

    Attributes:
        rules: In the order of the axioms, then of the rule files.
        outside: What OWL 2 RL cannot say, per axiom and direction.
        expressions: What the blank nodes stand for that rules use as classes, in words.
    """

    rules: tuple[Rule, ...]
    outside: tuple[Outside, ...]
    expressions: Mapping[BlankNode, str]


def compile_program(
    quads: Iterable[Quad], rules: Iterable[Rule] = (), *, prefixes: Prefixes | None = None
) -> Program:
    """Return the program that an ontology and rule files amount to.

    Args:
        quads: The ontology. Triples that are no axioms do no harm, so data may be among them.
        rules: What :func:`kgtools.reason.rulefile.read_rule` made of rule files.
        prefixes: How IRIs are shortened in messages.

    Imports named by ``owl:imports`` are never fetched; each is reported as outside.

    Example:
        >>> from kgtools.terms import NamedNode, Quad, RDFS
        >>> dog, animal = NamedNode("https://example.org/Dog"), NamedNode("https://example.org/Animal")
        >>> [str(r.origin) for r in compile_program([Quad(dog, RDFS["subClassOf"], animal)]).rules][-1]
        'SubClassOf (<https://example.org/Dog> SubClassOf <https://example.org/Animal>)'
    """
    compiler = AxiomCompiler(Axioms(quads), Words(prefixes or Prefixes()))
    compiler.run()
    return Program((*compiler.rules, *rules), tuple(compiler.outside), compiler.expressions)
