"""What the compiled engine says where a query over the store alone would say something else."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Store, parse

from kgtools.shapes import Judgement, LiteralTable, judge
from kgtools.terms import SH, XSD

HEADER = f"PREFIX ex: <https://example.org/> PREFIX sh: <{SH}> PREFIX xsd: <{XSD}> "
ASK = """ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:differsFrom ] ;
    sh:validator [ sh:ask "ASK { FILTER(isIRI($value) && $value != $differsFrom) }" ] ."""


def _judge(data: str, shapes: str) -> Judgement:
    store, table = Store(), LiteralTable()
    store.extend(table.watch(parse(HEADER + data, RdfFormat.TURTLE)))
    return judge(store, parse(HEADER + shapes, RdfFormat.TURTLE), literals=table)


def test_a_component_reports_values_as_they_are_written() -> None:
    data = 'ex:a a ex:C ; ex:p "5"^^xsd:int . ex:b a ex:C ; ex:p 5 , "6"^^xsd:int , ex:c .'
    found = _judge(data, f"{ASK} ex:S sh:targetClass ex:C ; sh:path ex:p ; ex:differsFrom ex:b .").violations
    assert {(each.focus_node.value[-1], str(each.value).partition("#")[2]) for each in found} == {
        ("a", "int>"),
        ("b", "integer>"),
        ("b", "int>"),
    }
    assert len(found) == 3
