"""When a thing holds, read by the ``[[time]]`` rules of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kgtools.export.days import Day, span
from kgtools.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kgtools.export.days import Span
    from kgtools.project import TimeRule
    from kgtools.terms import Term

_COARSE = ("year", "month", "day")


class Period(NamedTuple):
    """When something holds.

    Attributes:
        start: The first day on which it can hold.
        end: The last day on which it can hold, inclusive.
        valid_from: The start as written.
        valid_to: The end as written, half-open where the rule is.
        precision: Of the coarser of the two.
        start_role: The property that gave the start.
        end_role: The property that gave the end.
    """

    start: Day | None = None
    end: Day | None = None
    valid_from: str = ""
    valid_to: str = ""
    precision: str = ""
    start_role: NamedNode | None = None
    end_role: NamedNode | None = None

    def can_hold(self, day: Day) -> bool:
        """Return whether the day may lie within."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def period(values: Mapping[NamedNode, Sequence[Term]], rules: Iterable[TimeRule]) -> Period:
    """Return when something holds, by the first rule that has a date for it.

    Args:
        values: What is stated about it.
        rules: Tried in their order.

    Years and months stand for all their days. An end before the start is left out; what is
    written stays in ``valid_to``.

    Example:
        >>> period({}, []).start is None
        True
    """
    for rule in rules:
        end_role = rule.last if rule.last in values else rule.end
        starts, ends = _texts(values, rule.start), _texts(values, end_role)
        if starts or ends:
            return _made(rule, starts, ends, end_role)
    return Period()


def _texts(values: Mapping[NamedNode, Sequence[Term]], role: NamedNode | None) -> list[str]:
    return [value.value for value in values.get(role, ()) if isinstance(value, Literal)] if role else []


def _made(rule: TimeRule, starts: list[str], ends: list[str], end_role: NamedNode | None) -> Period:
    first = min(filter(None, map(span, starts)), default=None)
    inclusive = rule.last is not None and end_role == rule.last
    last = max(filter(None, map(span, ends)), default=None, key=_last)
    end = last and (last.last if inclusive else last.last.before())
    if last is None and rule.last is not None and first:
        end = first.last  # one day, month or year: the first is the last
    if first and end and end < first.first:
        end = None
    known = [each.precision for each in (first, last) if each]
    return Period(
        start=first and first.first,
        end=end,
        valid_from="; ".join(starts),
        valid_to="; ".join(ends),
        precision=min(known, key=_COARSE.index, default=""),
        start_role=rule.start if starts else None,
        end_role=end_role if ends else None,
    )


def _last(found: Span) -> Day:
    return found.last
