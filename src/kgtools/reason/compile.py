"""OWL 2 RL axioms as rules (OWL 2 Profiles, section 4; Datalog instead of its 78 fixed rules).

A subclass axiom has a left side, which becomes the body of a rule, and a right
side, which becomes its head. What fits neither is no loss in silence: it comes
back as :class:`~kgtools.reason.model.Outside`, one entry per axiom and direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgtools.reason import class_axioms, individual_axioms, property_axioms
from kgtools.reason.model import Origin
from kgtools.reason.ontology import Axioms, MalformedError
from kgtools.reason.sides import SideCompiler
from kgtools.reason.words import Words
from kgtools.terms import OWL, RDF, BlankNode, NamedNode, Namespace, Prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kgtools.reason.model import Outside, Rule
    from kgtools.reason.ontology import Statement
    from kgtools.terms import TripleLike

_TYPE = RDF["type"]
_SWRL_RULE = Namespace("http://www.w3.org/2003/11/swrl#")["Imp"]


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
    quads: Iterable[TripleLike], rules: Iterable[Rule] = (), *, prefixes: Prefixes | None = None
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
    compiler = SideCompiler(Axioms(quads), Words(prefixes or Prefixes()))
    individual_axioms.always(compiler)
    for axiom in compiler.axioms.statements:
        handler = _handler(axiom)
        if handler is not None:
            _compile(compiler, handler, axiom)
    return Program((*compiler.rules, *rules), tuple(compiler.outside), compiler.expressions)


def _handler(axiom: Statement) -> Callable[[SideCompiler, Statement], None] | None:
    """Return what compiles a triple, or None where it is no axiom or only part of one."""
    if axiom.predicate != _TYPE:
        return _BY_PREDICATE.get(axiom.predicate)
    if isinstance(axiom.object, BlankNode):
        return individual_axioms.class_assertion
    return _BY_TYPE.get(axiom.object) if isinstance(axiom.object, NamedNode) else None


def _compile(
    compiler: SideCompiler, handler: Callable[[SideCompiler, Statement], None], axiom: Statement
) -> None:
    subject, kind = compiler.words.term(axiom.subject), compiler.words.term(axiom.object)
    if axiom.predicate == _TYPE and property_axioms.is_reserved(axiom.subject):
        origin = Origin("Declaration", f"{subject} a {kind}", axiom.quad)
        compiler.report(origin, f"{subject} belongs to the language itself")
        return
    try:
        handler(compiler, axiom)
    except MalformedError as error:
        name = kind if axiom.predicate == _TYPE else compiler.words.term(axiom.predicate)
        origin = Origin("Axiom", f"{name} of {subject}", axiom.quad)
        compiler.report(origin, f"the axiom is malformed: {error}", malformed=True)


def _imports(compiler: SideCompiler, axiom: Statement) -> None:
    if compiler.axioms.is_a(axiom.object, OWL["Ontology"]):
        return  # it is given here as well
    origin = Origin("Import", f"imports {compiler.words.term(axiom.object)}", axiom.quad)
    compiler.report(origin, "nothing is ever fetched; give the imported file as well")


def _swrl(compiler: SideCompiler, axiom: Statement) -> None:
    compiler.report(
        Origin("DLSafeRule", "a SWRL rule", axiom.quad), "SWRL is not read; write the rule as a rule file"
    )


_BY_PREDICATE = {
    **class_axioms.BY_PREDICATE,
    **property_axioms.BY_PREDICATE,
    OWL["imports"]: _imports,
}
_BY_TYPE = {
    **class_axioms.BY_TYPE,
    **property_axioms.BY_TYPE,
    **individual_axioms.BY_TYPE,
    _SWRL_RULE: _swrl,
}
