"""Checking a project: the gate, the shapes, and one report of everything found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools import gate
from kgtools.dataset import Dataset
from kgtools.diagnostics import Checked, Diagnostic, Report, Severity, Span
from kgtools.errors import InputError
from kgtools.labels import Labels
from kgtools.shapes import judge, to_diagnostic
from kgtools.terms import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kgtools.project import Project
    from kgtools.shapes import Violation

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
    dataset = Dataset(project, chosen)
    stage(STAGES[0])
    if broken := _broken(dataset):
        return Report.of(broken, Checked(files=len(_paths(dataset, chosen))))
    stage(STAGES[1])
    data, shapes = dataset.store, dataset.shapes
    stage(STAGES[2])
    judgement = judge(data.store, shapes.store, prefixes=project.prefixes)
    stage(STAGES[3])
    described = _described(dataset, chosen) if chosen else None
    labels = Labels(project, data)
    found = [
        _placed(dataset, violation, to_diagnostic(violation, prefixes=project.prefixes, label=labels.of))
        for violation in judgement.violations
        if described is None or violation.focus_node in described
    ]
    checked = Checked(
        files=len(dataset.files) + len(dataset.shape_files),
        triples=dataset.triples,
        shapes=judgement.shapes,
        focus_nodes=judgement.focus_nodes,
    )
    return Report.of((*judgement.diagnostics, *found), checked, judged=judgement.judged)


def _paths(dataset: Dataset, chosen: tuple[Path, ...]) -> tuple[Path, ...]:
    project = dataset.project
    return tuple(dict.fromkeys((*project.ontology_files, *project.data_files, *project.shape_files, *chosen)))


def _broken(dataset: Dataset, chosen: tuple[Path, ...] = ()) -> list[Diagnostic]:
    """Return one finding for each file that the gate or the parser refuses."""
    found = []
    for path in _paths(dataset, dataset.extra):
        try:
            for _ in gate.quads(dataset.read(path).data, gate.format_of(path), name=project_name(dataset, path)):
                pass
        except InputError as error:
            found.append(_finding(error))
    return found


def project_name(dataset: Dataset, path: Path) -> str:
    return dataset.project.relative(path)


def _finding(error: InputError) -> Diagnostic:
    place = error.location
    span = Span(place.file, place.line, place.column, place.line, place.column) if place else None
    return Diagnostic(error.code, Severity.ERROR, error.message, span, help=error.hint)


def _described(dataset: Dataset, chosen: tuple[Path, ...]) -> set[object]:
    return {quad.subject for file in dataset.files if file.path in chosen for quad in file.quads()}


def _placed(dataset: Dataset, violation: Violation, finding: Diagnostic) -> Diagnostic:
    """Return the finding with the file that states what is wrong, or describes the focus node."""
    focus = violation.focus_node
    if not isinstance(focus, NamedNode):
        return finding
    for quad in dataset.graphs.match_graphs(focus):
        if isinstance(quad.graph_name, NamedNode) and (file := dataset.project.file_of(quad.graph_name)):
            return finding.at(Span(file))
    return finding
