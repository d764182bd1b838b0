"""What workers do: functions from an open graph and plain values to plain values."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kgtools.errors import LimitError, UsageError
from kgtools.query import results
from kgtools.query.run import Result
from kgtools.query.table import Format, render_answer
from kgtools.terms import Quad, Triple
from kgtools.web.answers import Body

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.graph import Graph
    from kgtools.query.run import Answer
    from kgtools.terms import NamedNode, Term


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
        partial: Take a cut answer where the format cannot say so.
        bytes: Size of the answer at most.
    """

    limit: int
    offset: int = 0
    is_page: bool = False
    iri: bool = False
    lang: str | None = None
    inferred: bool = False
    partial: bool = False
    bytes: int = 10 * 1024 * 1024


def ask(graph: Graph, name: str, arguments: dict[str, object], *, inferred: bool, limit: int) -> Plain:
    """Return the answer of a named query."""
    return _plain(graph.ask(name, arguments, inferred=inferred, limit=limit), name)


def query(graph: Graph, text: str, *, inferred: bool, limit: int) -> Plain:
    """Return the answer of any query."""
    return _plain(graph.query(text, inferred=inferred, limit=limit))


def _plain(answer: Answer, name: str = "") -> Plain:
    if isinstance(answer, Result):
        return Rows(answer.columns, answer.rows, answer.cut, name)
    return answer


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
        text = render_answer(found, form, iri=run.iri, prefixes=prefixes, terminal=False)
    return _sized(Body(text.encode(), ending, is_cut), run)


def sparql(graph: Graph, text: str, table: str | None, triples: str | None, run: Runner) -> Body:
    """Return the answer of any query in a format of the W3C.

    Args:
        graph: What to ask.
        text: The query.
        table: The ending for SELECT and ASK; None where the client takes none of them.
        triples: The ending for CONSTRUCT and DESCRIBE.
        run: How to run it.
    """
    found = graph.query(text, inferred=run.inferred, limit=run.limit)
    if isinstance(found, bool):
        return Body(results.truth(_acceptable(table), found).encode(), _acceptable(table))
    if isinstance(found, Result):
        ending = _acceptable(table)
        if ending in ("csv", "tsv"):
            _only_if_wanted(run, is_cut=found.cut)
        written = results.table(ending, found.columns, found.rows, cut=found.cut)
        return _sized(Body(written.encode(), ending, found.cut), run)
    ending = _acceptable(triples)
    return _sized(Body(results.triples(ending, found, graph.project.prefixes), ending), run)


def describe(graph: Graph, node: NamedNode, ending: str) -> Body:
    """Return all triples about a thing, in either direction."""
    store = graph.dataset.store
    quads: Iterable[Quad] = chain(store.match(node), store.match(None, None, node))
    found = [Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    return Body(results.triples(ending, found, graph.project.prefixes), ending)


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


def _sized(body: Body, run: Runner) -> Body:
    if len(body.data) > run.bytes:
        raise LimitError(f"the answer is larger than {run.bytes >> 20} MB", hint="ask for fewer rows")
    return body
