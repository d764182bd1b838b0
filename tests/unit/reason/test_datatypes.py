from __future__ import annotations

import pytest

from kgtools.reason.datatypes import contains, is_known, value
from kgtools.terms import OWL, RDF, RDFS, XSD, Literal, NamedNode


def literal(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(datatype if ":" in datatype else XSD + datatype))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("1", "integer"), ("01", "int")),
        (("1", "integer"), ("1.0", "decimal")),
        (("+5", "integer"), ("5", "unsignedByte")),
        (("1.50", "decimal"), ("1.5", "decimal")),
        (("true", "boolean"), ("1", "boolean")),
        (("1.0", "double"), ("1e0", "double")),
        (("2018-06-12T10:00:00Z", "dateTime"), ("2018-06-12T11:00:00+01:00", "dateTime")),
        (("a", "string"), ("a", "token")),
    ],
)
def test_one_value_in_two_spellings(left: tuple[str, str], right: tuple[str, str]) -> None:
    assert value(literal(*left)) == value(literal(*right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("1", "integer"), ("1", "double")),
        (("1", "float"), ("1", "double")),
        (("1", "integer"), ("1", "string")),
        (("1", "integer"), ("1", "boolean")),
        (("2018", "gYear"), ("2018", "integer")),
        (("2018-01-01", "date"), ("2018-01-01T00:00:00", "dateTime")),
        (("a", "https://example.org/d"), ("b", "https://example.org/d")),
    ],
)
def test_different_values(left: tuple[str, str], right: tuple[str, str]) -> None:
    assert value(literal(*left)) != value(literal(*right))


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("1.0", "integer"),
        ("one", "integer"),
        ("1_000", "integer"),
        ("300", "unsignedByte"),
        ("-1", "nonNegativeInteger"),
        ("0", "positiveInteger"),
        ("1e3", "decimal"),
        ("nan", "double"),
        ("yes", "boolean"),
        ("2018-02-30", "date"),
        ("2018-6-1", "date"),
        ("2018-06-12T25:00:00", "dateTime"),
        ("18", "gYear"),
        ("2018-6", "gYearMonth"),
        ("P", "duration"),
        ("abc", "hexBinary"),
        ("a\tb", "normalizedString"),
        (" a", "token"),
        ("en_US", "language"),
        ("1a", "NCName"),
        ("2018-06-12T10:00:00", "dateTimeStamp"),
    ],
)
def test_no_value(text: str, datatype: str) -> None:
    assert value(literal(text, datatype)) is None
    assert not contains(XSD + datatype, literal(text, datatype))


@pytest.mark.parametrize(
    ("datatype", "text", "of", "expected"),
    [
        (XSD + "integer", "6.0", "decimal", True),
        (XSD + "integer", "6.5", "decimal", False),
        (XSD + "decimal", "6", "byte", True),
        (XSD + "byte", "200", "integer", False),
        (XSD + "int", "6", "double", False),
        (XSD + "string", "a", "token", True),
        (XSD + "token", " a ", "string", False),
        (XSD + "string", "1", "integer", False),
        (XSD + "date", "2018-06-12", "date", True),
        (XSD + "date", "2018", "gYear", False),
        (XSD + "dateTimeStamp", "2018-06-12T10:00:00Z", "dateTime", True),
        (XSD + "dateTimeStamp", "2018-06-12T10:00:00.1234567Z", "dateTime", True),
        (XSD + "dateTimeStamp", "2018-06-12T10:00:00", "dateTime", False),
        (RDFS + "Literal", "x", "string", True),
        (RDFS + "Literal", "x", "integer", False),
        (OWL + "real", "6", "integer", True),
        (OWL + "rational", "6", "string", False),
        (RDF + "PlainLiteral", "6", "string", True),
        (RDF + "langString", "6", "string", False),
        ("https://example.org/mine", "6", "https://example.org/mine", True),
        ("https://example.org/mine", "6", "integer", True),
        (XSD + "unknown", "6", "integer", True),
    ],
)
def test_contains(datatype: str, text: str, of: str, *, expected: bool) -> None:
    assert contains(datatype, literal(text, of)) is expected


def test_language_tagged_texts() -> None:
    tagged = Literal("a", language="en")
    assert contains(RDF + "langString", tagged)
    assert contains(RDF + "PlainLiteral", tagged)
    assert not contains(XSD + "string", tagged)


def test_known() -> None:
    assert is_known(XSD + "gYear")
    assert is_known(RDFS + "Literal")
    assert not is_known(RDF + "HTML")
