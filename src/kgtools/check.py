"""Checking a project: the gate, the shapes, and one report of everything found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kgtools import gate
from kgtools.dataset import Dataset
from kgtools.diagnostics import Checked, Diagnostic, Report, Severity, Span
from kgtools.errors import InputError
from kgtools.labels import Labels
from kgtools.places import places
from kgtools.shapes import judge, to_diagnostic
from kgtools.store.memory import MemoryStore
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kgtools.project import Project
    from kgtools.shapes import Judgement
    from kgtools.terms import Term

STAGES = ("reading files", "loading the graph", "judging by shapes", "finding places")


def check(
    project: Project, files: Iterable[Path] = (), *, stage: Callable[[str], None] = lambda _: None
) -> Report:
    """Return all findings of a project.

    Args:
        project: Whose ontology, facts and shapes.
        files: With files, they are judged merged with the project, and only findings
            about what they describe are reported.
        stage: Called with the name of each of ``STAGES`` as it begins.

    A syntax error is a finding, and then nothing else is judged: half a graph would give
    findings that are not true of the whole.

    Example:
        >>> from kgtools import bundle, project
        >>> check(project.load(bundle.root())).conforms
        True
    """
    chosen = tuple(path.resolve() for path in files)
    stage(STAGES[0])
    paths = dict.fromkeys((*project.ontology_files, *project.data_files, *project.shape_files, *chosen))
    if refused := list(_refused(project, paths)):
        return Report.of(refused, Checked(files=len(paths)))
    stage(STAGES[1])
    dataset = Dataset(project, chosen)
    data = dataset.store
    stage(STAGES[2])
    judgement = judge(data.store, dataset.shapes, prefixes=project.prefixes)
    stage(STAGES[3])
    described = _described(dataset, chosen) if chosen else None
    checked = Checked(len(paths), dataset.triples, judgement.shapes, judgement.focus_nodes)
    about_shapes = [f for f in judgement.diagnostics if not chosen or f.severity is Severity.ERROR]
    found = (*about_shapes, *_findings(dataset, judgement, described))
    return Report.of(found, checked, judged=judgement.judged)


def _refused(project: Project, paths: Iterable[Path]) -> Iterator[Diagnostic]:
    """Yield a finding for each file that the gate or the parser refuses."""
    for path in paths:
        name = project.relative(path)
        try:
            MemoryStore().load_text(gate.read(path, name=name), gate.format_of(path), name=name)
        except InputError as error:
            place = error.location
            span = Span(place.file, place.line, place.column) if place else None
            yield Diagnostic(error.code, Severity.ERROR, error.message, span, help=error.hint)


def _described(dataset: Dataset, chosen: tuple[Path, ...]) -> set[object]:
    return {quad.subject for file in dataset.files if file.path in chosen for quad in file.quads()}


def _findings(dataset: Dataset, judgement: Judgement, described: set[object] | None) -> Iterator[Diagnostic]:
    """Yield a finding for each violation, with its place and the first file that tells."""
    project, labels = dataset.project, Labels(dataset.project, dataset.store)
    violations = [v for v in judgement.violations if described is None or v.focus_node in described]
    for violation, place in zip(violations, places(dataset.files, violations), strict=True):
        finding = to_diagnostic(violation, project.prefixes, label=labels.of, languages=project.languages)
        if place:
            yield replace(finding, span=place.span, related=place.related)
        else:
            file = _file(dataset, violation.focus_node)
            yield finding.at(Span(file)) if file else finding


def _file(dataset: Dataset, focus_node: Term) -> str | None:
    """Return the first file that describes a node; for syntaxes without positions."""
    if not isinstance(focus_node, NamedNode):
        return None
    graphs = (quad.graph_name for quad in dataset.graphs.match_graphs(focus_node))
    names = [dataset.project.file_of(graph) for graph in graphs if isinstance(graph, NamedNode)]
    return min((name for name in names if name), default=None)
