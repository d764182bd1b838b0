"""What adding or removing facts does, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.change.replacing import Rewrite
    from kgtools.diagnostics import Diagnostic, Span
    from kgtools.terms import AnyTerm, Quad


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """What adding or removing facts does, or would do.

    Attributes:
        added: Facts that come, each with its file.
        removed: Facts that go, each with its file.
        already: Facts that are as they were: there before an addition, nowhere before a removal.
        described: What is described before an addition, and still after a removal: other things come or go.
        refused: Facts that are not taken.
        reasons: Why, each at its place in what was given.
        dangling: Facts that refer to what would be described nowhere, each with its place.
        may_dangle: Whether that is allowed.
        notes: Warnings about what changes.
        rewrites: The texts of the files, before and after.
        written: Whether the files were changed.
        rejected: Where refused facts are kept.
    """

    added: dict[Quad, Path] = field(default_factory=dict)
    removed: dict[Quad, Path] = field(default_factory=dict)
    already: tuple[Quad, ...] = ()
    described: frozenset[AnyTerm] = frozenset()
    refused: tuple[Quad, ...] = ()
    reasons: tuple[Diagnostic, ...] = ()
    dangling: dict[Quad, Span] = field(default_factory=dict)
    may_dangle: bool = False
    notes: tuple[Diagnostic, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    written: bool = False
    rejected: Path | None = None

    def __repr__(self) -> str:
        told = f"{len(self.added)} added, {len(self.removed)} removed, {len(self.refused)} refused"
        return f"<Change: {told}; {'written' if self.written else 'not written'}>"

    @property
    def ok(self) -> bool:
        """Whether nothing was refused."""
        return not (self.refused or self.reasons or (self.dangling and not self.may_dangle))
