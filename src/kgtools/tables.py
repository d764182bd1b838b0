"""Facts as a table: one thing a row, one property a column; and the header for a class, from its shapes."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from kgtools import gate
from kgtools.adding import MOST
from kgtools.errors import InputError, LimitError, Location
from kgtools.terms import OWL, RDF, RDFS, SH, XSD, Literal, NamedNode, Quad, is_iri

if TYPE_CHECKING:
    from kgtools.graph import Graph
    from kgtools.terms import Term

_DATES: Final = {
    XSD["date"]: re.compile(r"-?\d{4}-\d\d-\d\d"),
    XSD["gYearMonth"]: re.compile(r"-?\d{4}-\d\d"),
    XSD["gYear"]: re.compile(r"-?\d{4}"),
}
_COLUMN: Final = re.compile(r"(?P<name>[^@^\s]+)(?:@(?P<tag>[A-Za-z-]+)|\^\^(?P<type>\S+))?")
SEPARATOR: Final = "|"
"""Between several values in one cell."""


def header(graph: Graph, name: str) -> list[str]:
    """Return the columns for a class: ``id``, its type, and every property that its shapes name.

    Args:
        graph: The project.
        name: The class: a label, CURIE or IRI.

    Raises:
        UsageError: Nothing is called so.
        InputError: No shape targets the class.
    """
    class_ = graph.labels.resolve(name, within=OWL["Class"])
    show, shapes = graph.project.prefixes.show, graph.dataset.shapes
    classes = {class_}
    waiting = [class_]
    while waiting:
        for quad in graph.dataset.store.match(waiting.pop(), RDFS["subClassOf"]):
            if isinstance(quad.object, NamedNode) and quad.object not in classes:
                classes.add(quad.object)
                waiting.append(quad.object)
    targeted = {q.subject for q in shapes if q.predicate == SH["targetClass"] and q.object in classes}
    parts = [q.object for q in shapes if q.predicate == SH["property"] and q.subject in targeted]
    paths = {q.subject: q.object for q in shapes if q.predicate == SH["path"]}
    types = {q.subject: q.object for q in shapes if q.predicate == SH["datatype"]}
    columns: dict[str, None] = {}
    for part in parts:
        path = paths.get(part)  # type: ignore[arg-type]
        if isinstance(path, NamedNode) and path != RDF["type"]:
            columns[_titled(graph, path, types.get(part), show(path))] = None  # type: ignore[arg-type]
    if not columns:
        raise InputError(f"no shape says what a {show(class_)} has", hint="write the columns by hand")
    return ["id", f"a {show(class_)}", *columns]


def _titled(graph: Graph, path: NamedNode, datatype: Term | None, shown: str) -> str:
    if path in graph.project.roles.label or datatype == RDF["langString"]:
        return f"{shown}@{graph.project.languages[0]}"
    if isinstance(datatype, NamedNode) and datatype != XSD["string"]:
        return f"{shown}^^{graph.project.prefixes.show(datatype)}"
    return shown


def read_table(graph: Graph, data: bytes, *, name: str) -> list[Quad]:
    """Return the facts of a CSV text with a header as :func:`header` makes it.

    A cell holds one value, or several between ``|``; an empty one says nothing. What a property links to is
    given by CURIE, IRI or label.

    Raises:
        InputError: The header or a cell cannot be understood; the error says where.
        LimitError: It is larger than 10 MB.
        UsageError: A label means nothing, or several things.
    """
    if len(data) > MOST:
        raise LimitError(f"'{name}' is larger than {MOST >> 20} MB", hint="add it in parts")
    rows = csv.reader(io.StringIO(gate.clean(data, name=name).decode(), newline=""))
    columns = [cell.strip() for cell in next(rows, [])]
    if len(columns) < 2 or columns[0] != "id":  # noqa: PLR2004
        raise InputError(
            "the first column is not 'id'", location=Location(name, 1), hint="see kg template CLASS"
        )
    facts: list[Quad] = []
    for row in rows:
        place = Location(name, rows.line_num)
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            raise InputError(f"{len(row)} cells under {len(columns)} columns", location=place)
        subject = _named(graph, row[0].strip(), place)
        for column, cell in zip(columns[1:], row[1:], strict=True):
            facts += _facts(graph, subject, column, cell, place)
    return list(dict.fromkeys(facts))


def _named(graph: Graph, text: str, place: Location) -> NamedNode:
    iri = graph.project.prefixes.resolve(text) or f"{graph.project.base}{text}"
    if not text or not is_iri(iri):
        raise InputError(f"'{text}' is no name of a thing", location=place, hint="such as id:some-thing")
    return NamedNode(iri)


def _facts(graph: Graph, subject: NamedNode, column: str, cell: str, place: Location) -> list[Quad]:
    values = [value.strip() for value in cell.split(SEPARATOR) if value.strip()]
    if column == "a" or column.startswith("a "):
        return [Quad(subject, RDF["type"], _named(graph, v, place)) for v in values or column[2:].split()]
    match = _COLUMN.fullmatch(column)
    iri = graph.project.prefixes.resolve(match["name"]) if match else None
    if match is None or iri is None or not is_iri(iri):
        raise InputError(f"'{column}' is no column", location=place, hint="such as skos:prefLabel@en")
    return [Quad(subject, NamedNode(iri), _value(graph, NamedNode(iri), match, v, place)) for v in values]


def _value(graph: Graph, path: NamedNode, column: re.Match[str], text: str, place: Location) -> Term:
    if column["tag"]:
        return Literal(text, language=column["tag"])
    if column["type"]:
        return Literal(text, datatype=_named(graph, column["type"], place))
    known = list(graph.dataset.store.match(None, path))
    is_link = any(True for _ in graph.dataset.store.match(path, RDF["type"], OWL["ObjectProperty"]))
    if is_link or any(isinstance(quad.object, NamedNode) for quad in known):
        iri = graph.project.prefixes.resolve(text)
        return NamedNode(iri) if iri and is_iri(iri) else graph.labels.resolve(text)
    used = {quad.object.datatype for quad in known if isinstance(quad.object, Literal)}
    fitting = [kind for kind, form in _DATES.items() if used & _DATES.keys() and form.fullmatch(text)]
    kind = fitting[0] if fitting else next(iter(used)) if len(used) == 1 else XSD["string"]
    return Literal(text, datatype=kind) if kind != RDF["langString"] else Literal(text)
