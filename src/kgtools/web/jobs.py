"""What workers do: functions from an open graph and plain values to plain values."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kgtools import export as exports
from kgtools import proofs
from kgtools.asked import fact
from kgtools.errors import LimitError, UsageError
from kgtools.export.neighbourhood import near
from kgtools.query import results
from kgtools.query.run import Result, answer
from kgtools.query.spreadsheet import sheet
from kgtools.query.table import Format, render_answer
from kgtools.terms import NamedNode, Triple
from kgtools.web.answers import Body
from kgtools.why import Explanation, explain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kgtools.dataset import Dataset
    from kgtools.diagnostics import Report
    from kgtools.export.property_graph import PropertyGraph
    from kgtools.graph import Graph
    from kgtools.query.run import Answer
    from kgtools.receipts import Receipt
    from kgtools.store.memory import MemoryStore
    from kgtools.terms import Quad, Term


class Rows(NamedTuple):
    """A table on its way between processes: without labels, which the other side has."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    cut: bool
    query: str = ""


Plain: TypeAlias = "Rows | bool | tuple[Triple, ...]"


class Runner(NamedTuple):
    """How to run a query and write its answer.

    Attributes:
        limit: Rows at most.
        offset: Rows to skip.
        is_page: Whether the limit is the client's own wish, so that it cuts nothing.
        iri: Full IRIs instead of labels.
        lang: Language of labels.
        inferred: Ask what follows, too.
        receipt: Add to each row what stands behind it.
        excel: Write CSV for a spreadsheet.
        partial: Take a cut answer where the format cannot say so.
        bytes: Size of the answer at most.
        base: What relative IRIs in the query are relative to.
    """

    limit: int
    offset: int = 0
    is_page: bool = False
    iri: bool = False
    lang: str | None = None
    inferred: bool = False
    partial: bool = False
    receipt: bool = False
    excel: bool = False
    bytes: int = 10 * 1024 * 1024
    base: str | None = None


def warm(graph: Graph) -> None:
    """Load what every job needs, before the first one comes."""
    graph.dataset.graphs  # noqa: B018 - it loads
    graph.query("SELECT * { ?s ?p ?o } LIMIT 1").records()  # type: ignore[union-attr]  # a table


def ask(graph: Graph, name: str, arguments: dict[str, object], *, inferred: bool, limit: int) -> Plain:
    """Return the answer of a named query."""
    return _plain(graph.ask(name, arguments, inferred=inferred, limit=limit), name)


def query(graph: Graph, text: str, *, inferred: bool, limit: int) -> Plain:
    """Return the answer of any query."""
    return _plain(graph.query(text, inferred=inferred, limit=limit))


def receipt(graph: Graph, name: str, arguments: dict[str, object], row: int, *, inferred: bool) -> Receipt:
    """Return what stands behind one row of a named query's answer, counted from 0.

    Raises:
        UsageError: It has no such row, or no receipt can be built.
    """
    found = graph.ask(name, arguments, inferred=inferred, offset=row, limit=1)
    if not isinstance(found, Result) or not found.rows:
        raise UsageError("there is no such row")
    return found.receipts()[0]


def receipt_of(graph: Graph, text: str, row: tuple[Term | None, ...], *, limit: int) -> Receipt:
    """Return what stands behind one row of the answer of any query.

    Raises:
        UsageError: It has no such row, or no receipt can be built.
    """
    found = graph.query(text, limit=limit)
    if not isinstance(found, Result) or row not in found.rows:
        raise UsageError("there is no such row")
    return replace(found, rows=(row,)).receipts()[0]


def _plain(found: Answer, name: str = "") -> Plain:
    if isinstance(found, Result):
        return Rows(found.columns, found.rows, found.cut, name)
    return found


def named(graph: Graph, name: str, arguments: dict[str, object], ending: str, run: Runner) -> Body:
    """Return the answer of a named query in one of the formats of ``kg query``.

    Raises:
        LimitError: The answer is cut, and the format cannot say so.
    """
    found = graph.ask(name, arguments, inferred=run.inferred, offset=run.offset, limit=run.limit)
    is_cut = isinstance(found, Result) and found.cut and not run.is_page
    form = Format(ending)
    if is_cut and form is Format.SRJ and isinstance(found, Result):
        text = results.table("srj", found.columns, found.rows, cut=True)
    else:
        _only_if_wanted(run, is_cut=is_cut)
        prefixes = graph.project.prefixes
        if run.excel and form is Format.CSV and isinstance(found, Result):
            text = sheet(found.columns, found.records(iri=run.iri))
            return _sized(Body(text.encode(), ending, is_cut, f"{name}.csv"), run.bytes)
        text = render_answer(found, form, iri=run.iri, prefixes=prefixes, terminal=False, receipt=run.receipt)
    return _sized(Body(text.encode(), ending, is_cut), run.bytes)


def sparql(
    graph: Graph,
    text: str,
    dataset: tuple[tuple[str, ...], tuple[str, ...]],
    forms: tuple[str | None, str | None],
    run: Runner,
) -> Body:
    """Return the answer of any query in a format of the W3C.

    Args:
        graph: What to ask.
        text: The query.
        dataset: Graphs to merge into the default graph, and named ones; both empty asks everything.
        forms: The ending for tables and the one for triples; None where the client takes none of them.
        run: How to run it.
    """
    engine = _chosen(graph, *dataset, run)
    found = answer(
        text, graph.dataset, graph.labels, engine=engine, inferred=run.inferred, limit=run.limit + 1
    )
    table, triples = forms
    if isinstance(found, bool):
        return Body(results.truth(_acceptable(table), found).encode(), _acceptable(table))
    if isinstance(found, Result):
        ending, is_cut = _acceptable(table), len(found) > run.limit
        if ending in ("csv", "tsv"):
            _only_if_wanted(run, is_cut=is_cut)
        written = results.table(ending, found.columns, found.rows[: run.limit], cut=is_cut)
        return _sized(Body(written.encode(), ending, is_cut), run.bytes)
    kept, is_cut = found[: run.limit], len(found) > run.limit
    return _sized(_triples(graph, kept, _acceptable(triples), is_cut=is_cut), run.bytes)


def _chosen(graph: Graph, default: tuple[str, ...], named: tuple[str, ...], run: Runner) -> MemoryStore:
    """Return the dataset of a query operation (SPARQL 1.1 Protocol, section 2.1.4).

    Raises:
        UsageError: It names a graph that is not there; nothing is fetched.
    """
    dataset = graph.dataset
    store = dataset.entailed if run.inferred else dataset.graphs
    if not default and not named:
        return store.over(base=run.base)
    known = {*dataset.graph_names, *([dataset.project.inferred_graph.value] if run.inferred else [])}
    for name in (*default, *named):
        if name not in known:
            hint = "nothing is fetched from anywhere"
            raise UsageError("not allowed: only graphs of this dataset can be named", hint=hint)
    return store.over(default=map(NamedNode, default), named=map(NamedNode, named), base=run.base)


def _triples(graph: Graph, found: Iterable[Triple], ending: str, *, is_cut: bool = False) -> Body:
    return Body(results.triples(ending, found, graph.project.prefixes, cut=is_cut), ending, is_cut)


def describe(graph: Graph, node: NamedNode, ending: str) -> Body:
    """Return all triples about a thing, in either direction."""
    store = graph.dataset.store
    quads: Iterable[Quad] = chain(store.match(node), store.match(None, None, node))
    found = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    return _triples(graph, found, ending)


def content(graph: Graph, name: str | None, ending: str, most: int) -> Body:
    """Return all triples of a named graph, or of the default graph."""
    dataset = graph.dataset
    if name == dataset.project.inferred_graph.value:
        quads: Iterable[Quad] = dataset.inferred
    else:
        quads = dataset.graphs.match(graph=NamedNode(name) if name else None)
    found = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    return _sized(_triples(graph, found, ending), most)


def why(graph: Graph, subject: str, predicate: str, value: str) -> Body:
    """Return the proof of a fact as JSON, with what is near it where it does not hold."""
    return Body(proofs.document(graph.why(subject, predicate, value), graph).encode(), "json")


def explanation(graph: Graph, subject: str, predicate: str, value: str) -> Explanation:
    """Return why a fact holds, or what is near it."""
    return explain(graph.dataset, fact(graph.dataset, graph.labels, subject, predicate, value))


def check(graph: Graph, file: str) -> Report:
    """Return the findings about one file, judged together with the project."""
    return graph.check([file])


def prepare_check(graph: Graph) -> None:
    """Find out about the project what further files are judged with, so that :func:`check` need not."""
    graph.check(graph.project.data_files[:1])


@lru_cache(maxsize=2)
def check_project(graph: Graph) -> Report:
    """Return the findings about the whole project."""
    return graph.check()


def export(graph: Graph, form: exports.Format, options: exports.Options, most: int) -> Body:
    """Return the graph as a file of another program."""
    data = exports.render(graph.dataset, form, options)
    name = f"{graph.project.name}.{form.ending}"
    return _sized(Body(data, form.ending, filename=name), most)


def neighbourhood(graph: Graph, around: tuple[str, ...], hops: int, limit: int, as_of: date | None) -> Body:
    """Return what is within some steps of things, as nodes and edges of the export's projection."""
    found = near(_projection(graph.dataset, as_of), around, hops=hops, limit=limit)
    return Body(json.dumps(found, ensure_ascii=False).encode() + b"\n", "json")


@lru_cache(maxsize=8)
def _projection(dataset: Dataset, as_of: date | None) -> PropertyGraph:
    return exports.project_graph(dataset, exports.Options(as_of=as_of))


def search(graph: Graph, text: str, cls: str | None, limit: int) -> Body:
    """Return things by their names, best first, as JSON."""
    found = [
        {
            "iri": hit.node.value,
            "id": graph.project.prefixes.compress(hit.node.value),
            "label": graph.labels.of(hit.node),
            "name": hit.name,
            "types": [graph.labels.of(each) for each in graph.labels.types(hit.node)],
            "score": round(hit.score, 1),
        }
        for hit in graph.find(text, cls=cls, limit=limit)
    ]
    return Body(json.dumps(found, ensure_ascii=False).encode() + b"\n", "json")


def alike(graph: Graph, iri: str, text: str) -> list[str]:
    """Return what may have been meant by an IRI of which nothing is said, given the words of its name."""
    return graph.labels.alike(NamedNode(iri), text)


def _acceptable(ending: str | None) -> str:
    if ending is None:
        raise UsageError("no format that you accept fits this kind of query")
    return ending


def _only_if_wanted(run: Runner, *, is_cut: bool) -> None:
    if is_cut and not run.partial:
        raise LimitError(
            f"more than {run.limit:,} rows, and this format has no room to say so",
            hint="partial=true takes the first of them; limit= and offset= take a part",
        )


def _sized(body: Body, most: int) -> Body:
    if len(body.data) > most:
        raise LimitError(f"the answer is larger than {most >> 20} MB", hint="ask for less")
    return body
