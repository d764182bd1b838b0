"""Which findings of a check came, and which went."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from kgtools.diagnostics import Diagnostic, Report


class FindingChanges(NamedTuple):
    """What a check finds on one side only.

    Attributes:
        introduced: Findings of the new side alone.
        fixed: Findings of the old side alone.
        unread: Whether files of a side could not be read, so that nothing but that was judged there.
    """

    introduced: tuple[Diagnostic, ...]
    fixed: tuple[Diagnostic, ...]
    unread: bool


def finding_changes(old: Report, new: Report) -> FindingChanges:
    """Return what differs between two reports; a finding that only moved to another line is the same."""
    before, after = old.diagnostics, new.diagnostics
    unread = not (_is_whole(old) and _is_whole(new))
    if unread:  # everything else would look mended on a side that was not judged
        before, after = ([f for f in side if _is_syntax(f)] for side in (before, after))  # type: ignore[assignment]
    return FindingChanges(_without(after, before), _without(before, after), unread)


def _without(findings: Iterable[Diagnostic], others: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the findings that the others do not have, or not as often."""
    left = Counter(map(_key, others))
    found = []
    for finding in findings:
        if left[_key(finding)]:
            left[_key(finding)] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _key(finding: Diagnostic) -> Hashable:
    file = finding.span.file if finding.span and finding.focus_node is None else None
    return (
        finding.code,
        finding.severity,
        file,
        finding.focus_node,
        finding.path,
        finding.value,
        finding.message,
    )


def _is_whole(report: Report) -> bool:
    return bool(report.checked.triples)


def _is_syntax(finding: Diagnostic) -> bool:
    return finding.code.startswith("KG0")
