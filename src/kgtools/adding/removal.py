"""``remove``: facts taken out of the files of a project, if what remains is right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgtools import gate
from kgtools.adding import placing
from kgtools.adding.judging import Judge
from kgtools.adding.model import Change
from kgtools.adding.offer import plain
from kgtools.change.homes import Homes
from kgtools.errors import UsageError
from kgtools.terms import BlankNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kgtools.project import Project
    from kgtools.terms import NamedNode, Quad


def remove(
    project: Project,
    facts: Iterable[Quad],
    *,
    leave_dangling: bool = False,
    dry_run: bool = False,
    preview: Callable[[Change], None] = lambda _: None,
) -> Change:
    """Take facts out of the files of a project, if what remains is still right.

    Args:
        project: Whose files.
        facts: The facts; those that no file states count as already gone.
        leave_dangling: Allow that other facts refer to what is described nowhere any more.
        dry_run: Write nothing.
        preview: Called with the change just before it is written.

    Raises:
        InputError: The project cannot be read.
        ShapesError: Its shapes cannot judge.
        WriteError: The lock is held, or nothing can be written.
    """
    wanted = tuple(dict.fromkeys(facts))

    def judged() -> Change:
        return _removal(project, wanted, leave_dangling=leave_dangling)

    return judged() if dry_run else placing.written(project, judged, preview)


def facts_about(project: Project, node: NamedNode) -> list[Quad]:
    """Return what the files of facts state about a thing.

    Raises:
        InputError: One of them cannot be read.
        UsageError: It has parts without names, which stand in its description.
    """
    found: list[Quad] = []
    for path in project.data_files:
        facts = gate.quads(project.read(path), gate.format_of(path), name=project.relative(path))
        found += [plain(fact) for fact in facts if fact.subject == node]
    if any(isinstance(fact.object, BlankNode) for fact in found):
        name = project.prefixes.show(node)
        raise UsageError(f"{name} has values that are blank nodes", hint="take it out by hand")
    return found


def _removal(project: Project, wanted: tuple[Quad, ...], *, leave_dangling: bool) -> Change:
    judge = Judge(project)
    homes = Homes(project.root / "data", judge.stated)
    going = {fact: homes.facts[fact] for fact in wanted if fact in homes.facts}
    left = [fact for fact in homes.facts if fact not in going]
    described = frozenset(fact.subject for fact in left)
    undescribed = {fact.subject for fact in going} - described
    change = Change(
        removed=going,
        already=tuple(fact for fact in wanted if fact not in going),
        dangling=judge.places({fact for fact in left if fact.object in undescribed}),
        may_dangle=leave_dangling,
        described=described,
    )
    if not going or not change.ok:
        return change
    plan = placing.take_out(project, going, judge.stated)
    found, notes = judge.introduced(plan, removed=tuple(going))
    targets = {fact.object for fact in change.dangling}  # allowed, so no reason
    reasons = [reason for reason in found if reason.value not in targets]
    return replace(
        change, reasons=tuple(reasons), notes=tuple(notes), rewrites=() if reasons else plan.rewrites
    )
