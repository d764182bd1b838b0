"""CSV files and a script for Neo4j and Memgraph, packed as one ZIP.

The headers are those of ``neo4j-admin database import``; ``load.cypher`` loads the same files with
``LOAD CSV`` and needs no plugin.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgtools.export.property_graph import Edge, Node, PropertyGraph

SCRIPT = "load.cypher"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TYPED = {"long": "toInteger", "double": "toFloat", "boolean": "toBoolean", "date": "date"}
_DATES = ("start", "end")


class _Column(NamedTuple):
    """A column: the attribute it holds, the name of the property, its type."""

    attribute: str
    name: str
    kind: str

    @property
    def header(self) -> str:
        """Its text in the first line of the file."""
        return self.name if self.kind == "string" else f"{self.name}:{self.kind}"


class _File(NamedTuple):
    """A table: its name, its rows (header first), and the statement that loads it."""

    name: str
    rows: list[list[str]]
    statement: str


def neo4j(graph: PropertyGraph) -> bytes:
    """Return a property graph as a ZIP of CSV files and ``load.cypher``; the same graph, the same bytes.

    One file per set of labels and one per type of relation. ``start`` and ``end`` are dates, the
    first and the last possible day; a missing value is an empty field.
    """
    files = [*_node_files(graph), *_edge_files(graph)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            _put(archive, file.name, _csv(file.rows))
        _put(archive, SCRIPT, _script(graph.header, files))
    return packed.getvalue()


def _node_files(graph: PropertyGraph) -> Iterable[_File]:
    groups: dict[tuple[str, ...], list[Node]] = {}
    for node in graph.nodes:
        groups.setdefault(_labels(node), []).append(node)
    names: set[str] = set()
    for labels, nodes in sorted(groups.items()):
        columns = _columns((node.attributes for node in nodes), graph.node_columns)
        header = ["iri:ID", "label", *(column.header for column in columns), ":LABEL"]
        rows = [
            [node.attributes["iri"], node.label, *_cells(node, columns), ";".join(("Entity", *labels))]
            for node in nodes
        ]
        name = _file_name("nodes", "_".join(labels), names)
        given = ", ".join(f"n:{_ticked(label)}" for label in labels)
        statement = (
            f"{_each(name)}MERGE (n:Entity {{iri: row.`iri:ID`}})\nSET {given}, {_sets('n', columns)};\n"
        )
        yield _File(name, [header, *rows], statement)


def _edge_files(graph: PropertyGraph) -> Iterable[_File]:
    iris = {node.id: node.attributes["iri"] for node in graph.nodes}
    groups: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        groups.setdefault(_type(edge.label), []).append(edge)
    names: set[str] = set()
    for kind, edges in sorted(groups.items()):
        columns = _columns((edge.attributes for edge in edges), graph.edge_columns)
        header = [":START_ID", ":END_ID", ":TYPE", "id", "label", *(column.header for column in columns)]
        rows = [
            [iris[edge.source], iris[edge.target], kind, edge.id, edge.label, *_cells(edge, columns)]
            for edge in edges
        ]
        name = _file_name("edges", kind, names)
        statement = (
            f"{_each(name)}MATCH (a:Entity {{iri: row.`:START_ID`}}), (b:Entity {{iri: row.`:END_ID`}})\n"
            f"MERGE (a)-[r:{_ticked(kind)} {{id: row.`id`}}]->(b)\n"
            f"SET {_sets('r', columns)};\n"
        )
        yield _File(name, [header, *rows], statement)


def _labels(node: Node) -> tuple[str, ...]:
    """Return the labels of a node: its classes in upper camel case."""
    found = (_camel(name) for name in node.attributes.get("type", "").split("; "))
    return tuple(dict.fromkeys(filter(None, found))) or ("Resource",)


def _camel(name: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"\w+", name))


def _type(label: str) -> str:
    """Return the type of a relation, as is usual there: ``MEMBER_OF``."""
    return "_".join(re.findall(r"\w+", label)).upper() or "RELATED"


def _columns(rows: Iterable[Mapping[str, str]], types: Mapping[str, str]) -> list[_Column]:
    """Return the columns that rows use; a colon in a name would begin a type."""
    used = sorted({column for row in rows for column in row} - {"iri"})
    kinds = {**types, **dict.fromkeys(_DATES, "date")}
    return [_Column(column, column.replace(":", "_"), kinds[column]) for column in used]


def _cells(thing: Node | Edge, columns: Iterable[_Column]) -> list[str]:
    return [_cell(thing.attributes.get(column.attribute, ""), column.kind) for column in columns]


def _cell(text: str, kind: str) -> str:
    """Return a value; numbers without the zeros and signs that not every reader takes."""
    if text and kind == "long":
        return str(int(text))
    if text and kind == "double" and math.isfinite(float(text)):
        return repr(float(text))
    return text


def _sets(variable: str, columns: Iterable[_Column]) -> str:
    """Return the items of a SET: the label, then one property per column, converted to its type."""
    made = [f"{variable}.label = row.label"]
    for column in columns:
        value = f"row.{_ticked(column.header)}"
        function = _TYPED.get(column.kind)
        made.append(f"{variable}.{_ticked(column.name)} = {f'{function}({value})' if function else value}")
    return ",\n  ".join(made)


def _each(file: str) -> str:
    return f"LOAD CSV WITH HEADERS FROM 'file:///{file}' AS row\n"


def _ticked(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def _file_name(kind: str, name: str, taken: set[str]) -> str:
    """Return a file name that every system can hold, told from others that differ in case alone."""
    stem = f"{kind}_{re.sub('[^A-Za-z0-9_]', '', name)[:80]}".rstrip("_")
    made, number = stem, 2
    while made.lower() in taken:
        made, number = f"{stem}_{number}", number + 1
    taken.add(made.lower())
    return f"{made}.csv"


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _script(header: Mapping[str, str], files: Iterable[_File]) -> str:
    comment = "".join(f"// {key}: {' '.join(text.split())}\n" for key, text in header.items())
    index = "CREATE CONSTRAINT entity_iri IF NOT EXISTS FOR (n:Entity) REQUIRE n.iri IS UNIQUE;\n"
    return f"{comment}{index}" + "".join(f"\n{file.statement}" for file in files)


def _put(archive: zipfile.ZipFile, name: str, text: str) -> None:
    """Add a file without the clock and the system that a ZIP would tell of."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode())
