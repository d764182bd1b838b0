"""From triples to a property graph: entities are nodes, relations are edges, nothing vanishes.

A situation with two roles becomes one edge per pair of their values; any other stays a node
with one edge per role; other object properties between nodes become edges; everything else on
a node or an edge becomes an attribute. Each triple is counted exactly once.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from kgtools.export.columns import Columns
from kgtools.export.compact import Compact
from kgtools.export.facts import Facts, declaration_order
from kgtools.export.owl import licences
from kgtools.export.period import Period
from kgtools.export.profile import profile
from kgtools.export.property_graph import Counts, Edge, Node, PropertyGraph
from kgtools.export.rows import Row, Rows
from kgtools.export.selection import Selection
from kgtools.export.triples import digest, triples
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.dataset import Dataset
    from kgtools.export.options import Options
    from kgtools.terms import Term

_STATUS = ("status", "status_iri")


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


class _Link(NamedTuple):
    """An edge before it has an id; sorts as edges are ordered."""

    source: str
    target: str
    kind: str
    situation: str
    label: str
    row: Row
    is_doubted: bool

    def order(self) -> tuple[str, str, str, str]:
        """Return what edges are sorted by."""
        return self.source, self.target, self.kind, self.situation


class _Projection:
    """One run over the facts; every triple is counted where its subject is visited."""

    def __init__(self, dataset: Dataset, facts: Facts, options: Options) -> None:
        self._project, self._facts = dataset.project, facts
        self._profile = profile(self._project, facts, options)
        order = declaration_order(dataset)
        self._chosen = Selection(self._project, facts, self._profile, options, order)
        self._rows = Rows(self._project, facts, self._profile, self._chosen)
        used = sorted({role for known in facts.of.values() for role in known}, key=lambda role: role.value)
        self._node_columns = Columns(used, self._project.prefixes)
        self._edge_columns = Columns(used, self._project.prefixes)
        compact = Compact(self._project.prefixes)
        self._ids = {
            node: compact(self._iri(node)) or f"n{number}" for number, node in enumerate(self._chosen.nodes)
        }

    def result(self, header: dict[str, str]) -> PropertyGraph:
        """Return the graph; to be called once."""
        rows = {node: self._rows.of_node(self._node_columns, node) for node in self._chosen.nodes}
        nodes = tuple(self._node(node, row) for node, row in rows.items())
        links = [link for node, row in rows.items() for link in self._links(node, row)]
        links += [link for situation in self._chosen.folded for link in self._folded_links(situation)]
        edges = tuple(_edge(number, link) for number, link in enumerate(sorted(links, key=_Link.order)))
        return PropertyGraph(
            header={key: text for key, text in {**header, "profile": self._profile.name}.items() if text},
            nodes=nodes,
            edges=edges,
            node_columns=self._node_columns.types(node.attributes for node in nodes),
            edge_columns=self._edge_columns.types(edge.attributes for edge in edges),
            counts=self._counts(),
        )

    def _iri(self, node: Term) -> str:
        """Return the IRI of a node; a blank node gets one (RDF 1.1, section 3.5)."""
        if isinstance(node, BlankNode):
            return f"{self._project.base}.well-known/genid/{node.value}"
        return node.value

    def _node(self, node: Term, row: Row) -> Node:
        row.values["iri"] = self._iri(node)
        when, is_situation = row.period, self._chosen.is_situation(node)
        return Node(self._ids[node], self._rows.name(node), row.values, when.start, when.end, is_situation)

    def _links(self, node: Term, row: Row) -> Iterator[_Link]:
        """Yield the edges of object properties; each is as doubtful as the node it starts from."""
        status: dict[str, str] = {name: row.values[name] for name in _STATUS if name in row.values}
        doubted = self._chosen.is_doubted(node) if status else False
        for role, ends in row.ends.items():
            label = self._rows.name(role)
            for end in ends:
                own = Row({"property": role.value, "type": label, **status}, Period(), {})
                yield _Link(self._ids[node], self._ids[end], role.value, "", label, own, doubted)

    def _folded_links(self, situation: Term) -> Iterator[_Link]:
        """Yield one edge per pair of values of the two roles."""
        fold = self._chosen.folded[situation]
        row = self._rows.of_edge(self._edge_columns, situation, (fold.source, fold.target))
        iri = row.values["situation"] = self._iri(situation)
        kind, label = row.values.get("type_iri", ""), fold.label or row.values["type"]
        doubted = self._chosen.is_doubted(situation)
        for source, target in product(row.ends[fold.source], row.ends[fold.target]):
            yield _Link(self._ids[source], self._ids[target], kind, iri, label, row, doubted)

    def _counts(self) -> Counts:
        """Return what became of all triples, those of subjects left out included."""
        fates, dropped = self._rows.fates, self._rows.dropped
        done = self._ids.keys() | self._chosen.folded.keys() | self._rows.folded_in
        for subject, known in self._facts.of.items():
            if subject not in done:
                pairs = [(role, value) for role, values in known.items() for value in values]
                used = sum(self._chosen.gave_claimant(subject, *pair) for pair in pairs)
                fates["attribute"] += used
                if used < len(pairs):
                    dropped[self._chosen.reason(subject)] += len(pairs) - used
        return Counts(fates["node"], fates["edge"], fates["attribute"], dict(sorted(dropped.items())))


def _edge(number: int, link: _Link) -> Edge:
    when, values = link.row.period, link.row.values
    return Edge(
        f"e{number}", link.source, link.target, link.label, values, when.start, when.end, link.is_doubted
    )
