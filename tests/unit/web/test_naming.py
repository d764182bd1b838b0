"""What pages call things that have no label, and terms that everybody uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools.graph import Graph
from kgtools.terms import OWL, RDF, NamedNode
from kgtools.web.pages.naming import classes, distinct, kind, title, word

if TYPE_CHECKING:
    from pathlib import Path

REMARKS = """\
PREFIX ex: <https://example.org/terms/>
PREFIX id: <https://example.org/id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

id:answer a ex:Remark ; ex:about id:remark-loud, id:group-brass ; ex:tone ex:angry .
id:dated a ex:Remark ; ex:about id:engagement-ada-strings ; ex:value "1999-05-02"^^xsd:date ; ex:status ex:accepted .
id:named a ex:Remark ; ex:tone ex:angry ; skos:prefLabel "A remark with a name"@en .
ex:angry a skos:Concept, owl:NamedIndividual ; skos:prefLabel "angry"@en .
"""


@pytest.fixture
def remarks(folder: Path) -> Graph:
    (folder / "data" / "remarks.ttl").write_text(REMARKS)
    return Graph(folder)


def _id(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/id/{name}")


def test_a_relation_is_called_by_what_it_joins(remarks: Graph) -> None:
    assert title(remarks, _id("engagement-ada-strings")) == "Ada Brook, Harbour Strings"
    assert title(remarks, _id("engagement-ada-strings"), besides=_id("person-ada")) == "Harbour Strings"


def test_a_claim_in_a_relation_is_called_by_its_statement(remarks: Graph) -> None:
    assert title(remarks, _id("remark-loud")) == "The opening was too loud."
    assert title(remarks, _id("answer")) == "Harbour Brass, The opening was too loud."


def test_a_relation_of_relations_is_called_by_what_those_join(remarks: Graph) -> None:
    assert title(remarks, _id("dated")) == "Ada Brook, Harbour Strings"


def test_where_only_the_thing_of_the_page_is_joined_the_rest_is_told(remarks: Graph) -> None:
    assert title(remarks, _id("dated"), besides=_id("engagement-ada-strings")) == "(Remark) 1999-05-02"


def test_codes_but_the_status_tell_relations_of_the_same_things_apart(remarks: Graph) -> None:
    assert kind(remarks, _id("answer")) == "Remark, angry"
    assert kind(remarks, _id("dated")) == "Remark"
    assert kind(remarks, _id("named")) == "Remark"
    assert distinct(remarks, _id("answer")) == "angry: Harbour Brass, The opening was too loud."
    assert distinct(remarks, _id("named")) == "A remark with a name"


def test_terms_that_everybody_uses_have_plain_words(remarks: Graph) -> None:
    assert word(remarks, RDF["type"]) == title(remarks, RDF["type"]) == "type"
    assert word(remarks, OWL["Class"]) == "Class"


def test_that_a_thing_is_a_thing_is_not_said(remarks: Graph) -> None:
    assert kind(remarks, NamedNode("https://example.org/terms/angry")) == "skos:Concept"
    assert OWL["NamedIndividual"] not in classes(remarks, NamedNode("https://example.org/terms/angry"))
