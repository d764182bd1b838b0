"""Answers in the formats of the W3C: SPARQL 1.1 results as JSON, XML, CSV and TSV; triples as RDF.

Terms are untouched by labels. A mark tells where a limit cut the answer; CSV and TSV have no room
for one (SPARQL 1.1 Query Results JSON Format; XML Format; CSV and TSV Formats).
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from pyoxigraph import RdfFormat, serialize

from kgtools.errors import UsageError
from kgtools.terms import XSD, BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kgtools.terms import Term, Triple

_STRING: Final = XSD + "string"
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
CUT: Final = "cut by a limit of the server: there is more"

Rows: TypeAlias = "Sequence[tuple[Term | None, ...]]"


def table(form: str, columns: Sequence[str], rows: Rows, *, cut: bool = False) -> str:
    r"""Return the answer of a SELECT.

    Args:
        form: ``srj``, ``srx``, ``csv`` or ``tsv``.
        columns: Names of the variables.
        rows: Terms; None where unbound.
        cut: Whether there is more, which JSON and XML say.

    Example:
        >>> from kgtools.terms import Literal
        >>> table("tsv", ["a", "b"], [(Literal("one"), None)])
        '?a\t?b\n"one"\t\n'
    """
    writers: dict[str, Callable[..., str]] = {"srj": _json, "srx": _xml, "csv": _csv, "tsv": _tsv}
    return writers[form](columns, rows, cut)


def truth(form: str, value: bool) -> str:  # noqa: FBT001 - the value itself
    """Return the answer of an ASK in one of the same formats.

    Example:
        >>> truth("srj", True)
        '{"head": {}, "boolean": true}'
    """
    text = str(value).lower()
    if form == "srj":
        return json.dumps({"head": {}, "boolean": value})
    if form == "srx":
        return f"{_HEAD}<head/><boolean>{text}</boolean></sparql>\n"
    return f"{text}\n"


def triples(form: str, found: Iterable[Triple], prefixes: Mapping[str, str], *, cut: bool = False) -> bytes:
    """Return triples as ``ttl``, ``nt``, ``jsonld`` or ``rdf``, each once, sorted.

    Raises:
        UsageError: A predicate has no name that RDF/XML can write.
    """
    syntax = {
        "ttl": RdfFormat.TURTLE,
        "nt": RdfFormat.N_TRIPLES,
        "jsonld": RdfFormat.JSON_LD,
        "rdf": RdfFormat.RDF_XML,
    }[form]
    ordered = sorted(set(found), key=str)
    try:
        data = serialize(ordered, format=syntax, prefixes=dict(prefixes)) or b""
    except (OSError, ValueError) as error:
        raise UsageError(f"these triples cannot be written so: {error}", hint="ask for text/turtle") from None
    return b"# " + CUT.encode() + b"\n" + data if cut and form in ("ttl", "nt") else data


def _json(columns: Sequence[str], rows: Rows, cut: bool) -> str:  # noqa: FBT001 - as table() has it
    names = [f"{json.dumps(name)}:" for name in columns]
    solutions = (
        "{" + ",".join(name + _json_term(term) for name, term in zip(names, row, strict=True) if term) + "}"
        for row in rows
    )
    head = f'{{"head":{{"vars":{json.dumps(list(columns))}}},'
    mark = f'"truncated":{json.dumps(CUT)},' if cut else ""
    return head + mark + '"results":{"bindings":[' + ",\n".join(solutions) + "]}}\n"


@lru_cache(maxsize=20_000)
def _json_term(term: Term) -> str:
    return json.dumps(binding(term), ensure_ascii=False)


def binding(term: Term) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON has it (section 3.2.2).

    Example:
        >>> from kgtools.terms import Literal
        >>> binding(Literal("chat", language="fr"))
        {'type': 'literal', 'value': 'chat', 'xml:lang': 'fr'}
    """
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain = term.datatype.value == _STRING
    return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": term.datatype.value})


_HEAD: Final = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'


def _xml(columns: Sequence[str], rows: Rows, cut: bool) -> str:  # noqa: FBT001 - as table() has it
    def cell(name: str, term: Term | None) -> str:
        return f'<binding name="{_escaped(name)}">{_xml_term(term)}</binding>' if term else ""

    head = "".join(f'<variable name="{_escaped(name)}"/>' for name in columns)
    results = ("<result>" + "".join(map(cell, columns, row)) + "</result>\n" for row in rows)
    mark = f"<!-- {CUT} -->" if cut else ""
    return f"{_HEAD}<head>{head}</head>{mark}<results>\n{''.join(results)}</results></sparql>\n"


@lru_cache(maxsize=20_000)
def _xml_term(term: Term) -> str:
    text = _escaped(term.value)
    if isinstance(term, NamedNode):
        return f"<uri>{text}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{text}</bnode>"
    if term.language:
        return f'<literal xml:lang="{term.language}">{text}</literal>'
    if term.datatype.value == _STRING:
        return f"<literal>{text}</literal>"
    return f'<literal datatype="{_escaped(term.datatype.value)}">{text}</literal>'


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _csv(columns: Sequence[str], rows: Rows, _cut: bool) -> str:  # noqa: FBT001 - as table() has it
    lines = [",".join(columns), *(",".join(map(_csv_term, row)) for row in rows)]
    return "\r\n".join(lines) + "\r\n"


def _csv_term(term: Term | None) -> str:
    if term is None:
        return ""
    text = f"_:{term.value}" if isinstance(term, BlankNode) else term.value
    if any(mark in text for mark in '",\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv(columns: Sequence[str], rows: Rows, _cut: bool) -> str:  # noqa: FBT001 - as table() has it
    lines = ["\t".join(f"?{name}" for name in columns)]
    lines += ["\t".join("" if term is None else _tsv_term(term) for term in row) for row in rows]
    return "\n".join(lines) + "\n"


@lru_cache(maxsize=20_000)
def _tsv_term(term: Term) -> str:
    return str(term).replace("\t", "\\t")
