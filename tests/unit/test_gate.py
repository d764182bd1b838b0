from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from kgtools import gate
from kgtools.errors import InputError, Location

if TYPE_CHECKING:
    from pathlib import Path

TRIPLE = b"<urn:a> <urn:b> <urn:c> ."


def _clean(data: bytes, syntax: RdfFormat | None = RdfFormat.TURTLE) -> bytes:
    return gate.clean(data, name="facts.ttl", syntax=syntax)


def _parsed(data: bytes, syntax: RdfFormat = RdfFormat.TURTLE) -> list[str]:
    return [str(quad) for quad in gate.quads(data, syntax, name="facts.ttl")]


@pytest.mark.parametrize(
    ("name", "syntax"),
    [
        ("a.ttl", RdfFormat.TURTLE),
        ("a.TTL", RdfFormat.TURTLE),
        ("a.trig", RdfFormat.TRIG),
        ("a.nt", RdfFormat.N_TRIPLES),
        ("a.nq", RdfFormat.N_QUADS),
        ("a.jsonld", RdfFormat.JSON_LD),
        ("a.rdf", RdfFormat.RDF_XML),
        ("a.owl", RdfFormat.RDF_XML),
    ],
)
def test_the_ending_names_the_syntax(tmp_path: Path, name: str, syntax: RdfFormat) -> None:
    assert gate.format_of(tmp_path / name) == syntax


def test_another_ending_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"unknown file ending '\.txt'") as caught:
        gate.format_of(tmp_path / "a.txt")
    assert ".jsonld" in (caught.value.hint or "")


def test_a_regular_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(TRIPLE)
    assert gate.read(tmp_path / "a.ttl") == TRIPLE


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device", "long"])
def test_what_is_no_regular_file_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.ttl"
    message = "not a regular file"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "long":
        path, message = tmp_path / ("a" * 300), "cannot be read: File name too long"
    else:
        message = "no such file"
    with pytest.raises(InputError, match=message) as caught:
        gate.read(path, name="data/a.ttl")
    assert caught.value.location == Location("data/a.ttl")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(TRIPLE)
    (tmp_path / "a.ttl").chmod(0)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):
        gate.read(tmp_path / "a.ttl")


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.ttl").open("wb") as file:
        file.truncate(gate.MAX_FILE + 1)
    with pytest.raises(InputError, match="larger than 256 MB"):
        gate.read(tmp_path / "a.ttl")


def test_the_byte_order_mark_goes() -> None:
    assert _clean(b"\xef\xbb\xbf" + TRIPLE) == TRIPLE


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_any_line_end_passes(ending: bytes) -> None:
    assert len(_parsed(_clean(TRIPLE + ending + TRIPLE + ending))) == 2


@pytest.mark.parametrize(
    ("data", "code", "place", "message"),
    [
        (b"# \xff", "KG006", (1, 3), "not valid UTF-8"),
        ("# é\n".encode() + b"# a\xe9", "KG006", (2, 4), "not valid UTF-8"),
        (b"\xed\xa0\x80", "KG006", (1, 1), "not valid UTF-8"),
        ("a".encode("utf-16"), "KG006", (1, 1), "not valid UTF-8"),
        (b"\x1f\x8b\x08\x00", "KG006", (1, 2), "not valid UTF-8"),
        (b"# a\n# \x00", "KG007", (2, 3), r"control character U\+0000"),
        ("é\x1b[31m".encode(), "KG007", (1, 2), r"control character U\+001B"),
        (b"<<<<<<< HEAD\n", "KG001", (1, 1), "merge-conflict marker"),
        (b"# a\n>>>>>>> other\n", "KG001", (2, 1), "merge-conflict marker"),
    ],
)
def test_bytes_that_are_no_clean_text(data: bytes, code: str, place: tuple[int, int], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        _clean(data)
    assert caught.value.code == code
    assert caught.value.location == Location("facts.ttl", *place)


def test_marks_that_only_look_like_a_conflict_pass() -> None:
    text = b'# a <<<<<<< b\n<urn:a> <urn:b> ">>>>>>>" .\n'
    assert _clean(text) == text


@pytest.mark.parametrize(
    ("opening", "closing"), [(b"[ <urn:p> ", b" ]"), (b"( ", b" )")], ids=["nodes", "lists"]
)
def test_nesting_is_limited(opening: bytes, closing: bytes) -> None:
    def nested(depth: int) -> bytes:
        return b"<urn:a> <urn:p> " + opening * depth + b"<urn:x>" + closing * depth + b" ."

    assert _parsed(_clean(nested(gate.MAX_DEPTH)))
    with pytest.raises(InputError, match="nested deeper than 64") as caught:
        _clean(nested(gate.MAX_DEPTH + 1))
    assert caught.value.location == Location("facts.ttl", 1, 17 + len(opening) * 64)


def test_the_nesting_of_other_text_is_for_others_to_judge() -> None:
    assert _clean(b"{" * 100, None) == b"{" * 100


def test_many_brackets_beside_each_other_pass() -> None:
    text = b"<urn:a> <urn:p> [ <urn:p> 1 ] .\n" * 200
    assert _clean(text) == text


@pytest.mark.parametrize(
    "hidden", [b'"%s"', b"'%s'", b'"""%s"""', b"'''%s'''", b"# %s\n<urn:o>", b"<urn:o> # %s\n"]
)
def test_brackets_that_are_no_brackets_do_not_count(hidden: bytes) -> None:
    text = b"<urn:a> <urn:p> " + hidden % (b"[" * 100) + b" ."
    assert _clean(text) == text


def test_deep_json_is_refused() -> None:
    with pytest.raises(InputError, match="nested deeper"):
        _clean(b'{"a":' * 1000 + b"1" + b"}" * 1000, RdfFormat.JSON_LD)


@pytest.mark.parametrize(
    ("dtd", "message"),
    [
        (b'<!ENTITY x SYSTEM "file:///etc/passwd">', "external XML entity"),
        (b'<!ENTITY x PUBLIC "a" "http://example.org/">', "external XML entity"),
        (b"<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>", "XML entity made of entities"),
        (b"<!ENTITY % a 'aa'> %a;", "XML parameter entity"),
    ],
)
def test_xml_entities_that_reach_out_or_grow_are_refused(dtd: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        _clean(b"<!DOCTYPE rdf [" + dtd + b"]><rdf/>", RdfFormat.RDF_XML)


@pytest.mark.parametrize(("syntax", "name"), [(RdfFormat.RDF_XML, "RDF/XML"), (RdfFormat.JSON_LD, "JSON-LD")])
def test_turtle_under_another_ending_is_told_how_it_was_read(syntax: RdfFormat, name: str) -> None:
    with pytest.raises(InputError) as caught:
        list(gate.quads(b"PREFIX ex: <urn:x:> ex:a ex:b ex:c .", syntax, name="a"))
    assert caught.value.hint == f"it is read as {name}, as its name or -f says"


RDF_XML = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">%s</rdf:RDF>'


def test_deep_xml_is_refused() -> None:
    def nested(depth: int) -> bytes:
        return RDF_XML % (b"<rdf:Description><e:p>" * depth + b"</e:p></rdf:Description>" * depth)

    passed = nested(gate.MAX_DEPTH // 2 - 1)
    assert _clean(passed, RdfFormat.RDF_XML) == passed
    with pytest.raises(InputError, match="elements nested deeper than 64") as caught:
        _clean(nested(100_000), RdfFormat.RDF_XML)
    assert caught.value.location is not None
    assert caught.value.location.line == 1


@pytest.mark.parametrize(
    "inside",
    [b"<e:p/>", b"<e:p a='>'/>", b"<!-- <a> -->", b"<![CDATA[<a>]]>", b"<?a <a> ?>", b"<e:p>1 &lt; 2</e:p>"],
)
def test_what_is_no_open_element_does_not_count_as_depth(inside: bytes) -> None:
    text = RDF_XML % (b"<rdf:Description>" + inside * 100 + b"</rdf:Description>")
    assert _clean(text, RdfFormat.RDF_XML) == text


@pytest.mark.parametrize(
    ("count", "length", "uses", "message"),
    [
        (101, 1, 0, "more than 100 XML entities"),
        (1, 100_000, 11, "XML entities that grow beyond 1 MB"),
        (100, 10, 100, None),
    ],
)
def test_xml_entities_are_limited(count: int, length: int, uses: int, message: str | None) -> None:
    declared = b"".join(b'<!ENTITY x%d "%s">' % (n, b"a" * length) for n in range(count))
    text = b"<!DOCTYPE r [" + declared + b"]>" + RDF_XML % (b"&x0;" * uses)
    if message is None:
        assert _clean(text, RdfFormat.RDF_XML) == text
    else:
        with pytest.raises(InputError, match=message):
            _clean(text, RdfFormat.RDF_XML)


def test_a_plain_xml_entity_passes() -> None:
    text = (
        b'<!DOCTYPE rdf:RDF [<!ENTITY owl "http://www.w3.org/2002/07/owl#">]>'
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="&owl;Thing"><rdf:type rdf:resource="&owl;Class"/></rdf:Description>'
        b"</rdf:RDF>"
    )
    assert _parsed(_clean(text, RdfFormat.RDF_XML), RdfFormat.RDF_XML) == [
        "<http://www.w3.org/2002/07/owl#Thing> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<http://www.w3.org/2002/07/owl#Class>"
    ]


def test_quads_keep_literals_as_written() -> None:
    quads = list(gate.quads(b"<urn:a> <urn:b> 1.50, 01 .", RdfFormat.TURTLE, name="facts.ttl"))
    assert [quad.object.value for quad in quads] == ["1.50", "01"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"<urn:a> <urn:b> <urn:c>\n<urn:d> <urn:e> <urn:f> .", "1:23 KG003"),
        (b"<urn:a> <urn:b> x:c .", "1:17 KG002"),
        (b'<urn:a> <urn:b> "cut', "1:17 KG001"),
        (b"<urn:a> <urn:b> <urn: c> .", "1:22 KG004"),
        (b"<urn:a> <urn:b> <c> .", "1:17 KG005"),
        (b"{ <urn:a> <urn:b> <urn:c> } => { } .", "1:1 KG001"),
        (b'<urn:a> <urn:b> "\\uD800" .', "1:17 KG001"),
    ],
    ids=["no dot", "prefix", "open string", "space in IRI", "relative IRI", "formula", "surrogate"],
)
def test_a_syntax_error_has_its_place(data: bytes, place: str) -> None:
    with pytest.raises(InputError) as caught:
        _parsed(data)
    assert f"{caught.value.location} {caught.value.code}" == f"facts.ttl:{place}"
    assert "Parser error" not in caught.value.message


@pytest.mark.parametrize(
    "piece",
    [
        b"<!--",
        b"<![CDATA[",
        b"<?a ",
        b'<a "',
        b"<a '",
        b"<a ",
        b"<!DOCTYPE ",
        b"<!ENTITY ",
        b"<!ENTITY a ",
        b"<",
    ],
)
def test_looking_at_xml_takes_linear_time(piece: bytes) -> None:
    data = piece * 200_000
    start = time.process_time()
    with contextlib.suppress(InputError):
        _clean(data, RdfFormat.RDF_XML)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("piece", [b'"""', b"'", b"'''a", b'"', b"#[", b"<a", b"[ (", b"<[", b'"\\'])
def test_looking_at_turtle_takes_linear_time(piece: bytes) -> None:
    data = b"[]" * 100 + piece * 200_000
    start = time.process_time()
    with contextlib.suppress(InputError):
        _clean(data)
    assert time.process_time() - start < 5


@given(st.binary(max_size=200), st.sampled_from(list(gate.FORMATS.values())))
def test_any_bytes_give_quads_or_one_typed_error(data: bytes, syntax: RdfFormat) -> None:
    try:
        _parsed(_clean(data, syntax), syntax)
    except InputError as error:
        assert error.location is not None


@given(st.text(alphabet="<>\"'\\#[](){}. \n\tab:@^;,", max_size=80))
def test_any_text_of_turtle_marks_gives_quads_or_one_typed_error(text: str) -> None:
    try:
        _parsed(_clean(text.encode()))
    except InputError as error:
        assert error.code in {"KG001", "KG002", "KG003", "KG004", "KG005"}


LONG = 17 * 1024 * 1024


@pytest.mark.parametrize(
    ("text", "column"),
    [
        (b"<a:b> <a:c> <a:d> . # " + b"x" * LONG, 21),
        (b"<a:b> <a:c> <a:" + b"x" * LONG + b"> .", 13),
        (b'<a:b> <a:c> "' + b"x" * LONG + b'" .', 13),
        (b"PREFIX : <a:> :a :b :" + b"x" * LONG + b" .", 21),
    ],
    ids=["comment", "IRI", "text", "name"],
)
def test_a_term_that_the_parser_cannot_hold_is_refused_with_its_place(text: bytes, column: int) -> None:
    with pytest.raises(InputError, match="longer than 16 MB") as caught:
        _clean(b"\n" + text, RdfFormat.TURTLE)
    assert caught.value.location == Location("facts.ttl", 2, column)


def test_a_long_text_of_many_lines_is_refused_by_the_parser() -> None:
    data = b'<a:b> <a:c> """' + b"line\n" * (LONG // 5) + b'""" .'
    with pytest.raises(InputError, match="longer than 16 MB") as caught:
        _parsed(_clean(data, RdfFormat.TURTLE))
    assert (caught.value.location and caught.value.location.column) == 13


def test_a_long_line_of_short_terms_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "MAX_TERM", 1000)
    line = b"<a:b> <a:c> <a:d> . " * 100
    assert _clean(line, RdfFormat.TURTLE) == line


def test_a_comment_ends_with_a_carriage_return() -> None:
    with pytest.raises(InputError, match="nested deeper"):
        _clean(b"# comment\r<a:b> <a:c> " + b"(" * 100 + b")" * 100 + b" .", RdfFormat.TURTLE)


def test_a_context_at_an_address_is_not_fetched() -> None:
    with pytest.raises(InputError, match="a JSON-LD context at an address, and nothing is fetched") as caught:
        list(gate.quads(b'{"@context": "http://127.0.0.1:1/c"}', RdfFormat.JSON_LD, name="a.jsonld"))
    assert caught.value.hint == "write the context itself"
