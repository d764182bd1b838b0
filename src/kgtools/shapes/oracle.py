"""pySHACL behind the engine interface: the test oracle, and the fallback of the compiler.

It is given copies of both graphs as rdflib graphs, never a path or text that it might fetch; no
imports, no JavaScript, no Advanced Features. It is slow, and has known wrong answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kgtools.diagnostics.model import Diagnostic, Severity
from kgtools.shapes import paths
from kgtools.shapes.checks import component_of
from kgtools.shapes.components import imported
from kgtools.shapes.graph import Graph
from kgtools.shapes.results import Outcome, Task, Violation
from kgtools.shapes.view import View
from kgtools.terms import SH, XSD, BlankNode, Literal, NamedNode, Quad, Subject, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.shapes.model import Shapes

_SPARQL = SH["SPARQLConstraintComponent"]


def run(task: Task) -> Outcome:
    """Return what pySHACL finds; KG607 where it refuses the shapes.

    Blank nodes of data and shapes keep their labels. The author's messages are kept, pySHACL's
    own are left out.
    """
    import pyshacl

    data = rdflib_graph(View(task.data, task.literals))
    # pySHACL does not follow owl:imports from sh:prefixes, so the declarations are copied there.
    shapes = rdflib_graph([*task.graph, *_declared(task.graph)])
    try:
        _, report, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True, meta_shacl=False)
    except Exception as error:  # noqa: BLE001 - pySHACL and rdflib raise bare ones for shapes they cannot use
        return Outcome(diagnostics=(_refusal(str(error)),))
    if isinstance(report, Exception):
        return Outcome(diagnostics=(_refusal(text),))
    return Outcome(tuple(_violations(Graph(from_rdflib(report)), task.shapes)))


def _declared(graph: Graph) -> Iterator[tuple[Subject, NamedNode, Term]]:
    """Yield every prefix declaration directly at the node that ``sh:prefixes`` names."""
    for user in graph.subjects(SH["prefixes"]):
        for named in graph.objects(user, SH["prefixes"]):
            for ontology in imported(graph, [named]):
                for declaration in graph.objects(ontology, SH["declare"]):
                    if isinstance(named, NamedNode | BlankNode):
                        yield named, SH["declare"], declaration


def _refusal(text: str) -> Diagnostic:
    return Diagnostic("KG607", Severity.ERROR, f"pySHACL cannot use the shapes: {' '.join(text.split())}")


def rdflib_graph(triples: Iterable[tuple[Any, ...]]) -> Any:
    """Return triples as an ``rdflib.Graph``, lexical forms and labels of blank nodes kept."""
    import rdflib

    def convert(term: Term) -> Any:
        if isinstance(term, NamedNode):
            return rdflib.URIRef(term.value)
        if isinstance(term, BlankNode):
            return rdflib.BNode(term.value)
        # normalize=False: rdflib must not rewrite lexical forms.
        datatype = (
            None if term.language or term.datatype == XSD["string"] else rdflib.URIRef(term.datatype.value)
        )
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)

    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(tuple(convert(term) for term in triple))
    return graph


def from_rdflib(graph: Any) -> Iterator[Quad]:
    """Yield the triples of an ``rdflib.Graph``, or of all graphs of a dataset, with their lexical forms."""
    import rdflib

    def convert(term: Any) -> Any:
        if isinstance(term, rdflib.URIRef):
            return NamedNode(str(term))
        if isinstance(term, rdflib.BNode):
            return BlankNode(str(term))
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)

    # A conjunctive graph iterates quads in some releases; all of its graphs count as one here.
    for row in graph.quads() if isinstance(graph, rdflib.ConjunctiveGraph) else graph:
        yield Quad(*(convert(term) for term in row[:3]))


def _violations(report: Graph, shapes: Shapes) -> Iterator[Violation]:
    for head in report.subjects(SH["result"]):
        for result in report.objects(head, SH["result"]):
            yield _violation(report, result, shapes)


def _violation(report: Graph, result: Term, shapes: Shapes) -> Violation:
    def one(name: str) -> Any:
        return next(iter(report.objects(result, SH[name])), None)

    source, component, path = one("sourceShape"), one("sourceConstraintComponent"), one("resultPath")
    shape = shapes.by_node.get(source)
    candidates = [check for check in (shape.checks if shape else ()) if component_of(check) == component]
    is_sparql = component == _SPARQL or not str(component.value).startswith(SH)
    messages = report.objects(result, SH["resultMessage"]) if is_sparql or (shape and shape.messages) else []
    return Violation(
        focus_node=one("focusNode"),
        path=paths.read(report, path) if path is not None else None,
        value=one("value"),
        component=component,
        source_shape=source,
        severity=one("resultSeverity"),
        messages=tuple(sorted((m for m in messages if isinstance(m, Literal)), key=str)),
        node_shape=shapes.node_shape(source),
        source_constraint=one("sourceConstraint"),
        check=candidates[0] if len(candidates) == 1 else None,
        details=tuple(_violation(report, detail, shapes) for detail in report.objects(result, SH["detail"])),
    )
