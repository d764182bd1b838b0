"""Findings about the shapes themselves, with a place in the shapes file where one is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from kgtools.diagnostics.model import Diagnostic, Severity, Span
from kgtools.terms import BlankNode, NamedNode, Term

if TYPE_CHECKING:
    from kgtools.terms import Prefixes

Locate: TypeAlias = Callable[[Term | None, NamedNode | None, Term | None], Span | None]
"""Gives the place of a statement (subject, predicate, object), of all that is said about a subject, or of
the whole shapes graph."""
_LONGEST = 200


def shortened(text: str) -> str:
    """Return a text for a message, cut where it is long.

    Example:
        >>> len(shortened("a" * 1000))
        203
    """
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


class Findings:
    """Collects diagnostics; the same finding is kept once.

    Args:
        prefixes: How terms are shown.
        locate: Gives the place of a statement of the shapes graph.
    """

    def __init__(self, prefixes: Prefixes, locate: Locate | None = None) -> None:
        self._prefixes = prefixes
        self._locate = locate
        self._found: dict[Diagnostic, None] = {}

    def copy(self) -> Findings:
        """Return the same findings, to which others can be added."""
        other = Findings(self._prefixes, self._locate)
        other._found.update(self._found)
        return other

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found, in order."""
        return tuple(self._found)

    @property
    def fatal(self) -> bool:
        """Whether an error is among them: then nothing can be judged."""
        return any(diagnostic.severity is Severity.ERROR for diagnostic in self._found)

    def show(self, term: Term) -> str:
        """Return a term for a message: a blank node is only called that, and a long one is cut short."""
        if isinstance(term, BlankNode):
            return "a blank node"
        return shortened(self._prefixes.show(term))

    def placed(self, found: Diagnostic) -> Diagnostic:
        """Return a finding about a shape with the place of that shape."""
        if found.span is not None or self._locate is None:
            return found
        return replace(found, span=self._locate(found.shape, None, None))

    def add(
        self,
        code: str,
        message: str,
        shape: Term | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        *,
        severity: Severity = Severity.ERROR,
        help: str | None = None,  # noqa: A002 - the field is called so
        at: Term | None = None,
    ) -> None:
        """Keep a finding about a statement of the shapes graph, or about a shape as a whole.

        Args:
            code: The code of the finding.
            message: What is wrong.
            shape: The shape; None for the shapes graph as a whole.
            predicate: The property of the statement.
            value: Its value.
            severity: How bad that is.
            help: What to do.
            at: The subject of the statement, where that is not the shape itself.
        """
        span = self._place(shape if at is None else at, predicate, value) or self._place(shape, None, None)
        self._found[
            Diagnostic(
                code,
                severity,
                message,
                span=span,
                path=self._prefixes.show(predicate) if predicate is not None else None,
                value=value,
                shape=shape,
                help=help,
            )
        ] = None

    def _place(self, subject: Term | None, predicate: NamedNode | None, value: Term | None) -> Span | None:
        return self._locate(subject, predicate, value) if self._locate else None
