"""How a change of facts is shown: what comes, goes and is there already, what is refused and why."""

from __future__ import annotations

import difflib
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Final

import click

from kgtools.cli import options
from kgtools.diagnostics import Checked, Report
from kgtools.diagnostics.text import count, printable, render_findings
from kgtools.terms import RDF, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kgtools.adding import Change, Offer
    from kgtools.graph import Graph
    from kgtools.terms import AnyTerm, Quad

MANY: Final = 200
"""How many lines of facts, and how many findings, are shown."""
_FEW: Final = 3


class Shown:
    """Shows one change, before it is written and when it is done.

    Args:
        graph: The project as it was.
        offers: What was given.
    """

    def __init__(self, graph: Graph, offers: Iterable[Offer]) -> None:
        self._graph, self._project = graph, graph.project
        self._term = graph.project.prefixes.show
        self._texts = {offer.name: offer.text for offer in offers}
        self._is_previewed = False

    def preview(self, change: Change) -> None:
        """Print what is about to change, thing by thing, and what was found on the way."""
        self._is_previewed = True
        lines = self._lines(change)
        for line in islice(lines, MANY):
            click.echo(printable(line))
        if next(lines, None):
            click.echo("... and so on")
        report = Report.of((*change.reasons, *change.notes)[:MANY], Checked())
        colour = options.is_terminal()
        found = render_findings(report, self._project.prefixes, read=self._read, colour=colour)
        click.echo(found, err=True, nl=False)
        more = len(change.reasons) + len(change.notes) - MANY
        if more > 0:
            click.echo(f"... and {more:,} findings more", err=True)
        for fact, place in change.dangling.items():
            told = f"{place.location} left dangling: {self._term(fact.subject)} {self._line(fact)}"
            click.echo(printable(told), err=True)

    def outcome(self, change: Change, *, dry_run: bool, cure: str) -> None:
        """Print what was done; before it, what was not previewed.

        Args:
            change: What was done, or would be.
            dry_run: Whether nothing was to be written.
            cure: What to do where something is refused.
        """
        if not self._is_previewed:
            self.preview(change)
        if dry_run:
            self._show_edits(change)
        click.echo(f"{_done(self._project.relative, change, dry_run=dry_run)}: {_counts(change)}", err=True)
        if change.rejected:
            name = self._project.relative(change.rejected)
            click.echo(f"  = refused facts are kept, with the reasons, in {name}", err=True)
        if not change.ok and cure:
            click.echo(f"  = help: {cure}", err=True)

    def _lines(self, change: Change) -> Iterator[str]:
        """Yield a line for each file, for each thing in it, and for each of its facts."""
        same: defaultdict[AnyTerm, list[Quad]] = defaultdict(list)
        for fact in change.already:
            same[fact.subject].append(fact)
        changed: defaultdict[Path, defaultdict[AnyTerm, list[Quad]]] = defaultdict(lambda: defaultdict(list))
        for fact, path in (*change.added.items(), *change.removed.items()):
            changed[path][fact.subject].append(fact)
        for path, things in changed.items():
            yield self._project.relative(path)
            for subject, facts in things.items():
                whole = "gone" if change.removed else "new"
                kind = "changed" if subject in change.described else whole
                yield f"  {kind}: {self._name(subject, facts)}"
                for fact in facts:
                    yield f"    {'+' if fact in change.added else '-'} {self._line(fact)}"
                yield from (f"    = {self._line(fact)}" for fact in same.pop(subject, ()))
        if same:
            yield "as before"
        for other, facts in same.items():
            yield f"  {self._name(other, facts)}"
            yield from (f"    = {self._line(fact)}" for fact in facts)

    def _name(self, subject: AnyTerm, facts: Iterable[Quad]) -> str:
        """Return the label of a thing, which its new facts may give, with its CURIE."""
        roles = self._project.roles.label
        given = [f.object.value for f in facts if f.predicate in roles and isinstance(f.object, Literal)]
        label, shown = self._graph.labels.of(subject), self._term(subject)
        label = given[0] if given and label == shown.strip("<>") else label
        return shown if label == shown else f"{label} ({shown})"

    def _line(self, fact: Quad) -> str:
        predicate = "a" if fact.predicate == RDF["type"] else self._term(fact.predicate)
        return f"{predicate} {self._term(fact.object)}"

    def _show_edits(self, change: Change) -> None:
        for rewrite in change.rewrites:
            name = self._project.relative(rewrite.path)
            texts = [(data or b"").decode() for data in (rewrite.old, rewrite.new)]
            old, new = (text.splitlines(keepends=True) for text in texts)
            click.echo("".join(difflib.unified_diff(old, new, name, name)), nl=False)

    def _read(self, name: str) -> str | None:
        """Return the text of what was given or of a file of the project, for the lines of findings."""
        if name in self._texts:
            return self._texts[name]
        try:
            return (self._project.root / name).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return None


def _done(relative: Callable[[Path], str], change: Change, *, dry_run: bool) -> str:
    names = [relative(rewrite.path) for rewrite in change.rewrites]
    where = ", ".join(names) if len(names) <= _FEW else count(len(names), "file")
    if change.written:
        return f"written to {where}"
    return f"a dry run; would be written to {where}" if dry_run and names else "nothing was written"


def _counts(change: Change) -> str:
    parts = [
        count(len(change.added), "new fact") if change.added else "",
        f"{count(len(change.removed), 'fact')} taken out" if change.removed and change.ok else "",
        f"{count(len(change.already), 'fact')} as before" if change.already else "",
        f"{count(len(change.refused), 'fact')} refused" if change.refused else "",
        f"{count(len(change.dangling), 'fact')} left dangling" if change.dangling else "",
    ]
    return ", ".join(part for part in parts if part) or "no facts"
