"""Answers as text: one function per output format."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING

from kgtools.errors import EngineError, UsageError
from kgtools.query import grid, results
from kgtools.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from kgtools.query.run import Answer, Result
    from kgtools.terms import Prefixes, Term, Triple


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
    answer: Answer,
    form: Format | None,
    *,
    iri: bool,
    prefixes: Prefixes,
    terminal: bool,
    receipt: bool = False,
) -> str:
    """Return any answer as text.

    Args:
        answer: A table, a truth value or triples.
        form: The format; None takes what suits the answer: Turtle for triples, a table on a
            terminal, else CSV.
        iri: Full IRIs instead of labels.
        prefixes: For Turtle.
        terminal: Whether a person reads it.
        receipt: Add to each row what stands behind it.

    Raises:
        UsageError: The format does not fit the answer, or no receipt can be built for it.
    """
    if receipt:
        return _with_receipts(answer, form or (Format.TABLE if terminal else Format.CSV), prefixes, iri=iri)
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
            return results.table("srj", result.columns, result.rows)
        case _:
            return _terminal(result, iri=iri)


def _with_receipts(answer: Answer, form: Format, prefixes: Prefixes, *, iri: bool) -> str:
    if not isinstance(answer, bool | tuple) and form not in (Format.SRJ, Format.TTL):
        return _receipted(answer, form, prefixes, iri=iri)
    raise UsageError(
        "receipts belong to the rows of a table", hint="use -f table, csv, tsv, json, jsonl or md"
    )


def _receipted(result: Result, form: Format, prefixes: Prefixes, *, iri: bool) -> str:
    """Return a table with a column of places; in JSON the triples themselves, on a terminal below it."""
    found = result.receipts()
    if form in (Format.JSON, Format.JSONL):
        rows = [
            {**row, "receipt": receipt.documents(prefixes)}
            for row, receipt in zip(records(result, iri=iri), found, strict=True)
        ]
        if form is Format.JSON:
            return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if form is Format.TABLE:
        lines = [
            line
            for number, receipt in enumerate(found, 1)
            for line in (f"row {number}", *(f"  {line}" for line in receipt.lines(prefixes)))
        ]
        return _terminal(result, iri=iri) + "".join(f"{grid.printable(line)}\n" for line in lines)
    columns = (*result.columns, "receipt")
    texts = [
        [*row, " ".join(receipt.places)] for row, receipt in zip(_texts(result, iri=iri), found, strict=True)
    ]
    if form is Format.MD:
        return grid.markdown(columns, texts)
    if form is Format.HTML:
        raise UsageError("receipts are not written as HTML", hint="kg serve shows them on its pages")
    return grid.separated(columns, texts, "\t" if form is Format.TSV else ",")


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
    caption = f"<caption>As of {result.as_of}</caption>\n" if result.as_of else ""
    return f"<table>\n{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n"


def _terminal(result: Result, *, iri: bool) -> str:
    count = f"{len(result.rows)} row{'' if len(result.rows) == 1 else 's'}"
    cut = ", more were left out by --limit" if result.cut else ""
    day = f"; as of {result.as_of}" if result.as_of else ""
    from kgtools.query import terminal  # only a person waits for it

    return terminal.table(result.columns, _texts(result, iri=iri), note=count + cut + day)


def _turtle(triples: tuple[Triple, ...], prefixes: Mapping[str, str]) -> str:
    from pyoxigraph import RdfFormat, serialize

    text = serialize(sorted(set(triples), key=str), format=RdfFormat.TURTLE, prefixes=dict(prefixes))
    return (text or b"").decode()
