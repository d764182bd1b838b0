from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgtools import project
from kgtools.check import check
from kgtools.dataset import Dataset
from kgtools.errors import InputError
from kgtools.lint import Context
from kgtools.terms import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    from pathlib import Path

    from kgtools.graph import Graph

EX = "https://example.org/terms/"
ID = "https://example.org/id/"
HEAD = f"PREFIX ex: <{EX}> PREFIX id: <{ID}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"


def _bounds(folder: Path, facts: str) -> dict[str, str]:
    """Return the derived bounds of ``id:x``, day by property."""
    (folder / "data" / "x.ttl").write_text(f"{HEAD}id:x {facts} .", encoding="utf-8")
    store = Dataset(project.load(folder)).store
    names = ("startMin", "startMax", "endMin", "endMax")
    found = {}
    for name in names:
        for quad in store.match(NamedNode(f"{ID}x"), NamedNode(EX + name)):
            assert isinstance(quad.object, Literal)
            assert quad.object.datatype.value.endswith("#dateTime")
            assert name not in found
            found[name] = quad.object.value.removesuffix("T00:00:00")
    return found


def _four(*days: str | None) -> dict[str, str]:
    names = ("startMin", "startMax", "endMin", "endMax")
    return {name: day for name, day in zip(names, days, strict=True) if day}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ('ex:start "1999-05-01"^^xsd:date', _four("1999-05-01", "1999-05-01", None, None)),
        ('ex:start "2001-02"^^xsd:gYearMonth', _four("2001-02-01", "2001-02-28", None, None)),
        ('ex:start "2000-02"^^xsd:gYearMonth', _four("2000-02-01", "2000-02-29", None, None)),
        ('ex:start "2000-12"^^xsd:gYearMonth', _four("2000-12-01", "2000-12-31", None, None)),
        ('ex:start "2000"^^xsd:gYear', _four("2000-01-01", "2000-12-31", None, None)),
        ('ex:start "2000-05-01T10:00:00"^^xsd:dateTime', _four("2000-05-01", "2000-05-01", None, None)),
        ('ex:end "2005"^^xsd:gYear', _four(None, None, "2005-01-01", "2005-12-31")),
        (
            'ex:start "2000"^^xsd:gYear ; ex:end "2001-03-04"^^xsd:date',
            _four("2000-01-01", "2000-12-31", "2001-03-04", "2001-03-04"),
        ),
        (
            'ex:date "2004-03-01"^^xsd:date',
            _four("2004-03-01", "2004-03-01", "2004-03-02", "2004-03-02"),
        ),
        (
            'ex:date "2004-02"^^xsd:gYearMonth',
            _four("2004-02-01", "2004-02-29", "2004-02-02", "2004-03-01"),
        ),
        (
            'ex:date "2004-12-30"^^xsd:date ; ex:lastDate "2004-12-31"^^xsd:date',
            _four("2004-12-30", "2004-12-30", "2005-01-01", "2005-01-01"),
        ),
        (
            'ex:start "2003-07-15"^^xsd:date ; ex:endUnknown true',
            _four("2003-07-15", "2003-07-15", "2003-07-15", None),
        ),
        (
            'ex:start "2003-07-15"^^xsd:date ; ex:endUnknown "1"^^xsd:boolean',
            _four("2003-07-15", "2003-07-15", "2003-07-15", None),
        ),
        (
            'ex:start "2003-07-15"^^xsd:date ; ex:endUnknown false',
            _four("2003-07-15", "2003-07-15", None, None),
        ),
        ("ex:endUnknown true", _four(None, None, "0001-01-01", None)),
        ('ex:lastDate "2004-12-31"^^xsd:date', {}),
        ('ex:start "soon"', {}),
        ('ex:start "2018-02-30"', {}),
        ('ex:start "99999-01-01"^^xsd:date', {}),
        ('ex:start "-0044-03-15"^^xsd:date', {}),
        ("ex:start id:x", {}),
    ],
)
def test_bounds_hold_what_a_date_can_mean(folder: Path, facts: str, expected: dict[str, str]) -> None:
    assert _bounds(folder, facts) == expected


def test_bounds_that_nobody_named_have_names(folder: Path) -> None:
    text = (folder / "kg.toml").read_text()
    start, end = text.index("[bounds]"), text.index("[export")
    (folder / "kg.toml").write_text(text[:start] + text[end:])
    dataset = Dataset(project.load(folder))
    assert not dataset.store.ask(f"ASK {{ ?s <{EX}startMin> ?o }}")
    assert dataset.store.ask("ASK { ?s <https://w3id.org/kgtools/bounds/startMin> ?o }")


def test_a_project_without_dates_derives_nothing(folder: Path) -> None:
    text = (folder / "kg.toml").read_text()
    start, end = text.index("[[time]]"), text.index("[export")
    (folder / "kg.toml").write_text(text[:start] + text[end:])
    dataset = Dataset(project.load(folder))
    assert not dataset.store.ask(f"ASK {{ ?s <{EX}startMin> ?o }}")
    assert dataset.triples == len(dataset.store)


def test_a_triple_of_two_files_is_there_once_but_in_both_graphs(folder: Path) -> None:
    (folder / "data" / "again.ttl").write_text(f"{HEAD}id:person-ada a ex:Person .", encoding="utf-8")
    dataset = Dataset(project.load(folder))
    pattern = f"<{ID}person-ada> a <{EX}Person>"
    rows = dataset.graphs.select(f"SELECT ?g {{ GRAPH ?g {{ {pattern} }} }}").rows
    assert sorted(str(row[0]) for row in rows) == [
        f"<{ID}graph/data/again.ttl>",
        f"<{ID}graph/data/people.ttl>",
    ]
    assert len(list(dataset.store.match(NamedNode(f"{ID}person-ada"), None, NamedNode(f"{EX}Person")))) == 1


def test_triples_counts_what_is_stated_once(folder: Path) -> None:
    dataset = Dataset(project.load(folder))
    stated = {
        (quad.subject, quad.predicate, str(quad.object)) for file in dataset.files for quad in file.quads()
    }
    assert dataset.triples == len(stated)
    assert len(dataset.graphs) > dataset.triples
    assert dataset.triples == len(stated)


def test_shapes_stay_out_of_the_facts(graph: Graph) -> None:
    assert graph.dataset.shapes
    assert not graph.dataset.store.ask("ASK { ?s a <http://www.w3.org/ns/shacl#NodeShape> }")


def test_further_files_are_loaded_once_beside_the_projects(folder: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra.ttl"
    extra.write_text(f"{HEAD}id:person-new a ex:Person .", encoding="utf-8")
    loaded = project.load(folder)
    dataset = Dataset(loaded, [extra, folder / "data" / "people.ttl"])
    assert [file.name for file in dataset.files].count("data/people.ttl") == 1
    assert dataset.store.ask(f"ASK {{ <{ID}person-new> ?p ?o }}")


def test_a_broken_file_leaves_nothing_loaded(folder: Path) -> None:
    (folder / "data" / "broken.ttl").write_text(f"{HEAD}id:good a ex:Person .\nid:bad a", encoding="utf-8")
    dataset = Dataset(project.load(folder))
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            dataset.store.ask("ASK {}")
        assert str(caught.value.location).startswith("data/broken.ttl:3:")


def test_graph_names_are_those_of_the_files(graph: Graph) -> None:
    assert f"{ID}graph/data/people.ttl" in graph.dataset.graph_names
    assert len(graph.dataset.graph_names) == len(graph.dataset.files) == 4


def test_equal_files_have_equal_hashes(folder: Path) -> None:
    first = Dataset(project.load(folder)).hash
    assert Dataset(project.load(folder)).hash == first
    with (folder / "data" / "people.ttl").open("a") as file:
        file.write("# one more line\n")
    assert Dataset(project.load(folder)).hash != first


def test_files_keep_literals_as_written(graph: Graph) -> None:
    written = [str(quad.object) for file in graph.dataset.files for quad in file.quads()]
    assert any(text.startswith('"12.50"') for text in written)


def test_the_store_itself_takes_what_follows(folder: Path) -> None:
    dataset = Dataset(project.load(folder))
    apart = {quad.triple for quad in dataset.closure.match()}
    stated = {quad.triple for quad in dataset.store.match()}
    assert dataset.complete() is dataset.store
    assert {quad.triple for quad in dataset.store.match()} == apart > stated


def test_blank_nodes_keep_the_labels_of_what_was_parsed_before(folder: Path) -> None:
    text = f"{HEAD}id:x ex:engages [ ex:engages id:y ] ; ex:group _:g . _:g ex:group id:y ."
    (folder / "data" / "new.ttl").write_text(text, encoding="utf-8")
    now = project.load(folder)
    context, _ = Context.of(now)
    dataset = Dataset(now, parsed=context.parsed)
    stated = {q.triple for q in dataset.store.match() if isinstance(q.subject, BlankNode)}
    assert len(stated) == 2
    assert stated <= {located.quad.triple for located in context.parsed["data/new.ttl"]}
    nodes = {fact.subject for fact in dataset.inference.inferred if isinstance(fact.subject, BlankNode)}
    assert nodes == {fact.subject for fact in stated}


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("x.trig", "<https://example.org/id/a> a <urn:C> .\n<urn:g> { <urn:a> <urn:p> <urn:b> . }\n", (2, 1)),
        ("x.nq", "<urn:a> <urn:p> <urn:b> .\n<urn:a> <urn:p> <urn:c> <urn:g> .\n", (2, 25)),
        ("x.jsonld", '{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:p": 1}]}', (None, None)),
    ],
)
def test_facts_in_named_graphs_are_refused_where_no_shape_and_no_question_would_see_them(
    folder: Path, name: str, text: str, place: tuple[int | None, int | None]
) -> None:
    (folder / "data" / name).write_text(text)
    (found,) = check(project.load(folder)).diagnostics
    assert (found.code, found.message[:8]) == ("KG903", "`<urn:g>")
    assert found.span is not None
    assert (found.span.file, found.span.line, found.span.column) == (f"data/{name}", *place)
    with pytest.raises(InputError, match="is a named graph"):
        _ = Dataset(project.load(folder)).store


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.trig", "{ <urn:a> <urn:p> <urn:b> . }"),
        ("x.nq", "<urn:a> <urn:p> <urn:b> .\n"),
        ("x.jsonld", '{"@graph": [{"@id": "urn:a", "urn:p": {"@id": "urn:b"}}]}'),
    ],
)
def test_formats_that_could_name_graphs_are_read(folder: Path, name: str, text: str) -> None:
    (folder / "data" / name).write_text(text)
    assert Dataset(project.load(folder)).store.ask("ASK { <urn:a> <urn:p> <urn:b> }")
