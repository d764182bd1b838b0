from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.terms import RDF, WELL_KNOWN, XSD, BlankNode, Literal, NamedNode, Namespace, Prefixes, local_name
from strategies import local_names

if TYPE_CHECKING:
    from kgtools import terms

EX = "https://example.org/"
TABLE = Prefixes({"ex": EX, "deep": f"{EX}deep/", "": f"{EX}empty#"})


def test_a_namespace_gives_the_terms_in_it() -> None:
    assert Namespace(EX)["a"] == NamedNode(f"{EX}a")
    assert RDF["type"].value == f"{RDF}type"


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        (f"{EX}a", "a"),
        (f"{EX}b#c", "c"),
        ("urn:isbn:123", "123"),
        (f"{EX}a/", "a"),
        (f"{EX}a#", "a"),
        ("plain", "plain"),
    ],
)
def test_local_name(iri: str, name: str) -> None:
    assert local_name(iri) == name


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        (f"{EX}a", "ex:a"),
        (f"{EX}deep/a", "deep:a"),
        (f"{EX}empty#a", ":a"),
        (EX, "ex:"),
        (f"{EX}a.b-c", "ex:a.b-c"),
        (f"{EX}müller", "ex:müller"),
        (f"{EX}1", "ex:1"),
        (f"{EX}a/b", None),
        (f"{EX}a.", None),
        (f"{EX}a%20b", None),
        ("https://example.com/a", None),
        (f"{XSD}date", "xsd:date"),
    ],
)
def test_compress(iri: str, curie: str | None) -> None:
    assert TABLE.compress(iri) == curie


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("ex:a", f"{EX}a"),
        ("deep:a", f"{EX}deep/a"),
        (":a", f"{EX}empty#a"),
        ("ex:", EX),
        ("ex:a:b", f"{EX}a:b"),
        ("nope:a", None),
        ("plain", None),
        ("https://example.org/a", None),
    ],
)
def test_expand(curie: str, iri: str | None) -> None:
    assert TABLE.expand(curie) == iri


def test_a_prefix_called_like_a_scheme_does_not_swallow_iris() -> None:
    assert Prefixes({"http": EX}).expand("http://example.org/a") is None


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        (f"<{EX}a>", f"{EX}a"),
        ("ex:a", f"{EX}a"),
        (f"{EX}a", f"{EX}a"),
        ("urn:a", None),
        ("Ada Brook", None),
        ("Ada", None),
    ],
)
def test_resolve(name: str, iri: str | None) -> None:
    assert TABLE.resolve(name) == iri


@given(local_names)
def test_a_local_name_survives_expand_and_compress(name: str) -> None:
    iri = TABLE.expand(f"ex:{name}")
    assert iri is not None
    assert TABLE.compress(iri) == f"ex:{name}"


@given(st.sampled_from(sorted(TABLE)), st.text(max_size=12))
def test_what_compresses_expands_to_the_same_iri(prefix: str, rest: str) -> None:
    iri = TABLE[prefix] + rest
    curie = TABLE.compress(iri)
    assert curie is None or TABLE.expand(curie) == iri


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (NamedNode(f"{EX}a"), "ex:a"),
        (NamedNode("https://example.com/a"), "<https://example.com/a>"),
        (Literal("a"), '"a"'),
        (Literal("a", language="en"), '"a"@en'),
        (Literal("2018-06-12", datatype=XSD["date"]), '"2018-06-12"^^xsd:date'),
        (Literal("x", datatype=NamedNode("urn:t")), '"x"^^<urn:t>'),
        (BlankNode("b"), "_:b"),
    ],
)
def test_show(term: terms.Term, shown: str) -> None:
    assert TABLE.show(term) == shown


def test_a_table_is_a_mapping_with_the_well_known_prefixes() -> None:
    assert dict(Prefixes()) == dict(WELL_KNOWN)
    assert len(TABLE) == len(WELL_KNOWN) + 3
    assert "ex" in TABLE
    assert "nope" not in TABLE


def test_a_project_may_give_a_well_known_prefix_another_meaning() -> None:
    assert Prefixes({"skos": EX})["skos"] == EX
