"""Which subjects become nodes, which become edges, and why the others are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.errors import UsageError
from kgtools.export.days import Day
from kgtools.export.folding import Folding
from kgtools.export.period import period
from kgtools.terms import RDF, RDFS, BlankNode, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kgtools.export.facts import Facts
    from kgtools.export.options import Options
    from kgtools.export.profile import Profile
    from kgtools.project import Project
    from kgtools.terms import Term

_TYPE = RDF["type"]
# Local names of the two statuses that mean the same in every project.
_ACCEPTED, _REJECTED = "accepted", "rejected"


class Selection:
    """Sorts the subjects of a graph.

    Attributes:
        nodes: Things, and situations that are no edges, sorted by IRI.
        folded: Situations that are edges, and how.
    """

    def __init__(
        self, project: Project, facts: Facts, profile: Profile, options: Options, order: Mapping[Term, int]
    ) -> None:
        self._project, self._facts, self._profile = project, facts, profile
        self._statuses = self._wanted(options.statuses)
        self._day = Day(*options.as_of.timetuple()[:3]) if options.as_of else None
        self._reasons: dict[Term, str] = {}
        subjects = sorted((each for each in facts.of if each not in facts.vocabulary), key=str)
        things = {each for each in subjects if self._is_thing(each) and self._is_there(each, "thing")}
        kept = [each for each in subjects if self.is_situation(each) and self._passes(each)]
        self.folded = Folding(facts, project.roles, profile, order).folds(kept, things)
        alone = {each for each in kept if each not in self.folded and self._stays_node(each)}
        self.nodes = tuple(each for each in subjects if each in things or each in alone)
        self._claimants: dict[Term, list[Term]] = {}
        self._claims: set[tuple[Term, NamedNode, Term]] = set()
        self._find_claims(alone.union(self.folded), things | alone)

    def is_situation(self, subject: Term) -> bool:
        """Return whether a subject is a relation rather than a thing."""
        classes = self._facts.types.get(subject, ())
        return any(cls in self._profile.situations or cls in self._profile.folds for cls in classes)

    def is_doubted(self, subject: Term) -> bool:
        """Return whether a subject has a status that is not accepted."""
        return any(local_name(status.value) != _ACCEPTED for status in self._status(subject))

    def claimants(self, situation: Term) -> list[Term]:
        """Return who claims a situation, by claims that are no nodes themselves."""
        return self._claimants.get(situation, [])

    def gave_claimant(self, subject: Term, role: NamedNode, value: Term) -> bool:
        """Return whether a triple of a claim says who claims a situation."""
        return (subject, role, value) in self._claims

    def reason(self, subject: Term) -> str:
        """Return why a subject is neither node nor edge."""
        if subject in self._reasons:
            return self._reasons[subject]
        if subject in self._facts.vocabulary:
            return "ontology"
        classes = self._facts.most_specific(self._facts.types.get(subject, ()))
        if classes:
            names = ", ".join(self._project.prefixes.show(cls) for cls in classes)
            return f"class not in the profile: {names}"
        return "blank node of something left out" if isinstance(subject, BlankNode) else "without a class"

    def _wanted(self, names: Collection[str]) -> frozenset[Term] | None:
        """Return the statuses with these names; None where no name is given."""
        if not names:
            return None
        role = self._project.roles.status
        stated = (
            {value for each in self._facts.of for value in self._facts.values(each, role)} if role else ()
        )
        known: dict[str, Term] = {}
        for status in stated:
            if isinstance(status, NamedNode):
                label = self._facts.label(status, self._profile.label, self._profile.languages)
                known[label.casefold()] = known[local_name(status.value).casefold()] = status
        for name in names:
            if name.casefold() not in known:
                hint = f"one of {', '.join(sorted(known))}" if known else None
                raise UsageError(f"no situation has the status '{name}'", hint=hint)
        return frozenset(known[name.casefold()] for name in names)

    def _status(self, subject: Term) -> list[NamedNode]:
        role = self._project.roles.status
        values = self._facts.values(subject, role) if role else []
        return [value for value in values if isinstance(value, NamedNode)]

    def _is_thing(self, subject: Term) -> bool:
        if self.is_situation(subject):
            return False
        types = self._facts.types.get(subject, ())
        if self._profile.classes is not None:
            return not self._profile.classes.isdisjoint(types)
        # Every named thing is a resource (RDF Schema 1.1, 2.1); an unnamed one is part of its owner.
        return self._profile.excluded.isdisjoint(types) if types else isinstance(subject, NamedNode)

    def _passes(self, situation: Term) -> bool:
        """Return whether a situation passes the filters; note the reason where not."""
        status = self._status(situation)
        if self._statuses is None:
            passes = all(local_name(each.value) != _REJECTED for each in status)
        else:
            passes = not self._statuses.isdisjoint(status)
        if not passes:
            names = ", ".join(local_name(each.value) for each in status) or "none"
            self._reasons[situation] = f"situation with status {names}"
            return False
        return self._is_there(situation, "situation")

    def _is_there(self, subject: Term, kind: str) -> bool:
        """Return whether a subject can be there on the day; note the reason where not."""
        if self._day is None or period(self._facts.of[subject], self._project.times).can_hold(self._day):
            return True
        self._reasons[subject] = f"{kind} that does not hold on {self._day}"
        return False

    def _stays_node(self, situation: Term) -> bool:
        """Return whether a situation that is no edge is a node."""
        types = self._facts.types[situation]
        if self._profile.classes is None or not self._profile.classes.isdisjoint(types):
            return True
        if any(cls in self._profile.folds for cls in types):
            self._reasons[situation] = "situation without a node at both ends"
        return False

    def _find_claims(self, situations: set[Term], nodes: set[Term]) -> None:
        """Note who claims what: by a property that the ontology says leads to situations."""
        role = self._project.roles.claimant
        if role is None:
            return
        asserting = {
            each
            for each in self._facts.vocabulary
            if isinstance(each, NamedNode)
            and not self._profile.situations.isdisjoint(self._facts.values(each, RDFS["range"]))
        }
        for claim in self._facts.of:
            claimants = self._facts.values(claim, role) if claim not in nodes else []
            for link in asserting if claimants else ():
                for value in situations.intersection(self._facts.values(claim, link)):
                    known = {*self._claimants.get(value, ()), *claimants}
                    self._claimants[value] = sorted(known, key=str)
                    self._claims.add((claim, link, value))
                    self._claims.update((claim, role, claimant) for claimant in claimants)
