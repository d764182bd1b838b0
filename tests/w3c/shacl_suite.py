"""The W3C SHACL test suite: cases found through its manifests, and a strict comparison of reports."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kgtools.shapes import paths
from kgtools.shapes.graph import Graph
from kgtools.terms import RDF, SH, XSD, Namespace, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.shapes.results import Violation

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
FAILURE = SHT["Failure"]
Row = tuple[Term, paths.Path | None, Term | None, Term, Term, Term]


@dataclass(frozen=True, slots=True)
class Case:
    """One test: two graphs and the expected results, or None where a failure is expected."""

    name: str
    data: tuple[Quad, ...]
    shapes: tuple[Quad, ...]
    conforms: bool
    expected: tuple[Row, ...] | None
    is_one_file: bool


def cases(manifest: Path) -> Iterator[Case]:
    """Yield the cases of a manifest and of those it includes."""
    quads = _parse(manifest)
    graph = Graph(quads)
    base = NamedNode(manifest.as_uri())
    for included in graph.objects(base, MF["include"]):
        yield from cases(_path(included))
    for head in graph.objects(base, MF["entries"]):
        for entry in graph.members(head):
            yield _case(manifest, quads, graph, entry)


def _case(manifest: Path, quads: tuple[Quad, ...], graph: Graph, entry: Term) -> Case:
    (action,) = graph.objects(entry, MF["action"])
    (result,) = graph.objects(entry, MF["result"])
    loaded = {}
    for kind in ("dataGraph", "shapesGraph"):
        file = _path(graph.objects(action, SHT[kind])[0])
        loaded[kind] = quads if file == manifest else _parse(file)
    expected = None if result == FAILURE else tuple(_rows(graph, result))
    conforms = Literal("true", datatype=XSD["boolean"]) in graph.objects(result, SH["conforms"])
    is_one_file = all(value is quads for value in loaded.values())
    name = f"{manifest.parent.name}/{manifest.stem}"
    return Case(name, loaded["dataGraph"], loaded["shapesGraph"], conforms, expected, is_one_file)


def _parse(file: Path) -> tuple[Quad, ...]:
    # Labels of blank nodes are unique over all files then, but equal within one.
    return tuple(parse(path=file, format=RdfFormat.TURTLE, base_iri=file.as_uri(), rename_blank_nodes=True))


def _path(iri: Term) -> Path:
    return Path(iri.value.removeprefix("file://"))


def _rows(graph: Graph, report: Term) -> Iterator[Row]:
    for result in graph.objects(report, SH["result"]):
        found = {
            name: next(iter(graph.objects(result, SH[name])), None)
            for name in (
                "focusNode",
                "resultPath",
                "value",
                "sourceConstraintComponent",
                "sourceShape",
                "resultSeverity",
            )
        }
        path = found["resultPath"]
        yield (
            found["focusNode"],
            paths.read(graph, path) if path else None,
            found["value"],
            found["sourceConstraintComponent"],
            found["sourceShape"],
            found["resultSeverity"],
        )


def report_rows(graph: Graph) -> Iterator[Row]:
    """Yield the results of the one report that a graph holds."""
    for report in graph.instances(SH["ValidationReport"]):
        yield from _rows(graph, report)


def row(violation: Violation) -> Row:
    """Return the parts of a violation that the suite compares."""
    return (
        violation.focus_node,
        violation.path,
        violation.value,
        violation.component,
        violation.source_shape,
        violation.severity,
    )


def canonical(rows: Iterable[Row], *, keep_labels: bool) -> list[str]:
    """Return rows as sorted canonical N-Quads: equal for equal multisets, whatever blank nodes are called.

    Args:
        rows: The results of a report.
        keep_labels: Whether blank nodes of both sides come from one parse, so that labels must agree.
    """
    quads = [quad for row_ in rows for quad in _as_quads(row_, keep_labels=keep_labels)]
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in dataset)


def _as_quads(row_: Row, *, keep_labels: bool) -> Iterator[Quad]:
    result = BlankNode()
    focus, path, value, component, shape, severity = row_
    named = {
        "focusNode": focus,
        "value": value,
        "sourceConstraintComponent": component,
        "sourceShape": shape,
        "resultSeverity": severity,
    }
    for name, term in named.items():
        if term is not None:
            is_label = keep_labels and isinstance(term, BlankNode)
            yield Quad(result, SH[name], NamedNode(f"urn:label:{term.value}") if is_label else term)
    if path is not None:
        # The dataclass text of a typed path holds all of its structure.
        yield Quad(result, SH["resultPath"], Literal(repr(path)))
    yield Quad(result, RDF["type"], SH["ValidationResult"])
