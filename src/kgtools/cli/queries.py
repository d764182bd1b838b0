"""``kg queries``: the catalogue of named queries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kgtools.cli import options
from kgtools.cli.grid import Grid, GridFormat
from kgtools.diagnostics import Checked, Report
from kgtools.diagnostics.text import count, render_short
from kgtools.errors import InputError, UsageError, WriteError
from kgtools.query import header
from kgtools.query.catalogue import NAME
from kgtools.query.parameters import default

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

    from kgtools.diagnostics import Diagnostic
    from kgtools.graph import Graph
    from kgtools.query.spec import QuerySpec

TEMPLATE = """#+ summary: {summary}
#+ tags: []
#+ params:
#+   kind: {{type: iri, label: Class of the things}}
#+ columns: {{thing: iri, kind: iri}}
#+ view: table
#+ tests:
#+   - {{with: {{kind: owl:Class}}, contains: {{kind: owl:Class}}}}
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?thing ?kind WHERE {{
  VALUES ?kind {{ UNDEF }}
  ?thing rdf:type ?kind .
}}
ORDER BY ?kind ?thing
"""


class QueryName(click.ParamType[str]):
    """The name of a query; completes."""

    name = "query"

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the queries that begin with what was typed."""
        from click.shell_completion import CompletionItem

        catalogue = options.open_graph(ctx).queries
        return [CompletionItem(name) for name in catalogue.names if name.startswith(incomplete)]


class Tag(click.ParamType[str]):
    """A tag of a query; completes."""

    name = "tag"

    def shell_complete(
        self, ctx: click.Context, _param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the tags that begin with what was typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(tag) for tag in _tags(options.open_graph(ctx)) if tag.startswith(incomplete)]


def _tags(graph: Graph) -> list[str]:
    return sorted({tag for spec in graph.queries for tag in spec.tags})


@click.group()
def command() -> None:
    """List, show, lint, test and write named queries (queries/*.rq).

    \b
    Examples:
      kg queries ls --tag books
      kg queries show books
      kg queries new my-question
    """


@command.command("ls")
@click.option("--tag", metavar="TAG", type=Tag(), help="Only queries with this tag.")
@options.form(GridFormat)
@options.output
@click.pass_context
def ls(ctx: click.Context, tag: str | None, form: str | None, output: Path | None) -> None:
    """List the queries with what they answer.

    \b
    Examples:
      kg queries ls
      kg queries ls --tag books -f json
    """
    graph = options.open_graph(ctx)
    specs = [spec for spec in graph.queries if tag is None or tag in spec.tags]
    if tag is not None and not specs:
        raise UsageError(f"no query has the tag '{tag}'", hint=f"one of: {', '.join(_tags(graph)) or 'none'}")
    kind = options.one_of(GridFormat, form)
    if kind is GridFormat.JSON:
        options.emit(
            json.dumps([_entry(graph, spec) for spec in specs], ensure_ascii=False, indent=1) + "\n", output
        )
        return
    rows = [(spec.name, spec.summary, ", ".join(param.name for param in spec.params)) for spec in specs]
    options.emit(Grid(("name", "summary", "parameters"), rows).render(kind), output)


def _entry(graph: Graph, spec: QuerySpec) -> dict[str, Any]:
    """Return the binding shape of ``kg queries ls -f json`` (design: queries, "Output")."""
    return {
        "name": spec.name,
        "summary": spec.summary,
        "question": spec.question,
        "tags": list(spec.tags),
        "params": [
            {
                "name": param.name,
                "type": param.type,
                "required": param.required,
                "default": default(spec, param, graph.project.prefixes),
            }
            for param in spec.params
        ],
        "columns": [column for column, _ in spec.columns],
        "view": spec.view,
    }


@command.command("show")
@click.argument("name", type=QueryName())
@click.pass_context
def show(ctx: click.Context, name: str) -> None:
    """Print a query: header and SPARQL, as the file has them.

    \b
    Examples:
      kg queries show books
    """
    options.emit(options.open_graph(ctx).queries.get(name).text)


@command.command("lint")
@click.argument("names", nargs=-1, type=QueryName())
@click.pass_context
def lint(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Find mistakes in queries without running them. Exit 1 where there are some.

    \b
    Examples:
      kg queries lint
      kg queries lint books
    """
    graph = options.open_graph(ctx)
    chosen = names or graph.queries.names
    report = Report.of(
        [finding for name in chosen for finding in _findings(graph, name)], Checked(files=len(chosen))
    )
    options.emit(render_short(report, graph.project.prefixes))
    click.echo(
        f"{count(len(chosen), 'query', 'queries')}, {count(len(report.diagnostics), 'finding')}", err=True
    )
    ctx.exit(1 if report.diagnostics else 0)


def _findings(graph: Graph, name: str) -> list[Diagnostic]:
    """Return the findings about one query; one where its file is refused."""
    from kgtools.query.findings import refusal
    from kgtools.query.lint import lint

    try:
        return lint(graph.queries.get(name), graph.dataset)
    except InputError as error:
        return [refusal(error, graph.project.relative(graph.queries.folder / f"{name}.rq"))]


@command.command("test")
@click.argument("names", nargs=-1, type=QueryName())
@click.option("-v", "--verbose", is_flag=True, help="Print passed cases too.")
@click.pass_context
def test(ctx: click.Context, names: tuple[str, ...], verbose: bool) -> None:
    """Run queries with their defaults and tests, on pyoxigraph and rdflib. Exit 1 where one fails.

    \b
    Examples:
      kg queries test
      kg queries test books -v
    """
    from kgtools.cli.test import query_group, run

    graph = options.open_graph(ctx)
    groups = [query_group(graph, graph.queries.get(name).name) for name in names or graph.queries.names]
    ctx.exit(run(groups, verbose=verbose))


def _quoted(text: str) -> str:
    """Return a text as a value of YAML in one line, quoted where it would be read as something else."""
    line = " ".join(text.split())
    try:
        is_plain = header.parse(f"summary: {line}", "the summary") == {"summary": line}
    except InputError:
        is_plain = False
    return line if is_plain else json.dumps(line, ensure_ascii=False)


@command.command("new")
@click.argument("name")
@click.option("--summary", default="What this question answers, in one line", help="Its one-line summary.")
@click.pass_context
def new(ctx: click.Context, name: str, summary: str) -> None:
    """Write a new query file with a complete header, to be edited.

    \b
    Examples:
      kg queries new who-met-whom --summary "Who met whom"
    """
    graph = options.open_own_graph(ctx)
    if not NAME.fullmatch(name):
        raise UsageError(
            f"'{name}' is no name of a query", hint="lower-case letters, digits and '-', such as who-met-whom"
        )
    path = graph.project.queries / f"{name}.rq"
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise WriteError(f"cannot write '{path.parent}': {error.strerror}") from None
    if path.exists():
        raise WriteError(f"'{path}' exists", hint="choose another name, or edit that file")
    options.emit(TEMPLATE.format(summary=_quoted(summary)), path)
    click.echo(f"wrote {graph.project.relative(path)}; then: kg queries lint {name} && kg query {name}")
