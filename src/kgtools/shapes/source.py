"""What the readers of the parts of a shapes graph share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgtools.shapes.components import Component, read_components
from kgtools.terms import OWL, RDFS, SH, Subject

if TYPE_CHECKING:
    from kgtools.shapes.findings import Findings
    from kgtools.shapes.graph import Graph


@dataclass(frozen=True, slots=True)
class Source:
    """A shapes graph being read.

    Attributes:
        graph: The shapes graph.
        findings: Where findings go.
        components: The SPARQL-based constraint components that it declares.
        node_shapes: What it types as ``sh:NodeShape``.
        property_shapes: What it types as ``sh:PropertyShape``.
        classes: What it types as ``rdfs:Class`` or ``owl:Class``.
    """

    graph: Graph
    findings: Findings
    components: tuple[Component, ...]
    node_shapes: frozenset[Subject]
    property_shapes: frozenset[Subject]
    classes: frozenset[Subject]

    @classmethod
    def of(cls, graph: Graph, findings: Findings) -> Source:
        """Return the source for a shapes graph; ill-formed components go to the findings."""
        return cls(
            graph,
            findings,
            read_components(graph, findings),
            frozenset(graph.instances(SH["NodeShape"])),
            frozenset(graph.instances(SH["PropertyShape"])),
            frozenset([*graph.instances(RDFS["Class"]), *graph.instances(OWL["Class"])]),
        )
