"""A difference for a person at a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics.text import count, headline, printable
from kgtools.difference.entities import Kind
from kgtools.difference.parts import Part, told
from kgtools.difference.words import Words, places, title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kgtools.difference import AnswerChange, Conclusion, Difference, Entity, ValueChange

_MARKS: Final = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.CHANGED: "~"}
_COLOURS: Final = {"+": "32", "-": "31", "~": "33"}


def render(
    difference: Difference, parts: Collection[Part], *, most: int | None = 6, colour: bool = False
) -> str:
    """Return the parts of a difference as text.

    Args:
        difference: What changed.
        parts: What to tell of it.
        most: How many facts of a new or gone entity, rows or conclusions are shown; None for all.
        colour: Whether to colour what came and went.
    """
    return _Writer(difference, most, colour=colour).text(parts)


class _Writer:
    def __init__(self, difference: Difference, most: int | None, *, colour: bool) -> None:
        self._difference = difference
        self._words = Words(difference)
        self._most = most
        self._colour = colour

    def text(self, parts: Collection[Part]) -> str:
        writers = {
            Part.FACTS: self._facts,
            Part.FINDINGS: self._findings,
            Part.CONCLUSIONS: self._conclusions,
            Part.ANSWERS: self._answers,
            Part.VERSIONS: self._versions,
        }
        lines = [title(self._difference.old, self._difference.new)]
        for part, write in writers.items():
            if part in parts:
                section = list(told(part, write))
                lines += ["", *section] if section else []
        if len(lines) == 1:
            lines.append("nothing changed")
        return "".join(f"{line}\n" for line in lines)

    def _facts(self) -> Iterator[str]:
        for error in self._difference.refused.values():
            yield printable(f"cannot be read, so it is not compared: {error}")
        for file, group in groupby(self._difference.entities, lambda entity: entity.file):
            yield self._bold(file)
            for entity in group:
                yield from self._entity(entity)
        if self._difference.files:
            yield f"other files: {', '.join(self._difference.files)}"

    def _entity(self, entity: Entity) -> Iterator[str]:
        mark = _MARKS[entity.kind]
        kinds = self._words.types(entity)
        name, short = self._words.name(entity.node), self._words.short(entity.node)
        about = f"{name}{f'  ({kinds})' if kinds else ''}{f'  {short}' if short != name else ''}"
        yield self._marked(mark, about, indent="  ")
        folded = entity.kind is not Kind.CHANGED
        lines = [self._value(change, entity.file) for change in entity.changes]
        yield from self._some(lines, "fact", folded=folded)

    def _value(self, change: ValueChange, file: str) -> str:
        name, old, new = self._words.name(change.predicate), change.old, change.new
        place = " → ".join(dict.fromkeys(places(said, within=file) for said in (old, new) if said))
        if old and new:
            mark, value = "~", f"{self._words.value(old, new)} → {self._words.value(new, old)}"
        else:
            mark, value = (
                ("+", self._words.value(new)) if new else ("-", self._words.value(old) if old else "")
            )
        return self._marked(mark, f"{name}: {value}  [{place}]", indent="      ")

    def _findings(self) -> Iterator[str]:
        found = self._difference.findings
        prefixes = self._difference.new.graph.project.prefixes
        if found.unread:
            yield "findings: a side has files that cannot be read, so nothing else was judged there"
        if found.introduced or found.fixed:
            yield self._bold(f"findings: {len(found.introduced)} introduced, {len(found.fixed)} fixed")
            come = [self._marked("+", headline(finding, prefixes)) for finding in found.introduced]
            gone = [self._marked("-", headline(finding, prefixes)) for finding in found.fixed]
            yield from self._some(come, "finding")
            yield from self._some(gone, "finding")

    def _conclusions(self) -> Iterator[str]:
        found = self._difference.conclusions
        if found.gained or found.lost:
            yield self._bold(f"conclusions: {len(found.gained)} gained, {len(found.lost)} lost")
            yield from self._some([self._conclusion("+", each) for each in found.gained], "conclusion")
            yield from self._some([self._conclusion("-", each) for each in found.lost], "conclusion")

    def _conclusion(self, mark: str, conclusion: Conclusion) -> str:
        fact = conclusion.fact
        terms = (fact.subject, fact.predicate, fact.object)
        words = "  ".join(self._words.name(term) for term in terms)  # type: ignore[arg-type]  # no quoted triples
        return self._marked(mark, f"{words}  [{conclusion.rule}]")

    def _answers(self) -> Iterator[str]:
        found = self._difference.answers
        if found:
            yield self._bold(f"answers: {count(len({each.name for each in found}), 'question')}")
        for change in found:
            yield from self._answer(change)

    def _answer(self, change: AnswerChange) -> Iterator[str]:
        yield f"  {printable(' '.join((change.name, *arguments(change))))}{fate(change)}"
        for mark, rows in (("-", change.removed), ("+", change.added)):
            yield from self._some(
                [self._marked(mark, " | ".join(row), indent="      ") for row in rows], "row"
            )

    def _versions(self) -> Iterator[str]:
        for change in self._difference.versions:
            if change.needed:
                verdict = "raised" if change.is_raised else "not raised enough"
                yield self._bold(f"version of {change.file}: {change.old} → {change.new}, {verdict}")
                yield f"  needs a {change.needed.name.lower()} step: {'; '.join(change.reasons)}"

    def _some(self, lines: list[str], noun: str, *, folded: bool = True) -> Iterator[str]:
        """Yield lines; where they are folded and too many, the first, and how many are left out."""
        if not folded or self._most is None or len(lines) <= self._most + 1:
            yield from lines
            return
        yield from lines[: self._most]
        yield f"      ... and {count(len(lines) - self._most, 'more ' + noun)}"

    def _marked(self, mark: str, text: str, indent: str = "    ") -> str:
        line = f"{mark} {printable(text)}"
        return f"{indent}\x1b[{_COLOURS[mark]}m{line}\x1b[0m" if self._colour else f"{indent}{line}"

    def _bold(self, text: str) -> str:
        return f"\x1b[1m{printable(text)}\x1b[0m" if self._colour else printable(text)


def arguments(change: AnswerChange) -> Iterable[str]:
    """Return the arguments of a question as options of ``kg query``."""
    for name, value in change.arguments.items():
        for each in value if isinstance(value, list) else [value]:
            yield f"--{name} {each}"


def fate(change: AnswerChange) -> str:
    """Return what became of a question itself, to follow its name."""
    told = "" if change.fate == "same" else f"  ({change.fate})"
    return f"{told}  gives no answer: {printable(change.complaint)}" if change.complaint else told
