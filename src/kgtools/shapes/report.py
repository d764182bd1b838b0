"""The validation report of SHACL as a graph (SHACL 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, serialize

from kgtools.errors import ShapesError
from kgtools.shapes.messages import sentence
from kgtools.shapes.oracle import rdflib_graph
from kgtools.shapes.paths import triples
from kgtools.terms import RDF, SH, XSD, BlankNode, Literal, NamedNode, Prefixes, Subject, Term, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kgtools.shapes.results import Judgement, Violation

    Label = Callable[[Term], str]

_TYPE = RDF["type"]


def to_triples(
    judgement: Judgement, prefixes: Prefixes | None = None, label: Label | None = None
) -> Iterator[Triple]:
    """Yield the triples of the report: one result for each violation, nested ones under ``sh:detail``.

    ``sh:conforms`` is true only without any result, warnings included, as the Recommendation says.
    Literals are as they were written. A result without an author's message gets a plain sentence.

    Args:
        judgement: What was found.
        prefixes: How IRIs are shown in sentences.
        label: Names a term in sentences.

    Raises:
        ShapesError: Nothing was judged, so there is no report.
    """
    if not judgement.judged:
        found = judgement.diagnostics
        raise ShapesError(
            f"there is no report, since nothing was judged: {'; '.join(each.message for each in found)}",
            hint=next((each.help for each in found if each.help), None),
            location=next((each.span.location for each in found if each.span), None),
        )
    table = prefixes or Prefixes()
    report = BlankNode()
    conforms = Literal(str(judgement.conforms).lower(), datatype=XSD["boolean"])
    yield Triple(report, _TYPE, SH["ValidationReport"])
    yield Triple(report, SH["conforms"], conforms)
    results = [(BlankNode(), violation) for violation in judgement.violations]
    for result, _ in results:
        yield Triple(report, SH["result"], result)
    for result, violation in results:
        yield from _result(result, violation, table, label or table.show)


def _result(node: BlankNode, violation: Violation, prefixes: Prefixes, label: Label) -> Iterator[Triple]:
    yield Triple(node, _TYPE, SH["ValidationResult"])
    for name, term in _fields(violation):
        if term is not None:
            yield Triple(node, SH[name], term)
    if violation.path is not None:
        head: Subject = violation.path if isinstance(violation.path, NamedNode) else BlankNode()
        yield Triple(node, SH["resultPath"], head)
        yield from triples(violation.path, head)
    plain = Literal(sentence(violation, prefixes, label), language="en")
    for message in violation.messages or (plain,):
        yield Triple(node, SH["resultMessage"], message)
    details = [(BlankNode(), nested) for nested in violation.details]
    for detail, _ in details:
        yield Triple(node, SH["detail"], detail)
    for detail, nested in details:
        yield from _result(detail, nested, prefixes, label)


def _fields(violation: Violation) -> Iterator[tuple[str, Term | None]]:
    yield "focusNode", violation.focus_node
    yield "value", violation.value
    yield "sourceShape", violation.source_shape
    yield "sourceConstraintComponent", violation.component
    yield "sourceConstraint", violation.source_constraint
    yield "resultSeverity", violation.severity


def to_turtle(judgement: Judgement, prefixes: Prefixes | None = None, label: Label | None = None) -> str:
    """Return the report as Turtle.

    Raises:
        ShapesError: Nothing was judged.

    Example:
        >>> from kgtools.shapes.results import Judgement
        >>> "sh:conforms true" in to_turtle(Judgement())
        True
    """
    table = prefixes or Prefixes()
    found = list(to_triples(judgement, table, label))
    used = {
        prefix: namespace
        for prefix, namespace in table.items()
        if any(_mentions(triple, namespace) for triple in found)
    }
    return (serialize(found, format=RdfFormat.TURTLE, prefixes=used) or b"").decode()


def _mentions(triple: Triple, namespace: str) -> bool:
    terms = [triple.subject, triple.predicate, triple.object]
    iris = [term.datatype if isinstance(term, Literal) else term for term in terms]
    return any(isinstance(iri, NamedNode) and iri.value.startswith(namespace) for iri in iris)


def to_rdflib(judgement: Judgement, prefixes: Prefixes | None = None, label: Label | None = None) -> Any:
    """Return the report as an ``rdflib.Graph``.

    Raises:
        ShapesError: Nothing was judged.
    """
    return rdflib_graph(tuple(triple) for triple in to_triples(judgement, prefixes, label))
