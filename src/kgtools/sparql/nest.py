"""EXISTS over several triples as EXISTS inside EXISTS, which the engine answers by look-ups.

As a join, ``NOT EXISTS { ?f p ?m . ?m q ?v }`` is evaluated whole for each row outside: at a million
triples it took a hundred times as long as the nested form. Both mean the same, since a group under
EXISTS sees the bindings around it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from pyoxigraph import Variable

from kgtools.sparql import tree
from kgtools.sparql.tree import Exists, Filter, Group, Triple

if TYPE_CHECKING:
    from kgtools.sparql.tree import Select


def nested(query: Select) -> Select:
    """Return the query with every EXISTS over triples and filters nested, one triple at each level.

    Example:
        >>> from kgtools.sparql import algebra, write
        >>> query = algebra.parse("SELECT ?a { ?a <x:p> ?b FILTER EXISTS { ?c <x:r> ?d . ?b <x:q> ?c } }")
        >>> write.query(nested(query)).partition("FILTER")[2]
        '(EXISTS { ?b <x:q> ?c . FILTER(EXISTS { ?c <x:r> ?d . }) }) }'
    """
    everywhere = _occurrences(query.where)
    inside = _occurrences(tuple(part for part in tree.walk(query.where) if isinstance(part, Exists)))
    if not inside:
        return query
    outside = frozenset(variable for variable, number in everywhere.items() if number > inside[variable])
    return replace(query, where=_group(query.where, outside))


def _occurrences(part: object) -> Counter[Variable]:
    """Return how often a part of a query has each variable; one under two EXISTS counts for each of them."""
    return Counter(each for each in tree.walk(part) if isinstance(each, Variable))


def _group(group: Group, bound: frozenset[Variable]) -> Group:
    return Group(tuple(_any(element, bound) for element in group.elements))


def _any(value: Any, bound: frozenset[Variable]) -> Any:
    if isinstance(value, Exists):
        return Exists(_nest(value.group, bound), value.negated)
    if isinstance(value, tuple):
        return tuple(_any(each, bound) for each in value)
    if isinstance(value, str) or not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(value, **{each.name: _any(getattr(value, each.name), bound) for each in fields(value)})


def _nest(group: Group, bound: frozenset[Variable]) -> Group:
    triples = [element for element in group.elements if isinstance(element, Triple)]
    filters = [element for element in group.elements if isinstance(element, Filter)]
    if len(triples) + len(filters) < len(group.elements) or not triples:
        return _group(group, bound)
    triple = min(triples, key=lambda each: _unbound(each, bound))
    triples.remove(triple)
    known = bound | {
        term for term in (triple.subject, triple.predicate, triple.object) if isinstance(term, Variable)
    }
    if not triples:
        return Group((triple, *(_any(condition, known) for condition in filters)))
    inner = _nest(Group((*triples, *filters)), known)
    return Group((triple, Filter(Exists(inner))))


def _unbound(triple: Triple, bound: frozenset[Variable]) -> tuple[int, int]:
    """Return how badly a triple is bound: unknown ends first, then an unknown subject."""
    ends = [
        term for term in (triple.subject, triple.object) if isinstance(term, Variable) and term not in bound
    ]
    return len(ends), int(triple.subject in ends)
