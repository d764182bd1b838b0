"""Which situations become edges, and from which role to which."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from kgtools.export.profile import Fold
from kgtools.terms import RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kgtools.export.facts import Facts
    from kgtools.export.profile import Profile
    from kgtools.project import Roles
    from kgtools.terms import NamedNode, Term

_PAIR = 2


class Folding:
    """Makes edges of situations.

    Args:
        facts: What is stated.
        roles: Which properties are roles of situations.
        profile: Its edges; where it lists none, every situation with two roles is an edge.
        order: The place of terms in the ontology's files, which gives edges their direction.
    """

    def __init__(self, facts: Facts, roles: Roles, profile: Profile, order: Mapping[Term, int]) -> None:
        self._facts, self._profile, self._order = facts, profile, order
        self._involved = facts.below(roles.involves, RDFS["subPropertyOf"]) if roles.involves else None
        self._never = {RDF["type"], roles.status, roles.source, roles.claimant}

    def folds(self, situations: Collection[Term], things: set[Term]) -> dict[Term, Fold]:
        """Return how each situation becomes an edge, for those that do.

        Args:
            situations: In their order.
            things: What an edge can connect.
        """
        if self._profile.folds:
            chosen = {each: self._listed(each) for each in situations}
        else:
            chosen = self._pairs(situations, things)
        return {each: fold for each, fold in chosen.items() if fold and self._has_ends(each, fold, things)}

    def _listed(self, situation: Term) -> Fold | None:
        classes = self._facts.most_specific(self._facts.types[situation]) + self._facts.types[situation]
        return next((self._profile.folds[cls] for cls in classes if cls in self._profile.folds), None)

    def _pairs(self, situations: Collection[Term], things: set[Term]) -> dict[Term, Fold | None]:
        rank = self._ranking(situations, things)
        players = things.union(situations)
        listed = self._profile.classes or frozenset()
        chosen: dict[Term, Fold | None] = {}
        for each in situations:
            if listed.isdisjoint(self._facts.types[each]):
                pair = sorted(self._played(each, players), key=partial(rank, each))
                chosen[each] = Fold(pair[0], pair[1]) if len(pair) == _PAIR else None
        return chosen

    def _played(self, situation: Term, players: set[Term]) -> set[NamedNode]:
        """Return the roles that are filled by nodes."""
        return {
            role
            for role, values in self._facts.of[situation].items()
            if role not in self._never
            and (self._involved is None or role in self._involved)
            and not players.isdisjoint(values)
        }

    def _has_ends(self, situation: Term, fold: Fold, things: set[Term]) -> bool:
        return all(
            not things.isdisjoint(self._facts.values(situation, role)) for role in (fold.source, fold.target)
        )

    def _ranking(
        self, situations: Collection[Term], things: set[Term]
    ) -> Callable[[Term, NamedNode], tuple[int, int, str]]:
        """Return what sorts the roles of a situation: those who act before what they act on.

        The role whose values are of a class declared earlier comes first, then the role
        declared earlier. All situations of a class agree.
        """
        last = len(self._order)

        @cache
        def of_class(cls: NamedNode) -> int:
            above = self._facts.above(cls, RDFS["subClassOf"])
            return min(self._order.get(each, last) for each in above)

        best: dict[tuple[tuple[NamedNode, ...], NamedNode], int] = {}
        for each in situations:
            kind = tuple(self._facts.types[each])
            for role in self._played(each, things):
                for value in self._facts.values(each, role):
                    ranks = [of_class(cls) for cls in self._facts.types.get(value, ())]
                    best[kind, role] = min([best.get((kind, role), last), *ranks])

        def rank(situation: Term, role: NamedNode) -> tuple[int, int, str]:
            kind = tuple(self._facts.types[situation])
            return best.get((kind, role), last), self._order.get(role, last), role.value

        return rank
