"""Facts as a table: one thing a row, one property a column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kgtools import gate
from kgtools.adding import cells
from kgtools.adding.cells import Cell
from kgtools.adding.offer import Offer, Where, refuse_too_much
from kgtools.adding.template import Template
from kgtools.diagnostics.text import count
from kgtools.errors import InputError, Location, UsageError
from kgtools.terms import RDF, XSD, Literal, NamedNode, Quad, is_iri
from kgtools.turtle.position import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgtools.dataset import Dataset
    from kgtools.diagnostics import Span
    from kgtools.labels import Labels
    from kgtools.terms import Term

SEPARATOR: Final = "|"
"""Between several values in one cell."""
_DATES: Final = {
    XSD["date"]: re.compile(r"-?\d{4}-\d\d-\d\d"),
    XSD["gYearMonth"]: re.compile(r"-?\d{4}-\d\d"),
    XSD["gYear"]: re.compile(r"-?\d{4}"),
}
_COLUMN: Final = re.compile(r"(?P<name>[^@^\s]+)(?:@(?P<tag>[A-Za-z0-9-]+)|\^\^(?P<type>\S+))?")


class _Column(NamedTuple):
    """How the values of a column become terms."""

    path: NamedNode
    at: Span
    tag: str | None = None
    datatype: NamedNode | None = None
    classes: tuple[str, ...] = ()
    is_link: bool = False
    allowed: tuple[NamedNode, ...] = ()


def read_table(dataset: Dataset, labels: Labels, data: bytes, *, name: str) -> Offer:
    """Return the facts of a CSV text with a header as :class:`~kgtools.adding.Template` makes it.

    A cell holds one value, or several between ``|``; an empty one says nothing. What a property links to is
    given by CURIE, IRI or label.

    Args:
        dataset: Tells what kind of values properties have.
        labels: Names of things.
        data: The text.
        name: What messages call it.

    Raises:
        InputError: The header or a cell cannot be understood; the error says where.
        LimitError: It is larger than ``[limits]`` of ``kg.toml`` allows.
        UsageError: A label means nothing, or several things.
    """
    refuse_too_much(dataset.project, data, name)
    return _Table(dataset, labels, gate.clean(data, name=name).decode(), name).offer()


class _Table:
    """One text, read row by row."""

    def __init__(self, dataset: Dataset, labels: Labels, text: str, name: str) -> None:
        self._dataset, self._labels, self._name = dataset, labels, name
        self._prefixes, self._base = dataset.project.prefixes, dataset.project.base
        self._text, self._lines = text, Lines(text)
        self._template = Template(dataset, labels)

    def offer(self) -> Offer:
        found: dict[Quad, Where] = {}
        for fact, where in self._facts():
            found.setdefault(fact, where)
        if not found:
            raise InputError(f"'{self._name}' states nothing", hint="give it a row below the header")
        return Offer(self._name, self._text, found, lambda: found)

    def _facts(self) -> Iterator[tuple[Quad, Where]]:
        rows = cells.rows(self._text, self._lines, self._name)
        header = next(rows, [])
        if len(header) < 2 or header[0].text.strip() != "id":  # noqa: PLR2004
            is_parted = header and ";" in header[0].text
            cure = "commas part the cells" if is_parted else "see kg template CLASS"
            raise InputError("the first column is not 'id'", location=Location(self._name, 1, 1), hint=cure)
        columns = [self._column(cell) for cell in header[1:]]
        for first, *others in rows:
            if len(others) != len(columns):
                message = f"{count(len(others) + 1, 'cell')} under {count(len(header), 'column')}"
                cure = "a cell that holds a comma stands between quotation marks"
                raise InputError(message, location=self._place(first), hint=cure)
            subject = self._thing(first)
            for column, cell in zip(columns, others, strict=True):
                for value, at in self._values(column, cell):
                    yield Quad(subject, column.path, value), Where(self._span(first), column.at, at)

    # The header

    def _column(self, cell: Cell) -> _Column:
        title, at = cell.text.strip(), self._span(cell)
        if title == "a" or title.startswith("a "):
            return _Column(RDF["type"], at, classes=tuple(title.split()[1:]), is_link=True)
        match = _COLUMN.fullmatch(title)
        iri = self._prefixes.resolve(match["name"]) if match else None
        if match is None or iri is None or not is_iri(iri):
            raise InputError(
                f"'{title}' is no column", location=self._place(cell), hint="such as skos:prefLabel@en"
            )
        path = NamedNode(iri)
        if match["tag"]:
            return _Column(path, at, tag=match["tag"])
        if match["type"]:
            return _Column(path, at, datatype=self._named(match["type"], cell))
        kinds = self._template.kinds(path)
        return _Column(path, at, is_link=kinds.is_link, allowed=kinds.datatypes)

    # The cells

    def _values(self, column: _Column, cell: Cell) -> Iterator[tuple[Term, Span]]:
        """Yield the values of a cell, each with its place."""
        if not cell.text.strip() and column.classes:
            yield from ((self._named(each, cell), column.at) for each in column.classes)
        position = cell.start
        for part in cell.text.split(SEPARATOR):
            text = part.strip()
            if text:
                start = position + len(part) - len(part.lstrip())
                own = Cell(text, start, start + len(text))
                yield self._value(column, own), self._span(own)
            position += len(part) + len(SEPARATOR)

    def _value(self, column: _Column, cell: Cell) -> Term:
        text = cell.text
        if column.is_link:
            return self._linked(cell)
        if column.tag:
            return Literal(text, language=column.tag)
        if column.datatype:
            return Literal(text, datatype=column.datatype)
        fitting = [each for each in _DATES if each in column.allowed and _DATES[each].fullmatch(text)]
        kinds = fitting or (column.allowed if len(column.allowed) == 1 else ())
        kind = kinds[0] if kinds else XSD["string"]
        return Literal(text) if kind == RDF["langString"] else Literal(text, datatype=kind)

    def _linked(self, cell: Cell) -> NamedNode:
        iri = self._prefixes.resolve(cell.text)
        if iri and is_iri(iri):
            return NamedNode(iri)
        try:
            return self._labels.resolve(cell.text)
        except UsageError as error:
            raise UsageError(error.message, hint=error.hint, location=self._place(cell)) from None

    def _thing(self, cell: Cell) -> NamedNode:
        return self._named(cell.text.strip(), cell)

    def _named(self, text: str, cell: Cell) -> NamedNode:
        iri = self._prefixes.resolve(text) or f"{self._base}{text}"
        if not text or not is_iri(iri):
            message = f"'{text}' is no name of a thing"
            raise InputError(message, location=self._place(cell), hint="such as id:some-thing")
        return NamedNode(iri)

    def _span(self, cell: Cell) -> Span:
        return cells.span(cell, self._lines, self._name)

    def _place(self, cell: Cell) -> Location:
        return self._span(cell).location
