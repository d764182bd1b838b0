"""From triples to a property graph: entities are nodes, relations are edges, nothing vanishes.

A situation with two roles becomes one edge per pair of their
values; any other stays a node with one edge per role; other object properties between nodes
become edges; everything else on a node or an edge becomes an attribute. Each triple is
counted exactly once.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from kgtools.export.columns import Columns
from kgtools.export.compact import Compact
from kgtools.export.facts import Facts, declaration_order
from kgtools.export.owl import licences
from kgtools.export.period import period
from kgtools.export.profile import profile
from kgtools.export.property_graph import Counts, Edge, Node, PropertyGraph
from kgtools.export.selection import Selection
from kgtools.export.triples import digest, triples
from kgtools.terms import RDF, BlankNode, Literal, NamedNode, local_name

if TYPE_CHECKING:
    from kgtools.dataset import Dataset
    from kgtools.export.options import Options
    from kgtools.export.period import Period
    from kgtools.terms import Term

_TYPE, _FIRST, _REST, _NIL = RDF["type"], RDF["first"], RDF["rest"], RDF["nil"]


def project_graph(dataset: Dataset, options: Options) -> PropertyGraph:
    """Return the property graph of a dataset.

    Raises:
        UsageError: An unknown profile or status.
        ProjectError: The profile in ``kg.toml`` is wrong.

    Example:
        >>> from kgtools import bundle, project
        >>> from kgtools.dataset import Dataset
        >>> from kgtools.export.options import Options
        >>> graph = project_graph(Dataset(project.load(bundle.root())), Options())
        >>> graph.header["profile"]
        'default'
    """
    found = triples(dataset)
    header = {
        "title": dataset.project.title or dataset.project.name,
        "dataset": digest(found),
        "licence": "; ".join(licences(found)),
    }
    return _Projection(dataset, Facts(found), options).result(header)


class _Row(NamedTuple):
    """The attributes of a node or an edge while they are gathered."""

    values: dict[str, str]
    period: Period


class _Link(NamedTuple):
    """An edge before it has an id; sorts as edges are ordered."""

    source: str
    target: str
    kind: str
    situation: str
    label: str
    row: _Row
    is_doubted: bool


class _Projection:
    """One run over the facts; every triple is counted where its subject is visited."""

    def __init__(self, dataset: Dataset, facts: Facts, options: Options) -> None:
        self._project, self._facts = dataset.project, facts
        self._profile = profile(self._project, facts, options)
        order = declaration_order(dataset)
        self._chosen = Selection(self._project, facts, self._profile, options, order)
        used = {role for pairs in facts.of.values() for role, _ in pairs}
        ordered = sorted(used, key=lambda role: role.value)
        self._node_columns = Columns(ordered, self._project.prefixes)
        self._edge_columns = Columns(ordered, self._project.prefixes)
        self._counts: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._folded_in: set[Term] = set()
        self._links: list[_Link] = []
        self._names: dict[NamedNode, str] = {}
        self._ids = self._made_ids()

    def result(self, header: dict[str, str]) -> PropertyGraph:
        """Return the graph; to be called once."""
        nodes = tuple(self._node(node) for node in self._chosen.nodes)
        for situation in self._chosen.folded:
            self._fold(situation)
        self._count_the_rest()
        edges = tuple(self._edge(number, link) for number, link in enumerate(sorted(self._links, key=_order)))
        counts = Counts(
            node=self._counts["node"],
            edge=self._counts["edge"],
            attribute=self._counts["attribute"],
            dropped=dict(sorted(self._dropped.items())),
        )
        return PropertyGraph(
            header={key: text for key, text in {**header, "profile": self._profile.name}.items() if text},
            nodes=nodes,
            edges=edges,
            node_columns=self._node_columns.types(node.attributes for node in nodes),
            edge_columns=self._edge_columns.types(edge.attributes for edge in edges),
            counts=counts,
        )

    def _made_ids(self) -> dict[Term, str]:
        compact = Compact(self._project.prefixes)
        return {
            node: compact(self._iri(node)) or f"n{number}" for number, node in enumerate(self._chosen.nodes)
        }

    def _iri(self, node: Term) -> str:
        """Return the IRI of a node; a blank node gets one (RDF 1.1, section 3.5)."""
        if isinstance(node, BlankNode):
            return f"{self._project.base}.well-known/genid/{node.value}"
        return node.value

    def _name(self, node: Term) -> str:
        """Return what a person calls a thing."""
        if not isinstance(node, NamedNode):
            return node.value
        if node not in self._names:
            self._names[node] = self._facts.label(node, self._profile.label, self._profile.languages)
        return self._names[node]

    def _node(self, node: Term) -> Node:
        row = self._row(self._node_columns, node, roles=())
        row.values["iri"] = self._iri(node)
        for role, value in self._facts.of[node]:
            if role != _TYPE and value in self._ids:
                self._link(node, value, role)
        label = self._name(node) if isinstance(node, NamedNode) else node.value
        return Node(
            self._ids[node],
            label,
            row.values,
            row.period.start,
            row.period.end,
            self._chosen.is_situation(node),
        )

    def _link(self, node: Term, value: Term, role: NamedNode) -> None:
        """Add the edge of an object property; it is as doubtful as the situation it starts from."""
        values: dict[str, str] = {}
        self._edge_columns.put(values, "property", [role.value])
        self._edge_columns.put(values, "type", [self._name(role)])
        status = self._project.roles.status
        if status:
            self._refer(self._edge_columns, values, "status", self._facts.values(node, status))
        row = _Row(values, period({}, ()))
        ends = self._ids[node], self._ids[value]
        self._links.append(_Link(*ends, role.value, "", self._name(role), row, self._chosen.is_doubted(node)))

    def _fold(self, situation: Term) -> None:
        """Add one edge per pair of values of the two roles."""
        fold = self._chosen.folded[situation]
        row = self._row(self._edge_columns, situation, roles=(fold.source, fold.target))
        iri = self._iri(situation)
        self._edge_columns.put(row.values, "situation", [iri])
        ends = [
            [value for value in self._facts.values(situation, role) if value in self._ids]
            for role in (fold.source, fold.target)
        ]
        label = fold.label or row.values["type"]
        doubted = self._chosen.is_doubted(situation)
        for source, target in product(*ends):
            ids = self._ids[source], self._ids[target]
            self._links.append(_Link(*ids, row.values.get("type_iri", ""), iri, label, row, doubted))

    def _row(self, columns: Columns, subject: Term, roles: tuple[NamedNode, ...]) -> _Row:
        """Return the attributes of a node (no roles given) or of an edge, and count the triples."""
        row: dict[str, str] = {}
        self._put_type(columns, row, subject, "edge" if roles else "node")
        rest: dict[NamedNode, list[Term]] = {}
        for role, value in self._facts.of[subject]:
            if role == _TYPE:
                continue
            if value in self._ids and (role in roles or not roles):
                self._counts["edge"] += 1
            else:
                rest.setdefault(role, []).append(value)
        when = period(rest, self._project.times)
        for role in self._put_roles(columns, row, subject, rest, when):
            self._counts["attribute"] += len(rest.pop(role))
        for role, values in rest.items():
            self._put_property(columns, row, role, values)
        return _Row(row, when)

    def _put_type(self, columns: Columns, row: dict[str, str], subject: Term, fate: str) -> None:
        types = self._facts.values(subject, _TYPE)
        self._counts[fate] += len(types)
        specific = self._facts.most_specific(self._facts.types.get(subject, ()))
        columns.put(row, "type", [self._name(cls) for cls in specific] or ["Resource"])
        columns.put(row, "type_iri", [cls.value for cls in specific])

    def _put_roles(
        self,
        columns: Columns,
        row: dict[str, str],
        subject: Term,
        rest: dict[NamedNode, list[Term]],
        when: Period,
    ) -> list[NamedNode]:
        """Set the columns that every project has; return the properties they came from."""
        roles = self._project.roles
        done = []
        for column, role in (("status", roles.status), ("source", roles.source)):
            if role in rest:
                self._refer(columns, row, column, rest[role])
                done.append(role)
        claimants = self._chosen.claimants(subject)
        if roles.claimant in rest:
            claimants = sorted({*claimants, *rest[roles.claimant]}, key=str)
            done.append(roles.claimant)
        self._refer(columns, row, "claimant", claimants)
        for column, role, text in (
            ("valid_from", when.start_role, when.valid_from),
            ("valid_to", when.end_role, when.valid_to),
        ):
            if role in rest and role is not None:
                columns.put(row, column, [text])
                done.append(role)
        for column, day in (("start", when.start), ("end", when.end)):
            columns.put(row, column, [str(day)] if day else [])
        columns.put(row, "precision", [when.precision] if when.precision else [])
        return done

    def _put_property(
        self, columns: Columns, row: dict[str, str], role: NamedNode, values: list[Term]
    ) -> None:
        kept = self._profile.attributes
        if kept is not None and role not in kept and role not in self._profile.label:
            self._dropped[f"attribute not in the profile: {self._project.prefixes.show(role)}"] += len(values)
            return
        self._counts["attribute"] += len(values)
        column = columns.name(role)
        columns.put(row, column, [value for value in values if isinstance(value, Literal)])
        things = [value for value in values if not isinstance(value, Literal)]
        self._refer(columns, row, column, [value for value in things if not self._is_inner(value)])
        for value in filter(self._is_inner, things):
            self._put_inner(columns, row, column, value, set())

    def _refer(self, columns: Columns, row: dict[str, str], column: str, values: list[Term]) -> None:
        """Set a column to the names of things, and the one beside it to their IRIs."""
        if not values:
            return
        names = [self._name(value) for value in values]
        columns.put(row, column, [row[column], *names] if column in row else names)
        iris = [value.value for value in values if isinstance(value, NamedNode)]
        columns.put(row, f"{column}_iri", iris)

    def _is_inner(self, value: Term) -> bool:
        return isinstance(value, BlankNode) and value not in self._ids and value not in self._chosen.folded

    def _put_inner(
        self, columns: Columns, row: dict[str, str], column: str, node: Term, seen: set[Term]
    ) -> None:
        """Fold a blank node into its owner: ``address.street``, and a list into its items."""
        waiting = [(column, node)]
        while waiting:
            outer, inner = waiting.pop(0)
            if inner in seen or inner not in self._facts.of:
                continue
            seen.add(inner)
            pairs = self._facts.of[inner]
            if inner not in self._folded_in:
                self._folded_in.add(inner)
                self._counts["attribute"] += len(pairs)
            for role, value in pairs:
                name = outer if role in (_FIRST, _REST) else f"{outer}.{local_name(role.value)}"
                if self._is_inner(value):
                    waiting.append((name, value))
                elif value != _NIL and role != _TYPE:
                    text = self._name(value)
                    columns.put(row, name, [row[name], text] if name in row else [text])

    def _count_the_rest(self) -> None:
        for subject, pairs in self._facts.of.items():
            if subject in self._ids or subject in self._chosen.folded or subject in self._folded_in:
                continue
            used = sum(self._chosen.gave_claimant(subject, role, value) for role, value in pairs)
            self._counts["attribute"] += used
            if used < len(pairs):
                self._dropped[self._chosen.reason(subject)] += len(pairs) - used

    def _edge(self, number: int, link: _Link) -> Edge:
        when = link.row.period
        return Edge(
            f"e{number}",
            link.source,
            link.target,
            link.label,
            link.row.values,
            when.start,
            when.end,
            link.is_doubted,
        )


def _order(link: _Link) -> tuple[str, str, str, str]:
    return link.source, link.target, link.kind, link.situation
