"""What a header says of a query: its parameters, columns and cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Param(NamedTuple):
    """A parameter: the VALUES block of one variable.

    Attributes:
        name: The variable.
        type: One of ``TYPES``.
        cls: For an IRI, the class whose instances are offered (CURIE or IRI).
        choices: The only values allowed; empty allows all.
        query: A named query whose first column offers the values.
        label: What a form calls it.
        required: Whether a value must be given.
    """

    name: str
    type: str = "string"
    cls: str | None = None
    choices: tuple[str, ...] = ()
    query: str | None = None
    label: str = ""
    required: bool = False


class Case(NamedTuple):
    """A test in a header: arguments, and what the answer must be.

    Attributes:
        arguments: Parameter values; a list where there are several.
        rows: The exact number of rows, or of triples; of an ASK 1 for true and 0 for false.
        contains: Cells of a row that must be there, by column.
        equals: A golden CSV file under ``tests/queries/``.
    """

    arguments: Mapping[str, Any]
    rows: int | None = None
    contains: Mapping[str, str] | None = None
    equals: str | None = None


class QuerySpec(NamedTuple):
    """A named query: what its header says, and its text; the severity is that of a check's findings."""

    name: str
    summary: str
    text: str
    path: Path
    description: str = ""
    question: int | None = None
    tags: tuple[str, ...] = ()
    params: tuple[Param, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    view: str = "table"
    severity: str = "error"
    tests: tuple[Case, ...] = ()

    def __repr__(self) -> str:
        return f"<QuerySpec {self.name}: {self.summary}>"

    def param(self, name: str) -> Param | None:
        """Return a parameter by its name, or None."""
        return next((param for param in self.params if param.name == name), None)
