"""Validation as a whole: read the shapes, refuse what would pass without checking, run an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics.model import Severity
from kgtools.literals import REWRITTEN
from kgtools.shapes import engine as compiled
from kgtools.shapes.checks import ComponentCheck, DatatypeCheck, SparqlCheck
from kgtools.shapes.coverage import Coverage
from kgtools.shapes.demands import find_entailment, find_imports
from kgtools.shapes.findings import Findings
from kgtools.shapes.graph import Graph
from kgtools.shapes.prebinding import ForbiddenQueryError, prepare
from kgtools.shapes.read import read_shapes
from kgtools.shapes.results import Judgement, Outcome, Task
from kgtools.shapes.targets import Targets
from kgtools.shapes.undeclared import find_undeclared
from kgtools.sparql.algebra import MalformedQueryError, UndeclaredPrefixError
from kgtools.terms import SH, Literal, Prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from kgtools.shapes.findings import Locate
    from kgtools.shapes.model import Shapes
    from kgtools.shapes.results import Engine
    from kgtools.shapes.table import LiteralTable
    from kgtools.terms import TripleLike

_PREFIXES: Final = "prefixes of the file do not count in the query: name them by sh:prefixes, or write PREFIX"


def judge(
    data: Store,
    shapes: Iterable[TripleLike],
    *,
    prefixes: Prefixes | None = None,
    literals: LiteralTable | None = None,
    engine: Engine = compiled.run,
    locate: Locate | None = None,
    refuse_vacuous: bool = True,
    refuse_undeclared: bool = False,
) -> Judgement:
    """Return what a data graph violates (SHACL, Recommendation of 20 July 2017).

    Neither graph is changed and nothing is fetched. Triples straight from the parser are better
    shapes than a store, which rewrites literals such as ``"1"^^xsd:boolean``.

    Args:
        data: The store whose default graph is validated: ontology and facts.
        shapes: The shapes graph; names of graphs in it do not matter.
        prefixes: How terms are shown in findings.
        literals: What the store rewrote when it took the data; without it, values whose datatype a
            store replaces are accepted where they fit (KG613).
        engine: What validates.
        locate: Gives the place of a statement of the shapes graph.
        refuse_vacuous: Whether it is an error that there is nothing to check (KG601) or that no
            shape matches any node (KG602); else a warning.
        refuse_undeclared: Whether it is an error that a shape names what an ontology among the data
            lacks (KG610); a project has better findings for that.

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
    read = read_usable_shapes(graph, literals, findings)
    find_imports(graph, data, findings)
    targets = Targets(data)
    coverage = Coverage() if findings.fatal else Coverage.of(read, targets)
    if refuse_undeclared:
        find_undeclared(read, data, findings)
    find_vacuous(read, coverage, findings, refuse=refuse_vacuous)
    outcome = Outcome() if findings.fatal else engine(Task(data, graph, read, targets, literals))
    return judgement_of(read, coverage, findings, outcome)


def read_usable_shapes(graph: Graph, literals: LiteralTable | None, findings: Findings) -> Shapes:
    """Return the shapes of a graph; whatever is wrong with them goes to the findings."""
    shapes = read_shapes(graph, findings)
    find_entailment(graph, findings)
    if not findings.fatal:
        _find_unusable_queries(shapes, findings)
        _find_undecidable_datatypes(shapes, literals, findings)
    return shapes


def judgement_of(shapes: Shapes, coverage: Coverage, findings: Findings, outcome: Outcome) -> Judgement:
    """Return a judgement of its parts; without violations where something is wrong with the shapes."""
    diagnostics = (*findings.diagnostics, *map(findings.placed, outcome.diagnostics))
    judged = not findings.fatal and not any(
        diagnostic.severity is Severity.ERROR for diagnostic in outcome.diagnostics
    )
    violations = outcome.violations if judged else ()
    return Judgement(violations, diagnostics, len(shapes), coverage.focus_nodes, judged=judged)


def find_vacuous(shapes: Shapes, coverage: Coverage, findings: Findings, *, refuse: bool) -> None:
    """Find shapes that check nothing, or match nothing (KG601, KG602, KG609)."""
    if findings.fatal:
        return
    if not any(shape.checks for shape in shapes.by_node.values() if not shape.deactivated):
        what = "no active constraint" if shapes.by_node else "no shape"
        findings.add(
            "KG601",
            f"the shapes graph has {what}, so nothing would be checked",
            next(iter(shapes.by_node), None),
            severity=Severity.ERROR if refuse else Severity.WARNING,
            help="give it node shapes with targets and constraints, or pass the right file",
        )
    elif not coverage.focus_nodes:
        shape = next(iter(shapes.targeted()), None)
        target = shape.targets[0] if shape else None
        findings.add(
            "KG602",
            f"none of {len(shapes)} shapes matches any node of the data, so nothing was checked",
            shape.node if shape else next(iter(shapes.by_node)),
            target.kind.value if target else None,
            target.term if target else None,
            severity=Severity.ERROR if refuse else Severity.WARNING,
            help="compare the classes that the shapes target with those of the data",
        )
    else:
        for shape in shapes.targeted():
            if shape.node in coverage.unmatched:
                findings.add(
                    "KG609",
                    f"{findings.show(shape.node)} matches no node of the data",
                    shape.node,
                    severity=Severity.WARNING,
                )


def _find_unusable_queries(shapes: Shapes, findings: Findings) -> None:
    """Find queries with a syntax error or a form that pre-binding excludes (KG607)."""
    for shape in shapes.by_node.values():
        for check in shape.checks:
            if isinstance(check, SparqlCheck | ComponentCheck):
                try:
                    prepare(check, has_path=shape.path is not None)
                except (MalformedQueryError, ForbiddenQueryError) as error:
                    findings.add(
                        "KG607",
                        f"the query of {findings.show(shape.node)} cannot be used: {error}",
                        shape.node,
                        SH["ask"] if check.query.ask else SH["select"],
                        Literal(check.query.text),
                        help=_PREFIXES if isinstance(error, UndeclaredPrefixError) else None,
                        at=check.query.node,
                    )


def _find_undecidable_datatypes(shapes: Shapes, literals: LiteralTable | None, findings: Findings) -> None:
    """Find constraints on datatypes that a store replaces, where no literal table is given (KG613)."""
    if literals is not None:
        return
    for shape in shapes.by_node.values():
        for check in shape.checks:
            if isinstance(check, DatatypeCheck) and check.datatype.value in REWRITTEN:
                findings.add(
                    "KG613",
                    f"{findings.show(check.datatype)} is checked by value only: the store replaced it",
                    shape.node,
                    SH["datatype"],
                    severity=Severity.WARNING,
                )
