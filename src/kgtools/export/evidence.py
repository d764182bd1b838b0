"""Which classes hold claims, sources and their parts rather than what the graph is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.terms import RDF, RDFS

if TYPE_CHECKING:
    from kgtools.export.facts import Facts
    from kgtools.project import Roles
    from kgtools.terms import NamedNode, Term

_TYPE = RDF["type"]


def evidence_classes(facts: Facts, roles: Roles, situations: frozenset[NamedNode]) -> frozenset[NamedNode]:
    """Return the classes whose instances carry statements about the world instead of being in it.

    These are the classes of claims (things with a claimant), of sources that play no part in
    anything, and of what only claims and such classes lead to: the passages of a source, say.
    A thing that plays a part in a claim or makes one is no evidence for that.
    """
    claims = _claim_classes(facts, roles) - situations
    sources = facts.classes_of(value for node in facts.of for value in _sources(facts, roles, node))
    involved = facts.below(roles.involves, RDFS["subPropertyOf"]) if roles.involves else frozenset()
    incoming = {cls: links for cls, links in _incoming(facts).items() if cls not in situations}
    found = set(claims)

    def fits(cls: NamedNode, origin: NamedNode, role: NamedNode) -> bool:
        if role in (roles.source, roles.claimant):
            return role == roles.source
        if cls in sources:
            return role not in involved or origin in found
        return origin in found and role not in involved

    while fresh := {
        cls
        for cls, links in incoming.items()
        if cls not in found and all(fits(cls, origin, role) for origin, role in links)
    }:
        found |= fresh
    return frozenset(found)


def _claim_classes(facts: Facts, roles: Roles) -> frozenset[NamedNode]:
    if roles.claimant is None:
        return frozenset()
    return facts.classes_of(node for node in facts.of if facts.values(node, roles.claimant))


def _sources(facts: Facts, roles: Roles, node: Term) -> list[Term]:
    return facts.values(node, roles.source) if roles.source else []


def _incoming(facts: Facts) -> dict[NamedNode, set[tuple[NamedNode, NamedNode]]]:
    """Return, for each class, from which classes and by which properties others lead to it."""
    found: dict[NamedNode, set[tuple[NamedNode, NamedNode]]] = {}
    for subject, origins in facts.types.items():
        for role, values in facts.of[subject].items():
            for cls in facts.classes_of(values) if role != _TYPE else ():
                found.setdefault(cls, set()).update((origin, role) for origin in origins)
    return found
