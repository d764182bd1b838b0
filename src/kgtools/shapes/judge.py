"""Validation as a whole: read the shapes, refuse what would pass without checking, run an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics.model import Severity
from kgtools.shapes import oracle
from kgtools.shapes.findings import Findings
from kgtools.shapes.graph import Graph
from kgtools.shapes.read import read_shapes
from kgtools.shapes.results import Judgement, Task
from kgtools.shapes.targets import Targets
from kgtools.terms import Prefixes, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from kgtools.shapes.findings import Locate
    from kgtools.shapes.model import Shapes
    from kgtools.shapes.results import Engine


def judge(
    data: Store,
    shapes: Store | Iterable[Quad],
    *,
    prefixes: Prefixes | None = None,
    engine: Engine = oracle.run,
    locate: Locate | None = None,
    refuse_vacuous: bool = True,
) -> Judgement:
    """Return what a data graph violates (SHACL, Recommendation of 20 July 2017).

    Neither graph is changed and nothing is fetched. Quads straight from the parser are better
    shapes than a store, which rewrites literals such as ``"1"^^xsd:boolean``.

    Args:
        data: The store whose default graph is validated: ontology and facts.
        shapes: The shapes graph; names of graphs in it do not matter.
        prefixes: How terms are shown in findings.
        engine: What validates.
        locate: Gives the place of a statement of the shapes graph.
        refuse_vacuous: Whether it is an error (KG602) that no shape matches any node.

    Example:
        >>> from kgtools.terms import SH
        >>> from pyoxigraph import RdfFormat, Store, parse
        >>> store = Store()
        >>> store.load("<x:a> a <x:C> .", RdfFormat.TURTLE)
        >>> shapes = f"PREFIX sh: <{SH}> <x:S> sh:targetClass <x:C> ; sh:nodeKind sh:IRI ."
        >>> judge(store, parse(shapes, RdfFormat.TURTLE)).conforms
        True
    """
    findings = Findings(prefixes or Prefixes(), locate)
    graph = Graph(shapes)
    read = read_shapes(graph, findings)
    targets = Targets(data)
    focus_nodes = 0 if findings.fatal else targets.count(read.targeted())
    if not findings.fatal:
        _find_vacuous(read, targets, focus_nodes, findings, refuse=refuse_vacuous)
    if findings.fatal:
        return Judgement((), findings.diagnostics, len(read), focus_nodes, judged=False)
    outcome = engine(Task(data, graph, read))
    diagnostics = findings.diagnostics + outcome.diagnostics
    judged = not any(diagnostic.severity is Severity.ERROR for diagnostic in outcome.diagnostics)
    return Judgement(outcome.violations if judged else (), diagnostics, len(read), focus_nodes, judged=judged)


def _find_vacuous(
    shapes: Shapes, targets: Targets, focus_nodes: int, findings: Findings, *, refuse: bool
) -> None:
    """Find shapes that check nothing because they match nothing (KG602, KG609)."""
    if not focus_nodes:
        findings.add(
            "KG602",
            f"none of {len(shapes)} shapes matches any node of the data, so nothing was checked",
            severity=Severity.ERROR if refuse else Severity.WARNING,
            help="compare the classes that the shapes target with those of the data",
        )
        return
    for shape in shapes.targeted():
        if not targets.any(shape):
            findings.add(
                "KG609",
                f"{findings.show(shape.node)} matches no node of the data",
                shape.node,
                severity=Severity.WARNING,
            )
