"""What is refused before anything is judged, and what a judgement holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from kgtools.diagnostics import Severity, Span
from kgtools.shapes import Judgement, judge, show_path, to_diagnostic
from kgtools.terms import RDFS, SH, XSD, Prefixes

CASES = sorted((Path(__file__).parent / "findings").glob("*.ttl"))
EX = "https://example.org/"
PREFIXES = Prefixes({"ex": EX})
HEADER = f"PREFIX ex: <{EX}> PREFIX sh: <{SH}> PREFIX xsd: <{XSD}> "


def _store(text: str) -> Store:
    store = Store()
    store.load(HEADER + text, RdfFormat.TURTLE)
    return store


def _judge(data: str, shapes: str) -> Judgement:
    return judge(_store(data), parse(HEADER + shapes, RdfFormat.TURTLE), prefixes=PREFIXES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_finding_about_shapes(case: Path) -> None:
    judgement = judge(_store("ex:a a ex:C ; ex:p 1 ."), parse(path=case), prefixes=PREFIXES)
    expected = case.stem.partition("-")[0]
    codes = {diagnostic.code for diagnostic in judgement.diagnostics} - {"KG612"}
    if expected == "KG612":
        codes = {"KG612"} & {diagnostic.code for diagnostic in judgement.diagnostics}
    assert codes == ({expected} if expected != "none" else set())
    errors = [d for d in judgement.diagnostics if d.severity is Severity.ERROR]
    assert judgement.judged == (not errors)


def test_misspelt_term_names_the_right_one_and_its_place() -> None:
    span = Span("shapes.ttl", 3, 5)
    judgement = judge(
        _store("ex:a a ex:C ."),
        parse(HEADER + "ex:S sh:targetclass ex:C ; sh:nodeKind sh:IRI .", RdfFormat.TURTLE),
        prefixes=PREFIXES,
        locate=lambda _subject, predicate, _value: span if predicate == SH["targetclass"] else None,
    )
    (finding,) = judgement.diagnostics
    assert (finding.code, finding.span, finding.help) == ("KG603", span, "did you mean sh:targetClass?")
    assert finding.message == "sh:targetclass is no term of SHACL"


def test_an_unknown_severity_names_those_there_are() -> None:
    (finding,) = _judge(
        "ex:a a ex:C .", "ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI ; sh:severity sh:Error ."
    ).diagnostics
    assert (finding.code, finding.help) == ("KG603", "write sh:Violation, sh:Warning or sh:Info")


def test_a_prefix_that_a_query_lacks_says_how_it_is_declared() -> None:
    (finding,) = _judge(
        "ex:a a ex:C .",
        "ex:S sh:targetClass ex:C ; sh:sparql [ sh:select 'SELECT $this { $this more:p ?x }' ] .",
    ).diagnostics
    assert finding.code == "KG607"
    assert finding.message.endswith("line 1, column 22: the prefix more: is not declared")
    assert (
        finding.help
        == "prefixes of the file do not count in the query: name them by sh:prefixes, or write PREFIX"
    )


def test_recursion_shows_the_cycle() -> None:
    judgement = _judge("ex:a a ex:C .", "ex:S sh:targetClass ex:C ; sh:node ex:T . ex:T sh:not ex:S .")
    assert judgement.diagnostics[0].message == "the shapes are recursive: ex:S -> ex:T -> ex:S"


def test_path_of_doubled_parts_is_refused_quickly() -> None:
    doubled = " ".join(f"_:p{n} sh:alternativePath ( _:p{n + 1} _:p{n + 1} ) ." for n in range(25))
    shapes = (
        f"ex:S sh:targetClass ex:C ; sh:path _:p0 ; sh:minCount 1 . {doubled} _:p25 sh:inversePath ex:p ."
    )
    assert [d.code for d in _judge("ex:a a ex:C .", shapes).diagnostics] == ["KG605"]


def test_counts_active_shapes_and_distinct_focus_nodes() -> None:
    judgement = _judge(
        f"ex:a a ex:C ; ex:p ex:b . ex:D <{RDFS}subClassOf> ex:C . ex:b a ex:D .",
        "ex:S sh:targetClass ex:C ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:maxCount 1 ] ."
        "ex:T sh:targetNode ex:b, ex:gone ; sh:nodeKind sh:IRI ."
        "ex:U sh:deactivated true ; sh:targetClass ex:C .",
    )
    assert (judgement.shapes, judgement.focus_nodes, judgement.judged, judgement.conforms) == (
        3,
        3,
        True,
        True,
    )


def test_violation_carries_everything() -> None:
    judgement = _judge(
        "ex:a a ex:C ; ex:p 1 .",
        "ex:S sh:targetClass ex:C ; sh:property ex:P ."
        "ex:P sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] ) ; sh:datatype xsd:string ;"
        " sh:severity sh:Warning .",
    )
    (violation,) = judgement.violations
    assert violation.focus_node == NamedNode(EX + "a")
    assert violation.value == Literal(1)
    assert violation.path is not None
    assert show_path(violation.path, PREFIXES) == "ex:p/ex:q*"
    assert violation.source_shape == NamedNode(EX + "P")
    assert violation.node_shape == NamedNode(EX + "S")
    diagnostic = to_diagnostic(violation, PREFIXES)
    assert (diagnostic.code, diagnostic.severity) == ("S", Severity.WARNING)
    assert (
        diagnostic.message
        == "ex:a: ex:p/ex:q* 1^^xsd:integer is of the datatype xsd:integer, not xsd:string".replace(
            "1^^", '"1"^^'
        )
    )
    assert diagnostic.component == "sh:DatatypeConstraintComponent"
    assert diagnostic.path == "ex:p/ex:q*"


def test_authored_message_wins_in_the_language_of_the_reader() -> None:
    judgement = _judge(
        "ex:a a ex:C .",
        '[] sh:targetClass ex:C ; sh:path ex:p ; sh:minCount 1 ; sh:message "name it"@en, "nomme-le"@fr .',
    )
    (violation,) = judgement.violations
    assert to_diagnostic(violation, PREFIXES).message == "name it"
    assert to_diagnostic(violation, PREFIXES, languages=["fr"]).message == "nomme-le"
    assert to_diagnostic(violation, PREFIXES).code == "SH-MinCount"


def test_nothing_is_written_into_data_or_shapes() -> None:
    data, shapes = _store("ex:a a ex:C ."), _store("ex:S sh:targetClass ex:C ; sh:nodeKind sh:Literal .")
    before = (len(data), len(shapes))
    assert not judge(data, shapes).conforms
    assert (len(data), len(shapes)) == before


ONTOLOGY = """<https://example.org/> a <http://www.w3.org/2002/07/owl#Ontology> .
ex:P a <http://www.w3.org/2002/07/owl#Class> . ex:name a <http://www.w3.org/2002/07/owl#DatatypeProperty> .
ex:a a ex:P ; ex:other 1 ."""


@pytest.mark.parametrize(
    ("shape", "found"),
    [
        ("sh:targetClass ex:P ; sh:property [ sh:path ex:name ; sh:maxCount 1 ]", []),
        ("sh:targetClass ex:P ; sh:property [ sh:path ex:other ; sh:maxCount 1 ]", []),
        ("sh:targetClass ex:P ; sh:property [ sh:path <urn:nane> ; sh:maxCount 1 ]", []),
        ("sh:targetClass ex:P ; sh:deactivated true ; sh:property [ sh:path ex:name ; sh:maxCount 1 ]", []),
        ("sh:targetClass ex:P ; sh:property [ sh:path ex:nane ; sh:maxCount 1 ]", ["did you mean ex:name?"]),
        (
            "sh:targetClass ex:P ; sh:property [ sh:path [ sh:inversePath ex:Name ] ; sh:maxCount 1 ]",
            ["did you mean ex:name?"],
        ),
        ("sh:targetClass ex:P , ex:Q ; sh:nodeKind sh:IRI", ["did you mean ex:P?"]),
        ("sh:targetObjectsOf ex:elsewhere ; sh:nodeKind sh:IRI", ["declare it, or correct the name"]),
    ],
)
def test_a_word_that_the_ontology_lacks(shape: str, found: list[str]) -> None:
    shapes = f"{HEADER} ex:S a sh:NodeShape ; {shape} . ex:T sh:targetClass ex:P ; sh:nodeKind sh:IRI ."

    def told(data: str, *, refused: bool = True) -> list[str | None]:
        quads = parse(shapes, RdfFormat.TURTLE)
        judgement = judge(_store(data), quads, prefixes=PREFIXES, refuse_undeclared=refused)
        return [each.help for each in judgement.diagnostics if each.code == "KG610"]

    assert told(ONTOLOGY) == found
    assert told(ONTOLOGY, refused=False) == []
    # Without a header, facts that happen to declare a class are no ontology.
    assert told(ONTOLOGY.partition("\n")[2]) == []


IMPORTING = "<urn:s> <http://www.w3.org/2002/07/owl#imports> <urn:other> . "
CHECKED = "ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI . "


def test_an_entailment_regime_is_a_failure() -> None:
    regime = "<http://www.w3.org/ns/entailment/RDFS>"
    judgement = _judge("ex:a a ex:C .", f"{CHECKED} <urn:s> sh:entailment {regime} .")
    (found,) = judgement.diagnostics
    assert (found.code, found.path, judgement.judged) == ("KG606", "sh:entailment", False)
    assert found.message == f"the entailment regime {regime} is not applied"


@pytest.mark.parametrize(
    ("data", "shapes", "told"),
    [
        ("", "", ["<urn:other> is not imported: nothing is fetched"]),
        ("<urn:other> a <http://www.w3.org/2002/07/owl#Ontology> .", "", []),
        ("", "<urn:other> a <http://www.w3.org/2002/07/owl#Ontology> .", []),
    ],
)
def test_an_import_is_told_unless_the_graph_is_given(data: str, shapes: str, told: list[str]) -> None:
    judgement = _judge(f"ex:a a ex:C . {data}", f"{CHECKED}{IMPORTING}{shapes}")
    assert [(each.severity, each.message) for each in judgement.diagnostics] == [
        (Severity.WARNING, message) for message in told
    ]
    assert judgement.judged
