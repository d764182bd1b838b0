"""A shapes graph read into its typed form, with everything that is wrong about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics.model import Severity
from kgtools.shapes import paths
from kgtools.shapes.checks import references
from kgtools.shapes.graph import MalformedListError
from kgtools.shapes.model import Shape, Shapes, Target, TargetKind
from kgtools.shapes.nesting import find_recursion
from kgtools.shapes.parameters import read_checks
from kgtools.shapes.source import Source
from kgtools.shapes.vocabulary import PARAMETERS, UNSUPPORTED, is_known, suggest
from kgtools.terms import SH, XSD, BlankNode, Literal, NamedNode, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kgtools.shapes.findings import Findings
    from kgtools.shapes.graph import Graph
    from kgtools.shapes.paths import Path

TRUE = Literal("true", datatype=XSD["boolean"])
_SINGLE_REFERENCES = (SH["node"], SH["not"], SH["property"], SH["qualifiedValueShape"])
_LIST_REFERENCES = (SH["and"], SH["or"], SH["xone"])


def read_shapes(graph: Graph, findings: Findings) -> Shapes:
    """Return the shapes of a shapes graph; what is wrong with them goes to the findings.

    Findings: KG603 unknown term, KG604 recursion, KG605 malformed list or path, KG606 what cannot be
    decided, KG608 ill-typed parameter, KG612 deactivated shape.

    Args:
        graph: The shapes graph, with literals as they were written.
        findings: Collects what is wrong.
    """
    source = Source.of(graph, findings)
    nodes = _shape_nodes(source)
    _find_unknown_terms(source, frozenset(nodes))
    by_node = {node: _read_shape(source, node) for node in nodes}
    shapes = Shapes(by_node, _owners(by_node))
    find_recursion(shapes, findings)
    return shapes


def _shape_nodes(source: Source) -> list[Subject]:
    """Return everything that is a shape (SHACL 2.1), in the order of the text."""
    graph = source.graph
    found: set[Term] = {*source.node_shapes, *source.property_shapes}
    defining = PARAMETERS | {kind.value for kind in TargetKind} | set(UNSUPPORTED) - {SH["values"]}
    defining |= {predicate for component in source.components for predicate, _ in component.required}
    for predicate in defining:
        found.update(graph.subjects(predicate))
    for predicate in _SINGLE_REFERENCES:
        for subject in graph.subjects(predicate):
            found.update(graph.objects(subject, predicate))
    for predicate in _LIST_REFERENCES:
        for subject in graph.subjects(predicate):
            for head in graph.objects(subject, predicate):
                found.update(_members_or_none(graph, head))
    found -= {node for node in graph.instances(SH["Parameter"]) if isinstance(node, BlankNode)}
    ordered = [node for node in graph.nodes() if node in found]
    rest = [node for node in found - set(ordered) if isinstance(node, NamedNode | BlankNode)]
    return ordered + sorted(rest, key=str)


def _members_or_none(graph: Graph, head: Term) -> tuple[Term, ...]:
    try:
        return graph.members(head)
    except MalformedListError:
        return ()  # reported where the constraint is read


def _read_shape(source: Source, node: Subject) -> Shape:
    graph, findings = source.graph, source.findings
    deactivated = TRUE in graph.objects(node, SH["deactivated"])
    if deactivated:
        findings.add(
            "KG612",
            f"{findings.show(node)} is deactivated and checks nothing",
            node,
            SH["deactivated"],
            severity=Severity.NOTE,
        )
    path = _read_path(source, node)
    is_property_shape = bool(graph.objects(node, SH["path"]))
    severities = graph.objects(node, SH["severity"])
    for value in severities:
        if not isinstance(value, NamedNode):
            findings.add(
                "KG608", f"sh:severity needs an IRI, not {findings.show(value)}", node, SH["severity"], value
            )
    if not any(graph.predicates(node)):
        findings.add(
            "KG608",
            f"{findings.show(node)} is used as a shape, but nothing is said about it: everything conforms",
            node,
            severity=Severity.WARNING,
        )
    return Shape(
        node=node,
        path=path,
        targets=tuple(_read_targets(source, node)),
        checks=() if deactivated else read_checks(source, node, is_property_shape=is_property_shape),
        severity=next((value for value in severities if isinstance(value, NamedNode)), SH["Violation"]),
        messages=tuple(m for m in graph.objects(node, SH["message"]) if isinstance(m, Literal)),
        deactivated=deactivated,
    )


def _read_path(source: Source, node: Subject) -> Path | None:
    graph, findings = source.graph, source.findings
    given = graph.objects(node, SH["path"])
    needed = node in source.property_shapes or graph.subjects(SH["property"], node)
    if not given and needed:
        findings.add("KG608", f"the property shape {findings.show(node)} has no sh:path", node)
    if len(given) > 1:
        findings.add("KG608", f"{findings.show(node)} has {len(given)} values of sh:path", node, SH["path"])
    for value in given[:1]:
        try:
            return paths.read(graph, value)
        except (MalformedListError, paths.MalformedPathError) as error:
            findings.add(
                "KG605",
                f"the sh:path of {findings.show(node)} is malformed: {error}",
                node,
                SH["path"],
                value,
            )
    return None


def _read_targets(source: Source, node: Subject) -> Iterator[Target]:
    graph, findings = source.graph, source.findings
    for kind in TargetKind:
        for term in graph.objects(node, kind.value):
            literal_allowed = kind is TargetKind.NODE and isinstance(term, Literal)
            if isinstance(term, NamedNode) or literal_allowed:
                yield Target(kind, term)
            else:
                name = findings.show(kind.value)
                findings.add(
                    "KG608", f"{name} needs an IRI, not {findings.show(term)}", node, kind.value, term
                )
    if node in source.classes and (node in source.node_shapes or node in source.property_shapes):
        if isinstance(node, NamedNode):
            yield Target(TargetKind.CLASS, node)
        else:
            findings.add("KG608", "a shape that is also a class needs an IRI", node)


def _owners(by_node: Mapping[Subject, Shape]) -> dict[Subject, tuple[Subject, ...]]:
    owners: dict[Subject, dict[Subject, None]] = {}
    for shape in by_node.values():
        for check in shape.checks:
            for used in references(check):
                owners.setdefault(used, {})[shape.node] = None
    return {node: tuple(above) for node, above in owners.items()}


def _find_unknown_terms(source: Source, shapes: frozenset[Subject]) -> None:
    """Find misspelt terms; on a named node that is no shape they change no verdict."""
    findings = source.findings
    for subject, predicate, object_ in source.graph:
        changes_verdict = subject in shapes or isinstance(subject, BlankNode)
        for term in (predicate, object_):
            if isinstance(term, NamedNode) and term.value.startswith(SH) and not is_known(term):
                meant = suggest(term)
                cure = f"did you mean {meant}?" if meant else None
                findings.add(
                    "KG603",
                    f"{findings.show(term)} is no term of SHACL",
                    subject,
                    predicate,
                    object_,
                    severity=Severity.ERROR if changes_verdict else Severity.WARNING,
                    help="write sh:Violation, sh:Warning or sh:Info" if predicate == SH["severity"] else cure,
                )
