"""Validation of anybody's data by anybody's shapes: ``kgtools.validate``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from pyoxigraph import RdfFormat, Store

from kgtools import gate
from kgtools.dataset import Dataset, SourceFile
from kgtools.diagnostics import Checked, Report, Severity, Span
from kgtools.errors import ShapesError, UsageError
from kgtools.lint.file import DECLARATION, File, Role
from kgtools.places import places
from kgtools.project import existing
from kgtools.shape_files import ShapeFiles
from kgtools.shapes import (
    Judgement,
    LiteralTable,
    Violation,
    from_rdflib,
    judge,
    to_diagnostic,
    to_rdflib,
    to_turtle,
)
from kgtools.terms import BlankNode, Prefixes, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import rdflib

    from kgtools.project import Project
    from kgtools.terms import AnyTerm

Source: TypeAlias = Any
"""A path, a text with a format, an ``rdflib.Graph``, an open project, a pyoxigraph store, or several."""

_FORMATS: Final = {
    "turtle": RdfFormat.TURTLE,
    "ttl": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "nq": RdfFormat.N_QUADS,
    "json-ld": RdfFormat.JSON_LD,
    "jsonld": RdfFormat.JSON_LD,
    "xml": RdfFormat.RDF_XML,
    "rdf": RdfFormat.RDF_XML,
}
# Reading with positions is slower; what is larger is hardly a file of shapes.
_MOST_LOCATED: Final = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
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
        for violation, place in zip(judged.violations, places(self.files, judged.violations), strict=True):
            finding = to_diagnostic(violation, self.prefixes)
            if place:
                finding = replace(finding, span=place.span, related=place.related)
            elif len(names) == 1:
                finding = finding.at(Span(names[0]))
            found.append(finding)
        checked = Checked(len(names), self.triples, judged.shapes, judged.focus_nodes)
        return Report.of(found, checked, judged=judged.judged)


def validate(
    data: Source, shapes: Source = None, *, data_format: str | None = None, shapes_format: str | None = None
) -> ValidationReport:
    """Return the validation report of a data graph (SHACL, Recommendation of 20 July 2017).

    Nothing is changed and nothing is fetched: no imports are followed, no web address is read.

    Args:
        data: A path or several, a text with ``data_format``, an ``rdflib.Graph``, or an open project.
        shapes: The same; without them, the shapes of the open project.
        data_format: ``turtle``, ``trig``, ``nt``, ``nquads``, ``json-ld`` or ``xml``. With it a string
            that names no file is the text itself.
        shapes_format: The same for the shapes.

    Raises:
        InputError: A file is missing or refused, or a text has a syntax error.
        ShapesError: Nothing could be judged: ill-formed shapes, none at all, or no node that they match.
        UsageError: Something that is no graph, or an unknown format.

    Example:
        >>> prefix = "PREFIX sh: <http://www.w3.org/ns/shacl#>"
        >>> text = f"{prefix} <x:S> sh:targetNode <x:a> ; sh:nodeKind sh:Literal ."
        >>> report = validate("<x:a> <x:p> 1 .", text, data_format="turtle", shapes_format="turtle")
        >>> report.conforms, [result.focus_node.value for result in report.results]
        (False, ['x:a'])
    """
    report = examine(data, shapes, data_format=data_format, shapes_format=shapes_format)
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
    given = list(_parts(data, data_format))
    rules = [_Part("", _project_shapes(data))] if shapes is None else list(_parts(shapes, shapes_format))
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
    )
    files = tuple(part.file for part in given if part.file)
    return ValidationReport(judgement, prefixes, files, len(store))


def judged_data(dataset: Dataset) -> Store:
    """Return what the shapes of a project see: what its files state and, unless it says no, what follows."""
    return (dataset.closure if dataset.has_entailment else dataset.store).store


def _loaded(parts: list[_Part]) -> tuple[Store, LiteralTable | None]:
    """Return a store with the triples of all parts, and what it rewrote where that is known."""
    if len(parts) == 1 and isinstance(parts[0].given, Dataset):
        return judged_data(parts[0].given), None
    table, store = LiteralTable(), Store()
    for part in parts:
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


class _Part(NamedTuple):
    """One of the things that a graph was given as."""

    label: str
    given: Any
    file: SourceFile | None = None
    syntax: RdfFormat | None = None

    @property
    def prefixes(self) -> dict[str, str]:
        if self.file:
            text = self.file.data.decode()
            return {match["prefix"]: match["iri"] for match in DECLARATION.finditer(text)}
        if _is_rdflib(self.given):
            return {str(prefix): str(iri) for prefix, iri in self.given.namespaces() if prefix}
        return dict(self.given.project.prefixes) if isinstance(self.given, Dataset) else {}

    @property
    def is_located(self) -> bool:
        """Whether it is a file that is read with positions: one that is not too large for shapes."""
        return self.file is not None and len(self.file.data) <= _MOST_LOCATED

    def located(self) -> File:
        """Return it as a file with positions."""
        if self.file is None:
            raise TypeError("only a file has positions")
        suffix = next((end for end, known in gate.FORMATS.items() if known == self.syntax), ".ttl")
        return File(self.file._replace(path=Path(f"shapes{suffix}")), Role.SHAPES, self.label)

    def quads(self) -> Iterator[Quad]:
        """Yield its triples, all in the default graph; labels of blank nodes are this part's own."""
        if self.syntax and not self.syntax.supports_datasets and not self.label:
            yield from self._quads()  # as they should be
            return
        for quad in self._quads():
            yield Quad(self._apart(quad.subject), quad.predicate, self._apart(quad.object))

    def _apart(self, term: AnyTerm) -> Any:
        return BlankNode(self.label + term.value) if self.label and isinstance(term, BlankNode) else term

    def _quads(self) -> Iterable[Quad]:
        if self.file:
            return gate.quads(self.file.data, self.syntax or RdfFormat.TURTLE, name=self.file.name)
        if isinstance(self.given, Dataset):
            return (quad for file in self.given.files for quad in file.quads())
        return from_rdflib(self.given) if _is_rdflib(self.given) else iter(self.given)


def _parts(source: Source, form: str | None) -> Iterator[_Part]:
    """Yield what a graph was given as, each with a label that keeps its blank nodes apart."""
    several = isinstance(source, Sequence) and not isinstance(source, str | bytes)
    sources = list(source) if several else [source]
    syntax = _syntax(form)
    files: list[Any] = []
    for each in sources:
        if isinstance(each, str | bytes | Path):
            if isinstance(each, bytes) or (syntax and not _is_path(each)):
                files.append((_text(each, syntax), syntax))
            else:
                files += [(_read(path, syntax), syntax or gate.format_of(path)) for path in existing([each])]
        else:
            files.append(getattr(each, "dataset", each))  # an open project is its dataset
    for number, found in enumerate(files):
        label = f"f{number}x" if len(files) > 1 else ""
        if isinstance(found, tuple):
            yield _Part(label, None, *found)
        elif isinstance(found, Dataset | Store) or _is_rdflib(found):
            yield _Part(label, found)
        else:
            raise UsageError(f"a {type(found).__name__} is no graph", hint="give a path, a text or a graph")


def _syntax(form: str | None) -> RdfFormat | None:
    if form is None:
        return None
    known = _FORMATS.get(form.lower()) or RdfFormat.from_media_type(form)
    if known is None:
        raise UsageError(f"unknown format '{form}'", hint=f"one of: {' '.join(_FORMATS)}")
    return known


def _is_path(given: str | Path) -> bool:
    try:
        return isinstance(given, Path) or Path(given).exists()
    except (OSError, ValueError):  # too long for a name, or with a character that none has
        return False


def _text(given: str | bytes | Path, syntax: RdfFormat | None) -> SourceFile:
    if syntax is None:
        raise UsageError("a text needs its format", hint='data_format="turtle"')
    data = given if isinstance(given, bytes) else str(given).encode()
    ending = next(suffix for suffix, known in gate.FORMATS.items() if known == syntax)
    return SourceFile(Path(f"text{ending}"), "the text", gate.clean(data, name="the text", syntax=syntax))


def _read(path: Path, syntax: RdfFormat | None) -> SourceFile:
    data = gate.read(path)
    if syntax and gate.FORMATS.get(path.suffix.lower()) != syntax:
        data = gate.clean(data, name=str(path), syntax=syntax)
    return SourceFile(path, str(path), data)


def _is_rdflib(given: object) -> bool:
    return any(kind.__module__.startswith("rdflib.") for kind in type(given).__mro__)


def _project_shapes(data: Source) -> tuple[Quad, ...]:
    dataset = getattr(data, "dataset", data)
    if not isinstance(dataset, Dataset):
        raise UsageError("no shapes given", hint="validate(data, shapes)")
    return dataset.shapes
