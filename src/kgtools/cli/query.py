"""``kg query``: each named query is a command whose options are its parameters."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kgtools import workers
from kgtools.cli import options
from kgtools.cli.parameters import parameter_option
from kgtools.errors import InputError, KgError, Location, UsageError
from kgtools.query import header
from kgtools.query.parameters import ANY, flag
from kgtools.query.run import Result
from kgtools.query.spreadsheet import sheet
from kgtools.query.table import Format, render_answer

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from kgtools.graph import Graph
    from kgtools.query.run import Answer
    from kgtools.query.spec import QuerySpec

TIMEOUT = 10.0


class QueryGroup(click.Group):
    """``kg query NAME | FILE | -``: commands made from the headers of the queries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all queries."""
        return options.open_graph(ctx).queries.names

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of one query, file or standard input.

        Raises:
            UsageError: There is no such query; while the shell completes, None comes back instead.
        """
        try:
            return self._named(options.open_graph(ctx), cmd_name)
        except KgError:
            if ctx.resilient_parsing:
                return None
            raise

    def _named(self, graph: Graph, cmd_name: str) -> click.Command:
        if cmd_name == "-":
            return _command(graph, header.read(_stdin(), Path("query")))
        if cmd_name.endswith(".rq") or "/" in cmd_name:
            return _command(graph, graph.queries.read(Path(cmd_name)))
        return _command(graph, graph.queries.get(cmd_name))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List every query with its summary."""
        graph = options.open_graph(ctx)
        with formatter.section("Queries"):
            formatter.write_dl([(spec.name, spec.summary) for spec in graph.queries])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the queries that begin with what was typed, with their summaries."""
        from click.shell_completion import CompletionItem

        graph = options.open_graph(ctx)
        found = [
            CompletionItem(spec.name, help=spec.summary)
            for spec in graph.queries
            if spec.name.startswith(incomplete)
        ]
        return found or super().shell_complete(ctx, incomplete)


def _runner_options() -> list[click.Option]:
    return [
        click.Option(
            ["-f", "--format"],
            metavar="FORMAT",
            shell_complete=options.completing(Format),
            help=f"One of: {' '.join(Format)}.",
        ),
        click.Option(["-o", "--output"], metavar="FILE", help="Write to a file."),
        click.Option(
            ["--excel"], is_flag=True, help="CSV for a spreadsheet: marked as UTF-8, and no cell a formula."
        ),
        click.Option(["--iri"], is_flag=True, help="Full IRIs instead of labels."),
        options.language_option(),
        click.Option(["--limit"], type=click.IntRange(min=0), metavar="N", help="At most N rows."),
        click.Option(["--offset"], type=click.IntRange(min=0), default=0, metavar="N", help="Skip N rows."),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(min=0, min_open=True),
            default=TIMEOUT,
            show_default=True,
            metavar="SECONDS",
            help="Stop after this time (exit 4).",
        ),
        click.Option(
            ["--engine"],
            type=click.Choice(["pyoxigraph", "rdflib"]),
            default="pyoxigraph",
            help="Who answers.",
        ),
        click.Option(
            ["--receipt"], is_flag=True, help="What stands behind each row: triples, lines, sources, rules."
        ),
        click.Option(["--inferred"], is_flag=True, help="Ask what follows by axioms and rules, too."),
        options.endpoint_option(),
    ]


@click.command(cls=QueryGroup, invoke_without_command=True, params=_runner_options())
@click.option("-q", "text", metavar="SPARQL", help="Ask this text; the project's prefixes are known.")
@click.pass_context
def command(ctx: click.Context, /, text: str | None, **run: Any) -> None:
    """Ask a named query, a file (.rq), '-' for standard input, or any SPARQL with -q.

    \b
    Examples:
      kg query books
      kg query books --author "Charles Darwin" -f json
      kg query books --receipt
      kg query books --excel -o books.csv
      kg query books --help
      kg query -q 'SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class'
    """
    ctx.meta["kgtools.run"] = run
    if ctx.invoked_subcommand is not None:
        if text is not None:
            raise UsageError("give a query's name or -q TEXT, not both")
        return
    if text is None:
        raise UsageError(
            "which query?", hint="kg query NAME, kg query -q TEXT; 'kg queries ls' lists the names"
        )
    _ask(options.open_graph(ctx, run["lang"]), header.read(text, Path("query")), {}, run)


def _stdin() -> str:
    try:
        return sys.stdin.buffer.read(10 * 1024 * 1024).decode()
    except UnicodeDecodeError:
        raise InputError("not valid UTF-8", location=Location("stdin")) from None


def _command(graph: Graph, spec: QuerySpec) -> click.Command:
    """Return the command of one query: its parameters as options, then those of the runner."""

    def run(**given: Any) -> None:
        context = click.get_current_context()
        outer = context.parent.meta.get("kgtools.run", {}) if context.parent else {}
        runner = {
            option.name: given.pop(option.name or "") for option in _runner_options() if option.expose_value
        }
        for name, value in outer.items():  # an option before the name counts too
            source = context.get_parameter_source(name)
            if source is not None and source.name == "DEFAULT":
                runner[name] = value
        free = given.pop("any_value")
        arguments: dict[str, object] = {
            param.name: ANY
            if param.name in free or flag(param.name) in free
            else list(given[param.name]) or None
            for param in spec.params
        }
        if unknown := set(free) - {param.name for param in spec.params} - {flag(p.name) for p in spec.params}:
            known = ", ".join(param.name for param in spec.params)
            message = f"query '{spec.name}' has no parameter '{unknown.pop()}'"
            raise UsageError(message, hint=f"it has {known}" if known else None)
        _ask(_opened(graph, context, runner["lang"]), spec, arguments, runner)

    any_option = click.Option(
        ["--any", "any_value"], multiple=True, metavar="PARAM", help="Every value of a parameter."
    )
    own = [parameter_option(graph, spec, param) for param in spec.params]
    extra = (
        [any_option] if spec.params else [click.Option(["--any", "any_value"], multiple=True, hidden=True)]
    )
    text = "\n\n".join(part for part in (spec.summary, spec.description) if part)
    return click.Command(spec.name, callback=run, params=[*own, *extra, *_runner_options()], help=text)


def _opened(graph: Graph, context: click.Context, language: str | None) -> Graph:
    """Return the graph as the options after the name of the query want it."""
    return options.open_graph(context, language) if language or options.endpoint_of(context) else graph


def _ask(graph: Graph, spec: QuerySpec, arguments: dict[str, object], run: dict[str, Any]) -> None:
    form = options.one_of(Format, run["format"])
    terminal = options.is_terminal() and not run["output"]

    def answer() -> tuple[str, bool]:
        found = graph.ask(
            spec,
            arguments,
            offset=run["offset"],
            limit=run["limit"],
            engine=run["engine"],
            inferred=run["inferred"],
        )
        if run["excel"]:
            table = _table(found, form, receipt=run["receipt"])
            return sheet(table.columns, table.records(iri=run["iri"])), bool(table.rows)
        text = render_answer(
            found,
            form,
            iri=run["iri"],
            prefixes=graph.project.prefixes,
            terminal=terminal,
            receipt=run["receipt"],
        )
        return text, bool(found.rows if isinstance(found, Result) else found)

    if graph.dataset.snapshots:  # making one is no part of the time that the question may take
        needs_graphs = run["receipt"] or "GRAPH" in spec.text.upper()
        workers.call(lambda: graph.dataset.graphs if needs_graphs else graph.dataset.store)
    text, is_found = workers.call(answer, timeout=run["timeout"])
    options.emit(text, Path(run["output"]) if run["output"] else None)
    is_table = form is Format.TABLE or (form is None and terminal)
    if graph.project.as_of and options.is_watched() and not is_table:  # data formats have no room for it
        click.echo(f"as of {graph.project.as_of}", err=True)
    is_free = spec.path.parent != graph.project.queries
    is_here = not options.endpoint_of(click.get_current_context())
    if is_free and is_here and not is_found and options.is_watched():
        _tell_unknown(graph, spec)


def _table(answer: Answer, form: Format | None, *, receipt: bool) -> Result:
    """Return the answer that goes to a spreadsheet.

    Raises:
        UsageError: It is no table, or more or another format is asked for.
    """
    if form not in (None, Format.CSV) or receipt or not isinstance(answer, Result):
        hint = "ask with SELECT, and leave -f and --receipt out"
        raise UsageError("--excel makes CSV of a table alone", hint=hint)
    return answer


def _tell_unknown(graph: Graph, spec: QuerySpec) -> None:
    """Say which names of a query that found nothing mean nothing."""
    from kgtools.query.lint import undescribed
    from kgtools.sparql.guard import guard
    from kgtools.terms import local_name

    for token, term in undescribed(guard(spec.text, graphs=graph.dataset.graph_names), graph.dataset):
        near = graph.labels.alike(term, local_name(term.value))
        options.remark(
            f"note: '{token.text}' is described nowhere", f"did you mean {' or '.join(near)}?" if near else ""
        )
