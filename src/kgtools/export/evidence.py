"""Which classes hold claims, sources and their parts rather than what the graph is about."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kgtools.terms import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from kgtools.export.facts import Facts
    from kgtools.project import Roles
    from kgtools.terms import NamedNode

_TYPE = RDF["type"]


class _Link(NamedTuple):
    """Some instance of one class leads to some instance of another."""

    origin: NamedNode
    role: NamedNode
    target: NamedNode


def evidence_classes(
    facts: Facts, roles: Roles, *, situations: AbstractSet[NamedNode], codes: AbstractSet[NamedNode]
) -> frozenset[NamedNode]:
    """Return the classes whose instances carry statements about the world instead of being in it.

    Args:
        facts: What is stated.
        roles: Which properties say who claims something and where it is from.
        situations: Classes that are never evidence.
        codes: Classes of code-list values.

    These are the classes of claims (things with a claimant), of sources (classes most of whose
    instances are cited as one), and of the parts of sources: what claims lead to, without
    speaking of it, and what is linked with nothing else, such as pages and paragraphs.
    """
    claims = _claims(facts, roles) - situations
    sources = _sources(facts, roles) - situations
    evidence = claims | sources
    involved = facts.below(roles.involves, RDFS["subPropertyOf"]) if roles.involves else frozenset()
    links = {link for link in _links(facts) if link.role != roles.source}
    parts = _reached(claims, {link for link in links if link.role not in involved})
    parts -= evidence | situations | codes
    while strangers := {cls for cls in parts if _is_linked_elsewhere(cls, links, evidence | parts, codes)}:
        parts -= strangers
    return frozenset(evidence | parts)


def _is_linked_elsewhere(
    cls: NamedNode, links: set[_Link], evidence: AbstractSet[NamedNode], codes: AbstractSet[NamedNode]
) -> bool:
    return any(
        (link.target == cls and link.origin not in evidence)
        or (link.origin == cls and link.target not in evidence and link.target not in codes)
        for link in links
    )


def _claims(facts: Facts, roles: Roles) -> frozenset[NamedNode]:
    role = roles.claimant
    return facts.classes_of(node for node, known in facts.of.items() if role in known)


def _sources(facts: Facts, roles: Roles) -> frozenset[NamedNode]:
    cited = (
        {value for known in facts.of.values() for value in known.get(roles.source, ())}
        if roles.source
        else ()
    )
    of_class = Counter(cls for classes in facts.types.values() for cls in classes)
    of_cited = Counter(cls for node in cited for cls in facts.types.get(node, ()))
    return frozenset(cls for cls, count in of_cited.items() if 2 * count > of_class[cls])


def _links(facts: Facts) -> set[_Link]:
    return {
        _Link(origin, role, target)
        for subject, origins in facts.types.items()
        for role, values in facts.of[subject].items()
        if role != _TYPE
        for value in values
        for target in facts.types.get(value, ())
        for origin in origins
    }


def _reached(start: AbstractSet[NamedNode], links: set[_Link]) -> set[NamedNode]:
    found, waiting = set(start), list(start)
    while waiting:
        origin = waiting.pop()
        fresh = {link.target for link in links if link.origin == origin} - found
        found |= fresh
        waiting += fresh
    return found
