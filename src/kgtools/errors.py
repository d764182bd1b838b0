"""The errors of kgtools: one tree, each class with its exit code.

::

    KgError                 3   could not do it
    ├─ UsageError           2   unknown name, ambiguous label, malformed or forbidden query
    ├─ ProjectError         3   kg.toml missing or wrong
    ├─ InputError           3   missing file, refused or unreadable text
    ├─ QueryError           3   the engine failed on a query it was given
    ├─ ShapesError          3   ill-formed shapes, or nothing would be checked
    ├─ EngineError          3   missing library or Java, remote failure, crash
    ├─ WriteError           3   lock held, file exists or changed underneath
    └─ LimitError           4   time, memory, rows, size

What is wrong with *facts* is not an error: those are findings, values of type
:class:`kgtools.diagnostics.Diagnostic`.
"""

from __future__ import annotations

from typing import ClassVar, NamedTuple


class Location(NamedTuple):
    """A place in a text: file, and 1-based line and column (code points) where known."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in self if part is not None)


class KgError(Exception):
    """Something could not be done.

    Args:
        message: What was found and what was expected, one sentence.
        hint: What to do about it.
        location: Where it is.
        code: The code of the series shared with findings; by default that of the class.

    Example:
        >>> str(KgError("no such thing", location=Location("data/a.ttl", 3, 1)))
        'data/a.ttl:3:1: no such thing'
    """

    code: str = "KG900"
    exit_code: ClassVar[int] = 3

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        location: Location | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        if code:
            self.code = code
        self.message = message
        self.hint = hint
        self.location = location
        if hint:
            self.add_note(f"help: {hint}")  # a traceback shows it

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" if self.location else self.message


class UsageError(KgError):
    """The request itself is wrong: an unknown name, an ambiguous label, a forbidden query."""

    code = "KG901"
    exit_code = 2


class ProjectError(KgError):
    """There is no usable project: ``kg.toml`` is missing or wrong."""

    code = "KG902"


class InputError(KgError):
    """A file or text could not be taken: missing, unreadable, refused or with a syntax error."""

    code = "KG903"


class QueryError(KgError):
    """The engine failed on a query that was well-formed and allowed."""

    code = "KG904"


class ShapesError(KgError):
    """Nothing could be judged: the shapes are ill-formed or would check nothing."""

    code = "KG905"


class EngineError(KgError):
    """An engine is missing, failed or crashed."""

    code = "KG906"


class WriteError(KgError):
    """Nothing was written: the target exists, is locked or changed underneath."""

    code = "KG907"


class LimitError(KgError):
    """A limit of time, memory, rows or size was reached."""

    code = "KG908"
    exit_code = 4
