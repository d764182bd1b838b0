"""What inference finds wrong with a dataset, each finding with its places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgtools.places import triple_places
from kgtools.reason import findings as reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgtools.dataset import Dataset, SourceFile
    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.inference import Inference
    from kgtools.reason.dl import Verdict
    from kgtools.terms import Prefixes, Triple

    Locate = Callable[[Triple], Span | None]

DL_SECONDS = 120.0
"""How long a description logic reasoner may take, if nothing else is said."""


def rule_findings(dataset: Dataset) -> Iterator[Diagnostic]:
    """Yield what is wrong by OWL 2 RL and rule files: KG701 to KG704, KG706.

    An axiom outside the profile is an error where the project names the files that may hold such
    axioms; otherwise it is a note.

    Raises:
        LimitError: More follows than the limits allow; names the rule that gives most.
    """
    project = dataset.project
    yield from inference_findings(
        dataset.inference, dataset.files, project.prefixes, strict=bool(project.dl_files)
    )


def inference_findings(
    inference: Inference,
    files: Iterable[SourceFile],
    prefixes: Prefixes,
    *,
    strict: bool = False,
    merge: bool = False,
) -> Iterator[Diagnostic]:
    """Yield what is wrong with files and their axioms.

    Args:
        inference: What follows from them.
        files: The files.
        prefixes: How terms are shown.
        strict: An axiom outside the profile is an error.
        merge: Names were to be merged, so two names for one thing are no finding.

    Raises:
        LimitError: More follows than the limits allow.
    """

    def found(locate: Locate) -> Iterator[Diagnostic]:
        yield from reports.findings(inference.reasoner, prefixes, locate=locate, merge=merge)
        yield from reports.profile(inference.program, strict=strict, locate=locate)

    yield from map(reports.refused, inference.refused)
    yield from _placed(found, files, inference)


def dl_findings(dataset: Dataset, *, seconds: float | None = None) -> Iterator[Diagnostic]:
    """Yield what a description logic reasoner finds wrong with ontology and facts: KG701, KG705.

    Args:
        dataset: The graph.
        seconds: Most seconds for everything, explanations included.

    Raises:
        EngineError: There is no Java, or HermiT failed; the hint says what works without it.
        InputError: A triple would make a reasoner import and run a module.
        LimitError: The ontology alone took too long.
    """
    verdict = dl_verdict(dataset, seconds=seconds)

    def found(locate: Locate) -> Iterator[Diagnostic]:
        yield from reports.judged(verdict, dataset.project.prefixes, locate=locate)

    yield from _placed(found, dataset.files, dataset.inference)


def dl_verdict(dataset: Dataset, *, seconds: float | None = None, facts: bool = True) -> Verdict:
    """Return what a description logic reasoner says of the ontology, by default with all facts.

    Raises:
        EngineError: There is no Java, or HermiT failed; the hint says what works without it.
        InputError: A triple would make a reasoner import and run a module.
        LimitError: The ontology alone took too long.
    """
    from kgtools.reason import dl

    names = {dataset.project.relative(path) for path in dataset.project.ontology_files}
    quads = dataset.inference.quads if facts else dataset.inference.quads_of(names)
    return dl.check(quads, seconds=seconds or DL_SECONDS)


def _placed(
    found: Callable[[Locate], Iterable[Diagnostic]], files: Iterable[SourceFile], inference: Inference
) -> Iterator[Diagnostic]:
    """Yield findings with places.

    A first round learns which triples they name, so that all places are looked up at once.
    """
    named: dict[Triple, None] = {}

    def learn(fact: Triple) -> None:
        named[fact] = None

    for _ in found(learn):
        pass
    spans = triple_places(files, inference, named) if named else {}
    yield from found(lambda fact: next(iter(spans.get(fact, ())), None))
