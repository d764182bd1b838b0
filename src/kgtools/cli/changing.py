"""How a change of facts is shown before and after it is made."""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING

import click

from kgtools.diagnostics.text import count, headline, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kgtools.adding import Change
    from kgtools.graph import Graph
    from kgtools.terms import AnyTerm, Quad

MANY = 200
"""How many facts are shown one by one."""


def show(graph: Graph, change: Change, *, dry_run: bool) -> None:
    """Print what comes, goes, is there already and is refused, thing by thing."""
    term = graph.project.prefixes.show
    lines = [*_facts(graph, change, "+", change.added), *_facts(graph, change, "-", change.removed)]
    lines += [f"  = {term(fact.subject)} {_line(fact, term)}" for fact in change.already]
    for line in lines[:MANY]:
        click.echo(printable(line))
    if len(lines) > MANY:
        click.echo(f"  ... and {len(lines) - MANY:,} more")
    for reason in (*change.reasons, *change.notes):
        click.echo(headline(reason, graph.project.prefixes), err=True)
        if reason.help:
            click.echo(printable(f"  = help: {reason.help}"), err=True)
    for fact in change.dangling:
        click.echo(printable(f"left dangling: {term(fact.subject)} {_line(fact, term)}"), err=True)
    if dry_run:
        _show_edits(graph, change)
    click.echo(_summary(graph, change), err=True)


def _facts(graph: Graph, change: Change, mark: str, facts: dict[Quad, Path]) -> Iterator[str]:
    """Yield a line for each thing with its file, and below it a line for each of its facts."""
    groups: defaultdict[tuple[str, AnyTerm], list[Quad]] = defaultdict(list)
    for fact, path in facts.items():
        groups[graph.project.relative(path), fact.subject].append(fact)
    for (file, subject), own in groups.items():
        kind = " (new)" if mark == "+" and subject not in change.described else ""
        yield f"{file}: {graph.labels.of(subject)}{kind}"
        for fact in own:
            yield f"  {mark} {_line(fact, graph.project.prefixes.show)}"


def _show_edits(graph: Graph, change: Change) -> None:
    for rewrite in change.rewrites:
        name = graph.project.relative(rewrite.path)
        old, new = ((data or b"").decode().splitlines(keepends=True) for data in (rewrite.old, rewrite.new))
        click.echo("".join(difflib.unified_diff(old, new, name, name)), nl=False)


def _line(fact: Quad, term: Callable[..., str]) -> str:
    return f"{term(fact.predicate)} {term(fact.object)}"


def _summary(graph: Graph, change: Change) -> str:
    files = count(len(change.rewrites), "file")
    done = f"written to {files}" if change.written else "nothing was written"
    parts = [
        count(len(change.added) if change.written or change.ok else 0, "new fact") if change.added else "",
        f"{count(len(change.removed), 'fact')} taken out" if change.removed and change.ok else "",
        f"{len(change.already):,} there already" if change.added or not change.removed else "",
        f"{len(change.refused):,} refused" if change.refused else "",
    ]
    kept = f"; refused facts are in {graph.project.relative(change.rejected)}" if change.rejected else ""
    return f"{done}: {', '.join(part for part in parts if part) or 'no facts'}{kept}"
