"""Checking a project: syntax, lint, inference, shapes, and one report of everything found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgtools import checks
from kgtools.consistency import dl_findings, rule_findings
from kgtools.dataset import Dataset
from kgtools.diagnostics import Checked, Report, Severity, Span
from kgtools.errors import InputError
from kgtools.labels import Labels
from kgtools.lint import Context, lint, syntax
from kgtools.places import place
from kgtools.reports import Reports
from kgtools.shape_files import ShapeFiles
from kgtools.shapes import judge, to_diagnostic
from kgtools.sifting import Choice, sift
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kgtools.diagnostics import Diagnostic
    from kgtools.project import Project
    from kgtools.shapes import Judgement, Violation
    from kgtools.terms import Term

STAGES = (
    "reading files",
    "looking at names and values",
    "loading the graph",
    "inferring",
    "judging by shapes",
)
HERMIT = "asking HermiT"


def check(
    project: Project,
    files: Iterable[Path] = (),
    *,
    choice: Choice | None = None,
    dl: bool = False,
    seconds: float | None = None,
    stage: Callable[[str], None] = lambda _: None,
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

    A report about the whole project is kept for its contents, and given again while nothing changed.
    """
    chosen = tuple(path.resolve() for path in files)
    if chosen or dl or project.drafts:  # drafts are no files, by whose contents a report is kept
        return _judged(project, chosen, choice, seconds, stage, dl=dl)
    reports = Reports(project, repr(choice or Choice()))
    report = reports.find()
    if report is None:
        report = _judged(project, chosen, choice, seconds, stage, dl=dl)
        reports.keep(report)
    return report


def _judged(
    project: Project,
    chosen: tuple[Path, ...],
    choice: Choice | None,
    seconds: float | None,
    stage: Callable[[str], None],
    *,
    dl: bool,
) -> Report:
    """Return the report of :func:`check`, made anew."""
    stage(STAGES[0])
    context, refused = Context.of(project, chosen)
    if refused:
        return Report.of(refused, Checked(files=len(context.files)))
    stage(STAGES[1])
    linted = [finding for finding in lint(context) if not chosen or _is_in(finding, context, chosen)]
    stage(STAGES[2])
    dataset = Dataset(project, chosen, parsed={file.name: file.quads for file in context.files})
    try:
        data, triples = dataset.store, dataset.triples
    except InputError as error:  # the loader refuses what our reader took
        return Report.of([syntax.told(error)], Checked(files=len(context.files)))
    stage(STAGES[3])
    inferred = list(rule_findings(dataset))
    if project.entailment == "rl" and not dataset.inference.refused:
        data = dataset.complete()
    if dl:
        stage(HERMIT)
        inferred += dl_findings(dataset, seconds=seconds)
    stage(STAGES[4])
    shapes = ShapeFiles(context.shape_files)
    judgement = judge(data.store, shapes.quads, prefixes=project.prefixes, locate=shapes.place)
    if chosen:
        described, names = _described(dataset, chosen), {project.relative(path) for path in chosen}
        inferred = [finding for finding in inferred if _concerns(finding, described, names)]
    asked = checks.run(project, data)
    violations = (*judgement.violations, *asked.violations)
    broken = (*_about_shapes(judgement, chosen), *asked.diagnostics)
    judged = (*broken, *inferred, *_violations(context, dataset, violations, chosen))
    found = sift(context, linted, list(judged), choice or Choice())
    checked = Checked(len(context.files), triples, judgement.shapes, judgement.focus_nodes)
    return Report.of(found, checked, judged=judgement.judged)


def _is_in(finding: Diagnostic, context: Context, chosen: tuple[Path, ...]) -> bool:
    names = {context.project.relative(path) for path in chosen}
    return finding.span is not None and finding.span.file in names


def _about_shapes(judgement: Judgement, chosen: tuple[Path, ...]) -> list[Diagnostic]:
    return [found for found in judgement.diagnostics if not chosen or found.severity is Severity.ERROR]


def _described(dataset: Dataset, chosen: tuple[Path, ...]) -> set[object]:
    return {quad.subject for file in dataset.files if file.path in chosen for quad in file.quads()}


def _concerns(finding: Diagnostic, described: set[object], names: set[str]) -> bool:
    """Return whether a finding is about something that some files describe, or stands in them."""
    spans = [finding.span, *(related.span for related in finding.related)]
    return finding.focus_node in described or any(span.file in names for span in spans if span)


def _violations(
    context: Context, dataset: Dataset, found: tuple[Violation, ...], chosen: tuple[Path, ...]
) -> Iterator[Diagnostic]:
    """Yield what shapes and checks found, each at the token to change."""
    described = _described(dataset, chosen) if chosen else None
    violations = [v for v in found if described is None or v.focus_node in described]
    project, labels = dataset.project, Labels(dataset.project, dataset.store)
    for violation in violations:
        told = to_diagnostic(violation, project.prefixes, label=labels.of, languages=project.languages)
        stated = [fact for fact in context.facts.about(violation.focus_node) if fact.file.syntax]
        if found_at := place(violation, stated):
            yield replace(told, span=found_at.span, related=(*told.related, *found_at.related))
        else:
            file = _file(dataset, violation.focus_node)
            yield told.at(Span(file)) if file else told


def _file(dataset: Dataset, focus_node: Term) -> str | None:
    """Return the first file that describes a node, for syntaxes without positions."""
    if not isinstance(focus_node, NamedNode):
        return None
    graphs = (quad.graph_name for quad in dataset.graphs.match_graphs(focus_node))
    names = [dataset.project.file_of(graph) for graph in graphs if isinstance(graph, NamedNode)]
    return min((name for name in names if name), default=None)
