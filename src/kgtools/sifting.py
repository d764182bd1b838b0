"""From everything that was found to what is reported: levels, double findings, comments, choice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kgtools.diagnostics import Severity
from kgtools.diagnostics.registry import REGISTRY
from kgtools.lint.ignores import Ignores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgtools.diagnostics import Diagnostic
    from kgtools.lint import Context

# Where a shape of the project asks for the same, its author's own words are the better ones.
_SAID_BETTER_BY_SHAPES: Final = frozenset({"KG401", "KG501", "KG502"})
# Inference proves these, as an error, where they matter.
_SAID_BETTER_BY_INFERENCE: Final = frozenset({"KG108", "KG404", "KG502", "KG705"})
_DISJOINT, _CONTRADICTION = "KG110", "KG701"
_ILL_TYPED, _OUT_OF_RANGE = "KG201", "KG706"
_UNDECLARED, _MISSING = "KG102", "SH-MinCount"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which findings are reported.

    Attributes:
        select: Codes, or beginnings of codes; without any, all.
        ignore: Codes, or beginnings of codes, that are left out; an error of those that say that not all
            was judged is not.
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
        return wanted and (_is_final(finding) or not any(n.startswith(self.ignore) for n in names))


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

    Of two findings on one mistake the one that names the cause is kept. It has to be reported itself, as an
    error: what it causes never vanishes together with it.

    Args:
        context: The project, with its comments.
        linted: Findings of the rules.
        judged: Findings of shapes and inference.
        choice: Which codes are wanted.
    """
    by_rules, by_shapes = _levelled(context, linted), _levelled(context, judged)
    ignored = Choice(ignore=context.project.ignore)
    kept = [
        finding
        for finding in Ignores.of(context.files).sift((*by_rules, *by_shapes), names_of)
        if ignored.takes(finding) and choice.takes(finding)
    ]
    later = set(by_shapes)
    return _without_doubles([f for f in kept if f not in later], [f for f in kept if f in later])


def _is_final(finding: Diagnostic) -> bool:
    """Return whether a finding is an error that says that not everything was judged."""
    entry = REGISTRY.get(finding.code)
    return finding.severity is Severity.ERROR and entry is not None and entry.is_final


def _levelled(context: Context, found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return findings with the severities that the project gives their codes."""
    levels = context.project.levels
    given = ((finding, [levels[name] for name in names_of(finding) if name in levels]) for finding in found)
    return [replace(finding, severity=Severity(level[0])) if level else finding for finding, level in given]


def _without_doubles(linted: list[Diagnostic], judged: list[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield one finding for each mistake: an unknown name on a token, not what follows from it."""
    causes = [f for f in linted if f.severity is Severity.ERROR]
    tokens = {_token(f) for f in causes if f.value is not None}
    misspelt = {(f.focus_node, fix.text) for f in causes if f.code == _UNDECLARED for fix in f.fixes}
    disjoint = {f.focus_node for f in causes if f.code == _DISJOINT}
    ill_typed = {(f.focus_node, f.value) for f in causes if f.code == _ILL_TYPED}
    kept = [
        f
        for f in judged
        if (f.value is None or _token(f) not in tokens)
        and not (_MISSING in names_of(f) and (f.focus_node, f.path) in misspelt)
        and not (f.code == _CONTRADICTION and f.focus_node in disjoint)
        and not (f.code == _OUT_OF_RANGE and (f.focus_node, f.value) in ill_typed)
    ]
    by_shapes = {(f.focus_node, f.path) for f in kept}
    inferred = {f.focus_node for f in kept if f.code.startswith("KG7") and f.severity is Severity.ERROR}
    for finding in linted:
        by_shape = finding.code in _SAID_BETTER_BY_SHAPES and (finding.focus_node, finding.path) in by_shapes
        proven = finding.code in _SAID_BETTER_BY_INFERENCE and finding.focus_node in inferred
        if not (by_shape or proven):
            yield finding
    yield from kept


def _token(finding: Diagnostic) -> tuple[object, ...]:
    span = finding.span
    return (span.file, span.line, span.column) if span and span.line else (id(finding),)
