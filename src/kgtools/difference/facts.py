"""Which facts two sets of files do not share, and where those stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kgtools.diagnostics import Span
from kgtools.difference.folding import Fact, Structure, fold
from kgtools.errors import InputError
from kgtools.turtle.located import Format
from kgtools.turtle.parse import parse
from kgtools.turtle.position import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kgtools.dataset import SourceFile
    from kgtools.difference.folding import Node


@dataclass(frozen=True, slots=True)
class FactChanges:
    """The facts that one of two graphs lacks.

    Attributes:
        counts: For each such fact how often the old and the new graph hold it: more than once only
            where it has a structure, for equal blank nodes are two.
        subjects: For either graph, which subjects of these facts it knows.
        files: For either graph, the files with such facts.
        refused: Files that cannot be read; neither graph is taken to hold them.
    """

    counts: dict[Fact, tuple[int, int]]
    subjects: tuple[set[Node], set[Node]] = field(default_factory=lambda: (set(), set()))
    files: tuple[list[SourceFile], list[SourceFile]] = field(default_factory=lambda: ([], []))
    refused: dict[str, InputError] = field(default_factory=dict)

    @property
    def removed(self) -> list[Fact]:
        """What the old graph holds more of, in the order of its files."""
        return [fact for fact, (old, new) in self.counts.items() if old > new]

    @property
    def added(self) -> list[Fact]:
        """What the new graph holds more of, in the order of its files."""
        return [fact for fact, (old, new) in self.counts.items() if new > old]


def compare(old: Mapping[str, SourceFile], new: Mapping[str, SourceFile]) -> FactChanges:
    """Return what two sets of files, by name, do not both state; which file states it does not matter.

    Only files that differ are looked at, and the others where a fact left or entered one of these. A
    file that cannot be read on one side is left out on both.
    """
    changed = [name for name in dict.fromkeys((*old, *new)) if _data(old, name) != _data(new, name)]
    read_old, refused = _read(old, changed)
    read_new, refused_new = _read(new, changed)
    refused |= refused_new
    for name in refused:
        read_old.pop(name, None)
        read_new.pop(name, None)
    before, after = _count(read_old.values()), _count(read_new.values())
    differing = dict.fromkeys(fact for fact in (*before, *after) if before[fact] != after[fact])
    known = {fact.subject for fact in before}, {fact.subject for fact in after}
    if differing:
        same = [file for name, file in old.items() if name not in changed]
        for fact in _facts(same):
            if fact in differing:
                _add(before, fact)
                _add(after, fact)
            for subjects in known:
                subjects.add(fact.subject)
    counts = {fact: (before[fact], after[fact]) for fact in differing if before[fact] != after[fact]}
    files = tuple(
        [side[name] for name, facts in read.items() if not counts.keys().isdisjoint(facts)]
        for side, read in ((old, read_old), (new, read_new))
    )
    return FactChanges(counts, known, (files[0], files[1]), refused)


def _data(side: Mapping[str, SourceFile], name: str) -> bytes | None:
    return side[name].data if name in side else None


def _read(
    side: Mapping[str, SourceFile], names: Iterable[str]
) -> tuple[dict[str, list[Fact]], dict[str, InputError]]:
    found: dict[str, list[Fact]] = {}
    refused: dict[str, InputError] = {}
    for name in names:
        if name in side:
            try:
                found[name] = [fact for fact, _ in fold(side[name].quads())]
            except InputError as error:
                refused[name] = error
    return found, refused


def _facts(files: Iterable[SourceFile]) -> Iterator[Fact]:
    """Yield the facts of files; those that cannot be read are the same on both sides, whatever they hold."""
    for file in files:
        try:
            yield from [fact for fact, _ in fold(file.quads())]
        except InputError:
            continue


def _count(files: Iterable[Iterable[Fact]]) -> Counter[Fact]:
    counts: Counter[Fact] = Counter()
    for facts in files:
        for fact in facts:
            _add(counts, fact)
    return counts


def _add(counts: Counter[Fact], fact: Fact) -> None:
    is_structured = isinstance(fact.subject, Structure) or isinstance(fact.value, Structure)
    counts[fact] = counts[fact] + 1 if is_structured else 1


def spans(files: Iterable[SourceFile], facts: Iterable[Fact]) -> dict[Fact, tuple[Span, ...]]:
    """Return where facts stand in files: their objects. Syntaxes without positions give the file alone."""
    wanted = set(facts)
    found: dict[Fact, list[Span]] = defaultdict(list)
    for file in files:
        if file.path.suffix.lower() not in set(Format):
            for fact, _ in fold(file.quads()):
                if fact in wanted:
                    found[fact].append(Span(file.name))
            continue
        text = file.data.decode()
        lines = Lines(text)
        for fact, quad in fold(parse(text, syntax=Format.of(file.path), file=file.name)):
            if fact in wanted:
                found[fact].append(lines.span(file.name, quad.object_at))
    return {fact: tuple(places) for fact, places in found.items()}
