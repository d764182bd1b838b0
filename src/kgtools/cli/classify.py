"""``kg classify``: the inferred class tree."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kgtools.cli import options
from kgtools.consistency import DL_SECONDS, dl_verdict
from kgtools.errors import InputError
from kgtools.query.grid import printable
from kgtools.terms import OWL, RDF, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kgtools.graph import Graph
    from kgtools.reason.hermit import Taxonomy

_TOP = "http://www.w3.org/2002/07/owl#Thing"


@click.command()
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
@options.timeout(DL_SECONDS)
@options.output
@click.pass_context
def command(ctx: click.Context, form: str, timeout: float, output: Path | None) -> None:
    """Show the class tree of the ontology as full OWL 2 DL implies it. Needs Java.

    Classes that can have no instance come last. Exit 1 where there is one.

    \b
    Examples:
      kg classify
      kg classify -f json -o classes.json
    """
    graph = options.open_graph(ctx)
    verdict = dl_verdict(graph.dataset, seconds=timeout, facts=False)
    if not verdict.consistent:
        raise InputError("the ontology contradicts itself", hint="'kg check --dl' says why")
    tree = verdict.taxonomy
    options.emit(_json(tree) if form == "json" else _text(tree, graph), output)
    ctx.exit(int(bool(tree.unsatisfiable)))


def _text(tree: Taxonomy, graph: Graph) -> str:
    def show(iri: str) -> str:
        same = next((group for group in tree.equivalent if iri in group), (iri,))
        return " = ".join(graph.project.prefixes.show(NamedNode(name)) for name in sorted({iri, *same}))

    lines = [f"{'  ' * depth}{show(iri)}" for depth, iri in _walk(tree, _declared(graph))]
    lines += [f"no instance possible: {show(iri)}" for iri in tree.unsatisfiable]
    return "".join(f"{printable(line)}\n" for line in lines)


def _declared(graph: Graph) -> set[str]:
    """Return the classes that the ontology declares."""
    return {
        quad.subject.value
        for quad in graph.dataset.inference.quads
        if quad.predicate == RDF["type"]
        and quad.object == OWL["Class"]
        and isinstance(quad.subject, NamedNode)
    }


def _walk(tree: Taxonomy, declared: set[str]) -> Iterator[tuple[int, str]]:
    """Yield every class below the top with its depth, once below each of its parents."""
    below: dict[str, list[str]] = {}
    for child, parent in tree.parents:
        below.setdefault(parent, []).append(child)
    children = {child for child, parent in tree.parents if parent != _TOP}
    others = {name for group in tree.equivalent for name in group[1:]} | set(tree.unsatisfiable)
    tops = (declared | below.keys() | set(below.get(_TOP, ()))) - children - others - {_TOP}
    pending = [(0, iri) for iri in sorted(tops, reverse=True)]
    while pending:
        depth, iri = pending.pop()
        yield depth, iri
        pending += [(depth + 1, child) for child in sorted(below.get(iri, ()), reverse=True)]


def _json(tree: Taxonomy) -> str:
    document = {
        "parents": [list(pair) for pair in tree.parents],
        "equivalent": [list(group) for group in tree.equivalent],
        "unsatisfiable": list(tree.unsatisfiable),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
