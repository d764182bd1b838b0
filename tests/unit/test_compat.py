"""The same triple as pySHACL, from another engine."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import RDF, SH

from kgtools import compat
from kgtools.compat import CompatibilityWarning, validate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = """PREFIX ex: <https://example.org/> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
SHAPES = f"""{HEAD}
ex:Person a sh:NodeShape ; sh:targetClass ex:P ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ;
    sh:property [ sh:path ex:knows ; sh:class ex:P ; sh:severity sh:Warning ] ;
    sh:property [ sh:path ex:age ; sh:minInclusive 0 ; sh:severity sh:Info ] ;
    sh:or ( [ sh:path ex:name ; sh:minCount 1 ] [ sh:path ex:age ; sh:minCount 1 ] ) .
"""
DATA = f'{HEAD} ex:a a ex:P ; ex:name "A" , 7 ; ex:knows ex:b ; ex:age -1 . ex:b ex:name "B" . [] a ex:P .'


def graph(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def results(report: Any) -> Counter[tuple[str, ...]]:
    """Return the results of a report, without the labels of blank nodes, which nobody has to keep."""
    names = ("focusNode", "value", "resultPath", "sourceConstraintComponent", "resultSeverity")
    top = set(report.objects(None, SH.result))
    return Counter(
        tuple("_" if isinstance(v := report.value(r, SH[n]), rdflib.BNode) else str(v) for n in names)
        for r in top
    )


def both(data: Any, **options: Any) -> tuple[Any, Any]:
    return validate(data, **options), by_pyshacl(data, **options)


def by_pyshacl(data: Any, **options: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of rdflib's about pySHACL, and of pySHACL's about the shapes
        return pyshacl.validate(data, **options)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"allow_infos": True},
        {"allow_warnings": True},
        {"inplace": True},
        {"advanced": True},
        {"inference": "rdfs"},
        {"inference": "none"},
        {"meta_shacl": True},
        {"focus_nodes": ["https://example.org/a"]},
        {"max_validation_depth": 20},
    ],
    ids=str,
)
def test_the_same_verdict_and_results(options: dict[str, Any]) -> None:
    ours, theirs = both(graph(DATA), shacl_graph=graph(SHAPES), **options)
    assert ours[0] is theirs[0] is False
    assert results(ours[1]) == results(theirs[1])
    assert ours[2].splitlines()[:3] == theirs[2].splitlines()[:3]


@pytest.mark.parametrize(("severity", "option"), [("Info", "allow_infos"), ("Warning", "allow_warnings")])
def test_what_is_allowed_conforms(severity: str, option: str) -> None:
    shapes = graph(f"{HEAD} ex:S sh:targetNode ex:a ; sh:nodeKind sh:Literal ; sh:severity sh:{severity} .")
    ours, theirs = both(graph(DATA), shacl_graph=shapes, **{option: True})
    assert ours[0] is theirs[0] is True
    assert (None, SH.conforms, rdflib.Literal(lexical_or_value=True)) in ours[1]
    assert results(ours[1]) == results(theirs[1])
    assert validate(graph(DATA), shacl_graph=shapes)[0] is False


@pytest.mark.parametrize("form", ["path", "text", "bytes"])
def test_what_data_may_be_given_as(form: str, tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_text(DATA)
    (tmp_path / "s.ttl").write_text(SHAPES)
    makers: dict[str, Callable[[str, str], Any]] = {
        "path": lambda name, _: str(tmp_path / name),
        "text": lambda _, text: text,
        "bytes": lambda _, text: text.encode(),
    }
    data, shapes = makers[form]("d.ttl", DATA), makers[form]("s.ttl", SHAPES)
    ours, theirs = both(data, shacl_graph=shapes, data_graph_format="turtle", shacl_graph_format="turtle")
    assert ours[0] is theirs[0] is False
    assert results(ours[1]) == results(theirs[1])


def test_the_data_may_hold_the_shapes() -> None:
    ours, theirs = both(graph(DATA + SHAPES.replace(HEAD, "")))
    assert ours[0] is theirs[0] is False
    assert results(ours[1]) == results(theirs[1])


def test_the_ontology_is_mixed_in() -> None:
    shapes = graph(f"{HEAD} ex:S sh:targetClass ex:P ; sh:property [ sh:path ex:name ; sh:minCount 1 ] .")
    data, ontology = graph(f"{HEAD} ex:a a ex:Q ."), graph(f"{HEAD} ex:Q rdfs:subClassOf ex:P .")
    ours, theirs = both(data, shacl_graph=shapes, ont_graph=ontology)
    assert ours[0] is theirs[0] is False
    assert len(data) == 1


def test_the_report_may_be_serialized() -> None:
    conforms, report, _ = validate(graph(DATA), shacl_graph=graph(SHAPES), serialize_report_graph="nt")
    assert not conforms
    assert isinstance(report, bytes)
    assert (None, RDF.type, SH.ValidationReport) in rdflib.Graph().parse(data=report, format="nt")


@pytest.mark.parametrize(
    "shapes", [f"{HEAD} ex:a ex:b ex:c .", f"{HEAD} ex:S sh:targetClass ex:No ; sh:class ex:P ."]
)
def test_nothing_to_check_conforms_with_a_warning(shapes: str) -> None:
    with pytest.warns(CompatibilityWarning, match="nothing"):
        ours = validate(graph(DATA), shacl_graph=graph(shapes))
    assert ours[0] is by_pyshacl(graph(DATA), shacl_graph=graph(shapes))[0] is True


def test_shapes_that_are_refused_go_to_pyshacl_with_a_warning() -> None:
    shapes = graph(f"{HEAD} ex:S sh:targetClass ex:P ; sh:node ex:S .")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ours = validate(graph(DATA), shacl_graph=shapes)
    assert any(
        issubclass(warning.category, CompatibilityWarning) and "handed to pySHACL" in str(warning.message)
        for warning in caught
    )
    theirs = by_pyshacl(graph(DATA), shacl_graph=shapes)
    assert (ours[0], type(ours[1])) == (theirs[0], type(theirs[1]))


def test_nothing_is_ignored_in_silence() -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument 'shape_graph'"):
        validate(graph(DATA), shape_graph=graph(SHAPES))


def test_the_data_stay_as_they_are() -> None:
    data, shapes = graph(DATA), graph(SHAPES)
    before = set(data), set(shapes)
    validate(data, shacl_graph=shapes)
    assert (set(data), set(shapes)) == before


NODES = ["ex:a", "ex:b", "ex:c"]
OBJECTS = [*NODES, '"x"', '"x"@en', "1", "2.5", "true"]
TRIPLES = st.tuples(st.sampled_from(NODES), st.sampled_from(["ex:p", "ex:q", "a"]), st.sampled_from(OBJECTS))
CONSTRAINTS = [
    "sh:minCount 1",
    "sh:maxCount 1",
    "sh:nodeKind sh:IRI",
    "sh:datatype xsd:integer",
    "sh:class ex:b",
    "sh:in ( ex:a 1 )",
    "sh:hasValue ex:c",
    "sh:uniqueLang true",
    "sh:equals ex:q",
    "sh:not [ sh:nodeKind sh:Literal ]",
    "sh:minLength 2",
    "sh:minInclusive 2",
]


@settings(max_examples=30)
@given(
    st.lists(TRIPLES, max_size=8), st.lists(st.sampled_from(CONSTRAINTS), min_size=1, max_size=3, unique=True)
)
def test_random_graphs(triples: list[tuple[str, str, str]], constraints: list[str]) -> None:
    data = graph(HEAD + "".join(f"{s} {p} {o} .\n" for s, p, o in triples if p != "a" or o in NODES))
    rule = " ; ".join(constraints)
    shapes = graph(f"{HEAD} ex:S sh:targetNode {', '.join(NODES)} ; sh:property [ sh:path ex:p ; {rule} ] .")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", compat.CompatibilityWarning)
        ours, theirs = both(data, shacl_graph=shapes)
    assert ours[0] is theirs[0]
    assert results(ours[1]) == results(theirs[1])
