"""The attributes of nodes and edges, gathered from everything stated about their subject."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kgtools.export.period import period
from kgtools.terms import RDF, BlankNode, Literal, NamedNode, local_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgtools.export.columns import Columns
    from kgtools.export.facts import Facts
    from kgtools.export.period import Period
    from kgtools.export.profile import Profile
    from kgtools.export.selection import Selection
    from kgtools.project import Project
    from kgtools.terms import Term

_TYPE, _FIRST, _REST, _NIL = RDF["type"], RDF["first"], RDF["rest"], RDF["nil"]
_UNTYPED = "Resource"


class Row(NamedTuple):
    """The attributes of a node or an edge, when it holds, and the nodes it leads to by property."""

    values: dict[str, str]
    period: Period
    ends: dict[NamedNode, list[Term]]


class Rows:
    """Makes rows, and counts every triple of the subjects that it is asked for.

    Attributes:
        fates: How many triples became ``node``, ``edge`` and ``attribute``.
        dropped: How many are left out, by reason.
        folded_in: Blank nodes that became attributes of their owners.
    """

    def __init__(self, project: Project, facts: Facts, profile: Profile, chosen: Selection) -> None:
        self._project, self._facts, self._profile, self._chosen = project, facts, profile, chosen
        self._nodes = frozenset(chosen.nodes)
        self._names: dict[Term, str] = {}
        self.fates: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.folded_in: set[Term] = set()

    def name(self, node: Term) -> str:
        """Return what a person calls a thing; the text of a literal."""
        if not isinstance(node, NamedNode):
            return node.value
        if node not in self._names:
            self._names[node] = self._facts.label(node, self._profile.label, self._profile.languages)
        return self._names[node]

    def of_node(self, columns: Columns, subject: Term) -> Row:
        """Return the row of a node; what leads to other nodes is counted as edges."""
        return self._row(columns, subject, "node", None)

    def of_edge(self, columns: Columns, subject: Term, roles: tuple[NamedNode, NamedNode]) -> Row:
        """Return the row of a situation that is an edge between the values of two roles."""
        return self._row(columns, subject, "edge", roles)

    def _row(
        self, columns: Columns, subject: Term, fate: str, roles: tuple[NamedNode, NamedNode] | None
    ) -> Row:
        row: dict[str, str] = {}
        ends: dict[NamedNode, list[Term]] = {}
        rest: dict[NamedNode, list[Term]] = {}
        for role, values in self._facts.of[subject].items():
            if role == _TYPE:
                self.fates[fate] += len(values)
                continue
            reached = (
                [value for value in values if value in self._nodes] if roles is None or role in roles else []
            )
            if reached:
                ends[role] = reached
                self.fates["edge"] += len(reached)
            if len(reached) < len(values):
                rest[role] = [value for value in values if value not in reached] if reached else values
        when = period(rest, self._project.times)
        classes = self._facts.most_specific(self._facts.types.get(subject, ()))
        columns.put(row, "type", [self.name(cls) for cls in classes] or [_UNTYPED])
        columns.put(row, "type_iri", [cls.value for cls in classes])
        for role in (*self._put_roles(columns, row, subject, rest), *_put_period(columns, row, when)):
            self.fates["attribute"] += len(rest.pop(role))
        for role, values in rest.items():
            self._put_property(columns, row, role, values)
        return Row(row, when, ends)

    def _put_roles(
        self, columns: Columns, row: dict[str, str], subject: Term, rest: dict[NamedNode, list[Term]]
    ) -> list[NamedNode]:
        """Set status, source and claimant; return the properties they came from."""
        roles = self._project.roles
        done = [role for role in (roles.status, roles.source, roles.claimant) if role in rest]
        claimants = self._chosen.claimants(subject)
        for column, role in (("status", roles.status), ("source", roles.source)):
            if role in rest:
                self.refer(columns, row, column, rest[role])
        if roles.claimant in rest:
            claimants = sorted({*claimants, *rest[roles.claimant]}, key=str)
        if claimants:
            self.refer(columns, row, "claimant", claimants)
        return done

    def _put_property(
        self, columns: Columns, row: dict[str, str], role: NamedNode, values: list[Term]
    ) -> None:
        kept = self._profile.attributes
        if kept is not None and role not in kept and role not in self._profile.label:
            self.dropped[f"attribute not in the profile: {self._project.prefixes.show(role)}"] += len(values)
            return
        self.fates["attribute"] += len(values)
        column = columns.name(role)
        literals = [value for value in values if isinstance(value, Literal)]
        columns.put(row, column, literals)
        if len(literals) == len(values):
            return
        inner = [value for value in values if self._is_inner(value)]
        things = [value for value in values if not isinstance(value, Literal) and value not in inner]
        self.refer(columns, row, column, things)
        for value in inner:
            self._put_inner(columns, row, column, value)

    def refer(self, columns: Columns, row: dict[str, str], column: str, values: Sequence[Term]) -> None:
        """Set a column to the names of things, and the one beside it to their IRIs."""
        if values:
            names = [self.name(value) for value in values]
            columns.put(row, column, [row[column], *names] if column in row else names)
            columns.put(
                row, f"{column}_iri", [value.value for value in values if isinstance(value, NamedNode)]
            )

    def _is_inner(self, value: Term) -> bool:
        return isinstance(value, BlankNode) and value not in self._nodes and value not in self._chosen.folded

    def _put_inner(self, columns: Columns, row: dict[str, str], column: str, node: Term) -> None:
        """Fold a blank node into its owner: ``address.street``, and a list into its items."""
        waiting, seen = [(column, node)], set()
        while waiting:
            outer, inner = waiting.pop(0)
            if inner in seen or inner not in self._facts.of:
                continue
            seen.add(inner)
            known = self._facts.of[inner]
            if inner not in self.folded_in:
                self.folded_in.add(inner)
                self.fates["attribute"] += sum(map(len, known.values()))
            for role, values in known.items():
                name = outer if role in (_FIRST, _REST) else f"{outer}.{local_name(role.value)}"
                for value in values:
                    if self._is_inner(value):
                        waiting.append((name, value))
                    elif value != _NIL and role != _TYPE:
                        columns.put(row, name, [*([row[name]] if name in row else []), self.name(value)])


def _put_period(columns: Columns, row: dict[str, str], when: Period) -> list[NamedNode]:
    """Set the columns of time; return the properties they came from."""
    texts = {
        "valid_from": when.valid_from,
        "valid_to": when.valid_to,
        "start": str(when.start) if when.start else "",
        "end": str(when.end) if when.end else "",
        "precision": when.precision,
    }
    for column, text in texts.items():
        if text:
            columns.put(row, column, [text])
    return [role for role in (when.start_role, when.end_role) if role is not None]
