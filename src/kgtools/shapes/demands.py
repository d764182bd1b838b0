"""What a shapes graph demands beyond its shapes: an entailment regime, and other graphs to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics.model import Severity
from kgtools.terms import OWL, RDF, SH, DefaultGraph, NamedNode

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kgtools.shapes.findings import Findings
    from kgtools.shapes.graph import Graph

_ENTAILMENT: Final = SH["entailment"]
_IMPORTS: Final = OWL["imports"]
_TYPE: Final = RDF["type"]
_ONTOLOGY: Final = OWL["Ontology"]


def find_entailment(graph: Graph, findings: Findings) -> None:
    """Find entailment regimes, none of which is applied here, so that this is a failure (SHACL 1.5)."""
    for subject in graph.subjects(_ENTAILMENT):
        for regime in graph.objects(subject, _ENTAILMENT):
            findings.add(
                "KG606",
                f"the entailment regime {findings.show(regime)} is not applied",
                subject,
                _ENTAILMENT,
                regime,
                help="infer first, with kg infer, and leave this out; shapes of a project see what follows",
            )


def find_imports(graph: Graph, data: Store, findings: Findings) -> None:
    """Find imports of graphs that are not given: nothing is fetched, so their shapes judge nothing."""
    for subject in graph.subjects(_IMPORTS):
        for name in graph.objects(subject, _IMPORTS):
            if not isinstance(name, NamedNode) or name == NamedNode(SH):
                continue
            headers = data.quads_for_pattern(name, _TYPE, _ONTOLOGY, DefaultGraph())
            if (name, _TYPE, _ONTOLOGY) not in graph and next(iter(headers), None) is None:
                findings.add(
                    "KG606",
                    f"{findings.show(name)} is not imported: nothing is fetched",
                    subject,
                    _IMPORTS,
                    name,
                    severity=Severity.WARNING,
                    help="give its file as shapes as well",
                )
