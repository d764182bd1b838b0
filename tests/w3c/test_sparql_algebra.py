"""W3C SPARQL queries mean the same after they were read into a tree and written again."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store, parse

from kgtools.shapes.graph import Graph
from kgtools.sparql import algebra, write
from kgtools.terms import RDF, Namespace, Term

SUITES = os.environ.get("KGTOOLS_W3C")
SKIPPED = "set KGTOOLS_W3C to a folder whose sparql11/ holds the SPARQL 1.1 tests of w3c/rdf-tests"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
# Results that differ from run to run.
VOLATILE = {"rand01", "now01", "struuid01", "uuid01", "bnode01", "bnode02"}
# IRI() resolves against a base when it runs, which a tree does not keep.
OWN_BASE = {"iri01"}


def _cases() -> list[Any]:
    found = []
    for manifest in sorted((Path(SUITES).resolve() / "sparql11").glob("*/manifest.ttl")) if SUITES else []:
        if manifest.parent.name in {"service", "entailment"}:
            continue
        graph = Graph(parse(path=manifest, format=RdfFormat.TURTLE, base_iri=manifest.as_uri()))
        for test in graph.subjects(RDF["type"], MF["QueryEvaluationTest"]):
            (action,) = graph.objects(test, MF["action"])
            query = _path(graph.objects(action, QT["query"])[0])
            text = query.read_text()
            if query.stem not in VOLATILE | OWN_BASE and not any(
                word in text.upper() for word in ("CONSTRUCT", "FROM <")
            ):
                data = [_path(file) for file in graph.objects(action, QT["data"])]
                named = [_path(file) for file in graph.objects(action, QT["graphData"])]
                text = f"BASE <{manifest.parent.as_uri()}/>\n{text}"
                found.append(pytest.param(text, data, named, id=f"{manifest.parent.name}/{query.stem}"))
    return found


def _path(iri: Term) -> Path:
    return Path(iri.value.removeprefix("file://"))


def _load(data: list[Path], named: list[Path]) -> Store:
    store = Store()
    for files, is_named in ((data, False), (named, True)):
        for file in files:
            name = NamedNode(file.as_uri()) if is_named else DefaultGraph()
            store.load(
                path=file, format=RdfFormat.from_extension(file.suffix[1:]), to_graph=name, base_iri="urn:x:"
            )
    return store


def _answer(store: Store, text: str) -> Any:
    found = store.query(text)
    if isinstance(found, QueryBoolean):
        return bool(found)
    assert isinstance(found, QuerySolutions)
    names = sorted(variable.value for variable in found.variables)
    return names, Counter(tuple(str(solution[name]) for name in names) for solution in found)


@pytest.mark.skipif(not SUITES, reason=SKIPPED)
def test_there_are_queries() -> None:
    assert len(_cases()) > 200


@pytest.mark.parametrize(("text", "data", "named"), _cases())
def test_same_answer(text: str, data: list[Path], named: list[Path]) -> None:
    store = _load(data, named)
    assert _answer(store, write.query(algebra.parse(text))) == _answer(store, text)
