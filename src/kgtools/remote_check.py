"""Judging facts where they lie: the project's shapes and checks, run by the engine behind an endpoint."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from kgtools import checks
from kgtools.dataset import Dataset
from kgtools.diagnostics import Checked, Diagnostic, Report, Severity
from kgtools.errors import UsageError
from kgtools.lint import Context
from kgtools.places import places
from kgtools.remote import RemoteDataset
from kgtools.shape_files import ShapeFiles
from kgtools.shapes import judge, to_diagnostic
from kgtools.sifting import Choice, sift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from kgtools.graph import Graph
    from kgtools.labels import Labels
    from kgtools.shapes import Violation
    from kgtools.store.memory import MemoryStore

NOT_LOOKED_AT = "KG613"


def check(graph: Graph, *, choice: Choice | None = None) -> Report:
    """Return what shapes and checks find at an endpoint.

    Args:
        graph: A project opened at an endpoint; its shapes and checks come from its folder.
        choice: Which codes are reported; by default all.

    A finding has a place where the project's folder states the fact, too. What only files can show (their
    syntax and layout, how literals are spelt, contradictions by rules) is not looked at; the report says so.

    Raises:
        EngineError: The endpoint failed.
        LimitError: An answer took too long, or was not whole.
        UsageError: The graph is open at no endpoint; or shapes see what follows, and that was not pushed.
    """
    dataset, labels, project = graph.dataset, graph.labels, graph.project
    if not isinstance(dataset, RemoteDataset):
        raise UsageError("this graph is open at no endpoint", hint="open it with endpoint=URL")
    context, refused = Context.of(project, ())
    if refused:
        return Report.of(refused, Checked(files=len(context.files)))
    data = dataset.closure if project.entailment == "rl" else dataset.store
    shapes = ShapeFiles(context.shape_files)
    # It has the two methods of the store that shapes use.
    judgement = judge(cast("Store", data), shapes.triples, prefixes=project.prefixes, locate=shapes.place)
    asked = checks.run(project, cast("MemoryStore", data))
    found = [*judgement.diagnostics, *asked.diagnostics]
    found += _placed(dataset, labels, (*judgement.violations, *asked.violations))
    found.append(_not_looked_at(dataset))
    looked = Checked(len(context.files), dataset.triples, judgement.shapes, judgement.focus_nodes)
    return Report.of(sift(context, [], found, choice or Choice()), looked, judged=judgement.judged)


def _placed(dataset: RemoteDataset, labels: Labels, found: tuple[Violation, ...]) -> Iterator[Diagnostic]:
    project = dataset.project

    def finding_of(violation: Violation) -> Diagnostic:
        return to_diagnostic(violation, project.prefixes, label=labels.of, languages=project.languages)

    files = Dataset(project).files if found else ()
    spots = places(files, list(found), lambda each: finding_of(each).message)
    for violation, spot in zip(found, spots, strict=True):
        told = finding_of(violation)
        yield replace(told, span=spot.span, related=(*told.related, *spot.related)) if spot else told


def _not_looked_at(dataset: RemoteDataset) -> Diagnostic:
    return Diagnostic(
        NOT_LOOKED_AT,
        Severity.WARNING,
        f"the facts were judged at {dataset.endpoint.address.query}: how literals are spelt, the files "
        "themselves, and contradictions by rules were not looked at",
        help="'kg check' without --endpoint looks at the files",
    )
