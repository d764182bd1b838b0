"""Checking a project: syntax, lint, inference, shapes, and one report of everything found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kgtools import checks, codes
from kgtools.consistency import dl_findings, rule_findings
from kgtools.dataset import Dataset
from kgtools.diagnostics import Checked, Report, Severity, Span
from kgtools.errors import InputError
from kgtools.labels import Labels
from kgtools.lint import Context, ignores, lint, syntax
from kgtools.places import About, Place, whole_place
from kgtools.premises import Premises
from kgtools.reports import Reports
from kgtools.shape_files import ShapeFiles
from kgtools.shapes import judge, to_diagnostic
from kgtools.sifting import Choice, sift

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic
    from kgtools.premises import Why
    from kgtools.project import Project
    from kgtools.shapes import Judgement, Violation
    from kgtools.store.memory import MemoryStore
    from kgtools.terms import AnyTerm

    Stage: TypeAlias = Callable[[str], None]
    Load: TypeAlias = Callable[[Context, tuple[Path, ...], Stage], "Graph"]

STAGES = (
    "reading files",
    "looking at names and values",
    "loading the graph",
    "inferring",
    "judging by shapes",
)
HERMIT = "asking HermiT"


class Graph(NamedTuple):
    """What of a project is judged as a whole, and what inference and shapes say of it.

    Attributes:
        dataset: The files.
        data: What shapes and checks see.
        triples: How many distinct triples the files state.
        findings: What inference finds.
        judgement: What shapes find.
        why: Gives the proof of a fact.
    """

    dataset: Dataset
    data: MemoryStore
    triples: int
    findings: list[Diagnostic]
    judgement: Judgement
    why: Why


def check(
    project: Project,
    files: Iterable[Path] = (),
    *,
    choice: Choice | None = None,
    dl: bool = False,
    seconds: float | None = None,
    stage: Stage = lambda _: None,
) -> Report:
    """Return all findings of a project.

    Args:
        project: Whose ontology, facts and shapes.
        files: With files, they are judged merged with the project, and only findings
            about what they describe are reported.
        choice: Which codes are reported; by default all.
        dl: Ask a description logic reasoner too; it needs Java.
        seconds: Most seconds for that reasoner.
        stage: Called with the name of each of ``STAGES`` as it begins.

    A syntax error is a finding, and then nothing else is judged: half a graph would give
    findings that are not true of the whole.

    Example:
        >>> from kgtools import bundle, project
        >>> check(project.load(bundle.root())).conforms
        True

    A report about the whole project is kept for its contents, and given again while nothing changed; where
    another process follows the project (``kg check --watch``), it is taken from there.
    """
    chosen = tuple(path.resolve() for path in files)

    def made() -> Report:
        return examine(project, chosen, choice=choice, dl=dl, seconds=seconds, stage=stage)

    if chosen or dl or project.drafts:  # drafts are no files, by whose contents a report is kept
        return made()
    reports = Reports(project, repr(choice or Choice()))
    report = reports.find() or reports.await_promised()
    if report is None:
        report = made()
        reports.keep(report)
    return report


def loaded(context: Context, chosen: tuple[Path, ...], stage: Stage) -> Graph:
    """Return the graph of a project, loaded and judged from nothing.

    Raises:
        InputError: The loader refuses what our reader took.
    """
    stage(STAGES[2])
    project = context.project
    dataset = Dataset(project, chosen, parsed=context.parsed)
    triples = dataset.triples
    stage(STAGES[3])
    findings = list(rule_findings(dataset))
    data = dataset.complete()
    stage(STAGES[4])
    shapes = ShapeFiles(context.shape_files)
    judgement = judge(data.store, shapes.triples, prefixes=project.prefixes, locate=shapes.place)
    return Graph(dataset, data, triples, findings, judgement, dataset.inference.why)


def examine(
    project: Project,
    chosen: tuple[Path, ...] = (),
    *,
    choice: Choice | None = None,
    known: Context | None = None,
    load: Load = loaded,
    dl: bool = False,
    seconds: float | None = None,
    stage: Stage = lambda _: None,
) -> Report:
    """Return the report of :func:`check`, made anew.

    Args:
        project: Whose ontology, facts and shapes.
        chosen: Further files, or some of its own.
        choice: Which codes are reported.
        known: What was read before; files that did not change are not read again.
        load: Gives the graph.
        dl: Ask a description logic reasoner too.
        seconds: Most seconds for that reasoner.
        stage: Called with the name of each stage as it begins.

    Raises:
        ProjectError: ``kg.toml`` names a code that there is not.
    """
    stage(STAGES[0])
    context, refused = Context.of(project, chosen, known=known)
    if refused:
        return Report.of(refused, Checked(files=len(context.files)))
    codes.expect_settings(context)
    stage(STAGES[1])
    linted = [finding for finding in lint(context) if not chosen or _is_in(finding, context, chosen)]
    try:
        graph = load(context, chosen, stage)
    except InputError as error:
        return Report.of([syntax.told(error)], Checked(files=len(context.files)))
    inferred, judgement = graph.findings, graph.judgement
    if dl:
        stage(HERMIT)
        inferred = [*inferred, *dl_findings(graph.dataset, seconds=seconds)]
    if chosen:
        described, names = _described(graph.dataset, chosen), {project.relative(path) for path in chosen}
        inferred = [finding for finding in inferred if _concerns(finding, described, names)]
    asked = checks.run(project, graph.data)
    violations = (*judgement.violations, *asked.violations)
    broken = (*_about_shapes(judgement, context, chosen), *asked.diagnostics)
    if chosen:
        violations = tuple(violation for violation in violations if violation.focus_node in described)
    labels = Labels(project, graph.data)
    judged = (*broken, *inferred, *told(context, labels, violations, graph.why))
    found = list(sift(context, linted, list(judged), choice or Choice()))
    if chosen:  # what a comment elsewhere is for may not have been looked for
        found = [each for each in found if each.code not in ignores.CODES or _is_in(each, context, chosen)]
    checked = Checked(len(context.files), graph.triples, judgement.shapes, judgement.focus_nodes)
    return Report.of(found, checked, judged=judgement.judged)


def _is_in(finding: Diagnostic, context: Context, chosen: tuple[Path, ...]) -> bool:
    names = {context.project.relative(path) for path in chosen}
    return finding.span is not None and finding.span.file in names


def _about_shapes(judgement: Judgement, context: Context, chosen: tuple[Path, ...]) -> list[Diagnostic]:
    found = [each for each in judgement.diagnostics if not chosen or each.severity is Severity.ERROR]
    if context.shape_files:
        return found
    return [
        replace(each, help="shapes stand in ontology/shapes/; `kg init DIR` shows some") for each in found
    ]


def _described(dataset: Dataset, chosen: tuple[Path, ...]) -> set[object]:
    return {quad.subject for file in dataset.files if file.path in chosen for quad in file.quads()}


def _concerns(finding: Diagnostic, described: set[object], names: set[str]) -> bool:
    """Return whether a finding is about something that some files describe, or stands in them."""
    spans = [finding.span, *(related.span for related in finding.related)]
    return finding.focus_node in described or any(span.file in names for span in spans if span)


def told(context: Context, labels: Labels, violations: Iterable[Violation], why: Why) -> Iterator[Diagnostic]:
    """Yield what shapes and checks found as findings, each at the token to change.

    Args:
        context: The files; of one in a syntax without positions the name is the place.
        labels: Names of things, for the messages.
        violations: What was found.
        why: Gives the proof of a fact, for values that no file states.
    """
    project, premises = context.project, Premises(context, why)
    about: dict[AnyTerm, About] = {}

    def finding_of(violation: Violation) -> Diagnostic:
        return to_diagnostic(violation, project.prefixes, label=labels.of, languages=project.languages)

    def place(violation: Violation) -> Place | None:
        node = violation.focus_node
        if node not in about:
            about[node] = About(fact for fact in context.facts.about(node) if fact.file.syntax)
        return about[node].place(violation)

    for violation in violations:
        finding = finding_of(violation)
        if found_at := whole_place(violation, place, lambda each: finding_of(each).message):
            finding = replace(finding, span=found_at.span, related=(*finding.related, *found_at.related))
            yield premises.point(finding, violation)
        else:
            facts = context.facts.about(violation.focus_node)
            yield finding.at(Span(min(fact.file.name for fact in facts))) if facts else finding
