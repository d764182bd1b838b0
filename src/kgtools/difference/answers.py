"""Which named queries give other rows, and which."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from kgtools.cases import arguments
from kgtools.difference.relevance import Relevance
from kgtools.errors import InputError, KgError
from kgtools.query.run import Result

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from kgtools.difference.folding import Fact
    from kgtools.graph import Graph
    from kgtools.query.run import Answer
    from kgtools.query.spec import QuerySpec

Row = tuple[str, ...]


class Fate(StrEnum):
    """What became of a question."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    REWRITTEN = "rewritten"


class AnswerChange(NamedTuple):
    """A named query, with some arguments, whose answer or text differs.

    Attributes:
        name: The query.
        arguments: What it was asked with; empty for its defaults.
        fate: What became of the query itself.
        columns: Of the rows.
        removed: Rows, as labels, that only the old side gives.
        added: Rows that only the new side gives.
        complaint: Why a side gives no answer; "" where both do.
    """

    name: str
    arguments: Mapping[str, object]
    fate: Fate
    columns: tuple[str, ...] = ()
    removed: tuple[Row, ...] = ()
    added: tuple[Row, ...] = ()
    complaint: str = ""


def answer_changes(old: Graph, new: Graph, facts: Collection[Fact]) -> tuple[AnswerChange, ...]:
    """Return the named queries whose rows differ, or which themselves came, went or were rewritten.

    Each is asked with its defaults, or, where it requires a value, with the arguments of its tests. A row
    differs where a term does: a thing that only has another label is the same.

    Args:
        old: One side.
        new: The other.
        facts: What differs between them; queries that these cannot matter to are not asked.

    Raises:
        InputError: A file of a side cannot be read.
    """
    relevance = Relevance(facts, new.project)
    found: list[AnswerChange] = []
    for name in sorted({*old.queries.names, *new.queries.names}):
        if name not in old.queries.names:
            found.append(AnswerChange(name, {}, Fate.ADDED))
        elif name not in new.queries.names:
            found.append(AnswerChange(name, {}, Fate.REMOVED))
        else:
            texts = [
                (side.queries.folder / f"{name}.rq").read_text("utf-8", "replace") for side in (old, new)
            ]
            if texts[0] != texts[1] or relevance.of(texts[1]):
                found += _changes(old, new, name, is_rewritten=texts[0] != texts[1])
    return tuple(found)


def _changes(old: Graph, new: Graph, name: str, *, is_rewritten: bool) -> Iterator[AnswerChange]:
    fate = Fate.REWRITTEN if is_rewritten else Fate.SAME
    try:
        after = new.queries.get(name)
        before = old.queries.get(name) if is_rewritten else after
    except InputError as error:
        yield AnswerChange(name, {}, fate, complaint=str(error))
        return
    is_told = False
    for written, given in _asked(after):
        change = _change(old, new, (before, after), given)
        if change:
            is_told = True
            yield change._replace(arguments=written, fate=fate)
    if is_rewritten and not is_told:
        yield AnswerChange(name, {}, fate)


def _asked(spec: QuerySpec) -> Iterator[tuple[Mapping[str, object], dict[str, object]]]:
    """Yield what to ask a query with, as its header writes it and as it is meant.

    These are its defaults; of a query that requires a value, the arguments of its tests.
    """
    if not any(param.required for param in spec.params):
        yield {}, {}
        return
    told = {str(case.arguments): case for case in spec.tests}
    for case in told.values():
        yield case.arguments, arguments(case)


def _change(
    old: Graph, new: Graph, specs: tuple[QuerySpec, QuerySpec], given: dict[str, object]
) -> AnswerChange | None:
    name = specs[1].name
    try:
        asked = old.ask(specs[0], dict(given)), new.ask(specs[1], dict(given))
    except InputError:
        raise
    except KgError as error:
        return AnswerChange(name, {}, Fate.SAME, complaint=error.message)
    (_, before), (columns, after) = map(_rows, asked)
    if before == after:
        return None
    removed = tuple(_shown(row, asked[0]) for row in (before - after).elements())
    added = tuple(_shown(row, asked[1]) for row in (after - before).elements())
    return AnswerChange(name, {}, Fate.SAME, columns, removed, added)


def _rows(answer: Answer) -> tuple[tuple[str, ...], Counter[tuple[object, ...]]]:
    """Return columns and rows of an answer; their order is not compared."""
    if isinstance(answer, Result):
        return answer.columns, Counter(answer.rows)
    if isinstance(answer, bool):
        return ("answer",), Counter([(answer,)])
    return ("triple",), Counter((triple,) for triple in answer)


def _shown(row: tuple[Any, ...], answer: Answer) -> Row:
    """Return a row as people see it."""
    if isinstance(answer, Result):
        return tuple("" if term is None else answer.labels.of(term) for term in row)
    return tuple(str(value).lower() if isinstance(value, bool) else str(value) for value in row)
