"""Answers as text: one function per output format."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from kgtools.errors import EngineError, UsageError
from kgtools.query import grid
from kgtools.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from kgtools.query.run import Answer, Result
    from kgtools.terms import Term, Triple


class Format(StrEnum):
    """The output formats of ``kg query``."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"
    HTML = "html"
    SRJ = "srj"
    TTL = "ttl"


def render_answer(
    answer: Answer, form: Format | None, *, iri: bool, prefixes: Mapping[str, str], terminal: bool
) -> str:
    """Return any answer as text.

    Args:
        answer: A table, a truth value or triples.
        form: The format; None takes what suits the answer: Turtle for triples, a table on a
            terminal, else CSV.
        iri: Full IRIs instead of labels.
        prefixes: For Turtle.
        terminal: Whether a person reads it.

    Raises:
        UsageError: The format does not fit the answer.
    """
    if isinstance(answer, tuple):
        if form not in (None, Format.TTL):
            raise UsageError(f"triples cannot be written as {form}", hint="use -f ttl")
        return _turtle(answer, prefixes)
    if form is Format.TTL:
        raise UsageError("only a CONSTRUCT or DESCRIBE answer can be written as ttl")
    if isinstance(answer, bool):
        text = str(answer).lower()
        return json.dumps({"head": {}, "boolean": answer}) + "\n" if form is Format.SRJ else f"{text}\n"
    return render(answer, form or (Format.TABLE if terminal else Format.CSV), iri=iri)


def render(result: Result, form: Format, *, iri: bool = False) -> str:  # noqa: PLR0911 - one per format
    """Return a table in one of the formats; it ends with a line break."""
    match form:
        case Format.CSV:
            return grid.separated(result.columns, _texts(result, iri=iri))
        case Format.TSV:
            return grid.separated(result.columns, _texts(result, iri=iri), "\t")
        case Format.JSON:
            return json.dumps(records(result, iri=iri), ensure_ascii=False, indent=1) + "\n"
        case Format.JSONL:
            return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in records(result, iri=iri))
        case Format.MD:
            return grid.markdown(result.columns, _texts(result, iri=iri))
        case Format.HTML:
            return _html(result, iri=iri)
        case Format.SRJ:
            return _results_json(result)
        case _:
            return _terminal(result, iri=iri)


def records(result: Result, *, iri: bool = False) -> list[dict[str, str | None]]:
    """Return one dict per row, keyed by column, every value a string or None."""
    return [dict(zip(result.columns, _cells(result, row, iri=iri), strict=True)) for row in result.rows]


def frame(result: Result) -> pd.DataFrame:
    """Return the records as a pandas frame.

    Raises:
        EngineError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError:
        raise EngineError("pandas is not installed", hint="pip install 'kgtools[pandas]'") from None
    return pd.DataFrame(records(result), columns=list(result.columns))


def _cells(result: Result, row: tuple[Term | None, ...], *, iri: bool) -> list[str | None]:
    return [None if term is None else _cell(result, term, iri=iri) for term in row]


def _cell(result: Result, term: Term, *, iri: bool) -> str:
    return term.value if iri else result.labels.of(term)


def _texts(result: Result, *, iri: bool) -> list[list[str]]:
    return [[cell or "" for cell in _cells(result, row, iri=iri)] for row in result.rows]


def _html(result: Result, *, iri: bool) -> str:
    from html import escape

    def cell(term: Term | None) -> str:
        if term is None:
            return "<td></td>"
        title = f' title="{escape(term.value)}"' if isinstance(term, NamedNode) else ""
        language = f' lang="{term.language}"' if isinstance(term, Literal) and term.language else ""
        return f"<td{title}{language}>{escape(_cell(result, term, iri=iri))}</td>"

    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in result.columns)
    body = "\n".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in result.rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"


def _results_json(result: Result) -> str:
    """SPARQL 1.1 Query Results JSON Format: terms, untouched by labels."""
    bindings = [
        {name: _binding(term) for name, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.rows
    ]
    document = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if term.language:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return {"type": "literal", "value": term.value} | ({} if plain else {"datatype": term.datatype.value})


def _terminal(result: Result, *, iri: bool) -> str:
    count = f"{len(result.rows)} row{'' if len(result.rows) == 1 else 's'}"
    cut = ", more were left out by --limit" if result.cut else ""
    return grid.terminal(result.columns, _texts(result, iri=iri), note=count + cut)


def _turtle(triples: tuple[Triple, ...], prefixes: Mapping[str, str]) -> str:
    from pyoxigraph import RdfFormat, serialize

    text = serialize(sorted(set(triples), key=str), format=RdfFormat.TURTLE, prefixes=dict(prefixes))
    return (text or b"").decode()
