"""A project that is checked again and again: what a change cannot concern is not judged anew.

The report is always that of :func:`kgtools.check.check`. What this module cannot follow (axioms, shapes,
blank nodes, literals that a store rewrites, contradictions) is loaded and judged from nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kgtools import check as checks
from kgtools.consequences import Consequences, is_ordinary, states
from kgtools.consistency import rule_findings
from kgtools.dataset import Dataset
from kgtools.lint.file import Role
from kgtools.reports import Reports
from kgtools.shape_files import ShapeFiles
from kgtools.shapes import Validation
from kgtools.shapes.table import stored
from kgtools.sifting import Choice
from kgtools.terms import Literal, NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic, Report
    from kgtools.lint import Context
    from kgtools.lint.file import File
    from kgtools.project import Project


class Following:
    """Reports about one project, each after some of its files may have changed.

    Example:
        >>> from kgtools import bundle, project
        >>> following = Following()
        >>> [following.check(project.load(bundle.root())).conforms for _ in range(2)]
        [True, True]
    """

    def __init__(self) -> None:
        self._known: _Known | None = None

    def check(
        self,
        project: Project,
        files: Iterable[Path] = (),
        *,
        choice: Choice | None = None,
        dl: bool = False,
        seconds: float | None = None,
        stage: checks.Stage = lambda _: None,
    ) -> Report:
        """Return the report about the files as they are now; the arguments are those of ``check``.

        One about the whole project is kept, so that a ``check`` beside this one has it at once.
        """
        chosen = tuple(path.resolve() for path in files)
        known = self._known.context if self._known else None
        reports = Reports(project, repr(choice or Choice()))
        report = checks.examine(
            project, chosen, choice=choice, known=known, load=self._load, dl=dl, seconds=seconds, stage=stage
        )
        if not chosen and not dl:
            reports.keep(report)
        return report

    def promise(self, project: Project, choice: Choice | None = None) -> AbstractContextManager[None]:
        """Tell each ``check`` beside this process, while this lasts, to wait for the report made here."""
        return Reports(project, repr(choice or Choice())).promise()

    def _load(self, context: Context, chosen: tuple[Path, ...], stage: checks.Stage) -> checks.Graph:
        known, self._known = self._known, None  # what fails half-way is followed no further
        change = _change(known.context, context) if known else None
        if known is None or change is None or not known.follow(context, change):
            known = _Known.of(context, chosen, stage)
            if known is None:
                return checks.loaded(context, chosen, stage)
        self._known = known
        return known.graph(chosen)


class _Change(NamedTuple):
    """What differs between two states of a project.

    Attributes:
        added: What no file stated before.
        removed: What no file states any more.
    """

    added: tuple[Quad, ...]
    removed: tuple[Quad, ...]


def _change(before: Context, now: Context) -> _Change | None:
    """Return what changed among the facts; None where something else did, or nobody can follow it."""
    if before.project != now.project or _fixed(before) != _fixed(now):
        return None
    old, new = _files(before), _files(now)
    changed = [name for name in old.keys() | new.keys() if old.get(name) is not new.get(name)]
    was, is_ = (frozenset(_stated(files, changed)) for files in (old, new))
    added = tuple(fact for fact in is_ - was if not states(before.facts, fact))
    removed = tuple(fact for fact in was - is_ if not states(now.facts, fact))
    if not is_ordinary((*was, *is_)) or not all(_is_kept(now, fact) for fact in (*added, *removed)):
        return None
    return _Change(added, removed)


def _fixed(context: Context) -> list[object]:
    """Return what must not change: ontology and shapes, each the very same file, and the rules."""
    project = context.project
    files = [id(file) for file in context.files if file.role is not Role.DATA]
    return [*files, *((path, project.read(path)) for path in project.rule_files)]


def _files(context: Context) -> dict[str, File]:
    return {file.name: file for file in context.files if file.role is Role.DATA}


def _stated(files: Mapping[str, File], names: Iterable[str]) -> Iterator[Quad]:
    for name in names:
        quads = files[name].quads if name in files else ()
        yield from (Quad(quad.subject, quad.predicate, quad.object) for quad in quads)


def _is_kept(context: Context, fact: Quad) -> bool:
    """Return whether a fact is no date bound, and a store keeps it and those beside it as written."""
    if fact.predicate in (context.project.bounds or ()):
        return False
    if not isinstance(fact.object, Literal) or not isinstance(fact.subject, NamedNode):
        return True
    beside = context.facts.values(fact.subject, fact.predicate)
    return all(stored(each) == each for each in (fact.object, *beside) if isinstance(each, Literal))


@dataclass
class _Known:
    """A project that was loaded, and what was found out about it.

    Attributes:
        context: Its files.
        consequences: The graph that shapes judge.
        validation: What they find.
        findings: What inference finds.
        triples: How many distinct triples the files state.
    """

    context: Context
    consequences: Consequences
    validation: Validation
    findings: list[Diagnostic]
    triples: int

    @classmethod
    def of(cls, context: Context, chosen: tuple[Path, ...], stage: checks.Stage) -> _Known | None:
        """Return a project loaded from nothing; None where it is too large for memory.

        Raises:
            InputError: The loader refuses what our reader took.
        """
        stage(checks.STAGES[2])
        if Dataset(context.project).snapshots:
            return None
        dataset = Dataset(context.project, chosen, parsed=context.parsed)
        triples = dataset.triples
        stage(checks.STAGES[3])
        findings = list(rule_findings(dataset))
        consequences = Consequences(dataset, context.facts)
        stage(checks.STAGES[4])
        shapes = ShapeFiles(context.shape_files)
        validation = Validation(
            consequences.data.store, shapes.triples, prefixes=context.project.prefixes, locate=shapes.place
        )
        return cls(context, consequences, validation, findings, triples)

    def follow(self, context: Context, change: _Change) -> bool:
        """Take over a change and return whether that was possible; if not, nothing can be asked any more.

        Raises:
            LimitError: More follows than the limits allow.
        """
        if self._is_contradictory():
            return False
        difference = self.consequences.take(change.added, change.removed, context.facts)
        if self._is_contradictory():
            return False
        self.validation.update(added=difference.added, deleted=difference.removed)
        self.context = context
        self.triples += len(change.added) - len(change.removed)
        return True

    def _is_contradictory(self) -> bool:
        """Return whether there are findings with proofs, which depend on the order in which facts came."""
        reasoner = self.consequences.reasoner
        return any(True for _ in reasoner.clashes()) or any(True for _ in reasoner.equal())

    def graph(self, chosen: tuple[Path, ...]) -> checks.Graph:
        """Return what was found."""
        dataset = Dataset(self.context.project, chosen, parsed=self.context.parsed)
        judgement = self.validation.judgement
        why = self.consequences.reasoner.why
        return checks.Graph(dataset, self.consequences.data, self.triples, self.findings, judgement, why)
