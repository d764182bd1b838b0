"""Axioms about classes (OWL 2 Structural Specification, sections 9.1 and 9.5)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from kgtools.reason.collect import Body, role_atom
from kgtools.reason.expressions import Not, Or
from kgtools.reason.model import Atom, Guard, Kind, Origin
from kgtools.reason.ontology import MalformedError
from kgtools.reason.sides import SAME
from kgtools.terms import OWL, RDFS, BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.reason.expressions import Expression
    from kgtools.reason.ontology import Statement
    from kgtools.reason.sides import SideCompiler
    from kgtools.terms import Term


def _sub_class_of(compiler: SideCompiler, axiom: Statement) -> None:
    left, right = compiler.axioms.expression(axiom.subject), compiler.axioms.expression(axiom.object)
    _below(compiler, left, right, "SubClassOf", axiom)


def _equivalent_class(compiler: SideCompiler, axiom: Statement) -> None:
    if compiler.axioms.is_data_range(axiom.subject):
        return  # a datatype definition; ranges look it up
    sides = compiler.axioms.expression(axiom.subject), compiler.axioms.expression(axiom.object)
    for left, right in (sides, sides[::-1]):
        _below(compiler, left, right, "EquivalentClasses", axiom)


def _definition(compiler: SideCompiler, axiom: Statement) -> None:
    """Compile ``ex:C owl:unionOf (...)`` and its like, said of a class with a name."""
    if isinstance(axiom.subject, BlankNode) or compiler.axioms.is_data_range(axiom.subject):
        return
    definition = compiler.axioms.definition(axiom.subject)
    if definition is None:
        raise MalformedError("nothing can be read here")
    for left, right in ((axiom.subject, definition), (definition, axiom.subject)):
        _below(compiler, left, right, "EquivalentClasses", axiom)


def _disjoint_with(compiler: SideCompiler, axiom: Statement) -> None:
    _pairwise_disjoint(compiler, (axiom.subject, axiom.object), axiom)


def _all_disjoint_classes(compiler: SideCompiler, axiom: Statement) -> None:
    _pairwise_disjoint(compiler, compiler.axioms.listed(axiom.subject), axiom)


def _disjoint_union_of(compiler: SideCompiler, axiom: Statement) -> None:
    members = compiler.axioms.members(axiom.object)
    whole = compiler.axioms.expression(axiom.subject)
    parts = tuple(compiler.axioms.expression(member) for member in members)
    for left, right in ((whole, Or(parts)), *((part, whole) for part in parts)):
        _below(compiler, left, right, "DisjointUnion", axiom)
    _pairwise_disjoint(compiler, members, axiom)


def _pairwise_disjoint(compiler: SideCompiler, nodes: tuple[Term, ...], axiom: Statement) -> None:
    classes = [compiler.axioms.expression(node) for node in nodes]
    for left, right in combinations(classes, 2):
        text = f"{compiler.words.expression(left)} DisjointWith {compiler.words.expression(right)}"
        # An expression and its complement are one clash, whichever of them has the bodies.
        first, second = (right, left) if isinstance(left, Not) else (left, right)
        compiler.sub_class(first, Not(second), Origin("DisjointClasses", text, axiom.quad))


def _has_key(compiler: SideCompiler, axiom: Statement) -> None:
    keys = [compiler.axioms.role(node) for node in compiler.axioms.members(axiom.object)]
    owner = compiler.axioms.expression(axiom.subject)
    names = ", ".join(map(compiler.words.role, keys))
    origin = Origin("HasKey", f"{compiler.words.expression(owner)} HasKey {names}", axiom.quad)
    if not keys:
        raise MalformedError("a key without properties")
    values = [compiler.fresh() for _ in keys]
    body = Body()
    for x in ("x", "z"):
        body += Body(tuple(role_atom(key, x, y) for key, y in zip(keys, values, strict=True)))
        if owner != OWL["Thing"]:
            body += _one_body(compiler, owner, x, origin)
    different = Guard(Kind.DIFFERENT, ("x", "z"))
    compiler.rule(Atom(SAME, ("x", "z")), body.where(different), origin)


def _one_body(compiler: SideCompiler, owner: object, x: str, origin: Origin) -> Body:
    if not isinstance(owner, NamedNode):
        raise MalformedError("a key of a class without a name")
    return compiler.conjunct(owner, x, origin)


def _below(compiler: SideCompiler, left: Expression, right: Expression, name: str, axiom: Statement) -> None:
    text = f"{compiler.words.expression(left)} SubClassOf {compiler.words.expression(right)}"
    compiler.sub_class(left, right, Origin(name, text, axiom.quad))


BY_PREDICATE: dict[NamedNode, Callable[[SideCompiler, Statement], None]] = {
    RDFS["subClassOf"]: _sub_class_of,
    OWL["equivalentClass"]: _equivalent_class,
    OWL["disjointWith"]: _disjoint_with,
    OWL["disjointUnionOf"]: _disjoint_union_of,
    OWL["hasKey"]: _has_key,
    OWL["intersectionOf"]: _definition,
    OWL["unionOf"]: _definition,
    OWL["complementOf"]: _definition,
    OWL["oneOf"]: _definition,
}
"""What compiles an axiom with this predicate."""

BY_TYPE: dict[NamedNode, Callable[[SideCompiler, Statement], None]] = {
    OWL["AllDisjointClasses"]: _all_disjoint_classes,
}
"""What compiles an axiom that is a node of this type."""
