"""From everything that was found to what is reported: levels, double findings, comments, choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Severity
from kgtools.lint.ignores import Ignores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint import Context

# Where a shape of the project asks for the same, its author's own words are the better ones.
_SAID_BETTER_BY_SHAPES: Final = frozenset({"KG401", "KG501", "KG502"})


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings are reported.

    Attributes:
        select: Codes, or beginnings of codes; without any, all.
        ignore: Codes, or beginnings of codes, that are left out.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def takes(self, finding: Diagnostic) -> bool:
        """Return whether a finding is reported.

        Example:
            >>> from kgtools.diagnostics import Diagnostic, Severity
            >>> Choice(select=("KG1",)).takes(Diagnostic("KG103", Severity.ERROR, "unknown"))
            True
        """
        names = names_of(finding)
        wanted = not self.select or any(n.startswith(self.select) for n in names)
        return wanted and not any(n.startswith(self.ignore) for n in names)


def names_of(finding: Diagnostic) -> tuple[str, ...]:
    """Return the code of a finding and, for one by a shape, the alias of its component.

    Example:
        >>> from kgtools.diagnostics import Diagnostic, Severity
        >>> by_shape = Diagnostic("A", Severity.ERROR, "", component="sh:MinCountConstraintComponent")
        >>> names_of(by_shape)
        ('A', 'SH-MinCount')
    """
    if not finding.component:
        return (finding.code,)
    local = finding.component.rpartition(":")[2].removesuffix("ConstraintComponent")
    return (finding.code, f"SH-{local}")


def sift(
    context: Context, linted: Iterable[Diagnostic], judged: Iterable[Diagnostic], choice: Choice
) -> Iterator[Diagnostic]:
    """Yield the findings to report, without their order.

    Args:
        context: The project, with its comments.
        linted: Findings of the rules.
        judged: Findings of the shapes.
        choice: Which codes are wanted.
    """
    found = _without_doubles(list(linted), list(judged))
    levels = context.project.levels
    levelled = (replace(f, severity=Severity(levels[f.code])) if f.code in levels else f for f in found)
    ignored = Choice(ignore=context.project.ignore)
    for finding in Ignores.of(context.files).sift(levelled, names_of):
        if ignored.takes(finding) and choice.takes(finding):
            yield finding


def _without_doubles(linted: list[Diagnostic], judged: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield one finding for each mistake: an unknown name on a token, not what follows from it."""
    tokens = {_token(f) for f in linted if f.severity is Severity.ERROR and f.value is not None}
    kept = [f for f in judged if f.value is None or _token(f) not in tokens]
    by_shapes = {(f.focus_node, f.path) for f in kept}
    for finding in linted:
        doubled = (finding.focus_node, finding.path) in by_shapes
        if not (doubled and finding.code in _SAID_BETTER_BY_SHAPES):
            yield finding
    yield from kept


def _token(finding: Diagnostic) -> tuple[object, ...]:
    span = finding.span
    return (span.file, span.line, span.column) if span and span.line else (id(finding),)
