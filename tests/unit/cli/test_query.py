from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.shell_completion import ShellComplete

from kgtools.cli import main
from kgtools.cli.query import _runner_options
from kgtools.graph import Graph
from kgtools.query.header import RESERVED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ID = "https://example.org/id/"
ADA = [{"person": "Ada Brook", "group": "Harbour Strings", "start": "1999-05-01"}]
SPARQL = "SELECT ?n { VALUES ?n { 1 2 3 } } ORDER BY ?n"


@pytest.fixture
def query(kg: Callable[..., Any], graph: Graph) -> Callable[..., Any]:
    """Return a function that runs ``kg query`` on the invented project."""
    return lambda *args, **more: kg("-C", graph.project.root, "query", *args, **more)


def _rows(found: Any) -> list[dict[str, Any]]:
    assert found.code == 0, found.err
    rows: list[dict[str, Any]] = json.loads(found.out)
    return rows


def test_a_named_query(query: Callable[..., Any]) -> None:
    assert query("engagements").out.splitlines() == [
        "person,group,start",
        "Ada Brook,Harbour Strings,1999-05-01",
        "Ben Field,Harbour Strings,2001-02",
        "Cleo Müller,Harbour Brass,2003-07-15",
    ]


@pytest.mark.parametrize("value", ["Ada Brook", "ada brook", "id:person-ada", f"{ID}person-ada"])
def test_a_parameter_takes_labels_and_iris(query: Callable[..., Any], value: str) -> None:
    assert _rows(query("engagements", "--person", value, "-f", "json")) == ADA


def test_a_parameter_may_come_twice(query: Callable[..., Any]) -> None:
    found = _rows(query("engagements", "--person", "Ada Brook", "--person", "Ben Field", "-f", "json"))
    assert [row["person"] for row in found] == ["Ada Brook", "Ben Field"]


@pytest.mark.parametrize("flag", ["--as-of", "--asof"])
def test_as_of(query: Callable[..., Any], flag: str) -> None:
    found = query("engagements", flag, "2000-01-01", "--any", "person", "-f", "json")
    assert _rows(found) == ADA


def test_options_before_the_name_count_too(query: Callable[..., Any]) -> None:
    assert _rows(query("-f", "json", "--limit", "1", "engagements")) == ADA
    assert _rows(query("-f", "csv", "--limit", "3", "engagements", "-f", "json", "--limit", "1")) == ADA


@pytest.mark.parametrize(
    ("args", "rows"), [((), 3), (("--limit", "2"), 2), (("--offset", "2"), 1), (("--limit", "0"), 0)]
)
def test_a_page(query: Callable[..., Any], args: tuple[str, ...], rows: int) -> None:
    assert len(_rows(query("-q", SPARQL, "-f", "json", *args))) == rows


def test_iris_instead_of_labels(query: Callable[..., Any]) -> None:
    assert (
        _rows(query("engagements", "--iri", "--limit", "1", "-f", "json"))[0]["person"] == f"{ID}person-ada"
    )


def test_labels_in_a_language(query: Callable[..., Any]) -> None:
    assert _rows(query("engagements", "--lang", "de", "-f", "json"))[0]["person"] == "Ada Bach"
    text = "SELECT ?p { ?p a ex:Person } ORDER BY ?p"
    assert _rows(query("-q", text, "--lang", "de", "-f", "json"))[0]["p"] == "Ada Bach"


def test_the_other_engine(query: Callable[..., Any]) -> None:
    assert query("engagements", "--engine", "rdflib").out == query("engagements").out


@pytest.mark.parametrize("name", ["engagements.rq", "./engagements.rq"])
def test_a_file(query: Callable[..., Any], graph: Graph, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(graph.project.queries)
    assert _rows(query(name, "--person", "Ada Brook", "-f", "json")) == ADA


@pytest.mark.parametrize("args", [("-",), ("-", "-f", "csv")])
def test_standard_input(query: Callable[..., Any], args: tuple[str, ...]) -> None:
    assert query(*args, stdin=SPARQL).out == "n\n1\n2\n3\n"


def test_standard_input_with_a_header_takes_its_parameters(query: Callable[..., Any]) -> None:
    text = "#+ params: {n: {type: integer}}\nSELECT ?n { VALUES ?n { UNDEF } ?s ex:fee ?fee }"
    assert query("-", "--n", "5", stdin=text).out == "n\n5\n"


def test_an_answer_goes_to_a_file(query: Callable[..., Any], tmp_path: Path) -> None:
    assert query("-q", SPARQL, "-o", tmp_path / "a.csv").out == ""
    assert (tmp_path / "a.csv").read_text() == "n\n1\n2\n3\n"


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("ASK { ?s a ex:Person }", "true\n"),
        ("ASK { ?s a ex:Dog }", "false\n"),
        ("SELECT ?x { VALUES ?x { UNDEF } } LIMIT 0", "x\n"),
    ],
)
def test_free_text(query: Callable[..., Any], text: str, out: str) -> None:
    assert query("-q", text).out == out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "SELECT ?x { ?x a ex:Persn }",
            "note: 'ex:Persn' is described nowhere\n  = help: did you mean ex:Person?\n",
        ),
        ("ASK { ?x ex:fea 3 }", "note: 'ex:fea' is described nowhere\n  = help: did you mean ex:fee?\n"),
        ("SELECT ?x { ?x a ex:Qqqqqqqq }", "note: 'ex:Qqqqqqqq' is described nowhere\n"),
        ("SELECT ?x { ?x a ex:Person }", ""),
        ("SELECT ?x { ?x a ex:Person ; ex:fee 3 }", ""),
    ],
)
def test_free_text_that_finds_nothing_says_which_names_are_unknown(
    query: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setattr("kgtools.cli.options.is_watched", lambda: True)
    assert query("-q", text, "-f", "table").err == said
    monkeypatch.setattr("kgtools.cli.options.is_watched", lambda: False)
    assert query("-q", text, "-f", "table").err == ""


def test_csv_for_a_spreadsheet(query: Callable[..., Any], tmp_path: Path) -> None:
    text = "SELECT ('=1+1' AS ?sum) ('김' AS ?name) {}"
    assert query("-q", text, "--excel", "-o", tmp_path / "a.csv").code == 0
    assert (tmp_path / "a.csv").read_bytes() == "\ufeffsum,name\r\n'=1+1,김\r\n".encode()


@pytest.mark.parametrize(
    "args",
    [
        ("-q", "ASK {}", "--excel"),
        ("fees", "--least", "1", "--excel", "-f", "json"),
        ("fees", "--least", "1", "--excel", "--receipt"),
    ],
)
def test_only_a_table_goes_to_a_spreadsheet(query: Callable[..., Any], args: tuple[str, ...]) -> None:
    found = query(*args)
    assert (found.code, found.out) == (2, "")
    assert "--excel makes CSV of a table" in found.err


def test_triples_are_turtle_with_the_projects_prefixes(query: Callable[..., Any]) -> None:
    found = query("engagement-graph")
    assert "id:person-ada ex:group id:group-strings" in found.out
    assert query("engagement-graph", "-f", "csv").code == 2


def test_help_shows_parameters_choices_and_defaults(query: Callable[..., Any], folder: Path, kg: Any) -> None:
    shown = query("engagements", "--help").out
    assert "Who was engaged by which group" in shown
    assert "Oldest engagement first." in shown
    assert "--person IRI" in shown
    assert "Player; a ex:Person, by label or IRI." in shown
    assert "required" in query("fees", "--help").out
    (folder / "queries" / "choice.rq").write_text(
        "#+ summary: s\n#+ params: {kind: {choices: [a, b]}}\nASK { VALUES ?kind { 'a' } }"
    )
    (folder / "queries" / "who.rq").write_text(
        "#+ summary: s\n#+ params: {who: {type: iri}}\nPREFIX id: <https://example.org/id/>\n"
        "ASK { VALUES ?who { id:person-ada } ?who ?p ?o }"
    )
    assert "default: id:person-ada." in kg("-C", folder, "query", "who", "--help").out
    assert "one of: a, b; default: a." in kg("-C", folder, "query", "choice", "--help").out


def test_help_lists_the_queries(query: Callable[..., Any]) -> None:
    assert "Fees of at least an amount" in query("--help").out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ((), 2, "which query?"),
        (("engagement",), 2, "there is no query called 'engagement'"),
        (("engagements", "-q", "ASK {}"), 2, "No such option"),
        (("-q", "ASK {}", "engagements"), 2, "give a query's name or -q TEXT, not both"),
        (("engagements", "--persn", "x"), 2, "--person"),
        (("engagements", "--person", "Ada Broock"), 2, "did you mean 'Ada Brook'"),
        (("engagements", "--person", "Double Name"), 2, "id:person-ada (Person); id:person-ben (Person)"),
        (("engagements", "--person", "Harbour Brass"), 2, "nothing is called 'Harbour Brass' among Person"),
        (("engagements", "--as-of", "1996-13-01"), 2, "'1996-13-01' is no date for 'asof'"),
        (
            ("engagements", "--any", "day"),
            2,
            "query 'engagements' has no parameter 'day'\n  = help: it has person, asof",
        ),
        (("fees",), 2, "needs a value for 'least'"),
        (("engagements", "-f", "xls"), 2, "unknown format 'xls'"),
        (("engagements", "-f", "ttl"), 2, "only a CONSTRUCT or DESCRIBE"),
        (("engagements", "--limit", "-1"), 2, "--limit"),
        (("engagements", "--timeout", "0"), 2, "--timeout"),
        (("none.rq",), 3, "none.rq: error[KG903]: no such file"),
        (("-q", "SELECT ?x { ?x ?y }"), 2, "query:1:19: error[KG901]: the query has a syntax error"),
        (("-q", "#+ a: [\nASK {}"), 3, "the header is no YAML"),
        (("-q", "ASK {}", "-o", "/nowhere/at/all"), 3, "cannot write '/nowhere/at/all'"),
    ],
)
def test_what_is_refused(query: Callable[..., Any], args: tuple[str, ...], code: int, said: str) -> None:
    found = query(*args)
    assert (found.code, found.out) == (code, "")
    assert said in found.err


@pytest.mark.parametrize(
    ("form", "place"), [("table", "out"), ("json", "err"), ("csv", "err"), ("md", "err")]
)
def test_an_answer_says_as_of_when_it_is(
    query: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, form: str, place: str
) -> None:
    monkeypatch.setattr("kgtools.cli.options.is_watched", lambda: True)
    found = query("engagements", "-f", form)
    said = {"out": found.out, "err": found.err}
    assert [where for where, text in said.items() if "as of 2020-12-31" in text] == [place]


def test_nobody_is_told_as_of_where_nobody_watches(query: Callable[..., Any]) -> None:
    assert query("engagements", "-f", "csv").err == ""


def _completions(graph: Graph, *words: str) -> list[str]:
    *args, incomplete = words
    command = ShellComplete(main.kg, {}, "kg", "_KG_COMPLETE")
    found = command.get_completions(["-C", str(graph.project.root), *args], incomplete)
    return [item.value for item in found]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("que",), ["queries", "query"]),
        (("query", "en"), ["engagement-graph", "engagements"]),
        (("queries", "show", "fe"), ["fees"]),
        (("query", "engagements", "--per"), ["--person"]),
        (("query", "engagements", "--person", "ada"), ["Ada Brook"]),
        (("show", "harbour"), ["Harbour Brass", "Harbour Strings"]),
        (("query", "fees", "-f", "js"), ["json", "jsonl"]),
        (("why", "-f", "m"), ["markdown"]),
        (("stats", "-f", "c"), ["csv"]),
        (("diff", "-f", "pa"), ["patch"]),
        (("add", "-f", "j"), ["jsonld"]),
        (("test", "fe"), ["fees"]),
        (("check", "-f", "mark"), ["markdown"]),
        (("queries", "ls", "--tag", "mo"), ["money"]),
        (("diff", "--only", "fi"), ["findings"]),
        (("query", "nope", "--per"), []),
        (("nope", "x"), []),
    ],
)
def test_the_shell_completes(graph: Graph, words: tuple[str, ...], offered: list[str]) -> None:
    assert _completions(graph, *words) == offered


def test_the_shell_completes_from_choices_and_queries(folder: Path) -> None:
    (folder / "queries" / "choice.rq").write_text(
        "#+ params: {kind: {choices: [beta, alpha]}, who: {query: engagements}}\n"
        "ASK { VALUES ?kind { UNDEF } VALUES ?who { UNDEF } }"
    )
    graph = Graph(folder)
    assert _completions(graph, "query", "choice", "--kind", "") == ["alpha", "beta"]
    assert _completions(graph, "query", "choice", "--who", "b") == ["Ben Field"]


def test_a_terminal_gets_a_table(query: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgtools.cli.options.is_terminal", lambda: True)
    assert query("-q", SPARQL).out == "n\n1\n2\n3\n3 rows; as of 2020-12-31\n"


def test_every_option_of_the_runner_is_reserved() -> None:
    assert {option.name for option in _runner_options()} <= RESERVED


def test_the_engine_is_called_with_a_deadline(query: Callable[..., Any]) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    found = query("-q", text, "--timeout", "0.2")
    assert (found.code, found.out) == (4, "")
    assert "stopped after 0.2 s" in found.err
    assert "--timeout" in found.err
