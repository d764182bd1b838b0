"""Validation of anybody's data by anybody's shapes: ``kgtools.validate``."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kgtools import workers
from kgtools.dataset import Dataset, SourceFile
from kgtools.diagnostics import Checked, Report, Severity, Span
from kgtools.diagnostics.text import count
from kgtools.errors import ShapesError, UsageError
from kgtools.parts import Part, parts
from kgtools.places import places
from kgtools.shape_files import ShapeFiles
from kgtools.shapes import (
    Judgement,
    LiteralTable,
    Violation,
    judge,
    to_diagnostic,
    to_rdflib,
    to_turtle,
)
from kgtools.terms import Prefixes, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import rdflib

    from kgtools.parts import Source
    from kgtools.project import Project


@dataclass(frozen=True, slots=True, repr=False)
class ValidationReport:
    """What validation found: the W3C report, and the findings with their places.

    Attributes:
        judgement: The results, and how much was looked at.
        prefixes: How IRIs are shown: those that data and shapes declare.
        files: The files that were judged, for the places of findings.
        triples: How many triples were judged.
    """

    judgement: Judgement
    prefixes: Prefixes = field(default_factory=Prefixes)
    files: tuple[SourceFile, ...] = ()
    triples: int = 0

    def __repr__(self) -> str:
        told = "conforms" if self.conforms else count(len(self.results), "result")
        judged = self.judgement
        looked = f"{count(judged.shapes, 'shape')}, {count(judged.focus_nodes, 'focus node')}"
        return f"<ValidationReport: {told}; {looked}>"

    @property
    def conforms(self) -> bool:
        """``sh:conforms``: no result of any severity."""
        return self.judgement.conforms

    @property
    def results(self) -> tuple[Violation, ...]:
        """The validation results: focus node, path, value, component, shape, severity, messages, details."""
        return self.judgement.violations

    def to_turtle(self) -> str:
        """Return the W3C validation report as Turtle.

        Raises:
            ShapesError: Nothing was judged.
        """
        return to_turtle(self.judgement, self.prefixes)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the W3C validation report as an rdflib graph.

        Raises:
            ShapesError: Nothing was judged.
        """
        graph: rdflib.Graph = to_rdflib(self.judgement, self.prefixes)
        return graph

    def findings(self) -> Report:
        """Return the results as findings, each at its place in the files."""
        judged, names = self.judgement, [file.name for file in self.files]
        found = list(judged.diagnostics)

        def tell(violation: Violation) -> str:
            return to_diagnostic(violation, self.prefixes).message

        spots = places(self.files, judged.violations, tell)
        for violation, place in zip(judged.violations, spots, strict=True):
            finding = to_diagnostic(violation, self.prefixes)
            if place:
                finding = replace(finding, span=place.span, related=place.related)
            elif len(names) == 1:
                finding = finding.at(Span(names[0]))
            found.append(finding)
        checked = Checked(len(names), self.triples, judged.shapes, judged.focus_nodes)
        return Report.of(found, checked, judged=judged.judged)


def validate(
    data: Source,
    shapes: Source = None,
    *,
    data_format: str | None = None,
    shapes_format: str | None = None,
    timeout: float | None = None,
) -> ValidationReport:
    """Return the validation report of a data graph (SHACL, Recommendation of 20 July 2017).

    Nothing is changed and nothing is fetched: no imports are followed, no web address is read.

    Args:
        data: A path or several, a text with ``data_format``, an ``rdflib.Graph``, or an open project.
        shapes: The same; without them, the shapes of the open project.
        data_format: ``turtle``, ``trig``, ``nt``, ``nquads``, ``json-ld`` or ``xml``. With it a string
            that names no file is the text itself.
        shapes_format: The same for the shapes.
        timeout: Seconds to wait; None waits as long as it takes.

    Raises:
        InputError: A file is missing or refused, or a text has a syntax error.
        LimitError: The time is over. The judging, which nothing can interrupt, runs on in a thread of its
            own until the process ends.
        ShapesError: Nothing could be judged: ill-formed shapes, none at all, or no node that they match.
        UsageError: Something that is no graph, or an unknown format.

    Example:
        >>> prefix = "PREFIX sh: <http://www.w3.org/ns/shacl#>"
        >>> text = f"{prefix} <x:S> sh:targetNode <x:a> ; sh:nodeKind sh:Literal ."
        >>> report = validate("<x:a> <x:p> 1 .", text, data_format="turtle", shapes_format="turtle")
        >>> report.conforms, [result.focus_node.value for result in report.results]
        (False, ['x:a'])
    """

    def work() -> ValidationReport:
        return examine(data, shapes, data_format=data_format, shapes_format=shapes_format)

    report = work() if timeout is None else workers.call(work, timeout=timeout, more="timeout=SECONDS")
    if not report.judgement.judged:
        errors = [each for each in report.judgement.diagnostics if each.severity is Severity.ERROR]
        raise ShapesError(
            f"nothing was judged: {'; '.join(error.message for error in errors)}",
            hint=next((error.help for error in errors if error.help), None),
            location=next((error.span.location for error in errors if error.span), None),
        )
    return report


def examine(
    data: Source,
    shapes: Source = None,
    *,
    data_format: str | None = None,
    shapes_format: str | None = None,
    refuse_vacuous: bool = True,
) -> ValidationReport:
    """Return the report as :func:`validate` does, also where nothing could be judged.

    Args:
        data: The data graph.
        shapes: The shapes graph.
        data_format: The syntax of a data text.
        shapes_format: The syntax of a text of shapes.
        refuse_vacuous: Whether it is an error that there is nothing to check; else a warning.

    Raises:
        InputError: A file is missing or refused, or a text has a syntax error.
        UsageError: Something that is no graph, or an unknown format.
    """
    given = list(parts(data, data_format))
    rules = [Part(_project_shapes(data))] if shapes is None else list(parts(shapes, shapes_format))
    prefixes = Prefixes({name: iri for part in (*rules, *given) for name, iri in part.prefixes.items()})
    store, table = _loaded(given)
    first = next((part.file.name for part in rules if part.file), None)
    placed = ShapeFiles((part.located() for part in rules if part.is_located), first)
    others = [quad for part in rules if not part.is_located for quad in part.quads()]
    judgement = judge(
        store,
        [*placed.triples, *others],
        prefixes=prefixes,
        literals=table,
        locate=placed.place,
        refuse_vacuous=refuse_vacuous,
        refuse_undeclared=refuse_vacuous and shapes is not None,
    )
    files = tuple(part.file for part in given if part.file)
    return ValidationReport(judgement, prefixes, files, len(store))


def judged_data(dataset: Dataset) -> Store:
    """Return what the shapes of a project see: what its files state and, unless it says no, what follows."""
    return (dataset.closure if dataset.has_entailment else dataset.store).store


def _loaded(given: list[Part]) -> tuple[Store, LiteralTable | None]:
    """Return a store with the triples of all that is given, and what it rewrote where that is known."""
    if len(given) == 1 and isinstance(given[0].given, Dataset):
        return judged_data(given[0].given), None
    table, store = LiteralTable(), Store()
    for part in given:
        store.extend(table.watch(part.quads()))
    return store, table


def examine_project(project: Project, files: Iterable[Path] = ()) -> ValidationReport:
    """Return the report on a project, judged as ``kg check`` does.

    Args:
        project: Whose facts and shapes.
        files: With files, they are judged merged with the project, and only results about what they
            describe are kept.
    """
    chosen = tuple(path.resolve() for path in files)
    dataset = Dataset(project, chosen)
    report = examine(dataset)
    if chosen:
        described = {quad.subject for file in dataset.files if file.path in chosen for quad in file.quads()}
        kept = tuple(result for result in report.results if result.focus_node in described)
        report = replace(report, judgement=replace(report.judgement, violations=kept))
    return replace(report, files=dataset.files)


def _project_shapes(data: Source) -> tuple[Quad, ...]:
    dataset = getattr(data, "dataset", data)
    if not isinstance(dataset, Dataset):
        raise UsageError("no shapes given", hint="validate(data, shapes)")
    return dataset.shapes
