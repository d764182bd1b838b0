"""What is wrong with an ontology as an ontology: the cases that the pages of the codes do not show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import bundle, project
from kgtools.check import check
from kgtools.lint import Context, lint
from kgtools.lint.run import OF_ALL_FILES, OF_ONE_FILE

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ex: <https://example.org/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
CLASS = 'ex:{0} a owl:Class ; rdfs:label "{0}"@en ; skos:definition "Kind {0}."@en ; rdfs:subClassOf {1} .\n'
PROPERTY = 'ex:{0} a owl:ObjectProperty ; rdfs:label "{0}"@en ; skos:definition "Link {0}."@en ; {1} .\n'
CODE = 'ex:{0} a skos:Concept ; skos:prefLabel "{1}"@en ; skos:definition "Code {0}."@en ; skos:inScheme ex:{2} .\n'


def found(folder: Path, text: str, name: str = "ontology/more.ttl") -> list[tuple[str, int]]:
    """Return codes and lines of what is wrong with a file of the ontology, unused terms aside."""
    (folder / name).write_text(HEAD + text)
    context, refused = Context.of(project.load(folder))
    assert refused == []
    offset = HEAD.count("\n")
    return [
        (finding.code, (finding.span.line or 0) - offset)
        for finding in lint(context)
        if finding.span
        and finding.span.file == name
        and finding.code not in {"KG761", "KG301", "KG111", "KG103"}
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(CLASS.format("Band", "ex:Group").replace("@en", ""), [], id="no language is any"),
        pytest.param(CLASS.format("Band", "ex:Group").replace("@en", "@en-GB"), [], id="region"),
        pytest.param(
            CLASS.format("Band", "ex:Group") + PROPERTY.format("Band2", "a owl:SymmetricProperty"),
            [],
            id="two kinds may sound alike",
        ),
        pytest.param(
            CODE.format("absent-a", "absent", "list-a") + CODE.format("absent-b", "absent", "list-b"),
            [],
            id="codes of two lists",
        ),
        pytest.param(
            CODE.format("absent-a", "absent", "list-a") + CODE.format("absent-b", "absent", "list-a"),
            [("KG751", 2)],
            id="codes of one list",
        ),
        pytest.param(
            CLASS.format("Band", "ex:Group")
            + CLASS.format("Crew", "ex:Group").replace("Kind Crew", "Kind Band"),
            [("KG751", 2)],
            id="copied definition",
        ),
        pytest.param(
            CLASS.format("Band", "ex:Group") + 'ex:Band rdfs:label "Band"@en .\n',
            [("KG303", 2)],
            id="stated twice",
        ),
        pytest.param(CLASS.format("Band", "ex:Group").replace("Kind Band.", ""), [("KG753", 1)], id="empty"),
        pytest.param(
            CLASS.format("Band", "ex:Group").replace("Kind Band.", "The band"), [("KG754", 1)], id="label"
        ),
        pytest.param(CLASS.format("Band", "ex:Band"), [("KG755", 1)], id="below itself"),
        pytest.param(
            CLASS.format("A1", "ex:B2") + CLASS.format("B2", "ex:C3") + CLASS.format("C3", "ex:A1"),
            [("KG755", 1)],
            id="one finding for a cycle of three",
        ),
        pytest.param(
            CLASS.format("A1", "ex:B2") + CLASS.format("B2", "ex:B2 , ex:Group"),
            [("KG755", 2)],
            id="a way into a cycle is none",
        ),
        pytest.param(
            CLASS.format("Band", "ex:Group") + "ex:Band owl:equivalentClass ex:Person .\n",
            [("KG755", 2)],
            id="two names",
        ),
        pytest.param(
            CLASS.format("Band", "ex:Group") + "ex:Band owl:equivalentClass prov:Agent .\n",
            [],
            id="another vocabulary's name",
        ),
        pytest.param(CLASS.format("Band", "owl:Thing"), [], id="marked as top"),
        pytest.param(
            CLASS.format("Band", "[ owl:onProperty ex:fee ; owl:hasValue 1 ]"), [("KG757", 1)], id="no name"
        ),
        pytest.param(
            CLASS.format("Band", "owl:Thing").replace("rdfs:subClassOf", "owl:disjointWith"), [], id="apart"
        ),
        pytest.param(
            CLASS.format("Band", "ex:Group") + "ex:Band owl:deprecated true .\n",
            [("KG758", 2)],
            id="no successor",
        ),
        pytest.param(
            CLASS.format("Band", "ex:Group") + 'ex:Band owl:deprecated true ; skos:changeNote "Gone."@en .\n',
            [],
            id="gone for good",
        ),
        pytest.param(PROPERTY.format("knows", "owl:inverseOf ex:knows"), [("KG759", 1)], id="own inverse"),
        pytest.param(
            PROPERTY.format("knows", "owl:inverseOf ex:engages , ex:group"), [("KG759", 1)], id="two inverses"
        ),
        pytest.param(
            PROPERTY.format("knows", "rdfs:range ex:Group , ex:Person"), [("KG760", 1)], id="two ranges"
        ),
        pytest.param(
            CLASS.format("Band", "[ owl:onProperty ex:fee ; owl:maxCardinality 0 ] , ex:Group"),
            [],
            id="prohibition",
        ),
        pytest.param(
            CLASS.format("Band", "[ owl:onProperty ex:start ; owl:maxCardinality 1 ] , ex:Group"),
            [],
            id="counted by a shape",
        ),
        pytest.param(
            CLASS.format("Band", "[ owl:onProperty ex:fee ; owl:maxCardinality 1 ] , ex:Group"),
            [("KG762", 1)],
            id="counted by none",
        ),
        pytest.param(
            PROPERTY.format("knows", "rdfs:range ex:Agent")
            + PROPERTY.format("loves", "rdfs:subPropertyOf ex:knows ; rdfs:range ex:Person"),
            [],
            id="narrower range",
        ),
        pytest.param(
            PROPERTY.format("knows", "rdfs:range ex:Person")
            + PROPERTY.format("loves", "rdfs:subPropertyOf ex:knows ; rdfs:range ex:Agent"),
            [("KG763", 2)],
            id="wider range",
        ),
        pytest.param(
            PROPERTY.format("knows", "a owl:DatatypeProperty"),
            [("KG107", 1)],
            id="object and datatype property",
        ),
        pytest.param(
            CLASS.format("Band", "ex:Group") + "ex:Band a owl:NamedIndividual .\n",
            [("KG107", 2)],
            id="punning",
        ),
        pytest.param(CLASS.format("Band", "owl:Nothing"), [("KG705", 1)], id="empty class"),
        pytest.param(
            CLASS.format("Old", "ex:Group")
            + "ex:Old owl:deprecated true ; dcterms:isReplacedBy ex:Group .\n"
            + CLASS.format("Band", "ex:Old"),
            [("KG106", 3)],
            id="axiom about a deprecated term",
        ),
    ],
)
def test_a_case(folder: Path, text: str, expected: list[tuple[str, int]]) -> None:
    assert found(folder, text) == expected


def test_terms_of_other_vocabularies_and_of_facts_are_not_judged(folder: Path) -> None:
    text = "prov:Agent a owl:Class .\n<https://example.net/x#A> a owl:Class ; rdfs:isDefinedBy <https://example.net/x> .\n"
    assert found(folder, text) == []
    assert found(folder, "ex:Band a owl:Class .\n", "data/more.ttl") == []


def test_an_ontology_without_header(folder: Path) -> None:
    path = folder / "ontology" / "terms.ttl"
    path.write_text(path.read_text().replace("    a owl:Ontology ;\n", '    rdfs:label "x" ;\n'))
    context, _ = Context.of(project.load(folder))
    (finding,) = [finding for finding in lint(context) if finding.code == "KG756"]
    assert "no file declares an owl:Ontology" in finding.message


def test_a_term_is_used_by_queries_rules_settings_and_what_stands_below(folder: Path) -> None:
    (folder / "ontology" / "rules").mkdir()
    (folder / "ontology" / "rules" / "r.rq").write_text(
        "PREFIX ex: <https://example.org/terms/>\nCONSTRUCT { ?a a ex:InRule } WHERE { ?a a ex:Person }\n"
    )
    query = folder / "queries" / "fees.rq"
    query.write_text(query.read_text() + "# <https://example.org/terms/InQuery>\n")
    text = "".join(CLASS.format(name, "ex:Above") for name in ("InRule", "InQuery", "Nowhere"))
    (folder / "ontology" / "more.ttl").write_text(HEAD + text + CLASS.format("Above", "owl:Thing"))
    context, _ = Context.of(project.load(folder))
    unused = [finding.message for finding in lint(context) if finding.code == "KG761"]
    assert [message for message in unused if "more" not in message and "ex:N" in message] == unused[-1:]
    assert not any("ex:Above" in message or "ex:In" in message for message in unused)
    assert not any("ex:endMin" in message for message in unused)  # kg.toml names it


def test_our_own_ontology_is_clean() -> None:
    report = check(project.load(bundle.root()))
    found = [finding for finding in report.diagnostics if finding.code[:4] in {"KG75", "KG76"}]
    assert {finding.code for finding in found} <= {"KG761"}  # a code may wait for facts to come


def test_every_rule_has_its_code() -> None:
    rules = (*OF_ONE_FILE, *OF_ALL_FILES)
    assert len({module.CODE for module in rules}) == len(rules)
