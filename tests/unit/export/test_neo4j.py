"""The files for Neo4j, loaded by kuzu and asked in Cypher."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import kuzu
import pytest

from kgtools import bundle, project
from kgtools.dataset import Dataset
from kgtools.export import Format, Options, project_graph, render

from .test_graphs import SITUATIONS, asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TYPES = {"long": "INT64", "double": "DOUBLE", "boolean": "BOOLEAN", "date": "STRING"}
"""kuzu's dates begin at year 1, so it gets them as text."""


def unpacked(data: bytes, folder: Path) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
        names = archive.namelist()
    return {
        name: list(csv.reader(io.StringIO((folder / name).read_text("utf-8"), newline="")))
        for name in names
        if name.endswith(".csv")
    }


def declared(header: list[str], skipped: tuple[str, ...]) -> str:
    columns = [each.rpartition(":") for each in header if each not in skipped]
    return ", ".join(
        f"`{name if kind in TYPES and mark else mark.join((name, kind)).lstrip(':')}` {TYPES.get(kind, 'STRING') if mark else 'STRING'}"
        for name, mark, kind in columns
    )


def loaded(dataset: Dataset, folder: Path, options: Options | None = None) -> kuzu.Connection:
    """Load all files into kuzu, which wants its tables declared: all nodes into one, relations into one."""
    tables = unpacked(render(dataset, Format.NEO4J, options), folder)
    connection = kuzu.Connection(kuzu.Database(str(folder / "kuzu")))
    nodes = {name: rows for name, rows in tables.items() if name.startswith("nodes_")}
    edges = {name: rows for name, rows in tables.items() if name.startswith("edges_")}
    for name, rows in nodes.items():
        table = name.removesuffix(".csv")
        columns = declared(rows[0], ("iri:ID", ":LABEL"))
        connection.execute(f"CREATE NODE TABLE `{table}` (iri STRING PRIMARY KEY, {columns}, labels STRING)")
        connection.execute(f"COPY `{table}` FROM '{folder / name}' (HEADER=true, PARALLEL=false)")
    home = {row[0]: name.removesuffix(".csv") for name, rows in nodes.items() for row in rows[1:]}
    for name, rows in edges.items():
        pairs = sorted({(home[row[0]], home[row[1]]) for row in rows[1:]})
        ends = ", ".join(f"FROM `{start}` TO `{end}`" for start, end in pairs)
        table = name.removesuffix(".csv")
        connection.execute(
            f"CREATE REL TABLE `{table}` ({ends}, type STRING, {declared(rows[0][3:], ())})".replace(
                "type STRING, `id`", "rel STRING, `id`"
            )
        )
        for start, end in pairs:
            part = folder / f"{start}-{end}-{name}"
            own = [row for row in rows[1:] if (home[row[0]], home[row[1]]) == (start, end)]
            with part.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(own)
            connection.execute(f"COPY `{table}` FROM '{part}' (FROM='{start}', TO='{end}', PARALLEL=false)")
    return connection


def rows(connection: kuzu.Connection, query: str) -> list[tuple[object, ...]]:
    found = connection.execute(query)
    assert isinstance(found, kuzu.QueryResult)
    return [tuple(row) for row in found.get_all()]


def test_kuzu_gives_the_answers_of_the_graph(garden: Dataset, tmp_path: Path) -> None:
    every = Options(statuses=("accepted", "claimed", "rejected"))
    connection = loaded(garden, tmp_path, every)
    match = "MATCH (a)-[r:edges_MEMBERSHIP]->(b)"

    found = rows(connection, f"{match} RETURN DISTINCT a.iri, b.iri")
    assert set(found) == asked(garden, f"SELECT DISTINCT ?from ?to {{ {SITUATIONS} }}")

    found = rows(connection, f"{match} RETURN DISTINCT r.situation, a.iri, r.status_iri")
    assert set(found) == asked(garden, f"SELECT DISTINCT ?situation ?from ?status {{ {SITUATIONS} }}")

    found = rows(
        connection, f"{match} WHERE r.`start` <= '2020-06-01' AND r.`end` >= '2020-06-01' RETURN r.situation"
    )
    day = '"2020-06-01T00:00:00"^^xsd:dateTime'
    held = f"?situation ex:fromMin ?a ; ex:untilMax ?b FILTER({day} >= ?a && {day} < ?b)"
    assert set(found) == asked(garden, f"SELECT ?situation {{ {SITUATIONS} {held} }}")


def test_hard_values_come_back(garden: Dataset, tmp_path: Path) -> None:
    connection = loaded(garden, tmp_path)
    [ann] = rows(
        connection,
        "MATCH (n:nodes_Person) WHERE n.iri ENDS WITH 'person-ann'"
        " RETURN n.label, n.altLabel, n.height, n.children, n.retired, n.born, n.labels",
    )
    assert ann == ("Ann", 'A, B\n<C> & D; Annie; the "elder"', 1.5, 3, True, "-0043", "Entity;Person")
    labels = {label for (label,) in rows(connection, "MATCH (n) RETURN n.label")}
    assert {"سلام", "../../etc/passwd", "person-nameless"} <= labels
    [(bob,)] = rows(connection, "MATCH (n:nodes_Person) WHERE n.iri ENDS WITH 'person-path' RETURN n.height")
    assert bob is None


def test_counts_of_the_bundled_project(tmp_path: Path) -> None:
    dataset = Dataset(project.load(bundle.root()))
    graph = project_graph(dataset, Options())
    connection = loaded(dataset, tmp_path)
    assert rows(connection, "MATCH (n) RETURN count(*)") == [(len(graph.nodes),)]
    assert rows(connection, "MATCH ()-[r]->() RETURN count(*)") == [(len(graph.edges),)]
    found = Counter(label for (label,) in rows(connection, "MATCH ()-[r]->() RETURN r.label"))
    assert found == Counter(edge.label for edge in graph.edges)


def test_the_script_loads_every_file_and_column(garden: Dataset, tmp_path: Path) -> None:
    tables = unpacked(render(garden, Format.NEO4J), tmp_path)
    script = (tmp_path / "load.cypher").read_text("utf-8")
    statements = dict(re.findall(r"FROM 'file:///([^']+)' AS row\n(.*?);\n", script, re.DOTALL))
    assert statements.keys() == tables.keys()
    for name, statement in statements.items():
        used = set(re.findall(r"row\.(?:`([^`]+)`|(\w+))", statement))
        own = {":LABEL", ":TYPE"}
        assert {ticked or bare for ticked, bare in used} == set(tables[name][0]) - own
    assert "toInteger(row.`children" not in script  # 2.5 children: a double
    assert "n.`children` = toFloat(row.`children:double`)" in script
    assert "r.`start` = date(row.`start:date`)" in script
    assert "MERGE (a)-[r:`MEMBERSHIP` {id: row.`id`}]->(b)" in script


def test_a_file_names_labels_and_types_as_the_importer_wants_them(garden: Dataset, tmp_path: Path) -> None:
    tables = unpacked(render(garden, Format.NEO4J), tmp_path)
    for name, (header, *body) in tables.items():
        assert re.fullmatch(r"(nodes|edges)_\w+\.csv", name, re.ASCII)
        assert all(len(row) == len(header) for row in body)
        if name.startswith("nodes_"):
            assert (header[0], header[-1]) == ("iri:ID", ":LABEL")
        else:
            assert header[:3] == [":START_ID", ":END_ID", ":TYPE"]


def test_a_prefix_in_a_name_is_no_type(grown: Callable[..., Dataset], tmp_path: Path) -> None:
    dataset = grown(
        odd='id:odd a ex:Person ; ex:date "soon" ; <https://other.example/date> "late" .'
        "\nid:kin a <https://odd.example/가족%20> ."
    )
    tables = unpacked(render(dataset, Format.NEO4J), tmp_path)
    assert "ex_date" in tables["nodes_Person.csv"][0]
    assert "nodes_20.csv" in tables  # 가족20: only what every system can hold in a file name
    assert tables["nodes_20.csv"][1][-1] == "Entity;가족20"
    assert not any(column.endswith("ex:date") for column in tables["nodes_Person.csv"][0])


@pytest.mark.parametrize("empty", [True, False])
def test_the_same_graph_gives_the_same_bytes(grown: Callable[..., Dataset], empty: bool) -> None:
    first = render(grown(people=None, relations=None) if empty else grown(), Format.NEO4J)
    again = render(grown(people=None, relations=None) if empty else grown(), Format.NEO4J)
    assert first == again
