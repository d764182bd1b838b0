"""What every engine can do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.terms import NamedNode, Quad, Subject, Term, Triple


class Solutions(NamedTuple):
    """The answer to a SELECT: variables in their order, and rows of terms (None is unbound)."""

    variables: tuple[str, ...]
    rows: Iterator[tuple[Term | None, ...]]


class Engine(Protocol):
    """A dataset with a SPARQL 1.1 query engine.

    Queries are text that passed :func:`kgtools.sparql.guard.guard`. A query error is a
    :class:`kgtools.errors.UsageError` with line and column where the query is malformed,
    a :class:`kgtools.errors.QueryError` where the engine failed.
    """

    name: str

    def select(self, text: str) -> Solutions:
        """Return the solutions of a SELECT query; rows are computed as they are read."""

    def ask(self, text: str) -> bool:
        """Return the answer of an ASK query."""

    def construct(self, text: str) -> Iterator[Triple]:
        """Yield the triples of a CONSTRUCT or DESCRIBE query."""

    def match(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        value: Term | None = None,
        graph: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that fit; ``graph`` None is the default graph."""

    def named(self, name: str) -> Iterable[NamedNode] | None:
        """Return the things with a label or alias, in any case; None without an index of names."""

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads, each to its own graph."""

    def close(self) -> None:
        """Release what the engine holds."""
