"""The parameters of a named query as options of its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kgtools.cli import options
from kgtools.query.parameters import default, flag
from kgtools.query.run import Result
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from kgtools.graph import Graph
    from kgtools.query.spec import Param, QuerySpec


def parameter_option(graph: Graph, spec: QuerySpec, param: Param) -> click.Option:
    """Return the option of a parameter: its help tells class and default; the shell completes values."""
    parts = [param.label or param.name]
    if param.choices:
        parts.append(f"one of: {', '.join(param.choices)}")
    elif param.cls:
        parts.append(f"a {param.cls}, by label or IRI")
    given = default(spec, param, graph.project.prefixes)
    if param.required:
        parts.append("required")
    elif given is not None:
        values = [given] if isinstance(given, str) else given
        shown = (graph.project.prefixes.compress(value) or value for value in values)
        parts.append(f"default: {', '.join(shown)}")
    flags = list(dict.fromkeys((f"--{flag(param.name)}", f"--{param.name}")))

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
        return _values(options.open_graph(ctx), param, incomplete)

    return click.Option(
        [*flags, param.name],
        multiple=True,
        metavar=param.type.upper(),
        help="; ".join(parts) + ".",
        shell_complete=complete,
    )


def _values(graph: Graph, param: Param, incomplete: str) -> list[str]:
    """Return the values that a parameter offers, for completion."""
    if param.choices:
        offered = list(param.choices)
    elif param.query:
        answer = graph.ask(param.query, {})
        offered = (
            [row[answer.columns[0]] or "" for row in answer.records()] if isinstance(answer, Result) else []
        )
    elif param.cls and (iri := graph.project.prefixes.resolve(param.cls)):
        offered = [graph.labels.of(node) for node in graph.labels.instances(NamedNode(iri))]
    else:
        offered = []
    return sorted(value for value in offered if value.casefold().startswith(incomplete.casefold()))
