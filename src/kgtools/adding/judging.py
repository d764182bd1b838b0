"""Which errors a change of facts brings: only what it touches is judged by shapes, as a full check would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from kgtools import checks, gate
from kgtools.adding.offer import plain
from kgtools.adding.pointing import Pointer
from kgtools.check import check, told
from kgtools.consequences import Consequences, is_ordinary
from kgtools.dataset import Dataset, SourceFile
from kgtools.diagnostics import Severity
from kgtools.errors import InputError, ShapesError
from kgtools.labels import Labels
from kgtools.lint import Context, lint, syntax
from kgtools.lint.file import File, Role
from kgtools.reason import findings as reports
from kgtools.shape_files import ShapeFiles
from kgtools.shapes import Trial
from kgtools.sifting import Choice, sift
from kgtools.terms import Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping
    from pathlib import Path

    from kgtools.adding.offer import Offer
    from kgtools.adding.placing import Plan
    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.project import Project
    from kgtools.shapes.touched import Touched
    from kgtools.terms import Quad
    from kgtools.turtle.located import LocatedQuad

_CANNOT: Final = "the shapes cannot judge, so nothing is written"


class Judge:
    """Judges changes of the files of a project as they are when it is made.

    Args:
        project: Whose files.
        offers: What the changes were given as.

    Raises:
        InputError: A file of the project cannot be read.
    """

    def __init__(self, project: Project, offers: Iterable[Offer] = ()) -> None:
        self._project = project
        self._offers = tuple(offers)
        self._now, refused = Context.of(project)
        if refused:
            raise _unreadable(refused[0])

    @property
    def stated(self) -> Mapping[Path, list[LocatedQuad]]:
        """What each file of facts states."""
        return {file.path: file.quads for file in self._now.files if file.role is Role.DATA}

    def places(self, facts: Container[Quad]) -> dict[Quad, Span]:
        """Return where facts of the project stand first, each by its object."""
        found: dict[Quad, Span] = {}
        for known in self._now.data:
            if (fact := plain(known.quad)) in facts:
                found.setdefault(fact, known.object_span)
        return found

    def introduced(
        self, plan: Plan, added: Iterable[Quad] = (), removed: Iterable[Quad] = ()
    ) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """Return the errors that a change brings, and warnings about what it touches, each at its place.

        They are those that a check of all files would find after the change and not before it. Shapes judge
        nothing but what the change can concern; where it changes the ontology, all is judged anew.

        Args:
            plan: The files that change.
            added: The facts that come.
            removed: The facts that go.

        Raises:
            ShapesError: The shapes cannot judge.
            LimitError: More follows than the limits allow.
        """
        coming, going = tuple(added), tuple(removed)
        drafts = self._drafts(plan)
        if is_ordinary((*coming, *going)):
            after, before = self._touched(self._after(drafts), coming, going)
        else:
            after, before = self._in_full(drafts)
        subjects = {fact.subject for fact in (*coming, *going)}
        errors = _less([finding for finding in after if finding.severity is Severity.ERROR], before)
        notes = [f for f in after if f.severity is not Severity.ERROR and f.focus_node in subjects]
        if not errors and not notes:
            return [], []
        point = self._pointer(coming, drafts).pointed
        return [point(error) for error in errors], [point(note) for note in notes]

    def pointed(self, findings: Iterable[Diagnostic], facts: Iterable[Quad]) -> list[Diagnostic]:
        """Return findings about facts that were given, at their places."""
        found = list(findings)
        return list(map(self._pointer(facts, {}).pointed, found)) if found else []

    def _pointer(self, facts: Iterable[Quad], drafts: Mapping[Path, File | None]) -> Pointer:
        before = {file.name: file for file in self._now.files if file.path in drafts}
        texts = {file.name: file for file in drafts.values() if file}
        return Pointer(self._project, self._offers, facts, before, texts)

    # The files after the change

    def _drafts(self, plan: Plan) -> dict[Path, File | None]:
        """Return the files that change, as they would be; None for one that would go."""
        return {
            rewrite.path: File(
                self._source(rewrite.path, rewrite.new),
                Role.DATA,
                f"d{number}x",
            )
            if rewrite.new is not None
            else None
            for number, rewrite in enumerate(plan.rewrites)
        }

    def _source(self, path: Path, data: bytes) -> SourceFile:
        name = self._project.relative(path)
        return SourceFile(path, name, gate.clean(data, name=name))

    def _after(self, drafts: Mapping[Path, File | None]) -> Context:
        """Return the project as the rules of lint would see it."""
        data: dict[Path, File | None] = {f.path: f for f in self._now.files if f.role is Role.DATA}
        data.update(drafts)
        paths = sorted(path for path, file in data.items() if file)
        others = [file for file in self._now.files if file.role is not Role.DATA]
        ontology = [file for file in others if file.role is Role.ONTOLOGY]
        shapes = [file for file in others if file.role is Role.SHAPES]
        files = (*ontology, *(file for path in paths if (file := data[path])), *shapes)
        return Context(files, self._project)

    # Judging what is touched

    @cached_property
    def _graph(self) -> _Graph:
        return _Graph(self._project, self._now)

    def _touched(
        self, after: Context, added: tuple[Quad, ...], removed: tuple[Quad, ...]
    ) -> tuple[list[Diagnostic], Callable[[], Iterable[Diagnostic]]]:
        """Return the findings after a change, and what returns those before it."""
        graph, now = self._graph, self._now
        with graph.consequences.of(added, removed, after.facts) as change:
            edited, touched = graph.trial.write(change.added, change.removed)
            try:
                found = graph.found(after, touched)
            finally:
                graph.trial.undo(edited)
        return found, lambda: graph.found(now, touched)

    # Judging everything

    def _in_full(
        self, drafts: Mapping[Path, File | None]
    ) -> tuple[list[Diagnostic], Callable[[], Iterable[Diagnostic]]]:
        texts = {path: file.text.encode() if file else None for path, file in drafts.items()}
        project = self._project._replace(drafts=MappingProxyType(texts))
        return _checked(project), lambda: _checked(self._project)


class _Graph:
    """The graph of some files, and what judges it."""

    def __init__(self, project: Project, context: Context) -> None:
        self._project = project
        try:
            dataset = Dataset(project._replace(snapshot_above=None), parsed=context.parsed)
            self.consequences = Consequences(dataset, context.facts)
        except InputError as error:  # the loader refuses what our reader took
            raise _unreadable(syntax.told(error)) from None
        data = self.consequences.data.store
        shapes = ShapeFiles(context.shape_files)
        self.trial = Trial(data, shapes.triples, prefixes=project.prefixes)
        if not self.trial.usable:
            raise ShapesError(_CANNOT, hint="kg check")

    def found(self, context: Context, touched: Touched) -> list[Diagnostic]:
        """Return what is found in the graph as it is; by shapes only what a change can concern.

        Args:
            context: The files that state it.
            touched: What the change can concern.
        """
        project, data = self._project, self.consequences.data
        outcome = self.trial.find(touched)
        broken = [found for found in outcome.diagnostics if found.severity is Severity.ERROR]
        if broken or not self.trial.has_focus_nodes:
            raise ShapesError(_CANNOT, hint="kg check")
        asked = checks.run(project, data)
        reasoner = self.consequences.reasoner
        judged = [
            *asked.diagnostics,
            *reports.findings(reasoner, project.prefixes, locate=_places(context)),
            *told(context, Labels(project, data), (*outcome.violations, *asked.violations), reasoner.why),
        ]
        return list(sift(context, lint(context), judged, Choice()))


def _places(context: Context) -> Callable[[Triple], Span | None]:
    """Return what finds the place of a stated triple."""

    def place(triple: Triple) -> Span | None:
        about = [] if isinstance(triple.subject, Triple) else context.facts.about(triple.subject)
        facts = (fact for fact in about if fact.predicate == triple.predicate)
        return next((fact.predicate_span for fact in facts if fact.object == triple.object), None)

    return place


def _checked(project: Project) -> list[Diagnostic]:
    """Return the findings of a full check."""
    report = check(project)
    if not report.judged:
        raise ShapesError(_CANNOT, hint="kg check")
    if not report.checked.triples and report.diagnostics:
        raise _unreadable(report.diagnostics[0])
    return list(report.diagnostics)


def _unreadable(finding: Diagnostic) -> InputError:
    place = finding.span.location if finding.span else None
    return InputError(f"the project cannot be read: {finding.message}", location=place, code=finding.code)


def _less(errors: list[Diagnostic], before: Callable[[], Iterable[Diagnostic]]) -> list[Diagnostic]:
    """Return the errors that were not there before, which is asked only where there are any."""
    known = Counter(map(_same, before())) if errors else Counter[Hashable]()
    found = []
    for error in errors:
        if known[_same(error)]:
            known[_same(error)] -= 1
        else:
            found.append(error)
    return found


def _same(finding: Diagnostic) -> Hashable:
    """Return what tells a finding from others; a message by a shape may name what the change renames."""
    told_by = (finding.shape, finding.component) if finding.component else finding.message
    return finding.code, finding.focus_node, finding.path, finding.value, told_by
