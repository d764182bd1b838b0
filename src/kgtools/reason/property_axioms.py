"""Axioms about properties (OWL 2 Structural Specification, sections 9.2 and 9.3)."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from kgtools.reason.collect import Body, role_atom
from kgtools.reason.expressions import DataRange
from kgtools.reason.model import Guard, Kind, Origin
from kgtools.reason.ontology import MalformedError
from kgtools.terms import OWL, RDF, RDFS, BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgtools.reason.expressions import Role
    from kgtools.reason.ontology import Statement
    from kgtools.reason.sides import SideCompiler
    from kgtools.terms import Term

_ANNOTATIONS = {RDFS[name] for name in ("label", "comment", "seeAlso", "isDefinedBy")}


def is_reserved(node: Term) -> bool:
    """Return whether a node is part of RDF, RDFS or OWL and no annotation property."""
    return (
        isinstance(node, NamedNode) and node.value.startswith((RDF, RDFS, OWL)) and node not in _ANNOTATIONS
    )


def _sub_property_of(compiler: SideCompiler, axiom: Statement) -> None:
    roles = compiler.axioms.role(axiom.subject), compiler.axioms.role(axiom.object)
    _below(compiler, *roles, "SubPropertyOf", axiom)


def _equivalent_property(compiler: SideCompiler, axiom: Statement) -> None:
    left, right = compiler.axioms.role(axiom.subject), compiler.axioms.role(axiom.object)
    _below(compiler, left, right, "EquivalentProperties", axiom)
    _below(compiler, right, left, "EquivalentProperties", axiom)


def _below(compiler: SideCompiler, left: Role, right: Role, name: str, axiom: Statement) -> None:
    text = f"{compiler.words.role(left)} SubPropertyOf {compiler.words.role(right)}"
    origin = Origin(name, text, axiom.quad)
    says_nothing = left == right or right.iri == OWL["topObjectProperty"]
    if not says_nothing and _usable(compiler, (left, right), origin):
        compiler.rule(role_atom(right, "x", "y"), Body((role_atom(left, "x", "y"),)), origin)


def _chain(compiler: SideCompiler, axiom: Statement) -> None:
    chain = [compiler.axioms.role(node) for node in compiler.axioms.members(axiom.object)]
    head = compiler.axioms.role(axiom.subject)
    if not chain:
        raise MalformedError("a chain without properties")
    text = f"{' o '.join(map(compiler.words.role, chain))} SubPropertyOf {compiler.words.role(head)}"
    origin = Origin("SubPropertyChain", text, axiom.quad)
    if _usable(compiler, (head, *chain), origin):
        points = [f"x{number}" for number in range(len(chain) + 1)]
        atoms = tuple(role_atom(role, x, y) for role, x, y in zip(chain, points, points[1:], strict=False))
        compiler.rule(role_atom(head, points[0], points[-1]), Body(atoms), origin)


def _inverse_of(compiler: SideCompiler, axiom: Statement) -> None:
    if isinstance(axiom.subject, BlankNode):
        return  # a property expression, not an axiom
    left, right = compiler.axioms.role(axiom.subject), compiler.axioms.role(axiom.object)
    text = f"{compiler.words.role(left)} InverseOf {compiler.words.role(right)}"
    origin = Origin("InverseProperties", text, axiom.quad)
    if _usable(compiler, (left, right), origin):
        for role, other in ((left, right), (right, left)):
            compiler.rule(role_atom(other, "y", "x"), Body((role_atom(role, "x", "y"),)), origin)


def _domain(compiler: SideCompiler, axiom: Statement) -> None:
    role, domain = compiler.axioms.role(axiom.subject), compiler.axioms.expression(axiom.object)
    text = f"{compiler.words.role(role)} Domain {compiler.words.expression(domain)}"
    origin = Origin("PropertyDomain", text, axiom.quad)
    if _usable(compiler, (role,), origin):
        compiler.right(domain, "x", Body((role_atom(role, "x", "y"),)), origin)


def _range(compiler: SideCompiler, axiom: Statement) -> None:
    role = compiler.axioms.role(axiom.subject)
    filler = compiler.axioms.filler(axiom.object)
    text = f"{compiler.words.role(role)} Range {compiler.words.expression(filler)}"
    origin = Origin("PropertyRange", text, axiom.quad)
    if not _usable(compiler, (role,), origin):
        return
    body = Body((role_atom(role, "x", "y"),))
    if isinstance(filler, DataRange):
        compiler.outside_range(filler, ("x", "y"), body, origin)
        return
    compiler.right(filler, "y", body, origin)
    if compiler.axioms.is_a(axiom.subject, OWL["ObjectProperty"]):
        compiler.clash(("x", "y"), body.where(Guard(Kind.LITERAL, ("y",))), origin, "KG706")


def _disjoint_properties(compiler: SideCompiler, axiom: Statement) -> None:
    _pairwise_disjoint_properties(compiler, (axiom.subject, axiom.object), axiom)


def _all_disjoint_properties(compiler: SideCompiler, axiom: Statement) -> None:
    _pairwise_disjoint_properties(compiler, compiler.axioms.listed(axiom.subject), axiom)


def _pairwise_disjoint_properties(compiler: SideCompiler, nodes: tuple[Term, ...], axiom: Statement) -> None:
    for left, right in combinations(map(compiler.axioms.role, nodes), 2):
        text = f"{compiler.words.role(left)} DisjointWith {compiler.words.role(right)}"
        body = Body((role_atom(left, "x", "y"), role_atom(right, "x", "y")))
        compiler.clash(("x", "y"), body, Origin("DisjointProperties", text, axiom.quad))


def _functional(compiler: SideCompiler, axiom: Statement) -> None:
    _unique_value(compiler, axiom, "FunctionalProperty", "Functional", inverse=False)


def _inverse_functional(compiler: SideCompiler, axiom: Statement) -> None:
    _unique_value(compiler, axiom, "InverseFunctionalProperty", "InverseFunctional", inverse=True)


def _unique_value(compiler: SideCompiler, axiom: Statement, name: str, word: str, *, inverse: bool) -> None:
    role = compiler.axioms.role(axiom.subject)
    origin = Origin(name, f"{compiler.words.role(role)} {word}", axiom.quad)
    pairs = [("x", "y"), ("x", "z")] if not inverse else [("y", "x"), ("z", "x")]
    compiler.same(("y", "z"), "x", Body(tuple(role_atom(role, *pair) for pair in pairs)), origin)


def _transitive(compiler: SideCompiler, axiom: Statement) -> None:
    role, origin = _characteristic(compiler, axiom, "TransitiveObjectProperty", "Transitive")
    body = Body((role_atom(role, "x", "y"), role_atom(role, "y", "z")))
    compiler.rule(role_atom(role, "x", "z"), body, origin)


def _symmetric(compiler: SideCompiler, axiom: Statement) -> None:
    role, origin = _characteristic(compiler, axiom, "SymmetricObjectProperty", "Symmetric")
    compiler.rule(role_atom(role, "y", "x"), Body((role_atom(role, "x", "y"),)), origin)


def _asymmetric(compiler: SideCompiler, axiom: Statement) -> None:
    role, origin = _characteristic(compiler, axiom, "AsymmetricObjectProperty", "Asymmetric")
    body = Body((role_atom(role, "x", "y"), role_atom(role, "y", "x")))
    compiler.clash(("x", "y"), body, origin)


def _irreflexive(compiler: SideCompiler, axiom: Statement) -> None:
    role, origin = _characteristic(compiler, axiom, "IrreflexiveObjectProperty", "Irreflexive")
    compiler.clash(("x",), Body((role_atom(role, "x", "x"),)), origin)


def _reflexive(compiler: SideCompiler, axiom: Statement) -> None:
    _, origin = _characteristic(compiler, axiom, "ReflexiveObjectProperty", "Reflexive")
    compiler.report(origin, "it speaks of everything there is, which has no list to join over")


def _characteristic(compiler: SideCompiler, axiom: Statement, name: str, word: str) -> tuple[Role, Origin]:
    role = compiler.axioms.role(axiom.subject)
    return role, Origin(name, f"{compiler.words.role(role)} {word}", axiom.quad)


def _usable(compiler: SideCompiler, roles: tuple[Role, ...], origin: Origin) -> bool:
    """Return whether no role belongs to the language itself; report the axiom otherwise."""
    for role in roles:
        if is_reserved(role.iri):
            compiler.report(origin, f"{compiler.words.role(role)} belongs to the language itself")
            return False
    return True


BY_PREDICATE: dict[NamedNode, Callable[[SideCompiler, Statement], None]] = {
    RDFS["subPropertyOf"]: _sub_property_of,
    OWL["equivalentProperty"]: _equivalent_property,
    OWL["propertyChainAxiom"]: _chain,
    OWL["inverseOf"]: _inverse_of,
    RDFS["domain"]: _domain,
    RDFS["range"]: _range,
    OWL["propertyDisjointWith"]: _disjoint_properties,
}
"""What compiles an axiom with this predicate."""

BY_TYPE: dict[NamedNode, Callable[[SideCompiler, Statement], None]] = {
    OWL["AllDisjointProperties"]: _all_disjoint_properties,
    OWL["FunctionalProperty"]: _functional,
    OWL["InverseFunctionalProperty"]: _inverse_functional,
    OWL["TransitiveProperty"]: _transitive,
    OWL["SymmetricProperty"]: _symmetric,
    OWL["AsymmetricProperty"]: _asymmetric,
    OWL["IrreflexiveProperty"]: _irreflexive,
    OWL["ReflexiveProperty"]: _reflexive,
}
"""What compiles an axiom that is a node of this type."""
