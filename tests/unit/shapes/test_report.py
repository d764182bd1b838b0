"""The validation report as a graph."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kgtools.errors import ShapesError
from kgtools.shapes import Judgement, LiteralTable, judge, paths, to_rdflib, to_turtle
from kgtools.shapes.graph import Graph
from kgtools.terms import SH, XSD, Prefixes

EX = "https://example.org/"
HEADER = f"PREFIX ex: <{EX}> PREFIX sh: <{SH}> PREFIX xsd: <{XSD}> "
PREFIXES = Prefixes({"ex": EX})


def _judge(data: str, shapes: str) -> Judgement:
    store, table = Store(), LiteralTable()
    store.extend(table.watch(parse(HEADER + data, RdfFormat.TURTLE)))
    return judge(store, parse(HEADER + shapes, RdfFormat.TURTLE), prefixes=PREFIXES, literals=table)


def _report(judgement: Judgement) -> Graph:
    return Graph(parse(to_turtle(judgement, PREFIXES), RdfFormat.TURTLE))


def test_values_keep_their_spelling() -> None:
    report = _report(
        _judge("ex:a a ex:C ; ex:p 04.50 .", "ex:S sh:targetClass ex:C ; sh:path ex:p ; sh:maxInclusive 1 .")
    )
    (result,) = report.instances(SH["ValidationResult"])
    assert report.objects(result, SH["value"]) == [Literal("04.50", datatype=XSD["decimal"])]


def test_nested_shapes_are_explained_by_details() -> None:
    judgement = _judge(
        "ex:a a ex:C ; ex:home ex:b . ex:b ex:zip 'x' .",
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:home ; sh:node ex:Home ] ."
        "ex:Home a sh:NodeShape ; sh:property ex:Zip . ex:Zip sh:path ex:zip ; sh:minLength 5 .",
    )
    report = _report(judgement)
    (head,) = report.instances(SH["ValidationReport"])
    (result,) = report.objects(head, SH["result"])
    (detail,) = report.objects(result, SH["detail"])
    assert report.objects(detail, SH["focusNode"]) == [NamedNode(EX + "b")]
    assert report.objects(detail, SH["sourceConstraintComponent"]) == [SH["MinLengthConstraintComponent"]]
    assert (
        report.objects(detail, SH["resultMessage"])[0].value
        == 'ex:b: ex:zip "x" is shorter than 5 characters'
    )


@pytest.mark.parametrize("kind", ["sh:and", "sh:or", "sh:xone"])
def test_each_failed_branch_has_its_own_results(kind: str) -> None:
    judgement = _judge(
        "ex:a a ex:C ; ex:p 5 .",
        "ex:S sh:targetClass ex:C ; sh:path ex:p ;"
        f" {kind} ( [ sh:datatype xsd:string ] [ sh:maxInclusive 1 ] ) .",
    )
    (violation,) = judgement.violations
    assert {detail.component for detail in violation.details} == {
        SH["DatatypeConstraintComponent"],
        SH["MaxInclusiveConstraintComponent"],
    }


def test_qualified_values_are_explained() -> None:
    judgement = _judge(
        "ex:a a ex:C ; ex:p 5 .",
        "ex:S sh:targetClass ex:C ; sh:path ex:p ; sh:qualifiedMinCount 1 ;"
        " sh:qualifiedValueShape [ sh:datatype xsd:string ] .",
    )
    (violation,) = judgement.violations
    assert [detail.component for detail in violation.details] == [SH["DatatypeConstraintComponent"]]


def test_paths_are_written_back_in_full() -> None:
    path = "( ex:p [ sh:alternativePath ( [ sh:inversePath ex:q ] [ sh:zeroOrMorePath ex:r ] ) ] )"
    judgement = _judge("ex:a a ex:C .", f"ex:S sh:targetClass ex:C ; sh:path {path} ; sh:minCount 1 .")
    report = _report(judgement)
    (result,) = report.instances(SH["ValidationResult"])
    assert paths.read(report, report.objects(result, SH["resultPath"])[0]) == judgement.violations[0].path


def test_the_same_report_as_rdflib() -> None:
    judgement = _judge(
        "ex:a a ex:C ; ex:p 05 .", "ex:S sh:targetClass ex:C ; sh:path ex:p ; sh:nodeKind sh:IRI ."
    )
    graph = to_rdflib(judgement, PREFIXES)
    assert len(graph) == len(list(parse(to_turtle(judgement, PREFIXES), RdfFormat.TURTLE)))
    assert "05" in {str(term) for term in graph.objects()}


def test_no_verdict_no_report() -> None:
    with pytest.raises(ShapesError, match="nothing was judged"):
        to_turtle(_judge("ex:a a ex:C .", "ex:b ex:p ex:c ."))
