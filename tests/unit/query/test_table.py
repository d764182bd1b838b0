from __future__ import annotations

import csv
import html
import io
import json
import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgtools.errors import EngineError, UsageError
from kgtools.query import table
from kgtools.query.run import Result
from kgtools.query.table import Format, render_answer
from kgtools.terms import XSD, BlankNode, Literal, NamedNode, Term, Triple
from strategies import terms as any_terms

if TYPE_CHECKING:
    from kgtools.graph import Graph

ID = "https://example.org/id/"
ADA = NamedNode(f"{ID}person-ada")
ROWS = (
    (ADA, Literal('2 < 3 | "x", ü', language="en")),
    (BlankNode("b"), Literal("2.5", datatype=XSD["decimal"])),
    (None, Literal("line\nline\ttab")),
)
TABULAR = [form for form in Format if form is not Format.TTL]


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
    """Return columns and rows of any terms."""
    width = draw(st.integers(1, 3))
    cells = st.one_of(st.none(), any_terms)
    rows = draw(st.lists(st.tuples(*[cells] * width), max_size=4))
    return tuple(f"c{number}" for number in range(width)), tuple(rows)


def _result(graph: Graph, columns: tuple[str, ...] = ("who", "what"), rows: Any = ROWS) -> Result:
    return Result(columns, rows, graph.labels)


def test_csv(graph: Graph) -> None:
    assert _result(graph).render(Format.CSV) == (
        'who,what\nAda Brook,"2 < 3 | ""x"", ü"\n_:b,2.5\n,"line\nline\ttab"\n'
    )


def test_tsv(graph: Graph) -> None:
    assert _result(graph).render(Format.TSV).splitlines()[:2] == [
        "who\twhat",
        'Ada Brook\t"2 < 3 | ""x"", ü"',
    ]


def test_json(graph: Graph) -> None:
    assert json.loads(_result(graph).render(Format.JSON)) == [
        {"who": "Ada Brook", "what": '2 < 3 | "x", ü'},
        {"who": "_:b", "what": "2.5"},
        {"who": None, "what": "line\nline\ttab"},
    ]


def test_json_keeps_the_order_of_columns(graph: Graph) -> None:
    found = _result(graph, ("z", "a"), ((ADA, ADA),))
    assert list(json.loads(found.render(Format.JSON))[0]) == ["z", "a"]


def test_iris_on_request(graph: Graph) -> None:
    assert json.loads(_result(graph).render(Format.JSON, iri=True))[0]["who"] == ADA.value
    assert _result(graph).render(Format.CSV, iri=True).splitlines()[1].startswith(f"{ADA.value},")


def test_markdown(graph: Graph) -> None:
    assert _result(graph).render(Format.MD).splitlines() == [
        "| who | what |",
        "|---|---|",
        '| Ada Brook | 2 < 3 \\| "x", ü |',
        "| _:b | 2.5 |",
        "|  | line line\ttab |",
    ]


def test_html_escapes_and_keeps_iris_and_languages(graph: Graph) -> None:
    shown = _result(graph).render(Format.HTML)
    assert f'<td title="{ADA.value}">Ada Brook</td>' in shown
    assert '<td lang="en">2 &lt; 3 | &quot;x&quot;, ü</td>' in shown
    assert "<td></td>" in shown


def test_html_runs_no_script_of_the_data(graph: Graph) -> None:
    bad = Literal("<script>alert(1)</script>\"'")
    assert "<script" not in _result(graph, ("x",), ((bad,),)).render(Format.HTML)


def test_results_json_keeps_terms(graph: Graph) -> None:
    shown = json.loads(_result(graph).render(Format.SRJ))
    assert shown["head"] == {"vars": ["who", "what"]}
    assert shown["results"]["bindings"] == [
        {
            "who": {"type": "uri", "value": ADA.value},
            "what": {"type": "literal", "value": '2 < 3 | "x", ü', "xml:lang": "en"},
        },
        {
            "who": {"type": "bnode", "value": "b"},
            "what": {"type": "literal", "value": "2.5", "datatype": f"{XSD}decimal"},
        },
        {"what": {"type": "literal", "value": "line\nline\ttab"}},
    ]


def test_a_table_says_as_of_when_it_is(graph: Graph) -> None:
    dated = Result(("n",), ((ADA,),), graph.labels, as_of=date(2020, 12, 31))
    assert dated.table().endswith("1 row; as of 2020-12-31\n")
    assert dated.render(Format.HTML).startswith("<table>\n<caption>As of 2020-12-31</caption>\n<thead>")
    assert "2020-12-31" not in dated.render(Format.CSV) + dated.render(Format.JSON)


def test_an_answer_knows_the_day_of_the_data(graph: Graph) -> None:
    assert getattr(graph.query("SELECT (1 AS ?n) {}"), "as_of", None) == date(2020, 12, 31)


def test_a_terminal_table_counts_its_rows(graph: Graph) -> None:
    assert _result(graph).render(Format.TABLE).endswith("3 rows\n")
    cut = Result(("n",), ((ADA,),), graph.labels, cut=True)
    assert cut.table().endswith("1 row, more were left out by --limit\n")


@given(tables())
def test_csv_and_tsv_parse_back(graph: Graph, made: tuple[Any, Any]) -> None:
    columns, rows = made
    expected = [[value or "" for value in row.values()] for row in _result(graph, columns, rows).records()]
    for form, delimiter in ((Format.CSV, ","), (Format.TSV, "\t")):
        text = _result(graph, columns, rows).render(form)
        assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == [
            list(columns),
            *expected,
        ]


@given(tables())
def test_json_formats_parse_back(graph: Graph, made: tuple[Any, Any]) -> None:
    found = _result(graph, *made)
    assert json.loads(found.render(Format.JSON)) == found.records()
    lines = found.render(Format.JSONL).split("\n")
    assert [json.loads(line) for line in lines[:-1]] == found.records()
    assert lines[-1] == ""


@given(tables())
def test_results_json_parses_back_to_the_same_terms(graph: Graph, made: tuple[Any, Any]) -> None:
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    columns, rows = made
    read = parse_query_results(_result(graph, columns, rows).render(Format.SRJ), QueryResultsFormat.JSON)
    assert isinstance(read, QuerySolutions)
    assert tuple(variable.value for variable in read.variables) == columns
    assert tuple(tuple(solution) for solution in read) == rows


@given(tables())
def test_html_parses_back(graph: Graph, made: tuple[Any, Any]) -> None:
    found = _result(graph, *made)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found.render(Format.HTML), re.DOTALL)
    expected = [value or "" for row in found.records() for value in row.values()]
    assert [html.unescape(cell) for cell in cells] == [html.unescape(html.escape(cell)) for cell in expected]


@given(tables())
def test_a_markdown_row_stays_one_line_with_all_cells(graph: Graph, made: tuple[Any, Any]) -> None:
    columns, rows = made
    lines = _result(graph, columns, rows).render(Format.MD).split("\n")
    assert len(lines) == len(rows) + 3
    assert all(len(re.findall(r"(?<!\\)\|", line)) == len(columns) + 1 for line in lines[:2])


@pytest.mark.parametrize("form", TABULAR)
def test_an_empty_answer_has_every_format(graph: Graph, form: Format) -> None:
    shown = _result(graph, ("a", "b"), ()).render(form)
    assert shown == "" if form is Format.JSONL else shown.endswith("\n")


@pytest.mark.parametrize(
    ("form", "shown"),
    [(None, "true\n"), (Format.JSON, "true\n"), (Format.SRJ, '{"head": {}, "boolean": true}\n')],
)
def test_a_truth_value(form: Format | None, shown: str) -> None:
    assert render_answer(True, form, iri=False, prefixes={}, terminal=False) == shown  # noqa: FBT003


def test_triples_are_turtle_sorted_and_distinct() -> None:
    a, b = NamedNode("urn:a"), NamedNode("urn:b")
    shown = render_answer(
        (Triple(b, a, a), Triple(a, a, b), Triple(b, a, a)),
        None,
        iri=False,
        prefixes={"u": "urn:"},
        terminal=True,
    )
    assert shown == "@prefix u: <urn:> .\nu:a u:a u:b .\nu:b u:a u:a .\n"


def test_formats_that_do_not_fit_are_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match="triples cannot be written as csv"):
        render_answer((), Format.CSV, iri=False, prefixes={}, terminal=False)
    with pytest.raises(UsageError, match="only a CONSTRUCT or DESCRIBE"):
        render_answer(_result(graph), Format.TTL, iri=False, prefixes={}, terminal=False)


@pytest.mark.parametrize(("terminal", "first"), [(True, "who "), (False, "who,what")])
def test_who_reads_chooses_the_format(graph: Graph, terminal: bool, first: str) -> None:
    assert render_answer(_result(graph), None, iri=False, prefixes={}, terminal=terminal).startswith(first)


def test_without_pandas_there_is_no_frame(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(EngineError, match="pandas is not installed") as caught:
        table.frame(_result(graph))
    assert caught.value.hint == "pip install 'kgtools[pandas]'"
