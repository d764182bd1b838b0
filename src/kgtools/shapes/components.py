"""SPARQL in a shapes graph: ``sh:sparql`` constraints and constraint components (SHACL 5 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgtools.shapes.checks import ComponentCheck, SparqlCheck, SparqlText
from kgtools.terms import OWL, RDF, SH, XSD, BlankNode, Literal, NamedNode, Subject, Term, local_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kgtools.shapes.findings import Findings
    from kgtools.shapes.graph import Graph

_TRUE = Literal("true", datatype=XSD["boolean"])


@dataclass(frozen=True, slots=True)
class Component:
    """A SPARQL-based constraint component.

    Attributes:
        node: Its node.
        required: Predicate and variable name of each mandatory parameter.
        optional: The same for the optional ones.
        node_validator: The query for node shapes; None where there is none.
        property_validator: The query for property shapes.
    """

    node: Subject
    required: tuple[tuple[NamedNode, str], ...]
    optional: tuple[tuple[NamedNode, str], ...]
    node_validator: SparqlText | None
    property_validator: SparqlText | None


def read_components(graph: Graph, findings: Findings) -> tuple[Component, ...]:
    """Return the constraint components that a shapes graph declares, SHACL's own left out."""
    return tuple(
        _read_component(graph, findings, node)
        for node in graph.instances(SH["ConstraintComponent"])
        if not (isinstance(node, NamedNode) and node.value.startswith(SH))
    )


def _read_component(graph: Graph, findings: Findings, node: Subject) -> Component:
    required: list[tuple[NamedNode, str]] = []
    optional: list[tuple[NamedNode, str]] = []
    for parameter in graph.objects(node, SH["parameter"]):
        paths = [path for path in graph.objects(parameter, SH["path"]) if isinstance(path, NamedNode)]
        if len(paths) != 1:
            findings.add("KG608", f"a parameter of {findings.show(node)} needs one IRI as sh:path", node)
            continue
        group = optional if _TRUE in graph.objects(parameter, SH["optional"]) else required
        group.append((paths[0], local_name(paths[0].value)))
    if not required:
        findings.add("KG608", f"the component {findings.show(node)} has no mandatory sh:parameter", node)
    general = _validator(graph, findings, node, SH["validator"])
    return Component(
        node,
        tuple(sorted(required, key=str)),
        tuple(sorted(optional, key=str)),
        _validator(graph, findings, node, SH["nodeValidator"]) or general,
        _validator(graph, findings, node, SH["propertyValidator"]) or general,
    )


def _validator(graph: Graph, findings: Findings, node: Subject, kind: NamedNode) -> SparqlText | None:
    for validator in graph.objects(node, kind):
        if isinstance(validator, NamedNode | BlankNode):
            for predicate in (SH["ask"], SH["select"]):
                if graph.objects(validator, predicate):
                    return read_query(graph, findings, validator, predicate)
    return None


def read_query(graph: Graph, findings: Findings, node: Subject, predicate: NamedNode) -> SparqlText | None:
    """Return the query that a node holds under ``sh:select`` or ``sh:ask``; None where it is unusable."""
    texts = graph.objects(node, predicate)
    if len(texts) != 1 or not isinstance(texts[0], Literal) or texts[0].datatype != XSD["string"]:
        findings.add(
            "KG607", f"{findings.show(node)} needs exactly one string as {findings.show(predicate)}", node
        )
        return None
    return SparqlText(
        node,
        texts[0].value,
        _prefixes(graph, findings, node),
        predicate == SH["ask"],
        tuple(m for m in graph.objects(node, SH["message"]) if isinstance(m, Literal)),
    )


def _prefixes(graph: Graph, findings: Findings, node: Subject) -> tuple[tuple[str, str], ...]:
    """Return the prefixes declared at ``sh:prefixes/owl:imports*/sh:declare`` (SHACL 5.2.1)."""
    declared: dict[str, str] = {}
    for ontology in imported(graph, graph.objects(node, SH["prefixes"])):
        for prefix, namespace in _declarations(graph, ontology):
            if declared.setdefault(prefix, namespace) != namespace:
                findings.add(
                    "KG607", f"the prefix {prefix}: is declared for two namespaces", node, SH["prefixes"]
                )
    return tuple(sorted(declared.items()))


def imported(graph: Graph, ontologies: Iterable[Term]) -> Iterator[Term]:
    """Yield nodes and what they import by ``owl:imports``, over any number of steps, each once."""
    open_ = list(ontologies)
    seen: set[Term] = set()
    while open_:
        ontology = open_.pop()
        if ontology not in seen:
            seen.add(ontology)
            open_.extend(graph.objects(ontology, OWL["imports"]))
            yield ontology


def _declarations(graph: Graph, ontology: Term) -> Iterator[tuple[str, str]]:
    for declaration in graph.objects(ontology, SH["declare"]):
        prefixes = graph.objects(declaration, SH["prefix"])
        namespaces = graph.objects(declaration, SH["namespace"])
        if len(prefixes) == 1 and len(namespaces) == 1:
            prefix, namespace = prefixes[0], namespaces[0]
            if isinstance(prefix, Literal) and not isinstance(namespace, BlankNode):
                yield prefix.value, namespace.value


def read_sparql_checks(graph: Graph, findings: Findings, shape: Subject) -> Iterator[SparqlCheck]:
    """Yield the active ``sh:sparql`` constraints of a shape."""
    for node in graph.objects(shape, SH["sparql"]):
        if not isinstance(node, NamedNode | BlankNode):
            findings.add(
                "KG608", f"sh:sparql needs a constraint, not {findings.show(node)}", shape, SH["sparql"]
            )
        elif _TRUE not in graph.objects(node, SH["deactivated"]):
            query = read_query(graph, findings, node, SH["select"])
            if query:
                yield SparqlCheck(query)


def read_component_checks(
    graph: Graph,
    findings: Findings,
    shape: Subject,
    components: Sequence[Component],
    *,
    is_property_shape: bool,
) -> Iterator[ComponentCheck]:
    """Yield the constraints of a shape that declared components stand for."""
    for component in components:
        rows = list(_arguments(graph, findings, shape, component))
        if not rows:
            continue
        query = component.property_validator if is_property_shape else component.node_validator
        if query is None:
            name = findings.show(component.node)
            findings.add(
                "KG606", f"{name} has no SPARQL validator for this kind of shape", shape, RDF["type"]
            )
            continue
        names = tuple(name for _, name in (*component.required, *component.optional))
        for arguments in rows:
            yield ComponentCheck(component.node, arguments, names, query)


def _arguments(
    graph: Graph, findings: Findings, shape: Subject, component: Component
) -> Iterator[tuple[tuple[str, Term], ...]]:
    given = {name: graph.objects(shape, predicate) for predicate, name in component.required}
    if not given or not all(given.values()):
        return
    extra = {name: graph.objects(shape, predicate) for predicate, name in component.optional}
    given |= {name: values for name, values in extra.items() if values}
    if len(component.required) + len(component.optional) == 1:
        # With one parameter each value is a constraint of its own.
        (name,) = given
        for value in given[name]:
            yield ((name, value),)
        return
    for name, values in given.items():
        if len(values) > 1:
            findings.add(
                "KG608", f"{findings.show(shape)} has {len(values)} values for the parameter {name}", shape
            )
    yield tuple((name, values[0]) for name, values in given.items())
