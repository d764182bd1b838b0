"""The files of a shapes graph: its triples, and where each of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.diagnostics import Span
from kgtools.lint.facts import Facts
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.lint.file import File
    from kgtools.terms import Term
    from kgtools.turtle.located import LocatedQuad


class ShapeFiles:
    """A shapes graph in files of the Turtle family, read once with positions.

    Its blank nodes have the labels of the reader with positions, so that what is said about them has a
    place too. Other syntaxes are read, but have no positions.

    Args:
        files: The files.
        whole: The name of the file that stands for the whole graph; by default the first.
    """

    def __init__(self, files: Iterable[File], whole: str | None = None) -> None:
        files = tuple(files)
        self._whole = whole or (files[0].name if files else None)
        self._facts = Facts([fact for file in files for fact in file.facts])

    @property
    def triples(self) -> list[LocatedQuad]:
        """The triples of all files, in their order."""
        return [fact.quad for fact in self._facts]

    def place(self, subject: Term | None, predicate: NamedNode | None, value: Term | None) -> Span | None:
        """Return the place of a statement; of its property or its subject where no more is known.

        Of a subject that is only named as a value it is the first such place; without a subject it is the
        beginning of the file that stands for the whole.
        """
        if subject is None:
            return Span(self._whole, 1, 1) if self._whole else None
        facts = self._facts.about(subject)
        if predicate is None and not facts:
            return self._use(subject)
        if predicate is None:
            return facts[0].subject_span
        stated = [fact for fact in facts if fact.predicate == predicate]
        exact = [fact for fact in stated if fact.object == value]
        if exact:
            return exact[0].object_span
        return stated[0].predicate_span if stated else None

    def _use(self, value: Term) -> Span | None:
        used = self._facts.by_object.get(value) if isinstance(value, NamedNode) else None
        return used[0].object_span if used else None
