"""A difference as Markdown, for a comment on a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kgtools.diagnostics.markdown import plain
from kgtools.diagnostics.text import count
from kgtools.difference.entities import Kind
from kgtools.difference.parts import Part, told
from kgtools.difference.text import arguments, fate
from kgtools.difference.words import Words, places, title
from kgtools.query.grid import markdown as table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.difference import AnswerChange, Difference, Entity, ValueChange
    from kgtools.terms import Triple

LONGEST: Final = 60_000
"""Characters; a comment on GitHub holds 65,536."""
_MOST: Final = 25


def render(difference: Difference, parts: Collection[Part], *, longest: int = LONGEST) -> str:
    """Return the parts of a difference as Markdown; what does not fit is counted."""
    writer = _Writer(difference)
    writers = {
        Part.FACTS: writer.facts,
        Part.FINDINGS: writer.findings,
        Part.CONCLUSIONS: writer.conclusions,
        Part.ANSWERS: writer.answers,
        Part.VERSIONS: writer.versions,
    }
    blocks = [f"**{plain(title(difference.old, difference.new))}**"]
    for part, write in writers.items():
        if part in parts:
            blocks += told(part, write)
    if len(blocks) == 1:
        blocks.append("Nothing changed.")
    return _cut("\n\n".join(blocks) + "\n", longest)


def _cut(text: str, longest: int) -> str:
    """Return a text with whole lines up to a length, and how many are left out."""
    if len(text) <= longest:
        return text
    kept = text[: text.rindex("\n", 0, longest) + 1]
    left_out = text.count("\n") - kept.count("\n")
    return f"{kept}\n… and {count(left_out, 'more line')}, left out for length.\n"


class _Writer:
    def __init__(self, difference: Difference) -> None:
        self._difference = difference
        self._words = Words(difference)

    def facts(self) -> Iterator[str]:
        for error in self._difference.refused.values():
            yield f"Cannot be read, so it is not compared: {plain(str(error))}"
        entities = self._difference.entities
        if entities:
            counts = [(sum(entity.kind is kind for entity in entities), kind) for kind in Kind]
            yield "### Facts"
            yield ", ".join(f"{count(n, 'entity', 'entities')} {kind}" for n, kind in counts if n) + "."
            rows = [row for entity in entities for row in self._entity(entity)]
            yield table(("entity", "property", "before", "after", "place"), rows).rstrip()
        if self._difference.files:
            yield "Other files: " + ", ".join(f"`{name}`" for name in self._difference.files)

    def _entity(self, entity: Entity) -> Iterator[tuple[str, ...]]:
        kinds = self._words.types(entity)
        about = [plain(kinds)] if kinds else []
        about += [entity.kind] if entity.kind is not Kind.CHANGED else []
        name = f"**{plain(self._words.name(entity.node))}**" + (f" ({', '.join(about)})" if about else "")
        for number, change in enumerate(entity.changes):
            yield (name if not number else "", *self._value(change))

    def _value(self, change: ValueChange) -> tuple[str, ...]:
        old, new = change.old, change.new
        before = plain(self._words.value(old, new)) if old else ""
        after = plain(self._words.value(new, old)) if new else ""
        place = " → ".join(dict.fromkeys(f"`{places(said)}`" for said in (old, new) if said and said.spans))
        return plain(self._words.name(change.predicate)), before, after, place

    def findings(self) -> Iterator[str]:
        found = self._difference.findings
        if not (found.introduced or found.fixed or found.unread):
            return
        yield "### Findings"
        if found.unread:
            yield "A side has files that cannot be read, so nothing else was judged there."
        yield from self._list("Introduced", [self._finding(each) for each in found.introduced])
        yield from self._list("Fixed", [self._finding(each) for each in found.fixed])

    def _finding(self, finding: Diagnostic) -> str:
        place = f"`{finding.span.location}` " if finding.span else ""
        return f"{place}{finding.severity} {finding.code}: {plain(finding.message)}"

    def conclusions(self) -> Iterator[str]:
        found = self._difference.conclusions
        if found.gained or found.lost:
            yield "### Conclusions"
            yield from self._list("Gained", [self._fact(each.fact) for each in found.gained])
            yield from self._list("Lost", [self._fact(each.fact) for each in found.lost])

    def _fact(self, fact: Triple) -> str:
        terms = (fact.subject, fact.predicate, fact.object)
        subject, predicate, value = (plain(self._words.name(term)) for term in terms)  # type: ignore[arg-type]  # no quoted triples
        return f"{subject} *{predicate}* {value}"

    def answers(self) -> Iterator[str]:
        if self._difference.answers:
            yield "### Answers"
        for change in self._difference.answers:
            yield f"`{' '.join((change.name, *arguments(change)))}` {plain(fate(change))}".rstrip()
            if change.removed or change.added:
                yield self._rows(change)

    def _rows(self, change: AnswerChange) -> str:
        marked = [*(("-", *row) for row in change.removed), *(("+", *row) for row in change.added)]
        rows = [tuple(map(plain, row)) for row in marked[:_MOST]]
        more = f"\n… and {count(len(marked) - _MOST, 'more row')}." if len(marked) > _MOST else ""
        return table(("", *change.columns), rows).rstrip() + more

    def versions(self) -> Iterator[str]:
        told = [change for change in self._difference.versions if change.needed]
        if told:
            yield "### Versions"
            rows = [
                (
                    f"`{change.file}`",
                    change.needed.name.lower(),
                    "; ".join(map(plain, change.reasons)),
                    f"{change.old} → {change.new}",
                    "yes" if change.is_raised else "**no**",
                )
                for change in told
            ]
            yield table(("ontology", "needs", "because", "version", "raised"), rows).rstrip()

    def _list(self, heading: str, items: list[str]) -> Iterable[str]:
        if items:
            more = [f"- … and {len(items) - _MOST:,} more"] if len(items) > _MOST else []
            lines = [*(f"- {item}" for item in items[:_MOST]), *more]
            yield f"{heading} ({len(items):,}):\n\n" + "\n".join(lines)
