"""The one door for RDF text: bytes in, checked bytes and strictly parsed quads out.

Everything the engines ever see has passed here (design: safety, "The gate").
"""

from __future__ import annotations

import re
import stat
from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from kgtools.errors import InputError, Location

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgtools.terms import Quad

FORMATS: dict[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
}
UNREAD = frozenset(
    {".turtle", ".n3", ".ntriples", ".nquads", ".rdfs", ".trix", ".owx", ".ofn", ".omn", ".obo"}
)
"""Endings of RDF and OWL files that nothing here reads."""
MAX_FILE = 256 * 1024 * 1024
MAX_DEPTH = 64
MAX_TERM = 16 * 1024 * 1024 - 64
"""Most bytes of a name, a text or a comment: the parser's buffer holds 16 MB."""
MAX_ENTITIES = 100
MAX_EXPANSION = 1024 * 1024

_BOM = b"\xef\xbb\xbf"
_CONTROL = bytes({*range(32)} - set(b"\t\n\r"))
_CONFLICTS = (b"<<<<<<< ", b">>>>>>> ")


def format_of(path: Path) -> RdfFormat:
    """Return the RDF syntax that a file's ending names.

    Raises:
        InputError: The ending is none of an RDF syntax that kgtools reads.

    Example:
        >>> from pathlib import Path
        >>> format_of(Path("facts.ttl"))
        <RdfFormat Turtle>
    """
    known = FORMATS.get(path.suffix.lower())
    if known is None:
        raise InputError(
            f"unknown file ending '{path.suffix}'",
            hint=f"one of {' '.join(FORMATS)}",
            location=Location(str(path)),
        )
    return known


def read(path: Path, *, name: str | None = None) -> bytes:
    """Return the bytes of a regular file, refused unless they are clean text.

    Args:
        path: The file.
        name: What messages call it; by default its path.

    Raises:
        InputError: Missing, not a regular file, too large, or refused by :func:`clean`.
    """
    name = name or str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("not a regular file", location=Location(name))
        if status.st_size > MAX_FILE:
            raise InputError(f"larger than {MAX_FILE >> 20} MB", location=Location(name))
        data = path.read_bytes()
    except FileNotFoundError:
        raise missing(name) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", location=Location(name)) from None
    return clean(data, name=name, syntax=FORMATS.get(path.suffix.lower()))


def missing(name: str) -> InputError:
    """Return the error about a file that is not there, which may be meant as an address.

    Example:
        >>> missing("https://example.org/a.ttl").hint
        'an address is not fetched: download it, and name the file'
    """
    is_address = name.startswith(("http:", "https:"))
    hint = "an address is not fetched: download it, and name the file" if is_address else None
    return InputError("no such file", hint=hint, location=Location(name))


def clean(data: bytes, *, name: str, syntax: RdfFormat | None = None) -> bytes:
    r"""Return UTF-8 text without its byte order mark; refuse what no fact file may hold.

    Raises:
        InputError: Not UTF-8 (KG006), a control character (KG007), a merge-conflict
            marker (KG001), brackets nested deeper than 64 or a term longer than 16 MB (of RDF,
            where ``syntax`` is given), or XML with external, nested, many or large entities.

    Example:
        >>> clean(b"\xef\xbb\xbf<a:b> <a:c> <a:d> .", name="facts.ttl")
        b'<a:b> <a:c> <a:d> .'
    """
    data = data.removeprefix(_BOM)
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise _refused(
            data, error.start, name, "not valid UTF-8", "KG006", "save the file as UTF-8"
        ) from None
    if len(data.translate(None, _CONTROL)) != len(data):  # many times faster than a search
        offset = next(index for index, byte in enumerate(data) if byte in _CONTROL)
        text = f"control character U+{data[offset]:04X}"
        raise _refused(data, offset, name, text, "KG007", "remove it")
    for mark in _CONFLICTS:
        offset = 0 if data.startswith(mark) else data.find(b"\n" + mark) + 1
        if offset or data.startswith(mark):
            raise _refused(data, offset, name, "merge-conflict marker", "KG001", "finish the merge")
    if syntax == RdfFormat.RDF_XML:
        _refuse_entities(data, name)
        _refuse_deep_elements(data, name)
    elif syntax:
        if data.count(b"[") + data.count(b"(") + data.count(b"{") > MAX_DEPTH:
            _refuse_depth(data, name)
        if syntax != RdfFormat.JSON_LD and (start := _long_line(data)) is not None:
            _refuse_long_terms(data, name, start)
    return data


def quads(
    data: bytes,
    syntax: RdfFormat,
    *,
    name: str,
    base: str | None = None,
    rename_blank_nodes: bool = False,
) -> Iterator[Quad]:
    """Yield the quads of clean text in their order, with literals exactly as written.

    Args:
        data: The text.
        syntax: Its syntax.
        name: What messages call it.
        base: The IRI against which relative IRIs are resolved.
        rename_blank_nodes: Give every blank node a label that no other text has.

    Raises:
        InputError: A syntax error (KG001), with line and column where the parser knows them.

    Example:
        >>> [str(q.object) for q in quads(b"<a:b> <a:c> 1.50 .", RdfFormat.TURTLE, name="facts.ttl")]
        ['"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>']
    """
    try:
        yield from parse(data, syntax, base_iri=base, rename_blank_nodes=rename_blank_nodes)
    except SyntaxError as error:
        raise syntax_error(error, data, syntax, name=name, base=base) from None
    except MemoryError:
        _refuse_long_terms(data, name)
        raise


def syntax_error(
    error: SyntaxError, data: bytes, syntax: RdfFormat, *, name: str, base: str | None = None
) -> InputError:
    """Return what is wrong with a text that the engine's parser refuses, with its place.

    Args:
        error: The parser's complaint, which stands where nothing better is known.
        data: The text.
        syntax: Its syntax.
        name: What messages call it.
        base: The IRI against which relative IRIs are resolved.
    """
    from kgtools.turtle.check import syntax_errors  # only a broken text needs them
    from kgtools.turtle.located import Format

    form = f".{syntax.file_extension}"
    if form in set(Format):
        text = data.decode(errors="replace")
        good = (error.lineno or 1) - 1  # the engine reads five times as fast
        found = syntax_errors(text, syntax=Format(form), base=base, file=name, limit=1, good_lines=good)
        if found:
            return found[0]
    message, hint = re.sub(r"^Parser error at line [^:]*: ", "", str(error.msg)).strip(), None
    if "LoadDocumentCallback" in message:  # the engine's word for what it has not been given
        message, hint = "a JSON-LD context at an address, and nothing is fetched", "write the context itself"
    elif form not in set(Format):
        hint = f"it is read as {syntax.name}, as its name or -f says"
    return InputError(message, hint=hint, location=Location(name, error.lineno, error.offset), code="KG001")


@cache
def _brackets() -> re.Pattern[bytes]:
    """What may hide a bracket in Turtle (comments, IRIs, strings), then the brackets themselves.

    Compiled when first needed: hardly any file has enough brackets to be looked at. A string that
    is never closed counts to its end: looking again from each quote would take a length squared.
    """
    return re.compile(
        rb"#[^\r\n]*|<[^<>\s]*>"
        rb'|"""(?:[^"\\]++|\\.|"(?!""))*+(?:""")?|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+(?:\'\'\')?'
        rb'|"(?:[^"\\\n]++|\\.)*+"?|\'(?:[^\'\\\n]++|\\.)*+\'?'
        rb"|([\[({])|([\])}])",
        re.DOTALL,
    )


@cache
def _terms() -> re.Pattern[bytes]:
    return re.compile(_brackets().pattern + rb"|[^\s\"'<>\[\](){}#]+", re.DOTALL)


def _refuse_depth(data: bytes, name: str) -> None:
    depth = 0
    for match in _brackets().finditer(data):
        if match[1]:
            depth += 1
            if depth > MAX_DEPTH:
                message = f"brackets nested deeper than {MAX_DEPTH}"
                raise _refused(data, match.start(), name, message, "KG001", "name the inner nodes")
        elif match[2]:
            depth -= 1


def _long_line(data: bytes) -> int | None:
    """Return where a line begins that may hold a term too long for the parser, or None."""
    start = 0
    while len(data) - start > MAX_TERM:
        end = data.rfind(b"\n", start, start + MAX_TERM)
        if end < 0:
            return start
        start = end + 1
    return None


def _refuse_long_terms(data: bytes, name: str, start: int = 0) -> None:
    for match in _terms().finditer(data, start):
        if match.end() - match.start() > MAX_TERM:
            text = "a name, text or comment longer than 16 MB"
            raise _refused(data, match.start(), name, text, "KG001", "keep it in a file of its own")


def _refuse_entities(data: bytes, name: str) -> None:
    def refuse(offset: int, what: str) -> InputError:
        return _refused(data, offset, name, what, "KG001", "write the text itself")

    if found := re.search(rb"<!(?:DOCTYPE|ENTITY)[^<>]*\b(?:SYSTEM|PUBLIC)\b", data, re.IGNORECASE):
        raise refuse(found.start(), "external XML entity")
    if found := re.search(rb"<!ENTITY\s+%", data):
        raise refuse(found.start(), "XML parameter entity")
    grown = 0
    for number, found in enumerate(re.finditer(rb"<!ENTITY\s+(\S+)\s+([\"'])(.*?)\2", data, re.DOTALL)):
        if b"&" in found[3]:
            raise refuse(found.start(), "XML entity made of entities")
        if number == MAX_ENTITIES:
            raise refuse(found.start(), f"more than {MAX_ENTITIES} XML entities")
        grown += len(found[3]) * data.count(b"&" + found[1] + b";")
        if grown > MAX_EXPANSION:
            raise refuse(found.start(), f"XML entities that grow beyond {MAX_EXPANSION >> 20} MB")


def _refuse_deep_elements(data: bytes, name: str) -> None:
    depth = 0
    for tag in _tags().finditer(data):
        if tag[1]:
            depth -= 1
        elif tag[2] and not tag[2].endswith(b"/"):
            depth += 1
            if depth > MAX_DEPTH:
                message = f"elements nested deeper than {MAX_DEPTH}"
                raise _refused(data, tag.start(), name, message, "KG001", "name the inner nodes")


@cache
def _tags() -> re.Pattern[bytes]:
    """What may hide a tag in XML, then closing tags (1) and opening ones (2).

    What is never closed counts to the end of the text, as in Turtle.
    """
    return re.compile(
        rb"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<\?(?:.*?\?>|.*)"
        rb"|<(/)|<([^\s<>!?/](?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>",
        re.DOTALL,
    )


def _refused(data: bytes, offset: int, name: str, message: str, code: str, hint: str | None) -> InputError:
    line = data.count(b"\n", 0, offset) + 1
    start = data.rfind(b"\n", 0, offset) + 1
    column = len(data[start:offset].decode(errors="replace")) + 1
    return InputError(message, hint=hint, location=Location(name, line, column), code=code)
