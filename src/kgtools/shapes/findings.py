"""Findings about the shapes themselves, with a place in the shapes file where one is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from kgtools.diagnostics.model import Diagnostic, Severity, Span
from kgtools.terms import BlankNode, NamedNode, Term

if TYPE_CHECKING:
    from kgtools.terms import Prefixes

Locate: TypeAlias = Callable[[Term, NamedNode | None, Term | None], Span | None]
"""Gives the place of a statement (subject, predicate, object), or of all that is said about a subject."""


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
        """Return a term for a message; a blank node is only called that."""
        return "a blank node" if isinstance(term, BlankNode) else self._prefixes.show(term)

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
    ) -> None:
        """Keep a finding about a statement of the shapes graph, or about a shape as a whole."""
        span = self._locate(shape, predicate, value) if self._locate and shape is not None else None
        if span is None and self._locate and shape is not None and predicate is not None:
            span = self._locate(shape, None, None)
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
