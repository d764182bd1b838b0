"""What the compiled engine says where a query over the store alone would say something else."""

from __future__ import annotations

import time

from pyoxigraph import RdfFormat, Store, parse

from kgtools.shapes import Judgement, LiteralTable, judge
from kgtools.shapes.findings import Findings
from kgtools.shapes.graph import Graph
from kgtools.shapes.read import read_shapes
from kgtools.shapes.targets import Targets
from kgtools.terms import SH, XSD, Prefixes

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


OWN = """ex:S sh:targetSubjectsOf ex:p , ex:q ; sh:property ex:P .
    ex:P sh:path ex:p ; sh:maxCount 1 ; sh:datatype xsd:string ."""


def test_subjects_of_the_property_are_found_whatever_else_is_targeted() -> None:
    found = _judge('ex:a ex:p "x" . ex:b ex:q 1 . ex:c ex:q 1 ; ex:p "y" , 5 , 6 .', OWN).violations
    assert sorted((each.focus_node.value[-1], type(each.check).__name__) for each in found) == [
        ("c", "DatatypeCheck"),
        ("c", "DatatypeCheck"),
        ("c", "MaxCountCheck"),
    ]


def test_many_values_of_a_targeted_property_take_time_in_proportion() -> None:
    def seconds(values: int) -> float:
        data = " , ".join(f'"{number}"' for number in range(values))
        start = time.process_time()
        assert len(_judge(f"ex:a ex:p {data} .", OWN).violations) == 1
        return time.process_time() - start

    seconds(10)
    assert seconds(8000) < 20 * seconds(1000)


def test_one_focus_node_is_asked_for_without_grouping_all() -> None:
    class Asked(list[str]):
        def query(self, text: str) -> bool:
            self.append(text)
            return True

    text = HEADER + "ex:S sh:targetSubjectsOf ex:p ; sh:targetObjectsOf ex:q ; sh:nodeKind sh:IRI ."
    (shape,) = read_shapes(Graph(parse(text, RdfFormat.TURTLE)), Findings(Prefixes())).by_node.values()
    asked = Asked()
    assert Targets(asked).any(shape)  # type: ignore[arg-type]  # no more is needed of a store
    assert asked
    assert not any("GROUP BY" in query for query in asked)


def test_an_ill_formed_focus_node_has_no_datatype_though_no_table_says_so() -> None:
    store = Store()
    store.load('<x:a> <x:p> "five"^^<http://www.w3.org/2001/XMLSchema#integer> , 5 .', RdfFormat.TURTLE)
    shapes = "ex:S sh:targetObjectsOf <x:p> ; sh:or ( ex:I [ sh:nodeKind sh:IRI ] ) . ex:I sh:datatype xsd:integer ."
    found = judge(store, parse(HEADER + shapes, RdfFormat.TURTLE)).violations
    assert [each.focus_node.value for each in found] == ["five"]
