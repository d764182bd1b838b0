"""``kg show``: everything stated about a thing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kgtools.cli import options
from kgtools.query.grid import printable

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kgtools.graph import Graph
    from kgtools.query.entity import Entity, Fact


@click.command()
@click.argument("name", type=options.Name())
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print it."
)
@options.as_of
@options.language
@options.output
@options.endpoint
@click.pass_context
def command(
    ctx: click.Context, name: str, form: str, as_of: date | None, lang: str | None, output: Path | None
) -> None:
    """Show everything stated about NAME: its facts, and what refers to it by date.

    NAME is a label, an alias, a CURIE or an IRI.

    \b
    Examples:
      kg show "On the Origin of Species"
      kg show id:person-charles-darwin --as-of 1859-11-24
    """
    graph = options.open_graph(ctx, lang)
    found = graph.show(name, as_of=as_of)
    options.emit(_json(graph, found) if form == "json" else _text(graph, found), output)


def _text(graph: Graph, entity: Entity) -> str:
    files = sorted({file for fact in entity.facts for file in fact.files})
    lines = [
        f"{entity.name}  ({', '.join(entity.types)})",
        f"{graph.project.prefixes.show(entity.node)}  {', '.join(files)}",
        "",
    ]
    width = max((len(graph.labels.of(fact.property)) for fact in entity.facts), default=0)
    lines += [f"  {graph.labels.of(fact.property):{width}}  {fact.name}" for fact in entity.facts]
    if entity.references:
        lines += ["", "Referred to by", ""]
    for fact in entity.references:
        lines += _reference(graph, fact)
    return "".join(f"{printable(line)}\n" for line in lines)


def _reference(graph: Graph, fact: Fact) -> list[str]:
    date = (fact.date or "") + ("?" if fact.possible else "")
    role = f"as {graph.labels.of(fact.property)}"
    notes = [
        f"status {fact.status}" if fact.status else "",
        f"source {'; '.join(fact.sources)}" if fact.sources else "",
    ]
    below = "; ".join(note for note in (*notes, ", ".join(fact.files)) if note)
    return [f"  {date:11} {fact.name}  ({role})", f"  {'':11}   {below}"]


def _json(graph: Graph, entity: Entity) -> str:
    def plain(fact: Fact) -> dict[str, object]:
        return {
            "property": graph.labels.of(fact.property),
            "value": fact.name,
            "iri": None if fact.other.value == fact.name else fact.other.value,
            "date": fact.date,
            "status": fact.status,
            "sources": list(fact.sources),
            "files": list(fact.files),
            "possible": fact.possible,
        }

    document = {
        "iri": entity.node.value,
        "name": entity.name,
        "types": list(entity.types),
        "facts": [plain(fact) for fact in entity.facts],
        "references": [plain(fact) for fact in entity.references],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
