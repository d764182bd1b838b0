from __future__ import annotations

import pytest
import rdflib
from hypothesis import given

from kgtools.errors import QueryError
from kgtools.store import rdflib_view
from kgtools.store.rdflib_view import RdflibStore, from_rdflib, to_rdflib
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Quad, Term, Triple
from strategies import terms as any_terms

A = NamedNode("urn:a")


@given(any_terms)
def test_a_term_survives_the_journey(term: Term) -> None:
    assert from_rdflib(to_rdflib(term)) == term


def test_a_blank_node_survives_the_journey() -> None:
    assert from_rdflib(to_rdflib(BlankNode("b1"))) == BlankNode("b1")


@pytest.mark.parametrize("text", ["01", "1.50", "+1", "abc"])
def test_the_lexical_form_is_untouched(text: str) -> None:
    there = to_rdflib(Literal(text, datatype=XSD["decimal"]))
    assert str(there) == text
    assert from_rdflib(there) == Literal(text, datatype=XSD["decimal"])


def test_a_plain_literal_has_no_datatype_there() -> None:
    there = to_rdflib(Literal("x"))
    assert isinstance(there, rdflib.Literal)
    assert there.datatype is None


def test_a_triple_term_is_refused() -> None:
    with pytest.raises(TypeError, match=r"RDF 1\.2"):
        to_rdflib(Triple(A, A, A))


def test_a_graph_holds_distinct_triples() -> None:
    made = rdflib_view.graph([Quad(A, A, A), Quad(A, A, A, A), Quad(A, A, Literal("1"))])
    assert len(made) == 2


@pytest.mark.parametrize("text", ["SELECT", "SELECT ?x { ?x nope:p ?y }"])
def test_whatever_rdflib_raises_is_a_query_error(text: str) -> None:
    with pytest.raises(QueryError, match="rdflib failed on the query"):
        RdflibStore().select(text)
