"""A file of a project with the place of every term in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools.diagnostics import Fix, Span
from kgtools.lint.facts import Facts
from kgtools.terms import BlankNode, Literal, NamedNode, Prefixes, Triple
from kgtools.turtle.located import Format, LocatedQuad
from kgtools.turtle.parse import read
from kgtools.turtle.position import Lines
from kgtools.turtle.syntax import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.dataset import SourceFile
    from kgtools.diagnostics import Diagnostic
    from kgtools.terms import Subject, Term
    from kgtools.turtle.parse import Document
    from kgtools.turtle.position import Extent

DECLARATION: Final = re.compile(
    r"(?i:@?prefix)[ \t\r\n]+(?P<prefix>[^\s:<>\"]*):[ \t\r\n]*<(?P<iri>[^<>\s]*)>"
    r"(?P<dot>[ \t\r\n]*\.(?=\s|\Z))?"
)
"""The declaration of a prefix; where it stands in a comment or a literal it matches too."""
_NOWHERE: Final = (0, 0)


class Role(Enum):
    """What a file is for."""

    ONTOLOGY = auto()
    DATA = auto()
    SHAPES = auto()


class Declaration(NamedTuple):
    """A prefix that a text declares: its name, its namespace and where it says so."""

    prefix: str
    namespace: str
    at: Extent
    namespace_at: Extent


class Fact(NamedTuple):
    """A triple and where it stands."""

    file: File
    quad: LocatedQuad

    @property
    def subject(self) -> Subject:
        """The subject."""
        return self.quad.subject

    @property
    def predicate(self) -> NamedNode:
        """The predicate."""
        return self.quad.predicate

    @property
    def object(self) -> Term:
        """The object, as written."""
        return self.quad.object

    @property
    def subject_span(self) -> Span:
        """Where the subject stands."""
        return self.file.span(self.quad.subject_at)

    @property
    def predicate_span(self) -> Span:
        """Where the predicate stands."""
        return self.file.span(self.quad.predicate_at)

    @property
    def object_span(self) -> Span:
        """Where the object stands."""
        return self.file.span(self.quad.object_at)


class File:
    """A file that passed the gate, parsed with positions.

    Files in other syntaxes than the Turtle family have facts but no positions: their findings name
    the file only, and nothing in them can be fixed.

    Args:
        source: The file.
        role: What it is for.
        scope: What the labels of its blank nodes begin with.
        is_extra: Whether it was given for this check and is no part of the project.

    Attributes:
        findings: What the rules of one file find in it; None before they looked.
    """

    def __init__(self, source: SourceFile, role: Role, scope: str, *, is_extra: bool = False) -> None:
        self.name = source.name
        self.path = source.path
        self.role = role
        self.is_extra = is_extra
        self.syntax = _format(source)
        self.text = source.data.decode() if self.syntax else ""
        self._source = source
        self._scope = scope
        self.findings: tuple[Diagnostic, ...] | None = None

    def is_like(self, other: File) -> bool:
        """Return whether another file has the same facts in the same places, blank nodes included."""
        return (
            self._source == other._source
            and (self.role, self.is_extra) == (other.role, other.is_extra)
            and (self._scope == other._scope or not self.has_blank_nodes)
        )

    @cached_property
    def has_blank_nodes(self) -> bool:
        """Whether it states something about a blank node."""
        if self.syntax and not any(mark in self.text for mark in ("_:", "[", "(")):
            return False
        return any(isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode) for q in self.quads)

    @cached_property
    def facts(self) -> list[Fact]:
        """Its triples in the order of the text."""
        return [Fact(self, quad) for quad in self.quads]

    @cached_property
    def index(self) -> Facts:
        """The same, by subject, property and value."""
        return Facts(self.facts)

    @cached_property
    def quads(self) -> list[LocatedQuad]:
        """The same without the file."""
        return self._document.quads if self._document else list(self._without_places())

    @cached_property
    def _document(self) -> Document | None:
        if self.syntax is None:
            return None
        return read(Text(self.text, self.name), syntax=self.syntax, scope=self._scope)

    def _without_places(self) -> Iterator[LocatedQuad]:
        for quad in self._source.quads():
            subject, value = quad.subject, quad.object
            if isinstance(subject, Triple) or isinstance(value, Triple):
                continue  # RDF 1.2, which the loader of the project refuses
            yield LocatedQuad(
                BlankNode(self._scope + subject.value) if isinstance(subject, BlankNode) else subject,
                quad.predicate,
                BlankNode(self._scope + value.value) if isinstance(value, BlankNode) else value,
                quad.graph_name,
                *(_NOWHERE, _NOWHERE, _NOWHERE, None),
            )

    @cached_property
    def lines(self) -> Lines:
        """For translating offsets."""
        return Lines(self.text)

    def span(self, at: Extent) -> Span:
        """Return an extent as findings carry it; the file alone where nothing has a place."""
        return self.lines.span(self.name, at) if self.syntax else Span(self.name)

    def fix(self, at: Extent, text: str) -> tuple[Fix, ...]:
        """Return the edit that puts a text in the place of an extent; none where nothing has a place."""
        return (Fix(self.span(at), text),) if self.syntax else ()

    def without_line(self, at: Extent) -> tuple[Fix, ...]:
        """Return the edit that deletes the lines of an extent if nothing else stands on them.

        What may stand beside it is the ``;`` behind a predicate and its object.
        """
        start = self.text.rfind("\n", 0, at[0]) + 1
        end = self.text.find("\n", at[1])
        end = len(self.text) if end < 0 else end + 1
        before, after = self.text[start : at[0]], self.text[at[1] : end]
        return self.fix((start, end), "") if not before.strip() and after.strip() in {"", ";"} else ()

    def written(self, at: Extent) -> str:
        """Return the text of an extent."""
        return self.text[at[0] : at[1]]

    @cached_property
    def declarations(self) -> list[Declaration]:
        """The prefixes that the text declares, in its order."""
        directives = self._document.naming.declarations if self._document else []
        if not directives:
            return []
        return [
            Declaration(m["prefix"], m["iri"], m.span(), m.span("iri"))
            for m in DECLARATION.finditer(self.text, 0, directives[-1].end)
            if not self.is_hidden(m.start())
        ]

    @property
    def has_base(self) -> bool:
        """Whether it says what relative IRIs are relative to."""
        return self._document is not None and self._document.naming.base is not None

    @cached_property
    def used_prefixes(self) -> frozenset[str]:
        """The prefixes that its terms and datatypes are written with."""
        return frozenset(self._document.naming.used if self._document else ())

    def is_hidden(self, offset: int) -> bool:
        """Return whether an offset lies in a comment or in a literal."""
        line = self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        if "#" in re.sub(r"<[^<>\s]*>|\"[^\"\n]*\"", "", line):
            return True
        return self.is_in_literal(offset)

    def is_in_literal(self, offset: int) -> bool:
        """Return whether an offset lies in a literal."""
        before = bisect_left(self._literals, (offset, 0))
        return before > 0 and offset < self._literals[before - 1][1]

    @cached_property
    def _literals(self) -> list[Extent]:
        return sorted(f.quad.object_at for f in self.facts if isinstance(f.quad.object, Literal))

    @cached_property
    def prefixes(self) -> Prefixes:
        """The prefixes that hold at the end of the text, and no others."""
        table = Prefixes({declared.prefix: declared.namespace for declared in self.declarations})
        return table.only({declared.prefix for declared in self.declarations})

    def show(self, term: Term) -> str:
        """Return a term as it may be written in this file."""
        return self.prefixes.show(term)


def _format(source: SourceFile) -> Format | None:
    try:
        return Format.of(source.path)
    except ValueError:
        return None
