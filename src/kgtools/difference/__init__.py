"""What changed between two states of a project: facts, findings, conclusions, answers, versions."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kgtools import project as projects
from kgtools.diagnostics.text import count
from kgtools.difference import facts
from kgtools.difference.answers import AnswerChange, Fate, answer_changes
from kgtools.difference.conclusions import Conclusion, ConclusionChanges, conclusion_changes
from kgtools.difference.entities import Entity, Kind, Said, ValueChange, entities
from kgtools.difference.findings import FindingChanges, finding_changes
from kgtools.difference.folding import Fact, Structure
from kgtools.difference.parts import QUICK
from kgtools.difference.sides import Side, sides
from kgtools.difference.versions import Step, VersionChange, version_changes

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.difference.facts import FactChanges
    from kgtools.errors import InputError

__all__ = [
    "AnswerChange",
    "Conclusion",
    "ConclusionChanges",
    "Difference",
    "Entity",
    "Fact",
    "Fate",
    "FindingChanges",
    "Kind",
    "Said",
    "Side",
    "Step",
    "Structure",
    "ValueChange",
    "VersionChange",
    "diff",
]


class Difference:
    """What differs between two states of a project. Each part is computed when it is first asked for.

    Args:
        old: The state before.
        new: The state after.
    """

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new

    def __repr__(self) -> str:
        told = f"{count(len(self.entities), 'entity', 'entities')}, {count(len(self.files), 'file')}"
        return f"<Difference {self.old.name} → {self.new.name}: {told}>"

    def __str__(self) -> str:
        from kgtools.difference import text

        return text.render(self, QUICK)

    @cached_property
    def facts(self) -> FactChanges:
        """The facts of ontology and data that one side lacks, whichever file states them."""
        return facts.compare(self.old.facts, self.new.facts)

    @cached_property
    def _shapes(self) -> FactChanges:
        return facts.compare(self.old.shapes, self.new.shapes)

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        """What the changed facts are about, shapes included, with old and new values and their places."""
        return (*entities(self.facts), *entities(self._shapes))

    @cached_property
    def refused(self) -> dict[str, InputError]:
        """The files that cannot be read on one of the sides, with the reason; they are compared on none."""
        found = {**self.facts.refused, **self._shapes.refused}
        return {**found, **self.old.refused, **self.new.refused}

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Rules, questions and ``kg.toml``, where their text differs."""
        old, new = self.old.others, self.new.others
        return tuple(name for name in sorted({*old, *new}) if old.get(name) != new.get(name))

    @cached_property
    def findings(self) -> FindingChanges:
        """What ``kg check`` finds on one side only."""
        if self._same_files:
            return FindingChanges((), (), unread=False)
        return finding_changes(self.old.graph.check(), self.new.graph.check())

    @cached_property
    def conclusions(self) -> ConclusionChanges:
        """What follows on one side only.

        Raises:
            InputError: A file of a side cannot be read.
            RuleError: A rule file cannot be compiled.
            LimitError: More follows than the limits allow.
        """
        if not self.facts.counts and not any(name.startswith("ontology/") for name in self.files):
            return ConclusionChanges((), ())
        return conclusion_changes(self.old.graph.dataset, self.new.graph.dataset)

    @cached_property
    def answers(self) -> tuple[AnswerChange, ...]:
        """The named queries that give other rows, or that came, went or were rewritten.

        Raises:
            InputError: A file of a side cannot be read.
        """
        if not self.facts.counts and not any(
            name.startswith(("queries/", projects.FILE)) for name in self.files
        ):
            return ()
        return answer_changes(self.old.graph, self.new.graph, self.facts.counts)

    @cached_property
    def versions(self) -> tuple[VersionChange, ...]:
        """What the changes of each ontology ask of its version.

        Raises:
            LimitError: More follows than the limits allow.
        """
        return version_changes(self.old, self.new, self.entities)

    @property
    def is_empty(self) -> bool:
        """Whether no fact, shape, rule or question differs; order, layout and prefixes do not count."""
        return not (self.entities or self.refused or self.files)

    @cached_property
    def _same_files(self) -> bool:
        sides = (self.old, self.new)
        old, new = ({**side.facts, **side.shapes} for side in sides)
        same = {name: file.data for name, file in old.items()} == {
            name: file.data for name, file in new.items()
        }
        return same and not self.refused and not self.files


def diff(
    old: str | Path | None = None, new: str | Path | None = None, *, project: str | Path | None = None
) -> Difference:
    """Return what changed between two states of a project; nothing is compared before it is asked for.

    Args:
        old: A git revision (also ``A..B`` or ``A...B``) or a project folder; None is ``HEAD``.
        new: The same; None is the project as its files are now.
        project: Whose revisions; None takes the nearest ``kg.toml`` upward.

    Reads git, and writes the files of revisions into the project's cache folder.

    Raises:
        UsageError: No git repository, or an unknown revision.
        ProjectError: A revision or folder holds no project.
        EngineError: There is no git.
    """
    return Difference(*sides(old, new, within=projects.locate(project)))
