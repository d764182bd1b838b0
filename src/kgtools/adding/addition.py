"""``add``: facts judged together with a project, then written into its files of facts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from kgtools.adding import placing
from kgtools.adding.blame import guilty
from kgtools.adding.fitness import has_blank_node, sourced, unfit, without_home
from kgtools.adding.judging import Judge
from kgtools.adding.model import Change
from kgtools.adding.rejects import keep
from kgtools.change.homes import Homes
from kgtools.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kgtools.adding.offer import Offer
    from kgtools.diagnostics import Diagnostic
    from kgtools.project import Project
    from kgtools.terms import NamedNode, Quad

_ROUNDS: Final = 20


def add(
    project: Project,
    offers: Iterable[Offer],
    *,
    into: Path | None = None,
    source: NamedNode | None = None,
    partial: bool = False,
    dry_run: bool = False,
    rejects: Path | None = None,
    preview: Callable[[Change], None] = lambda _: None,
) -> Change:
    """Judge facts merged with a project, and write them into its files of facts.

    All or nothing, unless ``partial``. Adding facts that are there changes nothing, so what was interrupted
    may be repeated. Holds the lock of the project while it works, unless nothing is to be written.

    Args:
        project: Where to add them.
        offers: The facts.
        into: The file to write them into; else each thing goes where it is described already, or where
            most things of its class are.
        source: The source of every thing among them that names none.
        partial: Take what is right and refuse the rest.
        dry_run: Write nothing.
        rejects: The folder where refused facts are kept; by default ``.kg/rejected``.
        preview: Called with the change just before it is written.

    Raises:
        UsageError: The file named is none of facts, or the project knows no sources.
        InputError: The project cannot be read.
        ShapesError: Its shapes cannot judge.
        WriteError: The lock is held, or nothing can be written.
    """
    given = tuple(offers)
    path = placing.target(project, into) if into else None

    def judged() -> Change:
        return _Addition(project, given, path, source, is_partial=partial).change()

    def judged_and_kept() -> Change:
        change = judged()
        return keep(project, change, rejects) if change.refused else change

    return judged() if dry_run else placing.written(project, judged_and_kept, preview)


@dataclass(slots=True)
class _Split:
    """Facts taken and refused, and why."""

    left: list[Quad]
    refused: dict[Quad, None] = field(default_factory=dict)
    reasons: list[Diagnostic] = field(default_factory=list)

    def refuse(self, facts: Iterable[Quad], reasons: Iterable[Diagnostic]) -> None:
        self.refused |= dict.fromkeys(facts)
        self.left = [fact for fact in self.left if fact not in self.refused]
        self.reasons += reasons


class _Addition:
    """Facts to add to the files as they are at one moment."""

    def __init__(
        self,
        project: Project,
        offers: tuple[Offer, ...],
        into: Path | None,
        source: NamedNode | None,
        *,
        is_partial: bool,
    ) -> None:
        self._project, self._into, self._is_partial = project, into, is_partial
        self._judge = Judge(project, offers)
        self._homes = Homes(project.root / "data", self._judge.stated)
        offered = dict.fromkeys(fact for offer in offers for fact in offer.facts)
        self._facts = list(offered) if source is None else sourced(project, offered, source, self._homes)

    def change(self) -> Change:
        """Return what would be written, and what is refused."""
        homes = self._homes
        known = Change(
            already=tuple(fact for fact in self._facts if fact in homes.facts),
            described=frozenset(f.subject for f in self._facts if homes.is_described(f.subject)),
        )
        new = [fact for fact in self._facts if fact not in homes.facts]
        split = _Split(new)
        self._refuse(split, *unfit(self._project, new, homes))
        self._refuse_homeless(split, new)
        if split.refused and not self._is_partial:
            self._refuse_all(split)
        taken = self._taken(split) if split.left else Change()
        return replace(
            known,
            added=taken.added,
            rewrites=taken.rewrites,
            notes=taken.notes,
            refused=tuple(split.refused),
            reasons=tuple(split.reasons),
        )

    def _refuse(self, split: _Split, facts: Iterable[Quad], reasons: Iterable[Diagnostic]) -> None:
        refused = list(facts)
        split.refuse(refused, self._judge.pointed(reasons, refused))

    def _refuse_homeless(self, split: _Split, facts: Iterable[Quad]) -> None:
        if self._into is None:
            self._refuse(split, *without_home(self._project, facts, self._homes))

    def _refuse_all(self, split: _Split) -> None:
        """Refuse what is left too, and find what else is wrong with all facts, where that can be told."""
        found: list[Diagnostic] = []
        told = {(reason.focus_node, reason.path) for reason in split.reasons}
        facts = [fact for fact in (*split.refused, *split.left) if not has_blank_node(fact)]
        if self._into is None:
            lost = set(without_home(self._project, facts, self._homes)[0])
            facts = [fact for fact in facts if fact not in lost]
        with suppress(KgError):
            found, _ = self._judge.introduced(self._planned(facts), facts)
        split.refuse(split.left, (each for each in found if (each.focus_node, each.path) not in told))

    def _taken(self, split: _Split) -> Change:
        """Return the change with the facts that are right; the others go to those refused."""
        for _ in range(_ROUNDS):
            self._refuse_homeless(split, split.left)  # a refused class leaves things without one
            if not split.left:
                return Change()
            plan = self._planned(split.left)
            found, notes = self._judge.introduced(plan, split.left)
            if not found:
                return Change(added=plan.placed, rewrites=plan.rewrites, notes=tuple(notes))
            wrong = guilty(found, split.left) if self._is_partial else ()
            split.refuse(wrong or split.left, found)
        split.refuse(split.left, ())
        return Change()

    def _planned(self, facts: Iterable[Quad]) -> placing.Plan:
        return placing.put(self._project, facts, self._homes, self._into)
