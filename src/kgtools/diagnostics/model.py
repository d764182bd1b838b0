"""What a check found: one type for every producer, and the report that holds them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kgtools.errors import Location

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgtools.terms import Term


class Severity(StrEnum):
    """How much a finding weighs. Only errors make a check fail unless asked otherwise."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the gravest: the order in which findings are shown."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file: 1-based lines and columns in code points, the end exclusive."""

    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    @property
    def location(self) -> Location:
        """The first character of the stretch."""
        return Location(self.file, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding, and why."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Fix:
    """An edit that cures a finding: the text that replaces a stretch of a file."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. Fields that make no sense for its producer are None.

    Attributes:
        code: ``KGnnn``, or the local name of the shape that was violated.
        severity: error, warning or note.
        message: What is wrong, for a person.
        span: Where; None where no file can be named.
        focus_node: SHACL focus node, or the subject of the statement concerned.
        path: The property, as a CURIE, an IRI or a SPARQL property path.
        value: The value node that is wrong.
        shape: The node or property shape that was violated.
        component: Local name of the SHACL constraint component, with its prefix.
        help: What to do.
        fixes: Edits that cure it.
        related: Other places that matter.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
    focus_node: Term | None = None
    path: str | None = None
    value: Term | None = None
    shape: Term | None = None
    component: str | None = None
    help: str | None = None
    fixes: tuple[Fix, ...] = ()
    related: tuple[Related, ...] = ()

    def at(self, span: Span) -> Diagnostic:
        """Return the same finding with another place."""
        return replace(self, span=span)


@dataclass(frozen=True, slots=True)
class Checked:
    """How much was looked at; a pass that looked at nothing is no pass."""

    files: int = 0
    triples: int = 0
    shapes: int = 0
    focus_nodes: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one check, sorted by severity, file and line.

    Attributes:
        diagnostics: The findings.
        checked: How much was looked at.
        judged: False where no verdict was possible (see ``conforms``).
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    checked: Checked = field(default_factory=Checked)
    judged: bool = True

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic], checked: Checked, *, judged: bool = True) -> Report:
        """Return a report with the findings in their order of importance."""
        return cls(tuple(sorted(diagnostics, key=_importance)), checked, judged)

    @property
    def conforms(self) -> bool:
        """True where everything was judged and no error was found."""
        return self.judged and self.count(Severity.ERROR) == 0

    @property
    def ok(self) -> bool:
        """The same as ``conforms``."""
        return self.conforms

    def __str__(self) -> str:
        from kgtools.diagnostics.text import render_short, summary
        from kgtools.terms import Prefixes

        return render_short(self, Prefixes()) + summary(self)

    def count(self, severity: Severity) -> int:
        """Return how many findings have this severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)


def _importance(diagnostic: Diagnostic) -> tuple[int, str, int, int, str]:
    span = diagnostic.span or Span("")
    return (diagnostic.severity.rank, span.file, span.line or 0, span.column or 0, diagnostic.code)
