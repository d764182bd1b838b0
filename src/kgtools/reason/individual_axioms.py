"""Assertions that are more than a fact (OWL 2 Structural Specification, section 9.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.reason.collect import Body, role_atom
from kgtools.reason.model import Atom, Guard, Kind, Origin
from kgtools.reason.ontology import MalformedError
from kgtools.reason.sides import SAME
from kgtools.terms import OWL, BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.reason.ontology import Statement
    from kgtools.reason.sides import SideCompiler

_DIFFERENT = OWL["differentFrom"]


def always(compiler: SideCompiler) -> None:
    """Add what holds without any axiom: owl:Nothing is empty, different things are not the same."""
    nothing = Origin("Nothing", "owl:Nothing has no instances")
    compiler.clash(("x",), Body((Atom(OWL["Nothing"], ("x",)),)), nothing)
    different = Origin("DifferentIndividuals", "owl:differentFrom and owl:sameAs exclude each other")
    compiler.clash(("x",), Body((Atom(_DIFFERENT, ("x", "x")),)), different)
    for args in (("x", "y"), ("y", "x")):
        body = Body((Atom(SAME, ("x", "y")), Atom(_DIFFERENT, args)))
        compiler.clash(("x", "y"), body, different)


def class_assertion(compiler: SideCompiler, axiom: Statement) -> None:
    """Compile the class expression that a thing is said to be of; the engine knows which things."""
    node = axiom.object
    expression = compiler.axioms.expression(node)
    text = compiler.words.expression(expression)
    if isinstance(node, BlankNode) and node not in compiler.expressions:
        compiler.expressions[node] = text
        origin = Origin("ClassAssertion", f"what {text} says", axiom.quad)
        compiler.right(expression, "x", Body((Atom(node, ("x",)),)), origin)


def _all_different(compiler: SideCompiler, axiom: Statement) -> None:
    members = compiler.axioms.listed(axiom.subject)
    origin = Origin("DifferentIndividuals", f"{len(members)} names are all different", axiom.quad)
    listed = compiler.symbol("one of the names that are all different")
    for member in members:
        compiler.rule(Atom(listed, (member,)), Body(), origin)
    body = Body((Atom(SAME, ("x", "y")), Atom(listed, ("x",)), Atom(listed, ("y",))))
    compiler.clash(("x", "y"), body.where(Guard(Kind.DIFFERENT, ("x", "y"))), origin)


def _negative_assertion(compiler: SideCompiler, axiom: Statement) -> None:
    node = axiom.subject
    source = compiler.axioms.object(node, OWL["sourceIndividual"])
    on = compiler.axioms.object(node, OWL["assertionProperty"])
    targets = compiler.axioms.objects(node, OWL["targetIndividual"])
    target = next(iter((*targets, *compiler.axioms.objects(node, OWL["targetValue"]))), None)
    if source is None or on is None or target is None:
        raise MalformedError("it needs owl:sourceIndividual, owl:assertionProperty and a target")
    role = compiler.axioms.role(on)
    text = f"not: {compiler.words.term(source)} {compiler.words.role(role)} {compiler.words.term(target)}"
    origin = Origin("NegativePropertyAssertion", text, axiom.quad)
    compiler.clash((source, target), Body((role_atom(role, source, target),)), origin)


BY_TYPE: dict[NamedNode, Callable[[SideCompiler, Statement], None]] = {
    OWL["AllDifferent"]: _all_different,
    OWL["NegativePropertyAssertion"]: _negative_assertion,
}
"""What compiles an axiom that is a node of this type."""
