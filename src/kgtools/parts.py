"""What somebody gives as a data graph or a shapes graph: files, texts, graphs of libraries, open projects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from pyoxigraph import RdfFormat, Store

from kgtools import gate
from kgtools.dataset import Dataset, SourceFile
from kgtools.errors import InputError, UsageError
from kgtools.lint.file import DECLARATION, File, Role
from kgtools.project import existing
from kgtools.shapes import from_rdflib
from kgtools.terms import BlankNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


class Part(NamedTuple):
    """One of the things that a graph was given as.

    Attributes:
        given: A dataset, a store or a graph of rdflib; None for a file or a text.
        file: The file, or the text as one.
        syntax: Its syntax.
        label: What the labels of its blank nodes begin with, so that no other part has the same.
    """

    given: Any = None
    file: SourceFile | None = None
    syntax: RdfFormat | None = None
    label: str = ""

    @property
    def prefixes(self) -> dict[str, str]:
        """Prefixes that it declares."""
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


def parts(source: Source, form: str | None = None) -> Iterator[Part]:
    """Yield what a graph was given as, each with a label that keeps its blank nodes apart.

    Args:
        source: One thing or several.
        form: The syntax of texts, and of files whatever their endings say.

    Raises:
        InputError: A file is missing or refused.
        UsageError: Something that is no graph, or an unknown format.
    """
    syntax = _syntax(form)
    several = isinstance(source, Sequence) and not isinstance(source, str | bytes)
    found = [part for each in (source if several else [source]) for part in _opened(each, syntax)]
    for number, part in enumerate(found):
        yield part._replace(label=f"f{number}x") if len(found) > 1 else part


def _opened(given: Any, syntax: RdfFormat | None) -> Iterator[Part]:
    """Yield one given thing, or the files of a folder."""
    if isinstance(given, bytes) or (isinstance(given, str) and syntax and not _is_path(given)):
        yield Part(file=_text(given, syntax), syntax=syntax)
    elif isinstance(given, str) and _is_text(given):
        raise InputError("a text needs its format", hint='data_format="turtle"')
    elif isinstance(given, str | Path):
        for path in existing([given]):
            yield Part(file=_read(path, syntax), syntax=syntax or gate.format_of(path))
    else:
        graph = getattr(given, "dataset", given)  # an open project is its dataset
        if not isinstance(graph, Dataset | Store) and not _is_rdflib(graph):
            raise UsageError(f"'{type(graph).__name__}' is no graph", hint="give a path, a text or a graph")
        yield Part(graph)


def _syntax(form: str | None) -> RdfFormat | None:
    if form is None:
        return None
    known = _FORMATS.get(form.lower()) or RdfFormat.from_media_type(form)
    if known is None:
        raise UsageError(f"unknown format '{form}'", hint=f"one of: {' '.join(_FORMATS)}")
    return known


def _is_path(given: str) -> bool:
    try:
        return Path(given).exists()
    except (OSError, ValueError):  # too long for a name, or with a character that none has
        return False


def _is_text(given: str) -> bool:
    """Return whether a string is no name of a file but what stands in one."""
    return not _is_path(given) and (given.rstrip().endswith((".", "}", "]")) or "\n" in given)


def _text(given: str | bytes, syntax: RdfFormat | None) -> SourceFile:
    if syntax is None:
        raise UsageError("a text needs its format", hint='data_format="turtle"')
    data = given if isinstance(given, bytes) else given.encode()
    ending = next(suffix for suffix, known in gate.FORMATS.items() if known == syntax)
    return SourceFile(Path(f"text{ending}"), "the text", gate.clean(data, name="the text", syntax=syntax))


def _read(path: Path, syntax: RdfFormat | None) -> SourceFile:
    data = gate.read(path)
    if syntax and gate.FORMATS.get(path.suffix.lower()) != syntax:
        data = gate.clean(data, name=str(path), syntax=syntax)
    return SourceFile(path, str(path), data)


def _is_rdflib(given: object) -> bool:
    return any(kind.__module__.startswith("rdflib.") for kind in type(given).__mro__)
