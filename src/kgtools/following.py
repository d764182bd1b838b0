"""A project that is checked again and again: what a change cannot concern is not judged anew.

The report is always that of :func:`kgtools.check.check`. What this module cannot follow (axioms, shapes,
blank nodes, literals that a store rewrites, contradictions) is loaded and judged from nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools import check as checks
from kgtools.bounds import derive
from kgtools.consistency import inference_findings
from kgtools.dataset import Dataset
from kgtools.lint.file import Role
from kgtools.reports import Reports
from kgtools.shape_files import ShapeFiles
from kgtools.shapes import Validation
from kgtools.shapes.table import stored
from kgtools.sifting import Choice
from kgtools.store.memory import MemoryStore
from kgtools.terms import OWL, RDF, RDFS, XSD, Literal, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kgtools.diagnostics import Report
    from kgtools.lint import Context
    from kgtools.lint.file import File
    from kgtools.project import Project

_TYPE: Final = RDF["type"]
_AXIOMS: Final = (OWL, RDF, RDFS, XSD)


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
        *,
        choice: Choice | None = None,
        dl: bool = False,
        seconds: float | None = None,
        stage: checks.Stage = lambda _: None,
    ) -> Report:
        """Return the report about the files as they are now; the arguments are those of ``check``.

        It is kept for these files, so that a ``check`` beside this one has it at once.
        """
        known = self._known.context if self._known else None
        reports = Reports(project, repr(choice or Choice()))
        report = checks.examine(
            project, choice=choice, known=known, load=self._load, dl=dl, seconds=seconds, stage=stage
        )
        if not dl:
            reports.keep(report)
        return report

    def _load(self, context: Context, chosen: tuple[Path, ...], stage: checks.Stage) -> checks.Graph:
        known, self._known = self._known, None  # what fails half-way is followed no further
        change = _change(known.context, context) if known else None
        if known is None or change is None or not known.follow(context, change):
            known = _Known.of(context, stage)
            if known is None:
                return checks.loaded(context, chosen, stage)
        self._known = known
        return known.graph()


class _Change(NamedTuple):
    """What differs between two states of a project.

    Attributes:
        files: What the changed files state now.
        added: What no file stated before.
        removed: What no file states any more.
    """

    files: dict[str, list[Triple]]
    added: tuple[Triple, ...]
    removed: tuple[Triple, ...]


def _change(before: Context, now: Context) -> _Change | None:
    """Return what changed among the facts; None where something else did, or nobody can follow it."""
    if before.project != now.project or _fixed(before) != _fixed(now):
        return None
    old, new = _files(before), _files(now)
    changed = [name for name in old.keys() | new.keys() if old.get(name) is not new.get(name)]
    if any(file.has_blank_nodes for files in (old, new) for name in changed if (file := files.get(name))):
        return None
    stated = {name: _triples(new.get(name)) for name in changed}
    was, is_ = ({t for name in changed for t in _triples(files.get(name))} for files in (old, new))
    added = tuple(triple for triple in is_ - was if not _states(before, triple))
    removed = tuple(triple for triple in was - is_ if not _states(now, triple))
    if not all(_can_be_followed(now, triple) for triple in (*added, *removed)):
        return None
    return _Change(stated, added, removed)


def _fixed(context: Context) -> list[object]:
    """Return what must not change: ontology and shapes, each the very same file, and the rules."""
    project = context.project
    files = [id(file) for file in context.files if file.role is not Role.DATA]
    return [*files, *((path, project.read(path)) for path in project.rule_files)]


def _files(context: Context) -> dict[str, File]:
    return {file.name: file for file in context.files if file.role is Role.DATA}


def _triples(file: File | None) -> list[Triple]:
    return [Triple(q.subject, q.predicate, q.object) for q in file.quads] if file else []


def _states(context: Context, triple: Triple) -> bool:
    """Return whether a file of facts or of the ontology states a triple."""
    return any(
        fact.quad.predicate == triple.predicate and fact.quad.object == triple.object
        for fact in context.facts.about(triple.subject)  # type: ignore[arg-type]  # RDF 1.2 is refused
    )


def _can_be_followed(context: Context, triple: Triple) -> bool:
    """Return whether a triple is no axiom and no date bound, and literals are stored as written."""
    predicate, value = triple.predicate, triple.object
    if predicate in (context.project.bounds or ()):
        return False
    if predicate.value.startswith(_AXIOMS):
        is_class = isinstance(value, NamedNode) and not value.value.startswith(_AXIOMS)
        return predicate == _TYPE and is_class
    if not isinstance(value, Literal):
        return True
    beside = context.facts.values(triple.subject, predicate)  # type: ignore[arg-type]  # the same
    return all(stored(each) == each for each in (value, *beside) if isinstance(each, Literal))


@dataclass
class _Known:
    """A project that was loaded, and what was found out about it.

    Attributes:
        context: Its files.
        dataset: The files as they were loaded first, with what follows from them as it is now.
        stated: What they state, with derived date bounds.
        validation: What shapes see, and find.
        derived: The date bounds.
    """

    context: Context
    dataset: Dataset
    stated: MemoryStore
    validation: Validation
    data: MemoryStore
    derived: frozenset[Quad] = field(default_factory=frozenset)

    @classmethod
    def of(cls, context: Context, stage: checks.Stage) -> _Known | None:
        """Return a project loaded from nothing; None where it is too large for memory.

        Raises:
            InputError: The loader refuses what our reader took.
        """
        stage(checks.STAGES[2])
        project = context.project
        dataset = Dataset(project, parsed=context.parsed)
        if dataset.snapshots:
            return None
        stated, data = dataset.store, MemoryStore(project.prefixes)
        data.load(stated.match())
        stage(checks.STAGES[3])
        if _follows(dataset):
            data.load(Quad(*fact) for fact in dataset.inference.inferred)
        stage(checks.STAGES[4])
        shapes = ShapeFiles(context.shape_files)
        validation = Validation(
            data.store,
            shapes.quads,
            prefixes=project.prefixes,
            locate=shapes.place,
        )
        known = cls(context, dataset, stated, validation, data)
        known.derived = frozenset(known.bounds())
        return known

    def bounds(self) -> Iterator[Quad]:
        """Yield the date bounds of what is stated."""
        project = self.context.project
        if project.bounds:
            yield from derive(lambda role: self.stated.match(None, role), project.times, project.bounds)

    def follow(self, context: Context, change: _Change) -> bool:
        """Take over a change and return whether that was possible; if not, nothing can be asked any more.

        Raises:
            LimitError: More follows than the limits allow.
        """
        self.context = context
        inference = self.dataset.inference
        inferred = inference.restate(change.files, change.added, change.removed)
        if any(True for _ in inference.reasoner.clashes()) or any(True for _ in inference.reasoner.equal()):
            return False  # proofs, and so findings, depend on the order in which facts came
        self.stated.store.extend(Quad(*triple) for triple in change.added)
        for triple in change.removed:
            self.stated.store.remove(Quad(*triple))
        added, removed = {*change.added, *inferred.added}, {*change.removed, *inferred.removed}
        if _is_dated(context.project, (*change.added, *change.removed)):
            derived = frozenset(self.bounds())
            added |= {quad.triple for quad in derived - self.derived}
            removed |= {quad.triple for quad in self.derived - derived}
            self.stated.store.extend(derived - self.derived)
            for quad in self.derived - derived:
                if not _states(context, quad.triple):
                    self.stated.store.remove(quad)
            self.derived = derived
        gone = [triple for triple in removed if not self._holds(triple)]
        self.validation.update(
            added=[Quad(*t) for t in added if self._holds(t)], deleted=[Quad(*t) for t in gone]
        )
        return True

    def _holds(self, triple: Triple) -> bool:
        """Return whether a triple is among what shapes see now."""
        return (
            _states(self.context, triple)
            or Quad(*triple) in self.derived
            or (_follows(self.dataset) and self.dataset.inference.reasoner.holds(triple))
        )

    def graph(self) -> checks.Graph:
        """Return what was found."""
        project = self.context.project
        dataset = Dataset(project, parsed=self.context.parsed)
        findings = inference_findings(
            self.dataset.inference, dataset.files, project.prefixes, strict=bool(project.dl_files)
        )
        triples = sum(1 for _ in self.stated.match()) - len(self.derived)
        return checks.Graph(dataset, self.data, triples, list(findings), self.validation.judgement)


def _follows(dataset: Dataset) -> bool:
    """Return whether shapes see what follows."""
    return dataset.project.entailment == "rl" and not dataset.inference.refused


def _is_dated(project: Project, changed: Iterable[Triple]) -> bool:
    roles = {role for rule in project.times for role in (rule.start, rule.last, rule.end, rule.ended)}
    return any(triple.predicate in roles for triple in changed)
