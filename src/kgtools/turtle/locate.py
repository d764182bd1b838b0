"""The places of the triples about given subjects, parsing little else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from kgtools.terms import BlankNode, NamedNode, local_name
from kgtools.turtle.index import Index, index, quads_at
from kgtools.turtle.located import Format
from kgtools.turtle.naming import Declaration, Naming
from kgtools.turtle.parse import statements
from kgtools.turtle.position import Lines
from kgtools.turtle.syntax import Text, TurtleSyntaxError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kgtools.diagnostics import Span
    from kgtools.terms import Subject
    from kgtools.turtle.located import LocatedQuad
    from kgtools.turtle.position import Extent

# Above this many subjects one look through all statements is cheaper than one search per name.
_FEW: Final = 40


@dataclass(frozen=True, slots=True)
class Source:
    """A file that facts were read from.

    Attributes:
        file: Its name, as findings show it.
        digest: A hash of its bytes; the key under which its index is cached.
        read: Returns its bytes. Called only where they are needed.
        syntax: Its format.
        base: The IRI against which relative IRIs were resolved.
        scope: What the labels of its blank nodes begin with.
    """

    file: str
    digest: str
    read: Callable[[], bytes] = field(repr=False)
    syntax: Format = Format.TURTLE
    base: str | None = None
    scope: str = ""

    @property
    def key(self) -> str:
        """What an index of this file is cached under."""
        return f"1 {self.syntax} {self.base or ''} {self.digest}"

    def text(self) -> Text:
        """Return the text of the file, without a byte order mark."""
        return Text(self.read().decode("utf-8-sig"), self.file)


@dataclass(frozen=True, slots=True)
class Statement:
    """The triples of one statement about a subject, and where they stand.

    Attributes:
        file: The file.
        quads: The triples, those of blank nodes inside the statement among them.
    """

    file: str
    quads: tuple[LocatedQuad, ...]
    lines: Lines = field(repr=False)

    def span(self, at: Extent) -> Span:
        """Return the place of a term of one of the triples."""
        return self.lines.span(self.file, at)


class Locator:
    """Finds where in some files the triples about a subject stand.

    What was learnt about a file is kept in ``cache``, which is plain data: it may be stored as JSON and
    handed to a later locator. A file whose bytes changed has another digest and is looked at anew.

    Args:
        sources: The files.
        cache: The cache of an earlier locator.

    Example:
        >>> text = b"PREFIX ex: <https://example.org/> ex:a ex:p 1 . ex:b ex:p 2 ."
        >>> locator = Locator([Source("a.ttl", "digest of the bytes", lambda: text)])
        >>> subject = NamedNode("https://example.org/b")
        >>> [statement] = locator.locate([subject])[subject]
        >>> str(statement.span(statement.quads[0].object_at).location)
        'a.ttl:1:59'
    """

    def __init__(self, sources: Iterable[Source], cache: Mapping[str, Any] | None = None) -> None:
        self._sources = tuple(sources)
        self.cache: dict[str, Any] = dict(cache or {})

    def locate(
        self, subjects: Iterable[Subject], *, is_thorough: bool = False
    ) -> dict[Subject, list[Statement]]:
        """Return the statements about each subject, in the order of files and text.

        Subjects that stand nowhere are missing from the result. For the rest see :meth:`each`.
        """
        found: dict[Subject, list[Statement]] = {}
        for subject, statement in self.each(subjects, is_thorough=is_thorough):
            found.setdefault(subject, []).append(statement)
        return found

    def each(
        self, subjects: Iterable[Subject], *, is_thorough: bool = False
    ) -> Iterator[tuple[Subject, Statement]]:
        """Yield every subject with a statement about it, file by file, so that nothing has to be kept.

        A blank node is looked for in every file, under the label that :func:`kgtools.turtle.parse.parse`
        gives it with the scope of that file.

        Args:
            subjects: What to look for.
            is_thorough: Look into every file. Otherwise files in which the local names of a few subjects
                are not written are left out, unless one of them is found nowhere: a statement that writes
                the same IRI with an escape, or with a prefix that ends inside the name, can be missed.

        Raises:
            TurtleSyntaxError: A file breaks the grammar of its format.
        """
        wanted = set(subjects)
        iris = {subject.value: subject for subject in wanted if isinstance(subject, NamedNode)}
        blanks = {subject for subject in wanted if isinstance(subject, BlankNode)}
        if is_thorough or blanks or len(iris) > _FEW:
            yield from self._look(self._sources, iris, blanks)
            return
        missing = dict(iris)
        for subject, statement in self._look(self._naming(iris), iris, blanks):
            missing.pop(subject.value, None)
            yield subject, statement
        if missing:
            yield from self._look(self._sources, missing, blanks)

    def _naming(self, iris: Iterable[str]) -> Iterator[Source]:
        """Yield the files that are indexed or write one of the local names."""
        names = [local_name(iri).encode() for iri in iris]
        for source in self._sources:
            if source.key in self.cache:
                yield source
                continue
            data = source.read()
            if any(name in data for name in names):
                yield source

    def _look(
        self, sources: Iterable[Source], iris: Mapping[str, NamedNode], blanks: set[BlankNode]
    ) -> Iterator[tuple[Subject, Statement]]:
        for source in sources:
            indexed = None if blanks else self._indexed(source, iris)
            if indexed is None:
                yield from _parsed(source, {*iris.values(), *blanks})
            else:
                yield from indexed

    def _indexed(
        self, source: Source, iris: Mapping[str, NamedNode]
    ) -> list[tuple[Subject, Statement]] | None:
        """Return the statements of a file by its index; None for a file that is only read as a whole."""
        was_cached = source.key in self.cache
        try:
            if not was_cached:
                self.cache[source.key] = index(source.text(), source.syntax, source.base)
            cached = self.cache[source.key]
            return cached and _statements_at(source, Index(*cached), iris)
        except (_DamagedIndexError, TurtleSyntaxError, *_ILL_SHAPED):
            if not was_cached:
                raise
            # What was stored is not what was written: look at the file itself.
            del self.cache[source.key]
            return self._indexed(source, iris)


# What plain data of another shape than an index raises.
_ILL_SHAPED: Final = (TypeError, ValueError, AttributeError, LookupError)


class _DamagedIndexError(Exception):
    """An index names a place where no statement about the subject begins."""


def _parsed(source: Source, subjects: set[Subject]) -> Iterable[tuple[Subject, Statement]]:
    """Yield the statements about the subjects, parsing the whole file."""
    text = source.text()
    lines = Lines(text.content)
    for quads in statements(text, syntax=source.syntax, base=source.base, scope=source.scope):
        for subject in dict.fromkeys(quad.subject for quad in quads):
            if subject in subjects:
                yield subject, Statement(source.file, tuple(quads), lines)


def _statements_at(
    source: Source, known: Index, iris: Mapping[str, NamedNode]
) -> list[tuple[Subject, Statement]]:
    """Return the statements about the subjects, parsing only them."""
    hits = known.starts.keys() & iris.keys()
    if not hits:
        return []
    text = source.text()
    lines, naming = Lines(text.content), Naming(text, source.base, source.scope)
    places = sorted((start, iri) for iri in hits for start in known.starts[iri])
    declarations = [Declaration(*entry) for entry in known.declarations]
    found: list[tuple[Subject, Statement]] = []
    read = quads_at([start for start, _ in places], text, source.syntax, naming, declarations)
    for (start, iri), quads in zip(places, read, strict=True):
        subject = iris[iri]
        if not any(quad.subject == subject and quad.subject_at[0] == start for quad in quads):
            raise _DamagedIndexError
        found.append((subject, Statement(source.file, tuple(quads), lines)))
    return found
